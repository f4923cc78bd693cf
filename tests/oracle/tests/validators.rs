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

/// Documents, each with whether it fits.
type Asked = Vec<(Value, bool)>;

/// What Node is to validate: documents with what is known of each, by module, side and event.
#[derive(Default)]
struct Questions {
    catalogues: Vec<Valid<Catalogue>>,
    asked: BTreeMap<(String, &'static str, String), Asked>,
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

/// Patterns with what JavaScript, Rust and people write differently, or take for something else.
const PATTERNS: &[&str] = &[
    "^a.b$",
    r"^\s$",
    r"^[\s]$",
    r"^\S$",
    r"^[^\S]$",
    r"^\/\u00e4\x41\cJ\0$",
    "^(?<year>[0-9]{4})$",
    "^a{,2}}]$",
    "^{a}$",
    r"^[\w-.]+$",
    r"^[a\-z]$",
    "^[[&&~~-]+$",
    r"^[\b]$",
    "[]",
    "^[^]$",
    r"^\+?[1-9]\d{1,14}$",
    r"\bword\b",
    "^[^\"#]*$",
    "a|b|",
    "^[!-/:-@]+$",
    r"^[\u4e00-\u9fff]+$",
    "^.{2}$",
    "^[^a]$",
    r"\&",
    r"[\]\[]",
    r"^\W\D$",
    "/path/",
    "`${x}`",
    r"\\",
    "^é+$",
    r"^\u{1F600}$",
];

/// Texts that some of them match, and others do not.
const TEXTS: &[&str] = &[
    "",
    "a",
    "-",
    "b",
    "a.b",
    "a\u{2028}b",
    "a\rb",
    "aäb",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\u{3000}",
    "/äA\n\0",
    "2026",
    "a{,2}}]",
    "{a}",
    "a-b.c",
    "[&~-",
    "\u{8}",
    "\n",
    "a\n",
    "+4912345678",
    "a word here",
    "swordfish",
    "q\"#",
    "!/:@",
    "漢字",
    "😀",
    "😀😀",
    "é",
    "éé",
    "`${x}`",
    "\\",
    "[",
    "/path/",
    "&",
    "!?",
];

#[test]
fn patterns() {
    let events: serde_json::Map<String, Value> = (0..)
        .zip(PATTERNS)
        .map(|(at, pattern)| {
            let payload = json!({ "type": "string", "pattern": pattern });
            (format!("it_{at}"), json!({ "direction": "server-to-client", "to": "everybody", "payload": payload }))
        })
        .collect();
    let json = json!({ "catalogue": "patterns", "version": "1.0.0", "transport": "socket.io", "events": events });
    let mut questions = Questions::default();
    questions.catalogues.push(loaded(&json).expect("every pattern is one that all readers match alike"));
    for (at, pattern) in (0..).zip(PATTERNS) {
        // Another implementation of ECMA-262's expressions; some are none with the flag `u`.
        let regex = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern));
        let regex = regex.expect("it is a pattern of ECMA-262");
        let asked = TEXTS.iter().map(|text| (json!(text), regex.find(text).is_some())).collect();
        questions.asked.insert(("patterns".to_owned(), "fromServer", format!("it_{at}")), asked);
    }
    questions.answer("validators-patterns");
}
