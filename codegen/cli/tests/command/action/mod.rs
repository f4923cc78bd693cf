//! The action for GitHub and the hooks for pre-commit: their scripts as processes, and the shape of their descriptions.

#![cfg(unix)]

mod check;
mod comment;
mod hooks;
mod install;
mod shape;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use event_spec::diagnostic::Diagnostics;
use event_spec::source::Sources;
use event_spec::tree::yaml;
use serde_json::Value;

use crate::git::bare;
use crate::support::Project;

/// The root of this repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace is there")
}

/// A YAML file of this repository.
fn described(path: &str) -> Value {
    let text = std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut sources = Sources::default();
    let source = sources.add(path, text.as_str());
    let node = yaml::parse(source, &text, &mut Diagnostics::default());
    node.unwrap_or_else(|| panic!("{path} is YAML")).to_json()
}

/// A checkout of this repository as far as the scripts look at it, in a folder of its own.
fn checkout() -> Project {
    let project = Project::empty();
    for entry in std::fs::read_dir(root().join("action")).expect("the scripts are there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        project.write(&format!("action/{name}"), &std::fs::read_to_string(&path).expect("a script is text"));
        executable(&project.path().join("action").join(name));
    }
    project.write("Cargo.toml", "[workspace.package]\nversion = \"0.7.0\"\n");
    project
}

/// A script of a checkout, in a folder, with the built command on its path and nothing of a workflow around the tests.
fn script(checkout: &Project, name: &str, folder: &Path) -> Command {
    let mut command = Command::new(checkout.path().join("action").join(name));
    for name in
        ["GITHUB_REF", "GITHUB_BASE_REF", "GITHUB_SHA", "GITHUB_WORKSPACE", "EVENTSPEC_VERSION", "EVENTSPEC_RELEASES"]
    {
        command.env_remove(name);
    }
    bare(&mut command).current_dir(folder).env("PATH", path_with(&built()));
    command
}

/// The search path with another folder before it.
fn path_with(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default())
}

/// The folder of the command that this build made.
fn built() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_eventspec")).parent().expect("a command lies in a folder").to_owned()
}

/// A program of a test's own.
fn program(project: &Project, path: &str, text: &str) {
    project.write(path, text);
    executable(&project.path().join(path));
}

fn executable(path: &Path) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("it may be run");
}
