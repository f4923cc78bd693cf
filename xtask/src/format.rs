//! The format of the sources.

use std::path::PathBuf;
use std::process::Command;
use std::{fs, io};

use crate::step::{self, Done, cargo};

/// Folders whose files a macro declares as modules: `cargo fmt` does not see them.
const UNSEEN: [&str; 2] = ["event-spec/src/lint/rules", "event-spec/src/compare/rules"];

/// Fails where a source is not formatted.
///
/// # Errors
/// Naming the command that formats it.
pub fn check() -> Done {
    let seen = step::run(&mut cargo(&["fmt", "--all", "--check"])).map_err(|_| "cargo fmt --all".to_owned());
    let mut wrong: Vec<String> = seen.err().into_iter().collect();
    for folder in UNSEEN {
        let files = sources(folder).map_err(|error| format!("cannot list `{folder}`: {error}"))?;
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--edition", "2024", "--check"]).args(files).current_dir(step::root());
        println!("$ rustfmt --edition 2024 --check {folder}/*.rs");
        let status = rustfmt.status().map_err(|error| format!("cannot run `rustfmt`: {error}"))?;
        if !status.success() {
            wrong.push(format!("rustfmt --edition 2024 {folder}/*.rs"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("sources are not formatted: run `{}`", wrong.join(" && "))) }
}

/// The Rust files of a folder, sorted.
fn sources(folder: &str) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(step::root().join(folder))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    Ok(files)
}
