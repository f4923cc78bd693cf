//! `action/install.sh`: a release or a build.

use std::process::Command;

use super::{checkout, path_with, program, script};
use crate::support::{Project, Run, run};

/// What the tests release in place of the command.
const RELEASED: &str = "#!/bin/sh\necho released\n";

/// The target whose release this machine takes; the tests' machines are among those that are released for.
fn target() -> String {
    let arch = std::env::consts::ARCH;
    match std::env::consts::OS {
        "macos" => format!("{arch}-apple-darwin"),
        _ => format!("{arch}-unknown-linux-gnu"),
    }
}

/// A checkout and the releases beside it, with one of a version.
fn released(version: &str) -> Project {
    let project = checkout();
    program(&project, "made/eventspec", RELEASED);
    let place = format!("releases/v{version}");
    std::fs::create_dir_all(project.path().join(&place)).expect("made");
    let made = project.path().join("made");
    run(script(&project, "pack.sh", &project.path().join(&place)).args([version, &target()]).arg(made)).expect(0);
    project
}

/// Runs the script with the releases of the checkout, and a `cargo` that makes a command which says how it was made.
fn install(project: &Project, adjust: impl FnOnce(&mut Command)) -> Run {
    let cargo = "#!/bin/sh\n\
        while [ $# -gt 1 ]; do words=\"$words $1\"; [ \"$1\" = --target-dir ] && folder=$2; shift; done\n\
        mkdir -p \"$folder/release\"\n\
        printf '#!/bin/sh\\necho built with%s\\n' \"$words\" > \"$folder/release/eventspec\"\n\
        chmod +x \"$folder/release/eventspec\"\n";
    program(project, "cargo/cargo", cargo);
    let mut command = script(project, "install.sh", &project.path());
    command.env("PATH", path_with(&project.path().join("cargo")));
    command.env("EVENTSPEC_RELEASES", format!("file://{}", project.path().join("releases").display()));
    command.arg("installed here");
    adjust(&mut command);
    run(&mut command)
}

/// What the installed command says; the script printed where it is.
fn says(project: &Project, printed: &str) -> String {
    assert_eq!(printed, format!("{}\n", project.path().join("installed here/eventspec").display()));
    run(&mut Command::new(printed.trim_end())).expect(0)
}

#[test]
fn a_release_is_taken_once() {
    let project = released("0.7.0");
    let printed = install(&project, |_| {}).expect(0);
    assert_eq!(says(&project, &printed), "released\n");
    std::fs::remove_dir_all(project.path().join("releases")).expect("removed");
    assert_eq!(install(&project, |_| {}).expect(0), printed);
    assert_eq!(says(&project, &printed), "released\n");
}

#[test]
fn another_version_can_be_asked_for() {
    let project = released("0.6.1");
    for version in ["0.6.1", "v0.6.1"] {
        let printed = install(&project, |command| {
            command.env("EVENTSPEC_VERSION", version);
        });
        assert_eq!(says(&project, &printed.expect(0)), "released\n");
        std::fs::remove_dir_all(project.path().join("installed here")).expect("removed");
    }
}

#[test]
fn what_is_not_released_is_built() {
    let project = released("0.6.1");
    let built = install(&project, |_| {});
    assert!(built.stderr.contains("eventspec 0.7.0 is not released for "), "{}", built.stderr);
    let words = says(&project, &built.expect(0));
    assert!(
        words.starts_with("built with build --quiet --release --locked --package eventspec --target-dir"),
        "{words}"
    );
    assert!(!project.has("installed here/build"));
}

#[test]
fn a_build_can_be_asked_for() {
    let project = released("0.7.0");
    let printed = install(&project, |command| {
        command.env("EVENTSPEC_VERSION", "build");
    });
    assert!(says(&project, &printed.expect(0)).starts_with("built with "));
}

#[test]
fn what_was_not_released_is_not_run() {
    let project = released("0.7.0");
    let archive = format!("releases/v0.7.0/eventspec-0.7.0-{}.tar.gz", target());
    std::fs::write(project.path().join(&archive), "something else").expect("written");
    let failure = install(&project, |_| {}).fails(1);
    assert!(failure.starts_with("error: the checksum of eventspec-0.7.0-"), "{failure}");
    assert!(!project.has("installed here/eventspec"));
}
