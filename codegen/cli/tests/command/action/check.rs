//! `action/check.sh`: a workflow's environment around real repositories.

use std::path::Path;

use super::{checkout, script};
use crate::git::{CHAT, Repository, git};
use crate::support::{Project, Run, run};

/// What a step of a workflow left behind.
struct Step {
    run: Run,
    outputs: String,
    summary: String,
}

/// Runs the script in a folder, with more of the environment.
fn check(folder: &Path, environment: &[(&str, &str)]) -> Step {
    let files = Project::empty();
    let place = |name: &str| files.path().join(name);
    let checkout = checkout();
    let mut command = script(&checkout, "check.sh", folder);
    command.env("GITHUB_OUTPUT", place("outputs")).env("GITHUB_STEP_SUMMARY", place("summary"));
    command.env("REPORT", place("report.md")).env("FAIL_ON", "breaking").envs(environment.iter().copied());
    let run = run(&mut command);
    let read = |name: &str| std::fs::read_to_string(place(name)).unwrap_or_default();
    assert_eq!(read("report.md"), read("summary"));
    Step { run, outputs: read("outputs"), summary: read("summary") }
}

/// A repository whose last commit takes an event from clients.
fn broken() -> Repository {
    let repository = Repository::with_chat();
    repository.break_chat();
    repository.commit("remove typing");
    repository
}

#[test]
fn a_pull_request_is_compared_with_its_base_in_a_shallow_clone() {
    let origin = Repository::with_chat();
    origin.git(&["checkout", "--quiet", "-b", "feature"]);
    origin.break_chat();
    origin.commit("remove typing");
    // Meanwhile another catalogue came to the base, which this pull request did not remove.
    origin.git(&["checkout", "--quiet", "main"]);
    origin.project.write("notes", "more");
    origin.commit("more");
    origin.git(&["checkout", "--quiet", "--detach"]);
    origin.git(&["merge", "--quiet", "--no-ff", "--message", "merge", "feature"]);
    origin.git(&["update-ref", "refs/pull/7/merge", "HEAD"]);
    let merged = origin.git(&["rev-parse", "HEAD"]);
    let base = origin.git(&["rev-parse", "main"]);
    let place = Project::empty();
    git(&place.path(), &["init", "--quiet", "clone"]);
    let clone = place.path().join("clone");
    git(&clone, &["remote", "add", "origin", &format!("file://{}", origin.project.path().display())]);
    git(&clone, &["fetch", "--quiet", "--depth", "1", "origin", "+refs/pull/7/merge:refs/remotes/pull/7/merge"]);
    git(&clone, &["checkout", "--quiet", "--detach", "refs/remotes/pull/7/merge"]);
    let pull = [("GITHUB_REF", "refs/pull/7/merge"), ("GITHUB_BASE_REF", "main"), ("GITHUB_SHA", merged.trim())];
    let step = check(&clone, &pull);
    let printed = step.run.expect(1);
    assert!(printed.contains("::error file=contracts/chat/catalogue.yaml,line=1,"), "{printed}");
    assert_eq!(step.outputs, "verdict=clients-first\nnext-version<<end-of-versions\nchat 2.0.0\nend-of-versions\n");
    assert!(step.summary.starts_with("### 🟡 Event contracts: clients first\n"), "{}", step.summary);
    assert!(step.summary.contains(&format!("since {}.", &base[..12])), "{}", step.summary);
}

#[test]
fn what_is_no_merge_is_compared_with_the_branch() {
    let origin = Repository::with_chat();
    origin.git(&["checkout", "--quiet", "-b", "feature"]);
    origin.break_chat();
    origin.commit("remove typing");
    let place = Project::empty();
    git(&place.path(), &["clone", "--quiet", &origin.project.path().to_string_lossy(), "clone"]);
    let clone = place.path().join("clone");
    git(&clone, &["checkout", "--quiet", "feature"]);
    git(&clone, &["update-ref", "-d", "refs/remotes/origin/main"]);
    let step = check(&clone, &[("GITHUB_REF", "refs/pull/7/merge"), ("GITHUB_BASE_REF", "main"), ("GITHUB_SHA", "0")]);
    step.run.expect(1);
    assert!(step.summary.contains("since origin/main."), "{}", step.summary);
}

#[test]
fn a_push_is_compared_with_what_was_there() {
    let repository = broken();
    let before = repository.git(&["rev-parse", "HEAD~1"]);
    let step = check(&repository.project.path(), &[("BEFORE", before.trim()), ("FAIL_ON", "never")]);
    let printed = step.run.expect(0);
    assert!(printed.contains("::warning file=contracts/chat/catalogue.yaml,line=1,"), "{printed}");
    for before in ["", "0000000000000000000000000000000000000000"] {
        let step = check(&repository.project.path(), &[("BEFORE", before)]);
        let printed = step.run.expect(0);
        assert!(printed.contains("::notice title=eventspec::there is no earlier revision"), "{printed}");
        assert_eq!((step.outputs.as_str(), step.summary.as_str()), ("", ""));
    }
}

#[test]
fn revision_and_paths_can_be_given() {
    let repository = broken();
    repository.project.write("other place/-chat/catalogue.yaml", CHAT);
    let paths = ("PATHS", "\n  \nother place/-chat\n");
    let step =
        check(&repository.project.path().join("other place"), &[("PATHS", "-chat"), ("AGAINST", ".git#ref=HEAD~1")]);
    let printed = step.run.expect(0);
    assert!(!printed.contains("contracts/chat"), "{printed}");
    assert_eq!(step.outputs, "verdict=safe\nnext-version<<end-of-versions\nend-of-versions\n");
    check(&repository.project.path(), &[paths, ("AGAINST", ".git#ref=HEAD~1")]).run.expect(0);
    let failure = check(&repository.project.path(), &[("AGAINST", ".git#branch=nowhere")]).run;
    assert_eq!(failure.code, 1, "{}", failure.stdout);
    assert!(failure.stderr.starts_with("error: there is no branch `nowhere`"), "{}", failure.stderr);
}

#[test]
fn a_wrong_catalogue_is_annotated_and_fails() {
    let repository = Repository::with_chat();
    repository.project.edit("contracts/chat/catalogue.yaml", "direction: client-to-server", "direction: sideways");
    let step = check(&repository.project.path(), &[("AGAINST", ".git"), ("FAIL_ON", "never")]);
    let printed = step.run.expect(1);
    assert!(printed.contains("::error file=contracts/chat/catalogue.yaml,line=25,col=16,"), "{printed}");
    assert!(step.summary.starts_with("### 🔴 Event contracts: cannot be compared\n"), "{}", step.summary);
}
