//! Finding a program, and installing it where that can be done.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, Done, answer};

/// Whether this program runs as root.
pub fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

/// The path of a program of a Debian package. Root installs the package where there is `apt-get`.
///
/// # Errors
/// Saying what to install.
pub fn program(name: &str, package: &str) -> Done<PathBuf> {
    if let Some(path) = find(name) {
        return Ok(path);
    }
    if !is_root() || find("apt-get").is_none() {
        return Err(format!("`{name}` is missing: install it; Debian and Ubuntu call its package `{package}`"));
    }
    let install = || step::run(&mut apt_get(&["install", "--yes", "--no-install-recommends", package]));
    if install().is_err() {
        step::run(&mut apt_get(&["update"]))?;
        install()?;
    }
    find(name).ok_or_else(|| format!("the package `{package}` is installed, but `{name}` is not found"))
}

fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Looks where programs are, and where packages of PostgreSQL hide theirs.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let own = env::split_paths(&path)
        .chain(versions("/usr/lib/postgresql", "bin"))
        .chain(versions("/opt/homebrew/opt", "bin"));
    own.chain([PathBuf::from("/usr/sbin")]).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// A folder of each version that is installed, the newest first.
fn versions(folder: &str, below: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(folder)).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path().join(below)).collect();
    folders.sort();
    folders.reverse();
    folders
}
