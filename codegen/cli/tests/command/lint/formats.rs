//! The formats that tools read, each read as its tool would.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use serde_sarif::sarif::Sarif;

use crate::support::{Project, eventspec, run};

const CHAT: &str = "contracts/chat/catalogue.yaml";
const FORMATS: [&str; 4] = ["sarif", "junit", "gitlab", "github"];

/// A catalogue with texts that a format might trip over, findings with labels, fixes, and of every level, twice the same, and in
/// a file whose name must be escaped.
fn hostile() -> Project {
    let project = Project::faulty(&["chat", "sp ace, 100%: \"é\""]);
    for name in ["chat", "sp ace, 100%: \"é\""] {
        let path = format!("contracts/{name}/catalogue.yaml");
        let name = if name == "chat" { name } else { "space" };
        let text = format!(
            "catalogue: {name}\nversion: 1.0.0\ntransport: socket.io\nnaming: \"{{resource}}.{{action}}\"\nowner: x\nevents:\n  \
             größe: {{ direction: client-to-server, sumary: \"<b>&\" }}\n  \"]]>&<a b='c'>\": {{ direction: client-to-server }}\n  \
             \"[x](https://example.com) {{0}} ::error::%0A\": {{ direction: client-to-server }}\n  \
             \"a\\nb\\u0007\\u202e\\uFFFE\": {{ direction: client-to-server }}\n  message.new:\n    direction: client-to-server\n    \
             payload: {{ type: object, required: [a,\n      a], properties: {{ a: {{ tpye: string }} }} }}\n"
        );
        project.write(&path, &text);
    }
    let levels = "[lint]\nuse = [\"all\"]\n\n[lint.levels]\nevent-without-summary = \"note\"\n";
    project.write("eventspec.toml", &format!("catalogues = [\"contracts/*\"]\n\n{levels}"));
    project
}

fn printed(project: &Project, format: &str) -> String {
    project.run(&["lint", "--format", format]).stdout
}

/// The schema of SARIF 2.1.0, as the crate that reads SARIF here brings it.
fn sarif_schema() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("it is a dependency");
    let manifest = package["manifest_path"].as_str().expect("a path");
    let schema = Path::new(manifest).with_file_name("src").join("schema.json");
    let schema = std::fs::read_to_string(schema).expect("the crate has the schema");
    // The pattern of a language has a stray bracket, which strict readers of patterns refuse.
    serde_json::from_str(&schema.replace("{2}]?$", r"{2}\\]?$")).expect("JSON")
}

/// A log that fits the schema, and that a reader of SARIF takes.
fn sarif(text: &str) -> Value {
    let log: Value = serde_json::from_str(text).expect("JSON");
    let validator = jsonschema::options().should_validate_formats(true).build(&sarif_schema()).expect("a schema");
    let faults: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    serde_json::from_value::<Sarif>(log.clone()).expect("a log");
    log
}

#[test]
fn sarif_fits_its_schema() {
    let project = hostile();
    let log = sarif(&printed(&project, "sarif"));
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), project.findings(&[]).len());
    for part in ["relatedLocations", "fixes"] {
        assert!(results.iter().any(|result| result[part].is_array()), "there are {part}");
    }
    let levels: BTreeSet<_> = results.iter().filter_map(|result| result["level"].as_str()).collect();
    assert_eq!(levels, BTreeSet::from(["error", "note", "warning"]));
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().expect("a number") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().is_some_and(|page| page.starts_with("# ")), "{rule}");
    }
    let prints = |result: &Value| result["partialFingerprints"]["eventspec/v1"].as_str().map(str::to_owned);
    let fingerprints: BTreeSet<_> = results.iter().filter_map(prints).collect();
    assert_eq!(fingerprints.len(), results.len(), "each result has a fingerprint of its own");
    let base = run["originalUriBaseIds"]["%SRCROOT%"]["uri"].as_str().expect("an address");
    assert_eq!(base, format!("file://{}/", project.path().display()));
    let uris = results
        .iter()
        .filter_map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str());
    let uris: BTreeSet<_> = uris.collect();
    assert_eq!(uris, BTreeSet::from([CHAT, "contracts/sp%20ace%2C%20100%25%3A%20%22%C3%A9%22/catalogue.yaml"]));
}

#[test]
fn fingerprints_stay_while_lines_move() {
    let project = hostile();
    let prints = |project: &Project| {
        let log = sarif(&printed(project, "sarif"));
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect::<BTreeSet<_>>()
    };
    let before = prints(&project);
    project.write(CHAT, &format!("# one\n\n# two\n{}", project.read(CHAT)));
    assert_eq!(prints(&project), before);
}

#[test]
fn the_edits_of_sarif_are_those_that_are_made() {
    let project = Project::faulty(&["chat"]);
    project.edit(CHAT, "summary: A message arrived.", "sumary: ü");
    let log = sarif(&printed(&project, "sarif"));
    let results = log["runs"][0]["results"].as_array().expect("results");
    let fix = results.iter().find_map(|result| result["fixes"].as_array()).expect("a fix");
    let change = &fix[0]["artifactChanges"][0]["replacements"][0];
    let expected = serde_json::json!({
        "deletedRegion": { "startLine": 7, "startColumn": 5, "endLine": 7, "endColumn": 11 },
        "insertedContent": { "text": "summary" },
    });
    assert_eq!(change, &expected);
}

#[test]
fn junit_is_xml_with_a_test_for_each_finding() {
    let project = hostile();
    let text = printed(&project, "junit");
    let document = roxmltree::Document::parse(&text).expect("XML");
    let root = document.root_element();
    let elements = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!(root.tag_name().name(), "testsuites");
    assert_eq!(elements("testsuite"), 2);
    assert_eq!(elements("testcase"), project.findings(&[]).len());
    assert_eq!(root.attribute("tests"), Some(elements("testcase").to_string().as_str()));
    assert_eq!(root.attribute("failures"), Some(elements("failure").to_string().as_str()));
    assert_eq!(elements("failure") + elements("system-out"), elements("testcase"), "a note is no failure");
    let files: BTreeSet<_> = document.descendants().filter_map(|node| node.attribute("file")).collect();
    assert_eq!(files, BTreeSet::from([CHAT, "contracts/sp ace, 100%: \"é\"/catalogue.yaml"]));
    assert!(text.contains("]]&gt;&amp;&lt;a b='c'&gt;"), "{text}");
}

#[test]
fn gitlab_reads_an_array_of_issues() {
    let project = hostile();
    let issues: Vec<Value> = serde_json::from_str(&printed(&project, "gitlab")).expect("an array");
    assert_eq!(issues.len(), project.findings(&[]).len());
    let mut fingerprints = BTreeSet::new();
    for issue in &issues {
        assert!(issue["description"].is_string() && issue["check_name"].is_string(), "{issue}");
        assert!(["info", "minor", "major"].contains(&issue["severity"].as_str().expect("a severity")), "{issue}");
        assert!(issue["location"]["lines"]["begin"].is_u64(), "{issue}");
        assert!(project.has(issue["location"]["path"].as_str().expect("a path")), "{issue}");
        fingerprints.insert(issue["fingerprint"].as_str().expect("a fingerprint").to_owned());
    }
    assert_eq!(fingerprints.len(), issues.len(), "each issue has a fingerprint of its own");
}

/// A workflow command as GitHub's runner reads it: its name, its properties, its message.
fn workflow_command(line: &str) -> (String, Vec<(String, String)>, String) {
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |text: &str| data(&text.replace("%3A", ":").replace("%2C", ","));
    let (head, message) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
    let (name, properties) = head.split_once(' ').expect("properties");
    let properties = properties.split(',').map(|part| part.split_once('=').expect("a value"));
    let properties = properties.map(|(key, value)| (key.to_owned(), property(value))).collect();
    (name.to_owned(), properties, data(message))
}

#[test]
fn github_reads_a_command_a_line() {
    let project = hostile();
    let text = printed(&project, "github");
    assert_eq!(text.lines().count(), project.findings(&[]).len(), "no text of a catalogue makes a command");
    let mut names = BTreeSet::new();
    for (name, properties, message) in text.lines().map(workflow_command) {
        let of = |key: &str| properties.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
        let number = |key: &str| of(key).map(|value| value.parse::<u32>().expect("a number"));
        assert!(project.has(of("file").expect("a file")), "{properties:?}");
        assert!(of("title").is_some() && !message.is_empty());
        let (line, end) = (number("line").expect("a line"), number("endLine").expect("a line"));
        match (number("col"), number("endColumn")) {
            (Some(first), Some(last)) => assert!(line == end && first <= last, "{properties:?}"),
            (None, None) => assert!(line < end, "{properties:?}"),
            one_of_them => panic!("{one_of_them:?}"),
        }
        names.insert(name);
    }
    assert_eq!(names, BTreeSet::from(["error", "notice", "warning"].map(str::to_owned)));
}

#[test]
fn an_end_column_is_that_of_the_last_character() {
    let project = Project::faulty(&["chat"]);
    project.edit(CHAT, "  MessageNew:", "  \"größe\":");
    let text = printed(&project, "github");
    let (_, properties, _) = text.lines().map(workflow_command).next().expect("a finding");
    let expected = [("line", "6"), ("col", "3"), ("endLine", "6"), ("endColumn", "9")];
    assert_eq!(properties[1..5], expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
}

#[test]
fn paths_begin_at_the_root_of_the_repository() {
    let project = Project::empty();
    let inner = Project::faulty(&["chat"]);
    for path in ["eventspec.toml", CHAT] {
        project.write(&format!("sub/{path}"), &inner.read(path));
    }
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    for format in FORMATS {
        let printed = project.run_in("sub/contracts", &["lint", "--format", format]).expect(100);
        assert!(printed.contains("\"sub/contracts/chat/") || printed.contains("=sub/contracts/chat/"), "{printed}");
        assert!(!printed.contains("../"), "{printed}");
    }
}

#[test]
fn a_file_outside_of_the_repository_has_its_whole_address() {
    let project = Project::faulty(&["chat"]);
    let elsewhere = Project::empty();
    elsewhere.write(".git/HEAD", "ref: refs/heads/main\n");
    let path = project.path().join("contracts/chat");
    let printed = run(eventspec(&elsewhere.path()).args(["lint", "--format", "sarif"]).arg(path)).expect(100);
    let log = sarif(&printed);
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place, &serde_json::json!({ "uri": format!("file://{}/{CHAT}", project.path().display()) }));
}

#[test]
fn a_clean_run_is_valid_in_every_format() {
    let project = Project::faulty(&["chat"]);
    project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\n\n[lint]\nuse = []\n");
    let clean = |format: &str| project.run(&["lint", "--format", format]).expect(0);
    assert_eq!(sarif(&clean("sarif"))["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(serde_json::from_str::<Value>(&clean("gitlab")).expect("JSON"), serde_json::json!([]));
    assert_eq!(clean("github"), "");
    let junit = clean("junit");
    let document = roxmltree::Document::parse(&junit).expect("XML");
    assert_eq!(document.root_element().attribute("failures"), Some("0"));
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("testcase")).count(), 1);
}
