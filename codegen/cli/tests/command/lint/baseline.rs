//! Findings that are known.

use crate::support::{FAULTY_CONFIGURATION, Project};

const CHAT: &str = "contracts/chat/catalogue.yaml";
const WRITE: [&str; 4] = ["lint", "--baseline", "known.json", "--write-baseline"];
const READ: [&str; 3] = ["lint", "--baseline", "known.json"];

#[test]
fn the_first_run_writes_every_finding_and_the_next_shows_none() {
    let project = Project::faulty(&["chat", "shop"]);
    let written = project.run(&WRITE).expect(0);
    assert_eq!(written, "no findings in 2 catalogues, 4 in the baseline\nwrote 4 findings to `known.json`\n");
    insta::assert_snapshot!("baseline", project.read("known.json"));
    assert_eq!(project.run(&READ).expect(0), "no findings in 2 catalogues, 4 in the baseline\n");
    assert_eq!(project.run_in("contracts", &["lint", "--baseline", "../known.json"]).code, 0, "whoever stands where");
    let lines = format!("# words\n\n{}", project.read(CHAT));
    project.write(CHAT, &lines);
    assert_eq!(project.run(&READ).code, 0, "lines may move");
    assert_eq!(project.run(&["lint"]).code, 100);
}

#[test]
fn a_new_finding_is_told_and_never_comes_in() {
    let project = Project::faulty(&["chat"]);
    project.run(&WRITE).expect(0);
    let known = project.read("known.json");
    project.write(CHAT, &format!("{}  message.deleted:\n    direction: client-to-server\n", project.read(CHAT)));
    for arguments in [&READ[..], &WRITE] {
        let printed = project.run(arguments).expect(100);
        assert!(printed.contains("event `message.deleted` has no summary"), "{printed}");
        assert!(printed.contains("\n1 warning in 1 catalogue, 2 in the baseline\n"), "{printed}");
    }
    assert_eq!(project.read("known.json"), known);
}

#[test]
fn it_shrinks_as_findings_are_mended() {
    let project = Project::faulty(&["chat", "shop"]);
    project.run(&WRITE).expect(0);
    project.edit(CHAT, "  message.read:\n", "  message.read:\n    summary: Somebody read it.\n");
    assert_eq!(
        project.run(&READ).expect(0),
        "no findings in 2 catalogues, 3 in the baseline\n1 finding of `known.json` is mended: take it out with \
         `eventspec lint --baseline known.json --write-baseline`\n"
    );
    let shop = "no findings in 1 catalogue, 2 in the baseline\n";
    assert_eq!(project.run(&["lint", "contracts/shop", "--baseline", "known.json"]).expect(0), shop);
    let part = project.run(&[&WRITE[..], &["contracts/shop"]].concat()).expect(0);
    assert_eq!(part, format!("{shop}`known.json` stays as it is\n"), "what was not looked at stays");
    let printed = project.run(&WRITE).expect(0);
    assert!(printed.ends_with("took 1 finding out of `known.json` that is mended\n"), "{printed}");
    assert_eq!(project.read("known.json").matches("\"count\":1").count(), 3);
    project.edit(CHAT, "    summary: Somebody read it.\n", "");
    assert_eq!(project.run(&READ).code, 100, "what was mended does not come back");
}

#[test]
fn required_rules_are_not_known() {
    let project = Project::faulty(&["chat"]);
    project.edit(CHAT, "    summary:", "    sumary:");
    let printed = project.run(&WRITE).expect(100);
    assert!(printed.contains("error[unknown-key]"), "{printed}");
    assert!(printed.contains("\n`known.json` was not written: a catalogue cannot be read whole\n"), "{printed}");
    assert!(!project.has("known.json"));
    let line = "{\"path\":\"contracts/chat/catalogue.yaml\",\"rule\":\"unknown-key\",\"message\":\"unknown key `sumary`\",\"count\":9}";
    project.write("known.json", &format!("{{\"version\":1,\"findings\":[{line}]}}"));
    assert!(project.run(&READ).expect(100).contains("error[unknown-key]"));
}

#[test]
fn the_configuration_can_name_it() {
    let project = Project::faulty(&["chat"]);
    project.write("eventspec.toml", &format!("{FAULTY_CONFIGURATION}baseline = \"ci/known.json\"\n"));
    let failure = project.run(&["lint"]).fails(1);
    assert_eq!(failure, "error: there is no baseline `ci/known.json`\nhelp: write it with `--write-baseline`\n");
    let refused = project.run(&["lint", "--write-baseline"]).fails(1);
    assert!(refused.contains("ci/known.json`: no such file or directory"), "{refused}");
    project.write("ci/.keep", "");
    project.run(&["lint", "--write-baseline"]).expect(0);
    assert!(project.read("ci/known.json").contains("\"path\":\"../contracts/chat/catalogue.yaml\""));
    assert_eq!(
        project.run_in("contracts/chat", &["lint"]).expect(0),
        "no findings in 1 catalogue, 2 in the baseline\n"
    );
}

#[test]
fn what_is_no_baseline_is_refused_and_left_alone() {
    let project = Project::faulty(&["chat"]);
    let failure = project.run(&["lint", "--write-baseline"]).fails(2);
    assert!(failure.contains("--baseline FILE"), "{failure}");
    for text in [
        "",
        "no JSON",
        "[]",
        "{\"version\":1}",
        "{\"version\":2,\"findings\":[]}",
        "{\"version\":1,\"findings\":[{\"rule\":\"x\"}]}",
        "{\"version\":1,\"findings\":[{\"path\":\"a\",\"rule\":\"x\",\"message\":\"m\",\"count\":-1}]}",
        "{\"version\":1,\"findings\":[],\"more\":1}",
    ] {
        project.write("known.json", text);
        for arguments in [&READ[..], &WRITE] {
            let failure = project.run(arguments).fails(1);
            assert!(failure.starts_with("error: `known.json` is no baseline: "), "{text}: {failure}");
        }
        assert_eq!(project.read("known.json"), text);
    }
    assert!(project.run(&["lint", "--baseline", "contracts"]).fails(1).starts_with("error: cannot read `contracts`: "));
}

#[cfg(unix)]
#[test]
fn a_read_only_baseline_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;

    let project = Project::faulty(&["chat"]);
    project.run(&WRITE).expect(0);
    let known = project.read("known.json");
    let path = project.path().join("known.json");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).expect("set");
    project.edit(CHAT, "  message.read:\n", "  message.read:\n    summary: Somebody read it.\n");
    assert!(project.run(&WRITE).fails(1).contains("it is read-only"));
    assert_eq!(project.read("known.json"), known);
    let names: Vec<_> = std::fs::read_dir(project.path()).expect("listed").collect();
    assert_eq!(names.len(), 3, "nothing is left beside it: {names:?}");
}

#[cfg(unix)]
#[test]
fn a_baseline_behind_a_link_is_read_and_written_where_it_lies() {
    let project = Project::faulty(&["chat"]);
    project.write("ci/deep/.keep", "");
    std::os::unix::fs::symlink("ci/deep", project.path().join("link")).expect("linked");
    project.run(&["lint", "--baseline", "link/known.json", "--write-baseline"]).expect(0);
    assert!(project.read("ci/deep/known.json").contains("\"../../contracts/chat/catalogue.yaml\""));
    std::os::unix::fs::symlink("ci/deep/known.json", project.path().join("known.json")).expect("linked");
    project.edit(CHAT, "  message.read:\n", "  message.read:\n    summary: Somebody read it.\n");
    project.run(&WRITE).expect(0);
    assert_eq!(project.read("ci/deep/known.json").matches("\"count\"").count(), 1);
    assert!(std::fs::symlink_metadata(project.path().join("known.json")).expect("there").is_symlink());
}
