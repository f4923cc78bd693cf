//! What is found, and where it is said to be.

use std::path::Path;

use crate::support::{Project, Run, eventspec, run};
use serde_json::Value;

/// A place and the rule that is broken there: path, line, rule.
type Fault = (String, u64, String);

/// The faults that a file's comments announce.
fn announced(folder: &Path, path: &str) -> Vec<Fault> {
    let text = std::fs::read_to_string(folder.join(path)).expect("the fixture is there");
    let marked = text.lines().enumerate().filter_map(|(at, line)| Some((at, line.split_once("# fault: ")?.1)));
    marked
        .flat_map(|(at, rules)| rules.split(", ").map(move |rule| (path.to_owned(), at as u64 + 1, rule.to_owned())))
        .collect()
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn every_fault_is_reported_at_its_line_in_one_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults");
    let mut expected = announced(&folder, "catalogue.yaml");
    expected.extend(announced(&folder, "events/more.yaml"));
    assert!(expected.len() >= 20, "{}", expected.len());
    let printed = run(eventspec(&folder).args(["lint", ".", "--format", "json"])).expect(100);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let fault =
        |line: &Value| (text(&line["path"]), line["start"]["line"].as_u64().expect("a line"), text(&line["rule"]));
    let mut reported: Vec<Fault> = json_lines(&printed).iter().map(fault).collect();
    expected.sort();
    reported.sort();
    assert_eq!(reported, expected);
}

#[test]
fn every_fault_is_shown_with_the_text_underlined() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults");
    insta::assert_snapshot!(run(eventspec(&folder).args(["lint", "."])).expect(100));
}

#[test]
fn the_other_formats_say_the_same() {
    let project = Project::new();
    project.edit(
        "contracts/chat/catalogue.yaml",
        "channel: room\n    priority: high",
        "channel: rom\n    priority: high",
    );
    insta::assert_snapshot!("text", project.run(&["lint"]).expect(100));
    insta::assert_snapshot!("short", project.run(&["lint", "--format", "short"]).expect(100));
    insta::assert_snapshot!("github", project.run(&["lint", "--format", "github"]).expect(100));
    insta::assert_snapshot!("json", project.run(&["lint", "--format", "json"]).expect(100));
}

#[test]
fn a_clean_run_says_so() {
    let project = Project::new();
    for arguments in
        [&["lint"][..], &["lint", "contracts/chat"], &["lint", "contracts"], &["lint", "contracts/chat/catalogue.yaml"]]
    {
        assert_eq!(project.run(arguments).expect(0), "no findings in 1 catalogue\n");
    }
    assert_eq!(project.run_in("contracts/chat", &["lint", "."]).expect(0), "no findings in 1 catalogue\n");
    assert_eq!(project.run(&["lint", "--format", "json"]).expect(0), "");
}

#[test]
fn paths_are_shown_as_the_reader_finds_them() {
    let project = Project::new();
    project.edit(
        "contracts/chat/catalogue.yaml",
        "channel: room\n    priority: high",
        "channel: rom\n    priority: high",
    );
    for (folder, shown) in [
        (".", "contracts/chat/catalogue.yaml"),
        ("contracts/chat", "catalogue.yaml"),
        ("generated", "../contracts/chat/catalogue.yaml"),
    ] {
        std::fs::create_dir_all(project.path().join(folder)).expect("made");
        let short = project.run_in(folder, &["lint", "--format", "short"]).expect(100);
        assert!(short.starts_with(&format!("{shown}:")), "{short}");
    }
}

#[test]
fn all_catalogues_are_checked_in_one_run() {
    let project = Project::new();
    project.write("contracts/first/catalogue.yaml", "catalogue: first\n");
    project.write("contracts/second/catalogue.json", "{ \"catalogue\": \"second\", \"events\": 7 }\n");
    let found = json_lines(&project.run(&["lint", "--format", "json"]).expect(100));
    let mut paths: Vec<&str> = found.iter().filter_map(|line| line["path"].as_str()).collect();
    paths.dedup();
    assert_eq!(paths, ["contracts/first/catalogue.yaml", "contracts/second/catalogue.json"]);
}

#[test]
fn what_cannot_be_linted_is_a_failure_and_no_finding() {
    let project = Project::new();
    for (path, words) in [
        ("nowhere", "error: cannot read `nowhere`: no such file or directory\n"),
        ("empty", "error: `empty` holds no catalogue\n"),
    ] {
        std::fs::create_dir_all(project.path().join("empty")).expect("made");
        let failure = project.run(&["lint", path]).fails(1);
        assert!(failure.starts_with(words), "{failure}");
    }
    project.write("cat.txt", "");
    let failure = project.run(&["lint", "cat.txt"]).fails(1);
    let words = "error: `cat.txt` is no catalogue\nhelp: a catalogue's file ends in `.yaml`, `.yml`, `.json`\n";
    assert_eq!(failure, words);
}

#[test]
fn a_folder_with_two_entries_is_refused_however_it_is_named() {
    let project = Project::new();
    project.write("contracts/two/catalogue.yaml", "");
    project.write("contracts/two/catalogue.json", "");
    let words = "error: `contracts/two` holds both `catalogue.yaml` and `catalogue.json`\n";
    for arguments in [&["lint"][..], &["gen"], &["lint", "contracts"], &["lint", "contracts/two"]] {
        let failure = project.run(arguments).fails(1);
        assert!(failure.starts_with(words), "{arguments:?}: {failure}");
    }
    project.run(&["lint", "contracts/chat"]).expect(0);
}

#[test]
fn names_that_cannot_be_generated_are_refused_as_gen_does() {
    for (name, words) in [
        ("chat", "`contracts/chat/catalogue.yaml` and `contracts/other/catalogue.yaml` are both called `chat`"),
        ("con", "`contracts/other/catalogue.yaml`: the catalogue's name `con` is a device on Windows"),
        ("nul", "`contracts/other/catalogue.yaml`: the catalogue's name `nul` is a device on Windows"),
        ("readme", "`contracts/other/catalogue.yaml`: the catalogue's name `readme` is taken: "),
    ] {
        let project = Project::new();
        let text = project.read("contracts/chat/catalogue.yaml");
        project.write(
            "contracts/other/catalogue.yaml",
            &text.replacen("catalogue: chat", &format!("catalogue: {name}"), 1),
        );
        let failure = project.run(&["gen"]).fails(1);
        assert!(failure.starts_with(&format!("error: {words}")), "{failure}");
        for format in ["text", "json"] {
            let linted = project.run(&["lint", "--format", format]).fails(1);
            assert_eq!(linted, failure, "lint refuses what gen refuses");
        }
        let alone = project.run(&["lint", "contracts/other"]);
        assert_eq!(alone.code, if name == "chat" { 0 } else { 1 }, "{name}: {}", alone.stderr);
    }
}

#[test]
fn github_takes_paths_from_the_root_of_the_repository() {
    let project = Project::empty();
    project.run(&["init", "sub"]).expect(0);
    project.edit("sub/contracts/chat/catalogue.yaml", "channel: room", "channel: rom");
    project.write("sub/web/package.json", "{}");
    let first = |run: Run| run.expect(100).split(',').next().unwrap_or_default().to_owned();
    let github = ["lint", "--format", "github"];
    let below = "::error file=contracts/chat/catalogue.yaml";
    for folder in ["sub", "sub/web", "sub/contracts/chat"] {
        assert_eq!(first(project.run_in(folder, &github)), below, "{folder}");
    }
    let root = "::error file=sub/contracts/chat/catalogue.yaml";
    let workspace = project.path();
    let folder = workspace.join("sub/web");
    assert_eq!(first(run(eventspec(&folder).args(github).env("GITHUB_WORKSPACE", &workspace))), root);
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(first(project.run_in("sub/web", &github)), root);
    assert_eq!(first(run(eventspec(&folder).args(github).env("GITHUB_WORKSPACE", "/nowhere"))), root);
}

#[test]
fn a_ref_that_climbs_out_reads_nothing() {
    for target in ["../../secret.yaml#/schemas/Key", "../../missing.yaml#/schemas/Key"] {
        let project = Project::new();
        project.write("secret.yaml", "schemas:\n  Key: { type: string, enum: [hunter2] }\n");
        project.edit(
            "contracts/chat/catalogue.yaml",
            "{ type: string, maxLength: 4000 }",
            &format!("{{ $ref: {target} }}"),
        );
        let found = project.run(&["lint"]).expect(100);
        assert!(found.starts_with("error[ref-outside]: "), "{found}");
        assert!(!found.contains("hunter2"), "{found}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let project = Project::new();
    project.write("secret.yaml", "schemas:\n  Key: { type: string, enum: [hunter2] }\n");
    std::os::unix::fs::symlink(project.path().join("secret.yaml"), project.path().join("contracts/chat/shared.yaml"))
        .expect("linked");
    project.edit(
        "contracts/chat/catalogue.yaml",
        "{ type: string, maxLength: 4000 }",
        "{ $ref: shared.yaml#/schemas/Key }",
    );
    let found = project.run(&["lint"]).expect(100);
    assert!(found.contains("--> contracts/chat/catalogue.yaml:") && !found.contains("hunter2"), "{found}");
}
