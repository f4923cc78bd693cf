//! The validators of the npm package against the JSON Schema validator: the same documents are taken and refused. The examples of
//! the five catalogues and of the generators' hard cases with one thing changed, and documents of random schemas.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use event_codegen::canonical;
use event_codegen::typescript::{self, Options};
use event_spec::catalogue::{Catalogue, Message, Payload};
use event_spec::{Valid, load};
use event_spec_disk::Disk;
use jsonschema::Validator;
use oracle::cases::{CATALOGUES, Side, cases};
use oracle::documents::{Scalars, documents};
use oracle::mutate::mutations;
use oracle::random::Random;
use oracle::schemas::{Maker, loaded};
use oracle::validator::{Validators, of_payload, of_schema};
use serde_json::{Value, json};

/// How many random catalogues there are.
const RANDOM: u64 = 200;

/// What Node is to validate: documents with what is known of each, by module, side and event.
#[derive(Default)]
struct Questions {
    catalogues: Vec<Valid<Catalogue>>,
    asked: BTreeMap<(String, &'static str, String), Vec<(Value, bool)>>,
}

impl Questions {
    /// Asks about a payload, and the same with one thing changed.
    fn ask(&mut self, catalogue: &str, side: Side, event: &str, payload: &Value, validator: &Validator) {
        let map = if side == Side::Server { "fromServer" } else { "fromClient" };
        let asked = self.asked.entry((catalogue.to_owned(), map, event.to_owned())).or_default();
        let changed = mutations(payload).into_iter().map(|mutation| mutation.payload);
        asked.extend(std::iter::once(payload.clone()).chain(changed).map(|document| {
            let fits = validator.is_valid(&document);
            (document, fits)
        }));
    }

    /// Writes the package and the documents, and lets Node compare.
    fn answer(self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an earlier run's folder can go");
        }
        let package = typescript::package(&self.catalogues.iter().collect::<Vec<_>>(), &Options::default());
        for (path, text) in package.iter() {
            write(&folder.join("package").join(path), text);
        }
        let questions: Vec<Value> = self
            .asked
            .into_iter()
            .map(
                |((module, map, event), asked)| json!({ "module": module, "map": map, "event": event, "asked": asked }),
            )
            .collect();
        write(&folder.join("questions.json"), &Value::Array(questions).to_string());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validators.mjs");
        let output = Command::new("node").arg(script).arg(&folder).output().expect("node runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        println!("{said}");
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

#[test]
fn the_five_catalogues() {
    let mut questions = Questions::default();
    let mut validators = Validators::default();
    for name in CATALOGUES {
        let catalogue = oracle::cases::load(name).catalogue;
        for case in cases(name) {
            // What comes by a request alone has no validator.
            let by_request = catalogue.events[&case.event].rest.is_some() && case.side == Side::Client;
            if case.side != Side::Ack && !by_request {
                questions.ask(name, case.side, &case.event, &case.payload, validators.of(&case));
            }
        }
        questions.catalogues.push(catalogue);
    }
    questions.answer("validators-catalogues");
}

#[test]
fn hard_cases() {
    let mut questions = Questions::default();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codegen/tests/fixtures");
    let folders = fs::read_dir(fixtures).expect("the fixtures are there").map(|entry| entry.expect("readable").path());
    let mut folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    for folder in folders {
        let (disk, entry) = Disk::catalogue(&folder).expect("the catalogue is there");
        let catalogue = load(&disk, &entry).catalogue.expect("the catalogue has no errors");
        let name = catalogue.name.value.clone();
        for event in catalogue.events.values() {
            let mut ask = |side: Side, message: &Message| {
                let Payload::One(ty) = &message.payload else { return };
                let validator = of_schema(&json!({
                    // The oldest draft that knows `uuid`, and the last in which `items` may be a list.
                    "$schema": "https://json-schema.org/draft/2019-09/schema",
                    "allOf": [canonical::schema(&catalogue.types, ty)],
                    "definitions": canonical::definitions(&catalogue.types),
                }));
                for example in &message.examples {
                    questions.ask(&name, side, &event.name, &example.value, &validator);
                }
            };
            if let Some(message) = &event.server {
                ask(Side::Server, message);
            }
            if let Some(message) = event.client.as_ref().filter(|_| event.client_sends()) {
                ask(Side::Client, message);
            }
        }
        questions.catalogues.push(catalogue);
    }
    questions.answer("validators-fixtures");
}

#[test]
fn random_schemas() {
    let mut questions = Questions::default();
    let scalars = Scalars::default();
    for seed in 0..RANDOM {
        let mut random = Random::new(seed);
        let mut json = Maker { random: &mut random, closed: false }.catalogue();
        let name = format!("random-{seed}");
        json["catalogue"] = json!(name);
        let Some(catalogue) = loaded(&json) else { continue };
        let validator = of_payload(&json, "it");
        for document in documents(&json, &json, &scalars).into_iter().take(8) {
            questions.ask(&name, Side::Server, "it", &document, &validator);
        }
        questions.catalogues.push(catalogue);
    }
    assert!(questions.catalogues.len() as u64 > RANDOM * 8 / 10, "too few are catalogues");
    questions.answer("validators-random");
}
