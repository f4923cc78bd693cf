//! What fits, against the `jsonschema` validator; and the findings about what does not.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::lower::tests::{Lowered, Memory, lower_text};
use crate::source::Sources;
use crate::tree::{Node, yaml};

/// Whether a value, written as JSON, fits the payload `it` of the schemas.
fn fits(lowered: &Lowered, value: &Value) -> bool {
    let mut sources = Sources::default();
    let text = value.to_string();
    let source = sources.add("value.json", text.clone());
    let mut diagnostics = Diagnostics::default();
    let node = yaml::parse(source, &text, &mut diagnostics).expect("JSON is YAML");
    let ty = lowered.payloads[0].1.as_ref().expect("the schema is accepted");
    super::fits(&lowered.types, ty, &node)
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).expect("the schema is valid")
}

fn lowered(schema: &Value) -> Lowered {
    lower_text(&json!({ "events": { "it": schema } }).to_string())
}

/// Holds [`super::fits`] to the validator.
fn agree(schema: &Value, values: &[Value]) {
    let (lowered, validator) = (lowered(schema), validator(schema));
    let errors: Vec<&str> = lowered.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(lowered.payloads[0].1.is_some(), "{schema}: {errors:?}");
    for value in values {
        assert_eq!(fits(&lowered, value), validator.is_valid(value), "{value} against {schema}");
    }
}

#[test]
fn scalars_agree_with_the_validator() {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(5),
        json!(6),
        json!(7),
        json!(10),
        json!(2.5),
        json!(0.3),
        json!(""),
        json!("a"),
        json!("ab"),
        json!("äöü"),
        json!("😀😀"),
        json!("2026-02-12"),
        json!("2026-02-12T10:30:00Z"),
        json!("2026-02-12t10:30:00.5+01:00"),
        json!("2026-02-12 10:30:00Z"),
        json!("1990-12-31T23:59:60Z"),
        json!("1990-12-31T22:59:60Z"),
        json!("123e4567-e89b-12d3-a456-426614174000"),
        json!("123E4567-E89B-12D3-A456-426614174000"),
        json!("123e4567e89b12d3a456426614174000"),
        json!([]),
        json!({}),
    ];
    for schema in [
        json!({ "type": "null" }),
        json!({ "type": "boolean" }),
        json!({ "type": "integer" }),
        json!({ "type": "integer", "minimum": 5, "maximum": 10, "multipleOf": 5 }),
        json!({ "type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 7 }),
        json!({ "type": "number", "minimum": 0.3, "maximum": 7 }),
        json!({ "type": "number", "exclusiveMinimum": 0.3, "exclusiveMaximum": 7, "multipleOf": 0.5 }),
        json!({ "type": "string", "minLength": 2, "maxLength": 3 }),
        json!({ "type": "string", "pattern": "^[a-z]+$" }),
        json!({ "type": "string", "pattern": "." }),
        json!({ "type": "string", "format": "date-time" }),
        json!({ "type": "string", "format": "date" }),
        json!({ "type": "string", "format": "uuid" }),
        json!({ "enum": ["a", "ab"] }),
        json!({ "enum": [5, 7] }),
        json!({ "const": 6 }),
        json!({ "const": true }),
        json!({ "const": "a" }),
        json!({ "enum": ["a", null, "b"] }),
        json!({ "type": ["string", "null"], "maxLength": 1 }),
        json!({ "type": ["integer", "boolean"], "minimum": 6 }),
        json!({ "anyOf": [{ "enum": ["a"] }, { "type": "string" }] }),
        json!(true),
    ] {
        agree(&schema, &values);
    }
}

#[test]
fn lists_agree_with_the_validator() {
    let values = [
        json!([]),
        json!([1]),
        json!([1, 2]),
        json!([1, 1]),
        json!([1, 2, 3]),
        json!(["a", 1]),
        json!(["a"]),
        json!(["a", 1, 2]),
        json!([[1], [1]]),
        json!([{ "a": 1, "b": 2 }, { "b": 2, "a": 1 }]),
        json!([{ "a": 1 }, { "a": 2 }]),
        json!({}),
        json!("x"),
    ];
    for schema in [
        json!({ "type": "array", "items": true, "uniqueItems": true }),
        json!({ "type": "array", "items": { "type": "integer" }, "minItems": 1, "maxItems": 2 }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }], "items": false, "minItems": 2 }),
        json!({ "type": "array", "items": { "type": "array", "items": { "type": "integer" } } }),
    ] {
        agree(&schema, &values);
    }
}

#[test]
fn a_whole_number_has_no_fraction_and_64_bits() {
    let integer = lowered(&json!({ "type": "integer" }));
    let positive = lowered(&json!({ "type": "integer", "minimum": 0 }));
    let written = |lowered: &Lowered, text: &str| fits(lowered, &serde_json::from_str(text).expect(text));
    assert!(!written(&integer, "1.0") && written(&integer, "-9223372036854775808"));
    assert!(!written(&integer, "9223372036854775808") && written(&positive, "18446744073709551615"));
    assert!(!written(&positive, "-1") && !written(&positive, "18446744073709551616"));
}

/// A schema of a small grammar, and a value that may fit it.
#[derive(Clone, Debug)]
enum Shape {
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

fn shapes() -> impl Strategy<Value = Shape> {
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
struct Writer {
    definitions: Map<String, Value>,
}

impl Writer {
    fn schema(&mut self, shape: &Shape) -> Value {
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
fn values() -> impl Strategy<Value = Value> {
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
fn fitting(schema: &Value, root: &Value, seed: usize) -> Value {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_schemas_and_values_agree_with_the_validator(
        shape in shapes(),
        values in prop::collection::vec(values(), 8),
        seeds in prop::collection::vec(0usize..5000, 12),
    ) {
        let mut writer = Writer::default();
        let schema = writer.schema(&shape);
        let payload = if writer.definitions.is_empty() {
            schema
        } else {
            json!({ "allOf": [schema], "$defs": writer.definitions })
        };
        let root = json!({ "events": { "it": payload } });
        let whole = json!({ "$ref": "#/events/it", "events": root["events"] });
        let lowered = lower_text(&root.to_string());
        let errors: Vec<&crate::Diagnostic> =
            lowered.findings.iter().filter(|finding| finding.level == crate::Level::Error).collect();
        // Some schemas of the grammar cannot be told apart, or say nothing new of null; they are refused, and said so.
        prop_assume!(errors.is_empty());
        let validator = validator(&whole);
        let made = seeds.iter().map(|seed| fitting(&whole, &whole, *seed));
        for value in values.iter().cloned().chain(made) {
            prop_assert_eq!(fits(&lowered, &value), validator.is_valid(&value), "{} against {}", value, root);
        }
    }
}

#[test]
fn findings_underline_what_does_not_fit() {
    let text = include_str!("../../tests/schemas/values/catalogue.yaml");
    let files = Memory([("catalogue.yaml".to_owned(), text.to_owned())].into());
    let mut loader = crate::loader::Loader::new(&files);
    let mut diagnostics = Diagnostics::default();
    let root = loader.node("catalogue.yaml", &mut diagnostics).expect("it is there").expect("it is YAML");
    let lowered = lower_text(text);
    for (name, ty) in &lowered.payloads {
        let ty = ty.as_ref().expect("the schema is accepted");
        let examples: &[Node] = root.get("examples").and_then(|examples| examples.get(name)).map_or(&[], Node::items);
        for example in examples {
            let before = diagnostics.len();
            super::check(&lowered.types, ty, example, &mut diagnostics);
            assert!(diagnostics.len() > before, "{example:?}");
        }
    }
    let findings = crate::lower::tests::show::findings(&diagnostics.into_sorted(), &lowered.sources);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../tests/schemas/values");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("findings", findings));
}
