//! The smaller commands, and what holds for all of them.

use serde_json::Value;

use crate::support::{Project, eventspec, run};

#[test]
fn every_command_has_help_with_examples() {
    let project = Project::empty();
    for command in ["gen", "docs", "lint", "diff", "schema", "model", "mock", "init", "rules", "explain", "completions"]
    {
        let help = project.run(&[command, "--help"]).expect(0);
        assert!(help.contains("\nExample"), "{command}: {help}");
        assert!(help.contains(&format!("  eventspec {command}")), "{command}: {help}");
    }
    insta::assert_snapshot!(project.run(&["--help"]).expect(0));
}

#[test]
fn init_makes_what_lints_and_says_what_to_do_next() {
    let project = Project::empty();
    let words = project.run(&["init", "shop/events", "--runtime-path", "runtime"]).expect(0);
    insta::assert_snapshot!(words);
    assert_eq!(project.run_in("shop/events", &["lint"]).expect(0), "no findings in 1 catalogue\n");
    assert!(project.read("shop/events/eventspec.toml").contains("runtime-path = \"../../runtime\"\n"));
    assert_eq!(project.read("shop/events/catalogue.schema.json"), project.run(&["schema"]).expect(0));
    project.run_in("shop/events", &["gen"]).expect(0);
    assert!(project.read("shop/events/generated/rust/Cargo.toml").contains("path = \"../../../../runtime\""));
}

#[test]
fn next_steps_can_be_pasted_and_name_the_runtime() {
    let project = Project::empty();
    let words = project.run(&["init", "sp ace"]).expect(0);
    assert!(words.contains("\n  cd 'sp ace'\n"), "{words}");
    assert!(words.contains("\n  runtime-path = \"../event-contracts/codegen/runtime\"\n"), "{words}");
    assert!(!project.run(&["init", "other", "--runtime-path", "runtime"]).expect(0).contains("runtime-path"));
}

#[test]
fn init_overwrites_nothing() {
    let project = Project::empty();
    project.write("eventspec.toml", "mine");
    let failure = project.run(&["init"]).fails(1);
    assert!(failure.contains("eventspec.toml` already exists: nothing was written"), "{failure}");
    assert_eq!(project.read("eventspec.toml"), "mine");
    assert!(!project.has("contracts"));
}

#[test]
fn the_committed_schema_is_the_one_that_is_printed() {
    let printed = Project::empty().run(&["schema"]).expect(0);
    let committed = include_str!("../../../../docs/catalogue.schema.json");
    assert_eq!(committed, printed, "run `cargo xtask gen`");
    assert!(
        serde_json::from_str::<serde_json::Value>(&printed)
            .is_ok_and(|schema| schema["properties"]["events"].is_object())
    );
}

#[test]
fn a_model_is_printed_for_one_catalogue_and_a_list_of_them_for_all() {
    let project = Project::new();
    let one: Value = serde_json::from_str(&project.run(&["model", "contracts/chat"]).expect(0)).expect("it is JSON");
    assert_eq!((&one["model"], &one["contract"]["name"]), (&Value::from(1), &Value::from("chat")));
    let all: Value = serde_json::from_str(&project.run(&["model"]).expect(0)).expect("it is JSON");
    assert_eq!(all, Value::Array(vec![one]));
}

#[test]
fn a_wrong_catalogue_has_no_model() {
    let project = Project::empty();
    project.write("catalogue.yaml", "catalogue: broken\nversion: one\ntransport: socket.io\nevents: {}\n");
    let run = project.run(&["model", "."]);
    assert!(run.stderr.contains("catalogue.yaml:2:10"), "{}", run.stderr);
    assert!(run.stderr.ends_with("1 error: no model was made\n"), "{}", run.stderr);
    assert_eq!(run.expect(100), "");
}

#[test]
fn the_committed_schema_of_a_model_is_the_one_that_is_printed() {
    let printed = Project::empty().run(&["model", "--schema"]).expect(0);
    let committed = include_str!("../../../../docs/model.schema.json");
    assert_eq!(committed, printed, "run `cargo xtask gen`");
}

#[test]
fn rules_are_listed_by_id() {
    let project = Project::empty();
    let text = project.run(&["rules"]).expect(0);
    let ids: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(ids.contains(&"channel-undeclared") && ids.is_sorted(), "{text}");
    for line in project.run(&["rules", "--format", "json"]).expect(0).lines() {
        let rule: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for key in ["id", "level", "category", "since", "summary"] {
            assert!(rule[key].is_string(), "{line}");
        }
        assert!(rule["default"].is_boolean() && rule["required"].is_boolean(), "{line}");
    }
    let columns = |id: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("{id} "))).expect("it is listed");
        line.split_whitespace().skip(1).take(3).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(columns("unknown-key"), "error format required");
    assert_eq!(columns("event-without-summary"), "warning events on");
    assert_eq!(columns("ambiguous-scalar"), "warning files on");
}

#[test]
fn a_rule_is_explained_with_its_page() {
    let project = Project::empty();
    let page = project.run(&["explain", "event-without-summary"]).expect(0);
    let head =
        "# event-without-summary\n\nA warning of the category `events`, on by default, since 0.1.0.\n\nAn event has";
    assert!(page.starts_with(head), "{page}");
    assert!(page.contains("\n## Good\n\n```yaml\n") && !page.contains('\u{1b}'), "{page}");
    let coloured = run(eventspec(&project.path()).args(["explain", "syntax"]).env("CLICOLOR_FORCE", "1")).expect(0);
    let head =
        "\u{1b}[1msyntax\u{1b}[0m\n\nAn error of the category \u{1b}[36mfiles\u{1b}[0m, required, since 0.1.0.\n\n";
    assert!(coloured.starts_with(head) && !coloured.contains("```"), "{coloured}");
    assert!(
        project.run(&["explain", "event-removed"]).expect(0).contains("\nA rule of the comparison, since 0.1.0.\n")
    );
    for rule in project.run(&["rules"]).expect(0).lines().filter_map(|line| line.split(' ').next()) {
        assert!(project.run(&["explain", rule]).expect(0).starts_with(&format!("# {rule}\n\n")), "{rule}");
    }
}

#[test]
fn a_rule_that_is_not_there_is_wrong_usage() {
    let project = Project::empty();
    for (rule, words) in [
        (
            "event-without-sumary",
            "error: there is no rule `event-without-sumary`: did you mean `event-without-summary`?\n",
        ),
        ("zzz", "error: there is no rule `zzz`: `eventspec rules` lists them\n"),
        ("", "error: there is no rule ``: `eventspec rules` lists them\n"),
    ] {
        assert_eq!(project.run(&["explain", rule]).fails(2), words);
    }
}

#[test]
fn completions_exist_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(Project::empty().run(&["completions", shell]).expect(0).contains("runtime-path"), "{shell}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let project = Project::empty();
    let script = format!("set -o pipefail; {} schema | head -n 1", env!("CARGO_BIN_EXE_eventspec"));
    let run = run(std::process::Command::new("bash").args(["-c", &script]).current_dir(project.path()));
    assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), ("{\n", "", 0));
}

#[test]
fn colour_is_for_terminals_unless_it_is_forced() {
    let project = Project::new();
    project.edit("contracts/chat/catalogue.yaml", "channel: room", "channel: rom");
    assert!(!project.run(&["lint"]).expect(100).contains('\u{1b}'));
    let forced = run(eventspec(&project.path()).arg("lint").env("CLICOLOR_FORCE", "1")).expect(100);
    assert!(forced.contains('\u{1b}'));
    let refused =
        run(eventspec(&project.path()).arg("lint").env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")).expect(100);
    assert!(!refused.contains('\u{1b}'), "{refused}");
}
