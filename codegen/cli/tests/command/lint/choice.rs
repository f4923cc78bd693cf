//! Which rules count, and how much, by the configuration; and what day it is.

use crate::support::{FAULTY_CONFIGURATION, Project, eventspec, run};

const CHAT: &str = "contracts/chat/catalogue.yaml";
const SHOP: &str = "contracts/shop/catalogue.yaml";

/// The findings of two catalogues under a configuration, with their levels.
fn found(lint: &str) -> Vec<String> {
    let project = Project::faulty(&["chat", "shop"]);
    project.write("eventspec.toml", &format!("catalogues = [\"contracts/*\"]\n\n{lint}"));
    let printed = project.run(&["lint", "--format", "short"]).stdout;
    let ours =
        printed.lines().filter(|line| line.contains("[name-pattern]") || line.contains("[event-without-summary]"));
    let words = |line: &str| line.split("]: ").next().unwrap_or_default().replace("/catalogue.yaml", "");
    ours.map(words).collect()
}

#[test]
fn a_configuration_says_which_rules_count_and_how_much() {
    let (pattern, summary) =
        ("contracts/chat:6:3: error[name-pattern", "contracts/chat:9:3: warning[event-without-summary");
    let chat = |lint: &str| {
        let found = found(lint).into_iter();
        found.filter(|line| line.starts_with("contracts/chat")).collect::<Vec<_>>()
    };
    assert_eq!(chat(""), [pattern, summary]);
    assert_eq!(chat("[lint]\nuse = [\"names\"]\n"), [pattern]);
    assert_eq!(chat("[lint]\nuse = []\n"), [""; 0]);
    assert_eq!(chat("[lint]\nuse = [\"all\"]\nexcept = [\"name-pattern\"]\n"), [summary]);
    assert_eq!(chat("[lint]\nexcept = [\"events\"]\n"), [pattern]);
    let levels = "[lint.levels]\nname-pattern = \"note\"\nevent-without-summary = \"off\"\n";
    assert_eq!(chat(levels), ["contracts/chat:6:3: note[name-pattern"]);
    let levels = "[lint]\nuse = []\n[lint.levels]\nevent-without-summary = \"error\"\n";
    assert_eq!(chat(levels), ["contracts/chat:9:3: error[event-without-summary"]);
}

#[test]
fn an_override_is_about_its_files_alone() {
    let chat = "contracts/chat:6:3: error[name-pattern";
    let shop = "contracts/shop:6:3: error[name-pattern";
    let only = "[lint]\nuse = [\"name-pattern\"]\n";
    let part = |paths: &str, keys: &str| format!("{only}[[lint.override]]\npaths = [\"{paths}\"]\n{keys}\n");
    assert_eq!(found(only), [chat, shop]);
    assert_eq!(found(&part("contracts/shop/**", "use = []")), [chat]);
    assert_eq!(found(&part("contracts/shop", "except = [\"names\"]")), [chat]);
    assert_eq!(found(&part("**/*.yaml", "levels = { name-pattern = \"off\" }")), [""; 0]);
    let found = found(&part("contracts/s*/catalogue.yaml", "levels = { event-without-summary = \"error\" }"));
    assert_eq!(found, [chat, shop, "contracts/shop:9:3: error[event-without-summary"]);
}

#[test]
fn overrides_are_found_from_below() {
    let project = Project::faulty(&["chat"]);
    let part = "[[lint.override]]\npaths = [\"contracts/chat\"]\nexcept = [\"name-pattern\"]\n";
    project.write("eventspec.toml", &format!("{FAULTY_CONFIGURATION}{part}"));
    let printed = project.run_in("contracts/chat", &["lint", ".", "--format", "short"]).expect(100);
    assert!(printed.starts_with("catalogue.yaml:9:3: warning[event-without-summary]"), "{printed}");
}

#[test]
fn notes_never_fail() {
    let project = Project::faulty(&["chat"]);
    let levels = "[lint.levels]\nname-pattern = \"note\"\nevent-without-summary = \"note\"\n";
    project.write("eventspec.toml", &format!("{FAULTY_CONFIGURATION}{levels}"));
    let printed = project.run(&["lint"]).expect(0);
    assert!(printed.contains("2 notes in 1 catalogue\n"), "{printed}");
}

#[test]
fn required_rules_stay() {
    let project = Project::faulty(&["chat"]);
    project.edit(CHAT, "    direction: client-to-server\n  message", "    sent_by: clients\n  message");
    project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\n\n[lint]\nuse = []\nexcept = [\"all\"]\n");
    let found = project.findings(&[]);
    assert_eq!(found, [format!("{CHAT}:6 missing-key"), format!("{CHAT}:8 unknown-key")]);
}

#[test]
fn what_is_wrong_with_a_choice_is_told_at_its_place() {
    let project = Project::faulty(&["chat"]);
    project.write(
        "eventspec.toml",
        r#"catalogues = ["contracts/*"]

[lint]
use = ["defualt", "name-patern", "nmaes", 7, "changes", "zzz"]
except = ["unknown-key", "files", "event-removed"]
levels = { syntax = "off", missing-key = "warning", wrong-type = "error", name-pattern = "eror", name-patern = "off", event-removed = "off" }
baseline = "../known.json"
ignore = []

[[lint.override]]
use = "all"
pahts = ["contracts"]

[[lint.override]]
paths = ["../elsewhere/**"]
levels = ["name-pattern"]
"#,
    );
    insta::assert_snapshot!(project.run(&["lint"]).fails(1));
    project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\nlint = 7\n");
    assert!(
        project.run(&["lint"]).fails(1).starts_with("error[configuration]: `lint` is a table, and not an integer\n")
    );
    project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\n[lint]\noverride = [3]\n");
    assert!(project.run(&["lint"]).fails(1).starts_with("error[configuration]: each `override` is a table\n"));
}

#[test]
fn findings_in_a_configuration_name_the_file_that_was_read() {
    let project = Project::faulty(&["chat"]);
    project.write("ci/other.toml", "catalogues = [\"chat\"]\n\n[lint]\nuse = [\"zzz\"]\n\n[docs]\nout = \"../docs\"\n");
    let failure = project.run(&["lint", "--config", "ci/other.toml"]).fails(1);
    assert!(failure.contains("--> ci/other.toml:4:8\n"), "{failure}");
    assert!(failure.contains("move `other.toml` up") && !failure.contains("eventspec.toml"), "{failure}");
}

#[test]
fn gen_reports_what_it_reported_before() {
    let project = Project::new();
    let configuration = project.read("eventspec.toml");
    project.edit("contracts/chat/catalogue.yaml", "    summary: Someone is typing.\n", "");
    project.write("eventspec.toml", &format!("{configuration}\n[lint]\nuse = [\"all\"]\n"));
    assert!(project.run(&["gen"]).expect(0).starts_with("wrote "));
}

#[test]
fn the_day_is_asked_for_or_fixed_or_the_systems() {
    let project = Project::faulty(&["chat"]);
    let sunset = "    deprecated: { since: 1.0.0, reason: too short, sunset: 2031-05-05 }\n";
    project.write(SHOP, &project.read(CHAT).replace("catalogue: chat", "catalogue: shop"));
    project.edit(
        SHOP,
        "    direction: client-to-server\n  message",
        &format!("    direction: client-to-server\n{sunset}  message"),
    );
    let lint = |arguments: &[&str], epoch: &str| {
        let mut command = eventspec(&project.path());
        run(command.args(["lint", "--format", "short"]).args(arguments).env("SOURCE_DATE_EPOCH", epoch))
    };
    assert_eq!(lint(&[], "").code, 100);
    assert_eq!(lint(&[], "1935700000").code, 100);
    for wrong in ["tomorrow", "-1", "99999999999999999999", "1e9"] {
        let failure = lint(&[], wrong).fails(1);
        assert!(
            failure.starts_with(&format!("error: `SOURCE_DATE_EPOCH` is `{wrong}`, which is no date\n")),
            "{failure}"
        );
        assert_eq!(lint(&["--today", "2031-01-01"], wrong).code, 100, "what is asked for comes first");
    }
    for wrong in ["2031-02-29", "today", "31-1-1", ""] {
        let failure = lint(&["--today", wrong], "").fails(2);
        assert!(failure.contains("a date is written as in `2027-03-01`"), "{failure}");
    }
}
