//! Documents that a schema lets a writer send: the values at its bounds, each field present, absent and null, each variant.
//! An object that says nothing of other keys is sent with its declared fields alone.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use jsonschema::Validator;
use serde_json::{Map, Number, Value, json};

use crate::schemas::{FIELDS, PATTERNS, WORDS};
use crate::validator;

/// The most values of a part of a document.
const MANY: usize = 32;
/// How deep shared schemas are followed.
const DEEP: usize = 5;

/// Documents of a catalogue's payload. `other` is the catalogue on the other side, whose numbers and lengths are tried as well.
/// Some may be refused by the schema itself.
pub fn documents(catalogue: &Value, other: &Value, scalars: &Scalars) -> Vec<Value> {
    let mut hints = Hints::default();
    hints.collect(&catalogue["events"]["it"]["payload"]);
    hints.collect(&catalogue["schemas"]);
    hints.collect(&other["events"]["it"]["payload"]);
    hints.collect(&other["schemas"]);
    let maker = Documents { catalogue, hints, scalars };
    maker.all_of(&catalogue["events"]["it"]["payload"], DEEP)
}

/// Numbers that schemas name.
#[derive(Default)]
struct Hints {
    numbers: Vec<f64>,
}

impl Hints {
    fn collect(&mut self, value: &Value) {
        match value {
            Value::Number(number) => {
                let number = number.as_f64().unwrap_or(0.0);
                if !self.numbers.contains(&number) {
                    self.numbers.push(number);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.collect(field)),
            _ => {}
        }
    }

    /// The counts and their neighbours.
    fn lengths(&self) -> impl Iterator<Item = usize> {
        let counts = self.numbers.iter().filter(|number| number.fract() == 0.0 && (0.0..=300.0).contains(*number));
        counts.flat_map(|count| [*count as usize, *count as usize + 1, (*count as usize).saturating_sub(1)])
    }
}

/// Validators of numbers and texts, made once.
#[derive(Default)]
pub struct Scalars(RefCell<HashMap<String, Validator>>);

impl Scalars {
    /// Leaves the values that fit a schema.
    fn keep(&self, schema: &Value, mut values: Vec<Value>) -> Vec<Value> {
        let mut made = self.0.borrow_mut();
        let validator = made.entry(schema.to_string()).or_insert_with(|| validator::of_schema(schema));
        let mut seen = HashSet::new();
        values.retain(|value| validator.is_valid(value) && seen.insert(value.to_string()));
        values
    }
}

struct Documents<'a> {
    catalogue: &'a Value,
    hints: Hints,
    scalars: &'a Scalars,
}

impl Documents<'_> {
    fn of(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let mut documents = self.all_of(schema, depth);
        documents.truncate(MANY);
        documents
    }

    fn all_of(&self, schema: &Value, depth: usize) -> Vec<Value> {
        if depth == 0 {
            return Vec::new();
        }
        if *schema == json!(true) {
            return vec![Value::Null, json!(true), json!(1.5), json!("any"), json!([]), json!({ "any": [1] })];
        }
        if let Some(name) = schema["$ref"].as_str() {
            let target = self.catalogue.pointer(&name[1..]).unwrap_or(&Value::Null);
            return self.of(target, depth - 1);
        }
        if let Some(variants) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            let each: Vec<Vec<Value>> = variants.iter().map(|variant| self.of(variant, depth)).collect();
            return in_turn(&each);
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let each: Vec<Vec<Value>> = parts.iter().map(|part| self.of(part, depth)).collect();
            return joined(&each);
        }
        if let Some(only) = schema.get("const") {
            return vec![only.clone()];
        }
        if let Some(values) = schema["enum"].as_array() {
            let mut values = values.clone();
            if schema.get("x-open").is_some() {
                values.extend(["", "unheard of"].into_iter().chain(WORDS).map(Value::from));
            }
            return values;
        }
        match schema["type"].as_str() {
            Some("null") => vec![Value::Null],
            Some("boolean") => vec![json!(true), json!(false)],
            Some("integer") => self.scalars.keep(schema, self.integers(schema)),
            Some("number") => self.scalars.keep(schema, self.numbers(schema)),
            Some("string") => self.scalars.keep(schema, self.texts()),
            Some("array") => self.lists(schema, depth),
            Some("object") => self.objects(schema, depth),
            _ => Vec::new(),
        }
    }

    fn integers(&self, schema: &Value) -> Vec<Value> {
        let step = schema["multipleOf"].as_i64().unwrap_or(1);
        let hints = self.hints.numbers.iter().map(|number| *number as i64);
        let around = hints.flat_map(|hint| [hint, hint - 1, hint + 1, hint / step * step, (hint / step + 1) * step]);
        let mut values: Vec<Value> =
            [0, step, -step, 7 * step, 60, 1_000 * step].into_iter().chain(around).map(Value::from).collect();
        values.extend([json!(i64::MIN), json!(i64::MAX)]);
        values
    }

    fn numbers(&self, schema: &Value) -> Vec<Value> {
        let step = schema["multipleOf"].as_f64().unwrap_or(0.375);
        let around = self.hints.numbers.iter().flat_map(|hint| {
            [
                *hint,
                hint - 1.0,
                hint + 1.0,
                hint + 0.001,
                hint - 0.001,
                (hint / step).floor() * step,
                (hint / step).floor() * step + step,
            ]
        });
        let values = [0.0, 1.5, step, 3.0 * step, -step, -1e6, 1e6].into_iter().chain(around);
        values.filter_map(Number::from_f64).map(Value::Number).collect()
    }

    fn texts(&self) -> Vec<Value> {
        let matching = PATTERNS.iter().flat_map(|(_, texts)| texts.iter().copied());
        let formats = ["2026-02-12T10:30:00Z", "2026-02-12", "123e4567-e89b-12d3-a456-426614174000"];
        let mut texts: Vec<String> = formats.into_iter().chain(["", "é"]).map(str::to_owned).collect();
        texts.extend(self.hints.lengths().map(|length| "x".repeat(length)));
        texts.extend(matching.chain(WORDS).map(str::to_owned));
        texts.extend(
            ["2026-02-12T10:30:00.123456789+01:00", "1999-12-31", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"]
                .map(str::to_owned),
        );
        texts.into_iter().map(Value::from).collect()
    }

    fn lists(&self, schema: &Value, depth: usize) -> Vec<Value> {
        if let Some(items) = schema["prefixItems"].as_array() {
            let each: Vec<Vec<Value>> = items.iter().map(|item| self.of(item, depth)).collect();
            let count = each.iter().map(Vec::len).max().unwrap_or(0);
            let row = |at: usize| {
                each.iter().map(|items| items.get(at % items.len().max(1)).cloned()).collect::<Option<Vec<_>>>()
            };
            return (0..count).filter_map(row).map(Value::Array).collect();
        }
        let items = self.of(&schema["items"], depth);
        let mut lists = vec![json!([])];
        let least = schema["minItems"].as_u64().unwrap_or(0).max(1) as usize;
        for at in 0..items.len() {
            let run = |length: usize| (at..at + length).map(|at| items[at % items.len()].clone()).collect::<Value>();
            lists.push(run(least));
            if at < 2 {
                lists.extend(self.hints.lengths().filter(|length| *length <= 6).map(run));
                lists.push(Value::Array(vec![items[at].clone(); least.max(2)]));
            }
        }
        lists
    }

    fn objects(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let none = Map::new();
        let fields = schema["properties"].as_object().unwrap_or(&none);
        let rest = match &schema["additionalProperties"] {
            Value::Null if schema.get("properties").is_none() => json!(true),
            rest => rest.clone(),
        };
        let others = if rest == json!(false) || rest.is_null() { Vec::new() } else { self.of(&rest, depth) };
        let each: Vec<(&String, Vec<Value>)> =
            fields.iter().map(|(name, field)| (name, self.of(field, depth))).collect();
        let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.contains(&json!(name)));
        let first = |wanted: &dyn Fn(&str) -> bool| -> Map<String, Value> {
            let there = each.iter().filter(|(name, _)| wanted(name));
            there.filter_map(|(name, values)| Some(((*name).clone(), values.first()?.clone()))).collect()
        };
        let full = first(&|_| true);
        let least = first(&|name| required(name));
        let with = |base: &Map<String, Value>, name: &str, value: &Value| {
            let mut with = base.clone();
            with.insert(name.to_owned(), value.clone());
            Value::Object(with)
        };
        let mut lists = vec![vec![Value::Object(full.clone()), Value::Object(least.clone())]];
        for (name, values) in &each {
            let mut list = Vec::new();
            if !required(name) {
                let without =
                    full.iter().filter(|(key, _)| key != name).map(|(key, value)| (key.clone(), value.clone()));
                list.push(Value::Object(without.collect()));
            }
            list.extend(values.iter().skip(1).map(|value| with(&full, name, value)));
            list.extend(values.iter().map(|value| with(&least, name, value)));
            lists.push(list);
        }
        let keys: Vec<&str> =
            FIELDS.into_iter().filter(|key| !fields.contains_key(*key)).chain(["other", "more"]).collect();
        for key in &keys {
            lists.push(others.iter().map(|value| with(&least, key, value)).collect());
        }
        let filled = |(at, value): (usize, &Value)| {
            let mut filled = full.clone();
            filled.extend(keys[..1 + at % keys.len()].iter().map(|key| ((*key).to_owned(), value.clone())));
            Value::Object(filled)
        };
        lists.push(others.iter().enumerate().map(filled).collect());
        in_turn(&lists)
    }
}

/// One of each, and again.
fn in_turn(each: &[Vec<Value>]) -> Vec<Value> {
    let count = each.iter().map(Vec::len).max().unwrap_or(0);
    (0..count).flat_map(|at| each.iter().filter_map(move |list| list.get(at).cloned())).collect()
}

/// Objects of one part with the fields of the others.
fn joined(each: &[Vec<Value>]) -> Vec<Value> {
    let count = each.iter().map(Vec::len).max().unwrap_or(0);
    let join = |at: usize| {
        let mut fields = Map::new();
        for documents in each {
            let document = documents.get(at % documents.len().max(1))?;
            fields.extend(document.as_object()?.clone());
        }
        Some(Value::Object(fields))
    };
    (0..count).filter_map(join).collect()
}
