//! Random schemas of a small grammar, and values that may fit them.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A schema of a small grammar, and a value that may fit it.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Leaf(usize),
    List(Box<Shape>, u8, Option<u8>, bool),
    Object { fields: Vec<(u8, Shape, bool)>, closed: bool, extends: Option<Box<Shape>> },
    Map(Box<Shape>),
    Nullable(Box<Shape>),
    Tagged(Vec<Shape>),
    ByType(usize, Box<Shape>),
    Shared(Box<Shape>),
}

fn leaves() -> Vec<Value> {
    vec![
        json!({ "type": "boolean" }),
        json!({ "type": "integer", "minimum": -2, "maximum": 5 }),
        json!({ "type": "number", "exclusiveMinimum": 0 }),
        json!({ "type": "string", "maxLength": 2 }),
        json!({ "type": "string", "format": "date" }),
        json!({ "enum": ["red", "green"] }),
        json!({ "enum": [1, 2] }),
        json!({ "const": "x" }),
        json!({ "oneOf": [{ "const": "a" }, { "const": "b", "description": "The other." }] }),
        json!({ "anyOf": [{ "const": "a" }, { "type": "string" }] }),
        json!(true),
    ]
}

pub(super) fn shapes() -> impl Strategy<Value = Shape> {
    let leaf = (0..leaves().len()).prop_map(Shape::Leaf);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let object = prop::collection::vec((0u8..5, inner.clone(), any::<bool>()), 0..4);
        let fields = object.prop_map(|fields| Shape::Object { fields, closed: false, extends: None });
        prop_oneof![
            (inner.clone(), 0u8..2, prop::option::of(2u8..4), any::<bool>())
                .prop_map(|(items, least, most, unique)| Shape::List(Box::new(items), least, most, unique)),
            (
                prop::collection::vec((0u8..5, inner.clone(), any::<bool>()), 0..4),
                any::<bool>(),
                prop::option::of(fields.clone())
            )
                .prop_map(|(fields, closed, extends)| Shape::Object {
                    fields,
                    closed,
                    extends: extends.map(Box::new)
                }),
            inner.clone().prop_map(|values| Shape::Map(Box::new(values))),
            inner.clone().prop_map(|inner| Shape::Nullable(Box::new(inner))),
            prop::collection::vec(fields, 2..4).prop_map(Shape::Tagged),
            (0usize..3, inner.clone()).prop_map(|(leaf, items)| Shape::ByType(leaf, Box::new(items))),
            inner.prop_map(|inner| Shape::Shared(Box::new(inner))),
        ]
    })
}

/// Writes shapes as schemas, shared ones as definitions.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) definitions: Map<String, Value>,
}

impl Writer {
    pub(super) fn schema(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Leaf(leaf) => leaves()[*leaf].clone(),
            Shape::List(items, least, most, unique) => {
                let mut schema =
                    json!({ "type": "array", "items": self.schema(items), "minItems": least, "uniqueItems": unique });
                if let Some(most) = most {
                    schema["maxItems"] = json!(most);
                }
                schema
            }
            Shape::Object { fields, closed, extends } => {
                let own = self.object(fields);
                let Some(base) = extends else {
                    let mut own = own;
                    if *closed {
                        own["additionalProperties"] = json!(false);
                    }
                    return own;
                };
                // Fields of its own names, so that the two parts never contradict each other.
                let base = self.renamed(base);
                let base = self.define(base);
                let mut both = json!({ "allOf": [base, own] });
                if *closed {
                    both["unevaluatedProperties"] = json!(false);
                }
                both
            }
            Shape::Map(values) => json!({ "type": "object", "additionalProperties": self.schema(values) }),
            Shape::Nullable(inner) => json!({ "anyOf": [self.schema(inner), { "type": "null" }] }),
            Shape::Tagged(variants) => {
                let variants = variants.iter().enumerate().map(|(at, variant)| {
                    let mut schema = self.renamed(variant);
                    schema["properties"]["tag"] = json!({ "const": format!("v{at}") });
                    let required = schema["required"].as_array().cloned().unwrap_or_default();
                    schema["required"] = required.into_iter().chain([json!("tag")]).collect();
                    if at == 0 { self.define(schema) } else { schema }
                });
                json!({ "oneOf": variants.collect::<Vec<_>>() })
            }
            Shape::ByType(leaf, items) => {
                json!({ "oneOf": [leaves()[*leaf], { "type": "array", "items": self.schema(items) }, { "type": "null" }] })
            }
            Shape::Shared(inner) => {
                let schema = self.schema(inner);
                self.define(schema)
            }
        }
    }

    fn define(&mut self, schema: Value) -> Value {
        let name = format!("D{}", self.definitions.len());
        self.definitions.insert(name.clone(), schema);
        json!({ "$ref": format!("#/events/it/$defs/{name}") })
    }

    fn object(&mut self, fields: &[(u8, Shape, bool)]) -> Value {
        self.named_object(fields, "f")
    }

    fn renamed(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Object { fields, .. } => self.named_object(fields, "g"),
            other => self.schema(other),
        }
    }

    fn named_object(&mut self, fields: &[(u8, Shape, bool)], prefix: &str) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, shape, is_required) in fields {
            let name = format!("{prefix}{name}");
            if properties.contains_key(&name) {
                continue;
            }
            let schema = self.schema(shape);
            properties.insert(name.clone(), schema);
            if *is_required {
                required.push(json!(name));
            }
        }
        json!({ "type": "object", "properties": properties, "required": required })
    }
}

/// Any small value, often of the keys and constants that the schemas ask for.
pub(super) fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        (-3i64..8).prop_map(|value| json!(value)),
        Just(json!(0.5)),
        prop::sample::select(vec!["", "a", "b", "x", "red", "v0", "v1", "abc", "2026-02-12"])
            .prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let key = prop_oneof![
            (0u8..5).prop_map(|at| format!("f{at}")),
            (0u8..5).prop_map(|at| format!("g{at}")),
            Just("other".to_owned()),
        ];
        let entries = prop::collection::vec((key, inner.clone()), 0..5);
        let tag = prop::option::of(prop::sample::select(vec!["v0", "v1", "v2", "v9"]));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            (entries, tag).prop_map(|(entries, tag)| {
                let mut map: Map<String, Value> = entries.into_iter().collect();
                if let Some(tag) = tag {
                    map.insert("tag".to_owned(), json!(tag));
                }
                Value::Object(map)
            }),
        ]
    })
}

/// A value made to fit a schema, as far as that is easy.
pub(super) fn fitting(schema: &Value, root: &Value, seed: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return fitting(root.pointer(&reference[1..]).unwrap_or(&Value::Null), root, seed);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(branches) = schema[key].as_array() {
            return fitting(&branches[seed % branches.len()], root, seed / 2);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut whole = Map::new();
        for part in parts {
            if let Value::Object(part) = fitting(part, root, seed) {
                whole.extend(part);
            }
        }
        return Value::Object(whole);
    }
    if let Some(values) = schema["enum"].as_array() {
        return values[seed % values.len()].clone();
    }
    if !schema["const"].is_null() {
        return schema["const"].clone();
    }
    match schema["type"].as_str() {
        Some("boolean") => json!(seed.is_multiple_of(2)),
        Some("integer") => json!(seed % 8),
        Some("number") => json!(seed as f64 / 2.0),
        Some("string") if schema["format"] == "date" => json!("2026-02-12"),
        Some("string") => json!("a".repeat(seed % 4)),
        Some("array") => (0..seed % 4).map(|at| fitting(&schema["items"], root, seed / 2 + at)).collect(),
        Some("object") => {
            let mut map = Map::new();
            for (at, (name, property)) in schema["properties"].as_object().into_iter().flatten().enumerate() {
                let required = schema["required"].as_array().is_some_and(|required| required.contains(&json!(name)));
                if required && !seed.is_multiple_of(7) || (seed >> at).is_multiple_of(2) {
                    map.insert(name.clone(), fitting(property, root, seed / 3 + at));
                }
            }
            if schema["additionalProperties"].is_object() || seed.is_multiple_of(5) {
                map.insert("other".to_owned(), fitting(&schema["additionalProperties"], root, seed / 2));
            }
            Value::Object(map)
        }
        _ => json!(seed),
    }
}
