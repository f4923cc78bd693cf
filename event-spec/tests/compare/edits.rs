//! Random edits of catalogues, as trees of JSON.
//!
//! In: whole catalogues, which lend each other their parts, and numbers that decide. Out: other catalogues, of which many are
//! wrong and some say nothing new.

use std::collections::BTreeMap;

use event_spec::Sources;
use event_spec::diagnostic::Diagnostics;
use event_spec::tree::yaml;
use serde_json::{Map, Value, json};

/// The files of a catalogue: their paths and trees.
pub type Files = BTreeMap<String, Value>;

/// Keys whose entries have names of their own.
const NAMED: &[&str] = &[
    "channels",
    "events",
    "schemas",
    "consumers",
    "flows",
    "priorities",
    "errors",
    "params",
    "properties",
    "given",
    "reads",
    "examples",
];
/// Keys that hold words for people, or examples.
const WORDS: &[&str] = &["summary", "description", "examples", "client_examples", "tags", "title", "x-note"];

/// The tree of a text in YAML.
pub fn parse(text: &str) -> Value {
    let source = Sources::default().add("catalogue.yaml", text);
    let mut diagnostics = Diagnostics::default();
    yaml::parse(source, text, &mut diagnostics).expect("a catalogue is YAML").to_json()
}

/// Numbers that follow from one.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `count`.
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % count.max(1) as u64) as usize
    }

    fn one_of<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        list.get(self.below(list.len()))
    }
}

/// What the parts of known catalogues hold, by the role of each part.
#[derive(Default)]
pub struct Parts(BTreeMap<String, Vec<Value>>);

impl Parts {
    /// Adds all parts of a catalogue's files.
    pub fn add(&mut self, files: &Files) {
        for file in files.values() {
            for way in ways(file) {
                let part = at(file, &way).clone();
                let like = self.0.entry(role(&way)).or_default();
                if !like.contains(&part) {
                    like.push(part);
                }
            }
        }
    }

    fn like(&self, way: &[String]) -> &[Value] {
        self.0.get(&role(way)).map_or(&[], Vec::as_slice)
    }
}

/// Changes a catalogue somewhere.
pub fn edit(files: &mut Files, parts: &Parts, numbers: &mut Numbers) {
    let paths: Vec<_> = files.keys().cloned().collect();
    let path = numbers.one_of(&paths).expect("a catalogue has files").clone();
    let all = ways(&files[&path]);
    let Some(way) = numbers.one_of(&all).cloned() else { return };
    let part = at_mut(files.get_mut(&path).expect("the file"), &way);
    match numbers.below(8) {
        // What another catalogue says there.
        0 | 1 => {
            if let Some(other) = numbers.one_of(parts.like(&way)) {
                *part = other.clone();
            }
        }
        // A key that another says in such a place.
        2 | 3 => {
            let other = numbers.one_of(parts.like(&way)).and_then(Value::as_object);
            let entries: Vec<_> = other.into_iter().flatten().collect();
            if let (Some(part), Some((key, value))) = (part.as_object_mut(), numbers.one_of(&entries)) {
                part.insert((*key).clone(), (*value).clone());
            }
        }
        4 => match part {
            Value::Object(map) => {
                let keys: Vec<_> = map.keys().cloned().collect();
                numbers.one_of(&keys).map(|key| map.remove(key));
            }
            Value::Array(items) if !items.is_empty() => {
                items.remove(numbers.below(items.len()));
            }
            _ => {}
        },
        5 => match part {
            Value::Object(map) => *map = std::mem::take(map).into_iter().rev().collect(),
            Value::Array(items) => items.reverse(),
            Value::Number(number) => *part = json!(number.as_i64().unwrap_or_default() + numbers.below(3) as i64 - 1),
            Value::Bool(value) => *value = !*value,
            Value::String(_) | Value::Null => {}
        },
        6 => {
            if let Some(name) = way.last().filter(|_| way.len() > 1).cloned() {
                let new = format!("{name}_2");
                files.values_mut().for_each(|file| rename(file, &name, &new));
            }
        }
        // A reference, or what it leads to.
        _ => {
            let schemas: Vec<_> = files.values().filter_map(|file| file["schemas"].as_object()).flatten().collect();
            let schemas: Map<_, _> = schemas.into_iter().map(|(name, schema)| (name.clone(), schema.clone())).collect();
            let part = at_mut(files.get_mut(&path).expect("the file"), &way);
            let target = part["$ref"].as_str().and_then(|to| schemas.get(to.rsplit('/').next()?));
            if let Some(target) = target {
                *part = target.clone();
            } else if let Some((name, _)) = schemas.iter().find(|(_, schema)| *schema == part) {
                *part = json!({ "$ref": format!("#/schemas/{name}") });
            }
        }
    }
}

/// Gives a key another name, wherever it stands.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(map) => {
            let entries = std::mem::take(map).into_iter();
            *map = entries
                .map(|(key, mut value)| {
                    rename(&mut value, from, to);
                    (if key == from { to.to_owned() } else { key }, value)
                })
                .collect();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        Value::String(text) if text == from => to.clone_into(text),
        Value::String(text) if text.starts_with('#') && text.ends_with(&format!("/{from}")) => {
            text.truncate(text.len() - from.len());
            text.push_str(to);
        }
        _ => {}
    }
}

/// What stands at the end of a way: by its key, or by the map that it has a name in.
fn role(way: &[String]) -> String {
    match way {
        [] => String::new(),
        [.., map, _] if NAMED.contains(&map.as_str()) => format!("{map}.*"),
        [.., list, place] if place.parse::<usize>().is_ok() => format!("{list}[]"),
        [.., key] => key.clone(),
    }
}

/// The ways to all parts that are no words for people.
fn ways(value: &Value) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    collect(value, &mut Vec::new(), &mut all);
    all
}

fn collect(value: &Value, way: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    all.push(way.clone());
    let named = way.last().is_some_and(|key| NAMED.contains(&key.as_str()));
    let mut inside = |key: String, value: &Value| {
        if named || !WORDS.contains(&key.as_str()) {
            way.push(key);
            collect(value, way, all);
            way.pop();
        }
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| inside(key.clone(), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| inside(place.to_string(), item)),
        _ => {}
    }
}

fn at<'v>(value: &'v Value, way: &[String]) -> &'v Value {
    way.iter().fold(value, |value, key| match value {
        Value::Array(items) => &items[key.parse::<usize>().expect("a place")],
        value => &value[key.as_str()],
    })
}

fn at_mut<'v>(value: &'v mut Value, way: &[String]) -> &'v mut Value {
    way.iter().fold(value, |value, key| match value {
        Value::Array(items) => &mut items[key.parse::<usize>().expect("a place")],
        value => &mut value[key.as_str()],
    })
}
