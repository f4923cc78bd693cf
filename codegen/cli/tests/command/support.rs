//! A folder of its own for each test, and the real command run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The configuration of [`Project::faulty`].
pub const FAULTY_CONFIGURATION: &str = "\
catalogues = [\"contracts/*\"]

[lint]
use = [\"name-pattern\", \"event-without-summary\", \"ignores\"]
";

const FAULTY: &str = "\
catalogue: {name}
version: 1.0.0
transport: socket.io
naming: \"{resource}.{action}\"
events:
  MessageNew:
    summary: A message arrived.
    direction: client-to-server
  message.read:
    direction: client-to-server
";

/// What a run of the command gave.
pub struct Run {
    /// Its exit code.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

impl Run {
    /// The standard output of a run that must have ended with this code.
    pub fn expect(self, code: i32) -> String {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self.stdout
    }

    /// The standard error of a run that must have failed with this code.
    pub fn fails(self, code: i32) -> String {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "a failure prints nothing on the standard output");
        self.stderr
    }
}

/// A folder that is gone after the test.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// Catalogues of which each has these faults: on line 6 an event's name off the pattern, on line 9 an event without
    /// a summary. Nothing but the rules about that is asked.
    pub fn faulty(names: &[&str]) -> Self {
        let project = Self::empty();
        project.write("eventspec.toml", FAULTY_CONFIGURATION);
        for name in names {
            project.write(&format!("contracts/{name}/catalogue.yaml"), &FAULTY.replace("{name}", name));
        }
        project
    }

    /// What `eventspec init` makes.
    pub fn new() -> Self {
        let project = Self::empty();
        project.run(&["init"]).expect(0);
        project
    }

    /// The folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it exists")
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces a text that is there.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "`{from}` stands in {path}");
        self.write(path, &text.replace(from, to));
    }

    /// The findings of a run of the lint with these arguments, as `path:line rule`.
    pub fn findings(&self, arguments: &[&str]) -> Vec<String> {
        let printed = self.run(&[&["lint", "--format", "json"], arguments].concat()).stdout;
        let lines = printed.lines().map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
        let words = |line: Value| {
            let text = |key: &str| line[key].as_str().expect("a text").to_owned();
            format!("{}:{} {}", text("path"), line["start"]["line"], text("rule"))
        };
        lines.map(words).collect()
    }

    /// Whether there is something at a path.
    pub fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// Runs the command in the folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_in(".", arguments)
    }

    /// Runs the command in a folder below.
    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        run(eventspec(&self.path().join(folder)).args(arguments))
    }
}

/// The command, in a folder, and with nothing of this machine's taste.
pub fn eventspec(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_eventspec"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
    command.env_remove("GITHUB_WORKSPACE").env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints UTF-8");
    Run {
        code: output.status.code().expect("it is not killed"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}
