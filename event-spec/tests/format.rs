//! The format in its three forms: the JSON Schema, the reference page, the reader.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use event_spec::diagnostic::Diagnostics;
use event_spec::{Sources, format_schema, tree};
use serde_json::Value;

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The keys of a record of the format: the root, or a definition.
fn keys<'s>(schema: &'s Value, definition: Option<&str>) -> BTreeSet<&'s str> {
    let record = definition.map_or(schema, |name| &schema["$defs"][name]);
    let properties = record["properties"].as_object().unwrap_or_else(|| panic!("{definition:?} is no record"));
    properties.keys().map(String::as_str).collect()
}

/// The keys in the first column of the table under a heading of the reference page.
fn documented<'p>(page: &'p str, heading: &str) -> BTreeSet<&'p str> {
    let section =
        page.split("\n## ").find(|section| section.starts_with(heading)).unwrap_or_else(|| panic!("{heading}"));
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|row| row.split('|').nth(1).unwrap_or_default().split(','))
        .map(|cell| cell.trim().trim_matches('`'))
        .collect()
}

#[test]
fn the_committed_schema_is_current() {
    let mut current = serde_json::to_string_pretty(&format_schema()).expect("JSON can be written");
    current.push('\n');
    assert!(
        current == docs("catalogue.schema.json"),
        "docs/catalogue.schema.json is stale: write it with `cargo run -p eventspec -- schema > docs/catalogue.schema.json`"
    );
}

#[test]
fn the_reference_page_names_every_key_and_no_other() {
    let (schema, page) = (format_schema(), docs("format.md"));
    for (heading, definition) in [
        ("Top level", None),
        ("`envelope`", Some("Envelope")),
        ("`priorities`", Some("Priority")),
        ("`channels`", Some("Channel")),
        ("`events`", Some("Event")),
    ] {
        assert_eq!(documented(&page, heading), keys(&schema, definition), "{heading}");
    }
}

#[test]
fn the_reference_page_names_the_keys_of_small_records_too() {
    let (schema, page) = (format_schema(), docs("format.md"));
    let definitions = schema["$defs"].as_object().expect("there are definitions");
    for (name, _) in definitions.iter().filter(|(_, record)| record["properties"].is_object()) {
        for key in keys(&schema, Some(name)) {
            let shown = page.split('`').skip(1).step_by(2);
            let mut words = shown.flat_map(|code| code.split(|ch: char| !ch.is_alphanumeric() && ch != '_'));
            assert!(words.any(|word| word == key), "`{key}` of {name} is not on the page");
        }
    }
}

#[test]
fn every_description_is_there() {
    let schema = format_schema();
    let definitions = schema["$defs"].as_object().expect("there are definitions");
    for record in definitions.values().chain([&schema]) {
        assert!(record["description"].is_string(), "{record}");
        for (key, property) in record["properties"].as_object().into_iter().flatten() {
            let text = property["description"].as_str().unwrap_or_default();
            assert!(text.ends_with('.') && !text.contains('\n'), "`{key}`: {text:?}");
        }
    }
}

/// The files of the repository's own catalogues: the entries, and what they include.
fn contract_files(part: bool) -> Vec<std::path::PathBuf> {
    let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts");
    let mut files = Vec::new();
    let mut folders = vec![contracts];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml")
                && path.ends_with("catalogue.yaml") != part
            {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn our_own_catalogues_fit_the_schema() {
    let mut schema = format_schema();
    jsonschema::meta::validate(&schema).expect("the schema is a JSON Schema");
    let whole = jsonschema::validator_for(&schema).expect("the schema compiles");
    // An included file is described by a definition.
    schema = serde_json::json!({ "$ref": "#/$defs/Part", "$defs": schema["$defs"] });
    let part = jsonschema::validator_for(&schema).expect("the schema compiles");
    for (validator, files) in [(whole, contract_files(false)), (part, contract_files(true))] {
        for path in files {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let mut sources = Sources::default();
            let id = sources.add(path.to_string_lossy(), text.as_str());
            let node = tree::yaml::parse(id, &text, &mut Diagnostics::default()).expect("it is YAML");
            let errors: Vec<_> = validator
                .iter_errors(&node.to_json())
                .map(|error| format!("{}: {}: {error}", path.display(), error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&format_schema()).expect("the schema compiles");
    let base = serde_json::json!({ "catalogue": "a", "version": "1.0.0", "transport": "socket.io", "x-note": 1 });
    assert!(validator.is_valid(&base));
    for (key, value) in [
        ("sumary", serde_json::json!("x")),
        ("version", serde_json::json!("1.0")),
        ("catalogue", serde_json::json!("A")),
        ("transport", serde_json::json!("tcp")),
        ("events", serde_json::json!({ "a": { "direction": "up" } })),
        ("priorities", serde_json::json!({ "a": { "batch": "10" } })),
        ("limits", serde_json::json!({ "total": "0/min" })),
    ] {
        let mut wrong = base.clone();
        wrong[key] = value;
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}
