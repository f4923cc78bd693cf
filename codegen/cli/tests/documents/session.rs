//! A folder of its own in which a reader follows a document.
//!
//! The command is the one that this build made. The crates that a document's project depends on are those of this
//! checkout, at the versions of its lock file; the packages of npm are those that the tests of generated TypeScript use.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Where npm puts the generated package.
const PACKAGE: &str = "node_modules/@event-contracts/generated";

/// A reader's folder.
pub struct Session {
    folder: TempDir,
    search_path: std::ffi::OsString,
}

impl Session {
    /// An empty folder, from which `eventspec`, `cargo` and `npx` do what they do for a reader.
    pub fn start(root: &Path) -> Self {
        let folder = TempDir::new().expect("there is room for a temporary folder");
        let config = format!(
            "[patch.crates-io]\nevent-contracts-runtime = {{ path = {:?} }}\nevent-hub = {{ path = {:?} }}\n\n[net]\noffline = true\n",
            root.join("codegen/runtime"),
            root.join("hub")
        );
        put(folder.path(), ".cargo/config.toml", &config);
        let lock = std::fs::read_to_string(root.join("Cargo.lock")).expect("the checkout has a lock file");
        put(folder.path(), "Cargo.lock", &lock);
        install(root, folder.path());
        let command = PathBuf::from(env!("CARGO_BIN_EXE_eventspec"));
        let first = command.parent().expect("a command lies in a folder").to_owned();
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let search_path = std::env::join_paths(std::iter::once(first).chain(std::env::split_paths(&rest)));
        Self { folder, search_path: search_path.expect("the folder of a build has no `:` in its name") }
    }

    /// Writes a file of the document.
    pub fn write(&mut self, path: &str, content: &str) {
        put(self.folder.path(), path, content);
    }

    /// Installs another package of generated TypeScript than the one that the session generates.
    pub fn take_package(&mut self, package: &Path) {
        let place = self.folder.path().join(PACKAGE);
        std::fs::remove_file(&place).expect("the package of the session is a link");
        link(package, &place);
    }

    /// Runs a command line and gives what a terminal would show, without the blanks at ends of lines.
    pub fn run(&mut self, command: &str) -> String {
        self.status(command).1
    }

    /// The same, and whether the command succeeded.
    pub fn status(&mut self, command: &str) -> (bool, String) {
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1; {command}")])
            .current_dir(self.folder.path())
            .env("PATH", &self.search_path)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents"))
            // Each run has a folder of its own, so nothing of it is built upon by the next.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("NO_COLOR", "1")
            .env("CARGO_TERM_COLOR", "never")
            .env("TERM", "dumb")
            .env("npm_config_loglevel", "error")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("a shell can be started");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), text.lines().map(|line| format!("{}\n", line.trim_end())).collect())
    }
}

/// What `npm install` of the generated package and of the packages of the tests would give.
fn install(root: &Path, folder: &Path) {
    let (from, to) = (root.join("tests/node/node_modules"), folder.join("node_modules"));
    std::fs::create_dir_all(to.join("@event-contracts")).expect("the reader's folder can be written to");
    link(&folder.join("generated/typescript"), &folder.join(PACKAGE));
    let entries =
        std::fs::read_dir(&from).unwrap_or_else(|error| panic!("{}: {error}: run `npm install` there", from.display()));
    for entry in entries {
        let entry = entry.expect("the folder can be read");
        link(&entry.path(), &to.join(entry.file_name()));
    }
}

fn link(target: &Path, place: &Path) {
    std::os::unix::fs::symlink(target, place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
}

fn put(folder: &Path, path: &str, content: &str) {
    let path = folder.join(path);
    let parent = path.parent().expect("a file of a document lies in the reader's folder");
    std::fs::create_dir_all(parent).expect("the reader's folder can be written to");
    std::fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
