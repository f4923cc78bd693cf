//! This repository's own catalogues, as its users' pull requests check theirs.

use std::env;
use std::process::Command;

use crate::step::{self, Done, answer, eventspec};

/// Lints the catalogues, and holds their versions to what changed since the last revision that somebody may use.
///
/// # Errors
/// When there is a finding, or a change that a version does not cover.
pub fn check() -> Done {
    let linted = step::run(&mut eventspec(&["lint"]));
    let compared = match since() {
        Some(commit) => {
            let against = format!(".git#commit={commit}");
            step::run(&mut eventspec(&["diff", "--against", &against, "--fail-on", "version"]))
        }
        None => {
            println!("there is no history to compare the catalogues with");
            Ok(())
        }
    };
    linted.and(compared)
}

/// The commit to compare with: where a pull request left its base, else the last tag, else the commit before.
fn since() -> Option<String> {
    let base = env::var("GITHUB_BASE_REF").ok().filter(|base| !base.is_empty());
    let fork = base.and_then(|base| {
        let names = [format!("refs/remotes/origin/{base}"), format!("refs/heads/{base}")];
        names.iter().find_map(|name| answer(&mut git(&["merge-base", "HEAD", name])))
    });
    let tag = || answer(&mut git(&["describe", "--tags", "--abbrev=0", "HEAD^"]));
    let commit = |name: &str| answer(&mut git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]));
    fork.or_else(|| commit(&format!("refs/tags/{}", tag()?))).or_else(|| commit("HEAD^"))
}

fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(step::root()).stderr(std::process::Stdio::null());
    command
}
