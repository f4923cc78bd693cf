//! A Node project for a test: the generated package beside what `tests/node/package.json` pins.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use event_codegen::OutputTree;
use serde_json::Value;

/// Which of the installed compilers.
#[derive(Clone, Copy, Debug)]
pub enum Compiler {
    /// TypeScript 7.
    Seven,
    /// TypeScript 5.9.
    Five,
}

/// How imports are resolved.
#[derive(Clone, Copy, Debug)]
pub enum Resolution {
    /// As the newest Node does.
    NodeNext,
    /// As Node 16 did.
    Node16,
    /// As bundlers do.
    Bundler,
}

/// An error of a compiler.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file, relative to the project.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The message with everything below it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}): {}", self.file, self.line, self.message)
    }
}

/// Findings as a person reads them.
pub fn shown(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

/// A folder with the generated package.
pub struct Project {
    folder: PathBuf,
}

impl Project {
    /// An empty project that has `tree` as the package `package`. The name must be the test's own.
    pub fn new(name: &str, package: &str, tree: &OutputTree) -> Self {
        let folder = installed().join(".work").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an earlier run's folder can go");
        }
        let project = Self { folder };
        project.write("package.json", "{ \"type\": \"module\" }\n");
        for (path, text) in tree.iter() {
            project.write(&format!("node_modules/{package}/{path}"), text);
        }
        project
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("it lies in the project")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Writes a file and gives its path.
    pub fn add(&self, path: &str, text: &str) -> String {
        self.write(path, text);
        path.to_owned()
    }

    /// What the compiler says of these files and of all that they import, as strict as it can be.
    pub fn check(&self, compiler: Compiler, resolution: Resolution, files: &[String]) -> Vec<Finding> {
        let compiler = match compiler {
            Compiler::Seven => "node_modules/typescript/bin/tsc",
            Compiler::Five => "node_modules/typescript-5/bin/tsc",
        };
        let (module, resolution) = match resolution {
            Resolution::NodeNext => ("nodenext", "nodenext"),
            Resolution::Node16 => ("node16", "node16"),
            Resolution::Bundler => ("esnext", "bundler"),
        };
        let output = Command::new("node")
            .arg(installed().join(compiler))
            .args(["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"])
            .args(["--skipLibCheck", "false", "--target", "es2022", "--types", "node", "--pretty", "false"])
            .args(["--module", module, "--moduleResolution", resolution])
            .args(files)
            .current_dir(&self.folder)
            .output()
            .expect("node runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let findings = parse(&text);
        assert_eq!(output.status.success(), findings.is_empty(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        findings
    }

    /// Runs a script, which must end well.
    pub fn run(&self, script: &str) {
        let output = Command::new("node").arg(script).current_dir(&self.folder).output().expect("node runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// `file(line,column): error TS1234: message`, and lines below it that are indented.
fn parse(text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for line in text.lines() {
        let found = line.split_once("): error ").and_then(|(place, message)| {
            let (file, position) = place.rsplit_once('(')?;
            let line = position.split(',').next()?.parse().ok()?;
            Some(Finding { file: file.to_owned(), line, message: message.to_owned() })
        });
        match (found, findings.last_mut()) {
            (Some(finding), _) => findings.push(finding),
            (None, Some(last)) => last.message = format!("{}\n{line}", last.message),
            (None, None) => panic!("not a finding: {line}"),
        }
    }
    findings
}

/// The folder `tests/node` with its packages installed, which happens once for all tests that run side by side.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/node").canonicalize().expect("it is there");
        fs::create_dir_all(folder.join(".work")).expect("the folder can be made");
        let lock = File::create(folder.join(".work/lock")).expect("the lock can be made");
        lock.lock().expect("the lock can be taken");
        if !is_installed(&folder) {
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            let status = Command::new(npm)
                .args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"])
                .current_dir(&folder)
                .status()
                .expect("npm runs");
            assert!(status.success(), "npm install failed in {}", folder.display());
        }
        folder
    })
}

fn is_installed(folder: &Path) -> bool {
    let read = |path: PathBuf| -> Option<Value> { serde_json::from_str(&fs::read_to_string(path).ok()?).ok() };
    let manifest = read(folder.join("package.json")).expect("the manifest is JSON");
    let wanted = manifest["devDependencies"].as_object().expect("it pins packages");
    wanted.iter().all(|(name, pinned)| {
        let version = pinned.as_str().and_then(|pinned| pinned.rsplit('@').next());
        let found = read(folder.join("node_modules").join(name).join("package.json"));
        version.is_some() && found.as_ref().and_then(|found| found["version"].as_str()) == version
    })
}
