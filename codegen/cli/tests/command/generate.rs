//! `eventspec gen`, as processes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::support::{Project, eventspec, run};

/// Every file below a folder with the time of its last change.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let modified = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
                found.insert(path.display().to_string(), modified);
            }
        }
    }
    found
}

#[test]
fn everything_is_generated_and_a_second_run_touches_nothing() {
    let project = Project::new();
    let first = project.run(&["gen"]).expect(0);
    assert!(
        first.starts_with("wrote ") && first.ends_with(": generated/rust, generated/typescript, generated/docs\n"),
        "{first}"
    );
    for path in
        ["rust/Cargo.toml", "rust/src/lib.rs", "typescript/package.json", "typescript/chat.d.ts", "docs/chat.md"]
    {
        assert!(project.has(&format!("generated/{path}")), "{path}");
    }
    let generated = project.path().join("generated");
    let long_ago = SystemTime::now() - Duration::from_secs(1_000_000);
    for path in times(&generated).keys() {
        fs::File::options().write(true).open(path).and_then(|file| file.set_modified(long_ago)).expect("set");
    }
    let before = times(&generated);
    let second = project.run(&["gen"]).expect(0);
    assert!(second.starts_with("nothing to write: ") && second.ends_with(" files are up to date\n"), "{second}");
    assert_eq!(times(&generated), before);
    assert!(project.run(&["gen", "--check"]).expect(0).ends_with(" files are up to date\n"));
}

#[test]
fn a_changed_catalogue_changes_the_files_that_show_it() {
    let project = Project::new();
    project.run(&["gen"]).expect(0);
    project.edit("contracts/chat/catalogue.yaml", "A message arrived in a room.", "Somebody said something.");
    let before = times(&project.path().join("generated"));
    project.run(&["gen"]).expect(0);
    let after = times(&project.path().join("generated"));
    let changed: Vec<&String> = after.keys().filter(|path| after[*path] != before[*path]).collect();
    assert!(!changed.is_empty() && changed.len() < before.len(), "{changed:?}");
    assert!(project.read("generated/docs/chat.md").contains("Somebody said something."));
}

#[test]
fn a_check_names_what_is_stale_missing_and_left_over() {
    let project = Project::new();
    project.run(&["gen"]).expect(0);
    project.write(
        "contracts/second/catalogue.yaml",
        "catalogue: second\nversion: 1.0.0\ntransport: socket.io\nchannels: {}\nevents: {}\n",
    );
    project.run(&["gen"]).expect(0);
    fs::remove_dir_all(project.path().join("contracts/second")).expect("removed");
    fs::remove_file(project.path().join("generated/typescript/chat.js")).expect("removed");
    project.edit("generated/docs/chat.md", "A message arrived", "A massage arrived");
    let before = times(&project.path().join("generated"));
    let found = project.run(&["gen", "--check"]).expect(100);
    for line in [
        "stale      generated/docs/chat.md",
        "missing    generated/typescript/chat.js",
        "left over  generated/docs/second.md",
    ] {
        assert!(found.lines().any(|found| found == line), "{line}\n{found}");
    }
    assert!(found.ends_with(" from what the catalogues say: run `eventspec gen`\n"), "{found}");
    assert_eq!(times(&project.path().join("generated")), before, "a check writes nothing");
    project.run(&["gen"]).expect(0);
    assert!(!project.has("generated/docs/second.md"));
    project.run(&["gen", "--check"]).expect(0);
}

#[test]
fn one_catalogue_goes_where_the_arguments_say() {
    let project = Project::new();
    let arguments = [
        "gen",
        "contracts/chat",
        "--rust",
        "crates/chat events",
        "--runtime-path",
        "../runtime",
        "--crate-name",
        "chat-events",
    ];
    project.run(&arguments).expect(0);
    let manifest = project.read("crates/chat events/Cargo.toml");
    assert!(manifest.contains("name = \"chat-events\""), "{manifest}");
    assert!(manifest.contains("path = \"../../../runtime\""), "{manifest}");
    assert!(!project.has("generated"));
    let found = project.run(&[&arguments[..], &["--check", "--side", "server"]].concat()).expect(100);
    assert!(found.contains("run `eventspec gen contracts/chat --rust 'crates/chat events'"), "{found}");
    assert!(!found.contains("--check"), "{found}");
}

#[test]
fn an_output_that_would_harm_is_refused() {
    let project = Project::new();
    project.write("generated/rust/Cargo.toml", "# theirs\n");
    let failure = project.run(&["gen"]).fails(1);
    assert_eq!(
        failure,
        "error: `generated/rust/Cargo.toml` was not written by this command, and would be overwritten\n\
         help: move or delete it, or choose another output folder\n"
    );
    assert_eq!(project.read("generated/rust/Cargo.toml"), "# theirs\n");
    assert!(!project.has("generated/docs"), "all outputs are written, or none");
}

#[test]
fn nothing_is_written_from_a_wrong_catalogue() {
    let project = Project::new();
    project.run(&["gen"]).expect(0);
    project.edit("contracts/chat/catalogue.yaml", "channel: room", "channel: rom");
    let before = times(&project.path().join("generated"));
    let found = project.run(&["gen"]).expect(100);
    assert!(found.contains("--> contracts/chat/catalogue.yaml:"), "{found}");
    assert!(found.ends_with(": nothing was generated\n"), "{found}");
    assert_eq!(times(&project.path().join("generated")), before);
}

#[test]
fn the_configuration_is_found_from_below_and_by_name() {
    let project = Project::new();
    let words = project.run_in("contracts/chat", &["gen"]).expect(0);
    assert!(words.contains("../../generated/rust"), "{words}");
    assert!(project.has("generated/rust/Cargo.toml"));
    let named = project.path().join("eventspec.toml");
    let elsewhere = Project::empty();
    elsewhere.run(&["gen", "--check", "--config", &named.to_string_lossy()]).expect(0);
}

#[test]
fn wrong_usage_is_told_apart_from_failure() {
    let project = Project::new();
    for (arguments, code, words) in [
        (&["gen", "contracts/chat"][..], 2, "say what to generate: `--rust DIR`"),
        (&["gen", "--rust", "out"], 2, "<CATALOGUE>"),
        (&["gen", "contracts/chat", "--docs", "out", "--side", "server"], 2, "--rust <DIR>"),
        (&["gen", "contracts/chat", "--rust", "out", "--side", "srever"], 2, "server"),
        (&["gen", "contracts/chat", "--rust", "out", "--crate-name", "1 crate"], 2, "`1 crate` is no crate name"),
        (&["gen", "contracts/chat", "--rust", "out", "--crate-name", "fn"], 2, "it is a keyword of Rust"),
        (&["gen", "contracts/chat", "--typescript", "out", "--package", "@Acme/x"], 2, "npm takes small letters"),
        (&["gen", "contracts/chta", "--docs", "out"], 1, "cannot read `contracts/chta`: no such file or directory"),
        (&["gen", "generate", "--docs", "out"], 1, "cannot read `generate`"),
        (&["gen", "contracts/chat", "--docs", "out", "--rust", "out/rust"], 1, "`out/rust` and `out` overlap"),
        (&["gen", "--config", "nowhere.toml"], 1, "nowhere.toml`: no such file or directory"),
        (&["gne"], 2, "unrecognized subcommand 'gne'"),
    ] {
        let failure = project.run(arguments).fails(code);
        assert!(failure.contains(words), "{arguments:?}: {failure}");
    }
    let failure = Project::empty().run(&["gen"]).fails(1);
    assert!(failure.starts_with("error: there is no `eventspec.toml` here or above\n"), "{failure}");
}

#[test]
fn two_catalogues_of_one_name_are_refused() {
    let project = Project::new();
    project.write("contracts/copy/catalogue.yaml", &project.read("contracts/chat/catalogue.yaml"));
    let failure = project.run(&["gen"]).fails(1);
    let words = "`contracts/chat/catalogue.yaml` and `contracts/copy/catalogue.yaml` are both called `chat`";
    assert!(failure.contains(words), "{failure}");
}

#[test]
fn a_shared_file_is_reached_where_the_configuration_widens_the_root() {
    let project = Project::new();
    project.write("contracts/shared.yaml", "schemas:\n  Room: { type: string }\n");
    project.edit(
        "contracts/chat/catalogue.yaml",
        "      room_id: { type: string }\n      author: { type: string }\n      text",
        "      room_id: { $ref: ../shared.yaml#/schemas/Room }\n      author: { type: string }\n      text",
    );
    let refused = project.run(&["gen"]).expect(100);
    assert!(refused.contains("../shared.yaml"), "{refused}");
    project.edit("eventspec.toml", "catalogues =", "root = \"contracts\"\ncatalogues =");
    project.run(&["gen"]).expect(0);
    project.run(&["lint", "contracts/chat"]).expect(0);
}

#[cfg(unix)]
#[test]
fn runs_at_once_wait_for_each_other() {
    let project = Project::new();
    let folder = project.path();
    let runs: Vec<_> = (0..6).map(|_| eventspec(&folder).arg("gen").spawn().expect("it starts")).collect();
    for mut child in runs {
        assert!(child.wait().expect("it ends").success());
    }
    project.run(&["gen", "--check"]).expect(0);
    let names = fs::read_dir(folder.join("generated/rust")).expect("listed");
    let names: Vec<String> =
        names.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    assert!(names.iter().all(|name| !name.contains("staging") && !name.contains("lock")), "{names:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    let project = Project::new();
    project.run(&["gen"]).expect(0);
    project.edit("contracts/chat/catalogue.yaml", "A message arrived in a room.", &"A long story. ".repeat(1000));
    let before = times(&project.path().join("generated"));
    // No file may grow beyond 8 KiB: as with a full disk, it is the write itself that fails.
    let script = format!("trap '' XFSZ; ulimit -f 8; exec {} gen", env!("CARGO_BIN_EXE_eventspec"));
    let failure = run(std::process::Command::new("bash").args(["-c", &script]).current_dir(project.path())).fails(1);
    assert!(failure.starts_with("error: cannot write `generated/"), "{failure}");
    assert_eq!(times(&project.path().join("generated")), before);
    project.run(&["gen"]).expect(0);
}

#[test]
fn a_manifest_that_was_deleted_is_written_again() {
    let project = Project::new();
    project.run(&["gen"]).expect(0);
    fs::remove_file(project.path().join("generated/docs/.eventspec-manifest")).expect("removed");
    let found = project.run(&["gen", "--check"]).expect(100);
    assert!(found.starts_with("missing    generated/docs/.eventspec-manifest\n"), "{found}");
    let words = project.run(&["gen"]).expect(0);
    assert!(words.starts_with("wrote generated/docs/.eventspec-manifest: "), "{words}");
    assert!(words.ends_with(" files were up to date\n"), "{words}");
    project.run(&["gen", "--check"]).expect(0);
}

#[test]
fn a_catalogue_that_is_listed_with_two_roots_is_refused() {
    let project = Project::new();
    let listed = "catalogues = [\"contracts/*\", \"contracts/chat\"]";
    project.edit("eventspec.toml", "catalogues = [\"contracts/*\"]", listed);
    project.run(&["gen"]).expect(0);
    project.edit(
        "eventspec.toml",
        "[rust]",
        "[[catalogue]]\npath = \"contracts/chat\"\nroot = \"contracts\"\n\n[rust]",
    );
    let words = "error: `contracts/chat/catalogue.yaml` is listed twice in `eventspec.toml`, with two roots\n";
    for command in ["gen", "lint"] {
        let failure = project.run(&[command]).fails(1);
        assert!(failure.starts_with(words), "{failure}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn arguments_that_are_not_utf8_are_taken_or_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let project = Project::new();
    let odd = OsStr::from_bytes(b"x\xff-out");
    let found =
        run(eventspec(&project.path()).args(["gen", "contracts/chat", "--check", "--docs"]).arg(odd)).expect(100);
    assert!(found.ends_with("run `eventspec gen contracts/chat --docs 'x\u{fffd}-out'`\n"), "{found}");
    for arguments in [&["gen", "contracts/chat", "--rust", "out"][..], &["init", "new"]] {
        let failure = run(eventspec(&project.path()).args(arguments).arg("--runtime-path").arg(odd)).fails(2);
        let words = "error: --runtime-path: `x\u{fffd}-out` leads through a name that is not UTF-8";
        assert!(failure.starts_with(words), "{failure}");
        assert!(!project.has("out") && !project.has("new"));
    }
}

#[cfg(unix)]
#[test]
fn an_output_behind_a_link_that_leads_nowhere_is_refused() {
    let project = Project::new();
    std::os::unix::fs::symlink("nowhere", project.path().join("link")).expect("linked");
    for arguments in [&["--docs", "link"][..], &["--docs", "link/docs"], &["--docs", "link/docs", "--check"]] {
        let failure = project.run(&[&["gen", "contracts/chat"], arguments].concat()).fails(1);
        assert!(failure.contains("link` is a link"), "{failure}");
    }
    assert!(!project.has("nowhere"));
}
