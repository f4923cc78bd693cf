//! The JSON Schema of records.

use schemars::Schema;
use serde_json::{Map, Value, json};

/// A schema from its JSON; all of ours are objects.
pub(crate) fn schema(value: Value) -> Schema {
    match value {
        Value::Object(map) => Schema::from(map),
        other => Schema::from(other == Value::Bool(true)),
    }
}

/// A key of a record, for its JSON Schema.
pub(crate) struct FieldSchema {
    pub(crate) key: &'static str,
    pub(crate) docs: &'static str,
    pub(crate) required: bool,
    pub(crate) schema: Schema,
}

/// The JSON Schema of a record: closed but for keys that start with `x-`.
pub(crate) fn record_schema(docs: &str, fields: Vec<FieldSchema>) -> Schema {
    let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    let mut properties = Map::new();
    for mut field in fields {
        field.schema.insert("description".to_owned(), prose(field.docs).into());
        properties.insert(field.key.to_owned(), field.schema.to_value());
    }
    let mut object = json!({
        "description": prose(docs),
        "type": "object",
        "properties": properties,
        "patternProperties": { "^x-": true },
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    schema(object)
}

/// A doc comment as running text.
fn prose(docs: &str) -> String {
    docs.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}
