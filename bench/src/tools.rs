//! The programs that are measured, built or installed, and the folder they work in.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where everything is.
pub struct Tools {
    /// The repository.
    pub root: PathBuf,
    /// A folder for inputs and outputs, emptied at the start.
    pub work: PathBuf,
    /// Our command, in release.
    pub eventspec: PathBuf,
    /// typify as a process.
    pub typify: PathBuf,
    /// The floor.
    pub bare: PathBuf,
    /// The folder of the peers from npm.
    pub node_modules: PathBuf,
}

impl Tools {
    /// Builds and installs what is missing.
    pub fn prepare() -> Self {
        let bench = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = bench.parent().expect("the bench folder lies in the repository").to_owned();
        // Outside of the repository: a generated crate would take the repository's workspace for its own.
        let work = std::env::temp_dir().join("eventspec-bench");
        if work.exists() {
            std::fs::remove_dir_all(&work).expect("the work folder can be emptied");
        }
        std::fs::create_dir_all(&work).expect("the work folder can be made");
        run(Command::new("cargo").args(["build", "--release", "--package", "eventspec"]).current_dir(&root));
        let manifest = bench.join("Cargo.toml");
        let target = root.join("target/bench");
        let mut peers = Command::new("cargo");
        run(peers
            .args(["build", "--release", "--bins", "--manifest-path"])
            .arg(manifest)
            .arg("--target-dir")
            .arg(&target));
        let peer = |name: &str| target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        let node = bench.join("node");
        run(Command::new("npm")
            .args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"])
            .current_dir(&node));
        Self {
            eventspec: root.join("target/release").join(format!("eventspec{}", std::env::consts::EXE_SUFFIX)),
            typify: peer("peer-typify"),
            bare: peer("peer-bare"),
            node_modules: node.join("node_modules"),
            root,
            work,
        }
    }

    /// `node` on a script of an npm package.
    pub fn node(&self, script: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(self.node_modules.join(script));
        command
    }

    /// buf's own binary, without the Node script around it.
    pub fn buf(&self) -> Command {
        let os = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
        let arch = if cfg!(target_arch = "aarch64") && cfg!(target_os = "linux") {
            "aarch64"
        } else if cfg!(target_arch = "aarch64") {
            "arm64"
        } else {
            "x64"
        };
        Command::new(self.node_modules.join(format!("@bufbuild/buf-{os}-{arch}/bin/buf")))
    }
}

/// Runs a command to its end, quietly.
///
/// # Panics
/// When it fails: a benchmark of a failing program measures nothing.
pub fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).expect("the work folder is ours");
    }
    std::fs::write(path, text).expect("the work folder is ours");
}

/// Removes a folder, if it is there.
pub fn remove(path: &Path) {
    if path.exists() {
        std::fs::remove_dir_all(path).expect("the work folder is ours");
    }
}
