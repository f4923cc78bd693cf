//! The programs that are measured, built or installed when they are first asked for, and the folder they work in.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Where everything is.
pub struct Tools {
    /// The repository.
    pub root: PathBuf,
    /// A folder for inputs and outputs, emptied at the start.
    pub work: PathBuf,
    eventspec: OnceLock<PathBuf>,
    peers: OnceLock<PathBuf>,
    fanout: OnceLock<PathBuf>,
    node_modules: OnceLock<PathBuf>,
}

impl Tools {
    /// Empties the work folder.
    pub fn prepare() -> Self {
        let bench = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = bench.parent().expect("the bench folder lies in the repository").to_owned();
        // Outside of the repository: a generated crate would take the repository's workspace for its own.
        let work = std::env::temp_dir().join("eventspec-bench");
        remove(&work);
        std::fs::create_dir_all(&work).expect("the work folder can be made");
        Self {
            root,
            work,
            eventspec: OnceLock::new(),
            peers: OnceLock::new(),
            fanout: OnceLock::new(),
            node_modules: OnceLock::new(),
        }
    }

    /// Our command, in release.
    pub fn eventspec(&self) -> &Path {
        self.eventspec.get_or_init(|| {
            // The commands that serve and listen are not measured, and take minutes to build.
            let arguments = ["build", "--release", "--package", "eventspec", "--no-default-features"];
            run(Command::new("cargo").args(arguments).current_dir(&self.root));
            self.root.join("target/release").join(executable("eventspec"))
        })
    }

    /// A peer of the generator, by its name.
    pub fn peer(&self, name: &str) -> PathBuf {
        self.peers.get_or_init(|| self.build("bench")).join(executable(name))
    }

    /// A server, or its clients, by its name.
    pub fn fanout(&self, name: &str) -> PathBuf {
        self.fanout.get_or_init(|| self.build("fanout")).join(executable(name))
    }

    fn build(&self, package: &str) -> PathBuf {
        let target = self.root.join("target/bench");
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--release", "--bins", "--package", package, "--manifest-path"]);
        run(cargo.arg(self.root.join("bench/Cargo.toml")).arg("--target-dir").arg(&target));
        target.join("release")
    }

    /// The folder of the peers from npm.
    pub fn node_modules(&self) -> &Path {
        self.node_modules.get_or_init(|| {
            let node = self.root.join("bench/node");
            let arguments = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"];
            run(Command::new("npm").args(arguments).current_dir(&node));
            node.join("node_modules")
        })
    }

    /// `node` on a script of an npm package.
    pub fn node(&self, script: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(self.node_modules().join(script));
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
        Command::new(self.node_modules().join(format!("@bufbuild/buf-{os}-{arch}/bin/buf")))
    }
}

fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
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
