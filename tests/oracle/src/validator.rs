//! The validator's reader, over the catalogues as they are written: another YAML reader, and nothing of ours between.

use std::collections::HashMap;

use jsonschema::{Retrieve, Uri, Validator};
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
            jsonschema::options()
                .with_retriever(Files)
                .should_validate_formats(true)
                // Words for people.
                .with_format("uri", |_| true)
                .with_format("email", |_| true)
                .build(&json!({ "$ref": format!("{uri}#{pointer}") }))
                .unwrap_or_else(|error| panic!("{uri}#{pointer}: {error}"))
        })
    }
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
