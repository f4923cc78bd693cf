//! Models of real catalogues: they have the form that is published, and their schemas are schemas.

use std::path::{Path, PathBuf};

use event_codegen::model;
use event_spec::{Catalogue, Valid};
use event_spec_disk::Disk;
use jsonschema::Validator;
use serde_json::{Value, json};

const CATALOGUES: [&str; 8] = [
    "contracts/chatflow",
    "contracts/gochat",
    "contracts/hiwwer",
    "contracts/leads",
    "contracts/mechamap",
    "codegen/tests/fixtures/wraps",
    "codegen/tests/documents/metadata.yaml",
    "codegen/tests/documents/hostile.yaml",
];

#[test]
fn every_model_has_the_published_form() {
    let form = validator(&closed(model::schema()));
    for path in CATALOGUES {
        fits(&form, &model::value(&load(path)), path);
    }
}

#[test]
fn every_example_fits_the_schema_beside_it() {
    let mut tried = 0;
    for path in CATALOGUES {
        let model = model::value(&load(path));
        for event in items(&model["events"]) {
            for message in [&event["server"], &event["client"], &event["ack"]] {
                let schemas: Vec<&Value> = items(&message["arguments"]).map(|argument| &argument["schema"]).collect();
                for example in items(&message["examples"]) {
                    let values: Vec<&Value> = items(&example["arguments"]).collect();
                    assert_eq!(values.len(), schemas.len(), "{path}: {}", event["name"]);
                    for (value, schema) in values.into_iter().zip(&schemas) {
                        let schema = json!({ "allOf": [schema], "definitions": model["definitions"] });
                        fits(&validator(&schema), value, &format!("{path}: {}", event["name"]));
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 50, "{tried} examples were tried");
}

#[test]
fn what_a_backend_needs_is_there() {
    let model = model::value(&load("contracts/mechamap"));
    let named = |list: &str, name: &str| {
        items(&model[list]).find(|item| item["name"] == name).unwrap_or_else(|| panic!("{list}: {name}")).clone()
    };
    assert_eq!(model["contract"]["fingerprint"], load("contracts/mechamap").fingerprint.as_str());
    assert_eq!(named("priorities", "low")["window_ms"], 10_000);
    assert_eq!(model["limits"]["per_user"], json!({ "count": 100, "per_ms": 60_000 }));
    let comment = named("events", "forum.comment.created");
    assert_eq!(
        comment["route"],
        json!({ "to": "channel", "channel": "thread", "parameters": [{ "parameter": "thread_id", "field": ["thread", "id"] }] })
    );
    assert_eq!(named("events", "join_channel")["ack"]["by"], "server");
}

/// Says of every object of the form that it has no other keys, as far as it names all of them.
fn closed(mut schema: Value) -> Value {
    let Some(definitions) = schema["$defs"].as_object_mut() else { return schema };
    for definition in definitions.values_mut() {
        if definition["properties"].is_object() && definition.get("oneOf").is_none() && definition.get("$ref").is_none()
        {
            definition["additionalProperties"] = Value::Bool(false);
        }
    }
    schema["additionalProperties"] = Value::Bool(false);
    schema
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).unwrap_or_else(|error| panic!("{error}\n{schema:#}"))
}

fn fits(validator: &Validator, value: &Value, what: &str) {
    let faults: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{what}:\n{}\n{value:#}", faults.join("\n"));
}

fn load(path: &str) -> Valid<Catalogue> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let (disk, entry) = Disk::catalogue(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let outcome = event_spec::load(&disk, &entry);
    outcome.catalogue.unwrap_or_else(|| panic!("{}: {:?}", path.display(), outcome.diagnostics))
}
