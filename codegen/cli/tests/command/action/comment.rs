//! `action/comment.sh`, with a `gh` that writes down what it is told.

use super::{checkout, path_with, program, script};
use crate::support::{Project, run};

/// Runs the script over a report, where the pull request has these comments of ours; gives what it printed, what `gh` was asked,
/// and the text of the comment.
fn comment(report: &str, known: &str) -> (String, String, String) {
    let files = Project::empty();
    files.write("report.md", report);
    let log = files.path().join("log").display().to_string();
    let body = files.path().join("body").display().to_string();
    let gh = format!(
        "#!/bin/sh\necho \"$GH_HOST $GH_TOKEN: $*\" >> '{log}'\n\
         for word; do case $word in body=@*) cp \"${{word#body=@}}\" '{body}';; esac; done\n\
         case \"$*\" in *--jq*) {known};; esac\n"
    );
    program(&files, "bin/gh", &gh);
    let checkout = checkout();
    let mut command = script(&checkout, "comment.sh", &files.path());
    command.env("PATH", path_with(&files.path().join("bin"))).env("REPORT", files.path().join("report.md"));
    command.env("GITHUB_REPOSITORY", "acme/shop").env("GITHUB_SERVER_URL", "https://github.example.com");
    command.env("PULL_REQUEST", "7").env("GH_TOKEN", "secret");
    let printed = run(&mut command).expect(0);
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    (printed, read(&log), read(&body))
}

#[test]
fn the_first_run_makes_the_comment_and_later_ones_replace_it() {
    let (printed, asked, body) = comment("### Event contracts: no changes\n", ":");
    assert_eq!(printed, "");
    assert!(
        asked.starts_with("github.example.com secret: api --paginate repos/acme/shop/issues/7/comments --jq "),
        "{asked}"
    );
    assert!(asked.contains(" api --silent --method POST repos/acme/shop/issues/7/comments --field body=@"), "{asked}");
    assert_eq!(body, "<!-- eventspec diff -->\n### Event contracts: no changes\n");
    let (_, asked, _) = comment("### Event contracts: no changes\n", "echo 41; echo 42");
    assert!(
        asked.contains(" api --silent --method PATCH repos/acme/shop/issues/comments/41 --field body=@"),
        "{asked}"
    );
}

#[test]
fn what_is_too_long_is_pointed_to() {
    let (_, _, body) = comment(&"x".repeat(65_000), ":");
    assert_eq!(body.lines().nth(1), Some("The comparison is too long for a comment: the summary of the run has it."));
}

#[test]
fn a_comment_that_cannot_be_written_fails_nothing() {
    let (printed, _, _) = comment("text", "exit 1");
    assert_eq!(
        printed,
        "::warning title=eventspec::no comment was written: the comments of the pull request cannot be read\n"
    );
    let (printed, asked, _) = comment("", ":");
    assert_eq!((printed.as_str(), asked.as_str()), ("", ""), "there was nothing to compare");
}
