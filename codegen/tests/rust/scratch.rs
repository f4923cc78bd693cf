//! Crates that the tests write and hand to cargo, below `target/tests`.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use event_codegen::OutputTree;

use crate::inputs::repository;

/// The end of a manifest: no part of the repository's workspace, and every warning about this crate an error.
pub const ALONE_AND_STRICT: &str =
    "[workspace]\n\n[lints.rust]\nwarnings = \"deny\"\n\n[lints.clippy]\nall = \"deny\"\n";

/// A crate of its own, outside the workspace, with the workspace's versions of everything.
pub struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// An empty crate, or what an earlier run left of it: so that cargo builds only what changed.
    pub fn new(name: &str) -> Self {
        let root = repository().join("target/tests/rust").join(name);
        fs::create_dir_all(&root).expect("the target folder can be written");
        let lock = fs::read(repository().join("Cargo.lock")).expect("the lock file is there");
        fs::write(root.join("Cargo.lock"), lock).expect("the folder can be written");
        Self { root }
    }

    /// Writes a file, unless it has this text already.
    pub fn write(&self, path: &str, text: &str) {
        let place = self.root.join(path);
        if fs::read_to_string(&place).is_ok_and(|old| old == text) {
            return;
        }
        fs::create_dir_all(place.parent().expect("a path in the crate")).expect("the folder can be made");
        fs::write(place, text).expect("the file can be written");
    }

    /// Writes every file of a tree; in the manifest, what the test needs besides is added at its end.
    pub fn write_tree(&self, tree: &OutputTree, more_manifest: &str) {
        for (path, text) in tree.iter() {
            match path {
                "Cargo.toml" => self.write(path, &format!("{text}{more_manifest}\n{ALONE_AND_STRICT}")),
                _ => self.write(path, text),
            }
        }
    }

    /// A run of cargo in the crate, without the network.
    pub fn cargo<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).arg("--offline").current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", repository().join("target/tests/target"));
        command.env("CARGO_TERM_COLOR", "never").env_remove("RUSTFLAGS");
        command
    }
}

impl Scratch {
    /// Asks rustfmt for what it would change, in this repository's style.
    pub fn rustfmt(&self) -> Command {
        let mut command = Command::new("rustfmt");
        command.args(["--check", "--color", "never", "--edition", "2024", "--config-path"]).arg(repository());
        command.arg(self.root.join("src/lib.rs"));
        command
    }
}

/// What a command printed, if it went well.
pub fn succeed(command: &mut Command) -> String {
    let output = run(command);
    assert!(output.status.success(), "{command:?} failed:\n{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// What a command complained about, if it failed; without what it says of this repository's own crates.
pub fn fail(command: &mut Command) -> String {
    let output = run(command);
    assert!(!output.status.success(), "{command:?} went well");
    let repository = repository().display().to_string();
    let complaints = text(&output.stderr);
    let own = complaints.split_inclusive("\n\n").filter(|complaint| !complaint.contains(&repository));
    own.collect()
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
