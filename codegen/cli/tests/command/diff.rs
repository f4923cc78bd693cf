//! `eventspec diff`, as processes: what is compared with what, and how it is printed.

use serde_json::Value;

use crate::git::{CHAT, Repository, catalogue, without_typing};
use crate::support::{Project, Run};

/// The lines of `--format json`, and among them those of one kind.
fn lines(run: Run, code: i32, kind: &str) -> Vec<Value> {
    let text = run.expect(code);
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
    lines.filter(|line| line["kind"] == kind).collect()
}

/// Two folders with the catalogue before and after an event went.
fn folders() -> Project {
    let project = Project::empty();
    project.write("old/catalogue.yaml", CHAT);
    project.write("new/catalogue.yaml", &without_typing(CHAT));
    project
}

#[test]
fn every_format_says_who_breaks() {
    let project = folders();
    for format in ["text", "markdown", "json", "github"] {
        let printed = project.run(&["diff", "old", "new", "--format", format]).expect(100);
        insta::assert_snapshot!(format, printed);
    }
}

#[test]
fn a_terminal_gets_colours() {
    let project = folders();
    let forced =
        crate::support::eventspec(&project.path()).args(["diff", "old", "new"]).env("CLICOLOR_FORCE", "1").output();
    let text = String::from_utf8(forced.expect("it runs").stdout).expect("UTF-8");
    assert!(text.contains("\u{1b}[1mnew\u{1b}[0m: 1 change since old"), "{text}");
}

#[test]
fn nothing_new_is_clean() {
    let project = folders();
    assert_eq!(project.run(&["diff", "old", "old"]).expect(0), "no changes in 1 catalogue since old\n");
    assert_eq!(project.run(&["diff", "old", "old", "--format", "github"]).expect(0), "");
    let markdown = project.run(&["diff", "old", "old", "--format", "markdown"]).expect(0);
    assert_eq!(markdown, "### Event contracts: no changes\n\nNo changes in 1 catalogue since old.\n\n");
}

#[test]
fn what_fails_a_run_can_be_chosen() {
    let removed = folders();
    let raised = folders();
    raised.edit("new/catalogue.yaml", "version: 1.4.2", "version: 2.0.0");
    let added = Project::empty();
    added.write("old/catalogue.yaml", &without_typing(CHAT));
    added.write("new/catalogue.yaml", &CHAT.replacen("1.4.2", "1.5.0", 1));
    for (project, what, codes) in [
        (&removed, "an event is removed", [100, 100, 100, 0]),
        (&raised, "an event is removed, and the version says so", [100, 100, 0, 0]),
        (&added, "an event is added, and the version says so", [0, 0, 0, 0]),
    ] {
        for (fail_on, code) in ["breaking", "order", "version", "never"].into_iter().zip(codes) {
            let run = project.run(&["diff", "old", "new", "--fail-on", fail_on]);
            assert_eq!(run.code, code, "{what}, --fail-on {fail_on}: {}", run.stdout);
        }
    }
}

#[test]
fn a_version_that_moves_back_is_a_change() {
    let project = folders();
    project.write("new/catalogue.yaml", &CHAT.replacen("1.4.2", "1.4.1", 1));
    let text = project.run(&["diff", "old", "new", "--fail-on", "version"]).expect(100);
    assert!(text.contains("\n  Next version: 1.4.2 (1.4.1 is declared).\n"), "{text}");
    project.run(&["diff", "old", "new"]).expect(0);
}

#[test]
fn files_folders_and_folders_of_folders_are_compared() {
    let project = folders();
    project.write("old.yaml", &catalogue("before"));
    project.write("then/a/catalogue.yaml", &catalogue("first"));
    project.write("then/b/catalogue.yaml", &catalogue("second"));
    project.write("now/b/catalogue.yaml", &catalogue("first"));
    project.write("now/c/catalogue.yaml", &without_typing(&catalogue("second")));
    assert!(project.run(&["diff", "old/catalogue.yaml", "new"]).expect(100).starts_with("new: 1 change since"));
    // Two catalogues that are named belong together, whatever they are called.
    assert!(project.run(&["diff", "old.yaml", "new"]).expect(100).starts_with("new: 2 changes since old.yaml"));
    let compared = lines(project.run(&["diff", "then", "now", "--format", "json"]), 100, "catalogue");
    let fates: Vec<_> = compared.iter().map(|line| (&line["catalogue"], &line["fate"], &line["moved_from"])).collect();
    assert_eq!(
        format!("{fates:?}"),
        r#"[(String("first"), String("unchanged"), String("then/a")), (String("second"), String("changed"), String("then/b"))]"#
    );
}

#[test]
fn catalogues_that_come_and_go_are_told() {
    let project = Project::empty();
    project.write("then/a/catalogue.yaml", &catalogue("first"));
    project.write("then/b/catalogue.yaml", &catalogue("second"));
    project.write("now/a/catalogue.yaml", &catalogue("first"));
    project.write("now/c/catalogue.yaml", &catalogue("third"));
    insta::assert_snapshot!("come_and_go", project.run(&["diff", "then", "now"]).expect(100));
    insta::assert_snapshot!(
        "come_and_go_markdown",
        project.run(&["diff", "then", "now", "--format", "markdown"]).expect(100)
    );
    insta::assert_snapshot!(
        "come_and_go_github",
        project.run(&["diff", "then", "now", "--format", "github"]).expect(100)
    );
    project.run(&["diff", "then", "now", "--fail-on", "version"]).expect(0);
}

#[test]
fn a_catalogue_under_another_name_in_its_place_is_the_same() {
    let project = Project::empty();
    project.write("then/a/catalogue.yaml", &catalogue("first"));
    project.write("now/a/catalogue.yaml", &without_typing(&catalogue("renamed")));
    project.write("now/b/catalogue.yaml", &catalogue("other"));
    let compared = lines(project.run(&["diff", "then", "now", "--format", "json"]), 100, "catalogue");
    let fates: Vec<_> = compared.iter().map(|line| line["fate"].as_str().unwrap_or_default()).collect();
    assert_eq!(fates, ["changed", "added"]);
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let project = folders();
    for arguments in [&["diff"][..], &["diff", "old"], &["diff", "old", "new", "old"]] {
        let failure = project.run(arguments).fails(2);
        assert!(failure.starts_with("error: name an OLD and a NEW catalogue, or an old revision: "), "{failure}");
    }
    let failure = project.run(&["diff", "--against", ".git#brnch=main"]).fails(2);
    assert_eq!(failure, "error: --against: unknown key `brnch`: did you mean `branch`?\n");
    let failure = project.run(&["diff", "old", "new", "--today", "2026-02-30"]).fails(2);
    assert!(failure.contains("2026-02-30"), "{failure}");
}

#[test]
fn a_new_catalogue_that_is_wrong_is_a_finding() {
    let project = folders();
    project.edit("new/catalogue.yaml", "direction: client-to-server", "direction: sideways");
    insta::assert_snapshot!("faulty", project.run(&["diff", "old", "new"]).expect(100));
    insta::assert_snapshot!(
        "faulty_markdown",
        project.run(&["diff", "old", "new", "--format", "markdown"]).expect(100)
    );
    let github = project.run(&["diff", "old", "new", "--format", "github"]).expect(100);
    assert!(github.starts_with("::error file=new/catalogue.yaml,line="), "{github}");
}

#[test]
fn an_old_catalogue_that_is_wrong_cannot_be_compared_with() {
    let project = folders();
    project.edit("old/catalogue.yaml", "direction: client-to-server", "direction: sideways");
    insta::assert_snapshot!("faulty_old", project.run(&["diff", "old", "new"]).fails(1));
}

#[test]
fn nothing_of_a_catalogue_becomes_markup() {
    let hostile = "<img src=x>|`*_[a](b)";
    let event = format!("  '{hostile}':\n    direction: server-to-client\n    to: everybody\n");
    let header = "catalogue: chat\nversion: 1.0.0\ntransport: socket.io\nevents:\n";
    let project = Project::empty();
    project.write(
        "old/catalogue.yaml",
        &format!("{header}{event}  plain: {{ direction: server-to-client, to: everybody }}\n"),
    );
    project
        .write("new/catalogue.yaml", &format!("{header}  plain: {{ direction: server-to-client, to: everybody }}\n"));
    let markdown = project.run(&["diff", "old", "new", "--format", "markdown"]).expect(100);
    assert!(markdown.contains("| ``<img src=x>\\|`*_[a](b)`` removed |"), "{markdown}");
    let cells = markdown.lines().find(|line| line.contains("<img")).expect("the row").matches(" | ").count();
    assert_eq!(cells, 2, "{markdown}");
}

#[test]
fn places_are_shown_as_the_reader_finds_them() {
    let repository = Repository::with_chat();
    repository.break_chat();
    let inside =
        crate::git::diff(&repository.project.path().join("contracts"), &["chat", "--against", ".git"]).expect(100);
    assert!(inside.starts_with("chat: 1 change since HEAD\n"), "{inside}");
    assert!(inside.contains("was at HEAD:contracts/chat/catalogue.yaml:15:3, read by inbox (line 32)\n"), "{inside}");
    let github =
        crate::git::diff(&repository.project.path().join("contracts"), &["--against", ".git", "--format", "github"])
            .expect(100);
    assert!(github.contains("file=contracts/chat/catalogue.yaml,line=1,"), "{github}");
}
