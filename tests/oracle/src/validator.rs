//! The validator's reader, over the catalogues as they are written: another YAML reader, and nothing of ours between.

use std::collections::HashMap;

use jsonschema::{Retrieve, Uri, ValidationOptions, Validator};
use serde_json::{Value, json};

use crate::cases::{Case, folder};

/// Validators by schema, made once.
#[derive(Default)]
pub struct Validators {
    made: HashMap<(String, String), Validator>,
}

impl Validators {
    /// The validator of a case's schema.
    pub fn of(&mut self, case: &Case) -> &Validator {
        let (file, pointer) = &case.schema;
        let uri = format!("catalogue:///{}/{file}", case.catalogue);
        let key = (uri.clone(), pointer.clone());
        self.made.entry(key).or_insert_with(|| {
            options()
                .with_retriever(Files)
                .build(&json!({ "$ref": format!("{uri}#{pointer}") }))
                .unwrap_or_else(|error| panic!("{uri}#{pointer}: {error}"))
        })
    }
}

/// The validator of a payload that a catalogue writes in place, as the format reads it.
///
/// # Panics
/// When the catalogue holds no schema there.
pub fn of_payload(catalogue: &Value, event: &str) -> Validator {
    let payload = json!(format!("#/events/{event}/payload"));
    of_schema(&json!({ "$ref": payload, "events": catalogue["events"], "schemas": catalogue["schemas"] }))
}

/// The validator of a schema, as the format reads it: sets with `x-open` are open, and integers have 64 bits.
///
/// # Panics
/// When it is no schema.
pub fn of_schema(schema: &Value) -> Validator {
    let mut schema = schema.clone();
    open_enums(&mut schema);
    bound_integers(&mut schema);
    options().build(&schema).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

fn options<'a>() -> ValidationOptions<'a> {
    // Other formats are words for people.
    jsonschema::options().should_validate_formats(true).with_format("uri", |_| true).with_format("email", |_| true)
}

/// Catalogues from the disk.
struct Files;

impl Retrieve for Files {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let text = std::fs::read_to_string(folder(uri.path().as_str().trim_start_matches('/')))?;
        let mut value: Value = serde_saphyr::from_str(&text)?;
        open_enums(&mut value);
        Ok(value)
    }
}

/// `x-open: true` is ours: an enum that a reader must not hold a value to.
fn open_enums(value: &mut Value) {
    match value {
        Value::Object(keywords) => {
            if keywords.get("x-open") == Some(&Value::Bool(true)) {
                keywords.remove("enum");
            }
            keywords.values_mut().for_each(open_enums);
        }
        Value::Array(items) => items.iter_mut().for_each(open_enums),
        _ => {}
    }
}

/// Integers have 64 bits, and no sign where their minimum is 0 or more.
fn bound_integers(value: &mut Value) {
    match value {
        Value::Object(keywords) => {
            keywords.values_mut().for_each(bound_integers);
            if keywords.get("type") == Some(&json!("integer")) {
                let least = |keyword, more| keywords.get(keyword).and_then(Value::as_i64).map(|bound| bound + more);
                let unsigned = least("minimum", 0).max(least("exclusiveMinimum", 1)).is_some_and(|least| least >= 0);
                let (low, high) =
                    if unsigned { (json!(0), json!(u64::MAX)) } else { (json!(i64::MIN), json!(i64::MAX)) };
                keywords.entry("minimum").or_insert(low);
                keywords.entry("maximum").or_insert(high);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(bound_integers),
        _ => {}
    }
}
