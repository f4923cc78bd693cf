//! What fits, against the `jsonschema` validator; and the findings about what does not.

mod grammar;

use grammar::{Writer, fitting, shapes, values};
use proptest::prelude::*;
use serde_json::{Value, json};

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

/// Schemas in which several parts speak of one value.
fn combined() -> Vec<Value> {
    let object = |properties: Value| json!({ "type": "object", "properties": properties });
    let variant = |tag: &str, field: &str| {
        let properties = json!({ "tag": { "const": tag }, field: { "type": "integer" } });
        json!({ "type": "object", "required": ["tag"], "properties": properties })
    };
    vec![
        json!({ "allOf": [{ "type": ["string", "null"] }, { "type": "string", "minLength": 1 }] }),
        json!({ "allOf": [{ "type": "number", "minimum": 0 }, { "type": "integer", "maximum": 5 }, { "multipleOf": 2 }] }),
        json!({ "allOf": [{ "enum": ["a", "b", null] }, { "enum": ["b", "x", null] }] }),
        json!({ "allOf": [{ "enum": ["a", "b"] }, { "anyOf": [{ "const": "b" }, { "type": "string" }] }] }),
        json!({ "allOf": [{ "type": "array", "items": { "type": "integer" }, "maxItems": 3 }, { "items": { "minimum": 1 } }] }),
        json!({ "allOf": [object(json!({ "f0": { "type": "integer" } })), { "required": ["f0"] }] }),
        json!({ "allOf": [
            object(json!({ "f0": { "type": "integer" }, "f1": true })),
            object(json!({ "f0": { "maximum": 3 }, "f2": { "type": "string" } })),
        ], "unevaluatedProperties": false }),
        json!({ "allOf": [
            { "type": "object", "properties": { "f0": { "type": "string" } }, "additionalProperties": { "type": "integer" } },
            { "type": "object", "properties": { "f1": { "minimum": 2 } }, "additionalProperties": { "minimum": 1 } },
        ] }),
        json!({ "allOf": [object(json!({ "f0": { "oneOf": [{ "type": "string" }, { "type": "null" }] } })),
            object(json!({ "f0": { "maxLength": 1 } }))] }),
        json!({ "type": "object", "required": ["f0"], "properties": { "f0": { "type": "integer" } },
            "oneOf": [variant("v0", "f1"), variant("v1", "f2")] }),
        json!({ "type": "object", "properties": { "f0": { "type": "integer" } },
            "anyOf": [variant("v0", "f1"), variant("v1", "f2")], "unevaluatedProperties": false }),
        json!({ "oneOf": [variant("v0", "f0"), { "oneOf": [variant("v1", "f1"), variant("v2", "f2")] }, { "type": "null" }] }),
        json!({ "anyOf": [{ "type": ["string", "boolean"] }, { "type": "number", "minimum": 1 }, { "type": "null" }] }),
        json!({ "type": ["object", "array", "null"], "items": { "type": "integer" }, "required": ["f0"], "properties": { "f0": true } }),
        json!({ "allOf": [
            { "type": "array", "prefixItems": [{ "type": "integer" }, true], "items": false },
            { "items": { "type": "integer", "minimum": 1 }, "minItems": 2 },
        ] }),
        json!({ "oneOf": [{ "const": 1 }, { "enum": [2, 5] }] }),
        json!({ "$ref": "#/$defs/base", "required": ["f1"], "properties": { "f0": { "minimum": 0 } },
            "$defs": { "base": object(json!({ "f0": { "type": "integer" }, "f1": { "type": "string" } })) } }),
    ]
}

#[test]
fn combined_schemas_are_accepted() {
    for schema in combined() {
        let lowered = lowered_at_root(&schema);
        assert!(lowered.payloads[0].1.is_some(), "{schema}: {:?}", lowered.findings);
    }
}

/// [`lowered`] for a schema whose references are relative to itself.
fn lowered_at_root(schema: &Value) -> Lowered {
    let mut schema = schema.clone();
    schema["$id"] = json!("https://example.com/it.json");
    lowered(&schema)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn combined_schemas_agree_with_the_validator(
        schema in prop::sample::select(combined()),
        values in prop::collection::vec(values(), 20),
        seeds in prop::collection::vec(0usize..5000, 40),
    ) {
        let (lowered, validator) = (lowered_at_root(&schema), validator(&schema));
        let made = seeds.iter().map(|seed| fitting(&schema, &schema, *seed));
        for value in values.iter().cloned().chain(made) {
            prop_assert_eq!(fits(&lowered, &value), validator.is_valid(&value), "{} against {}", value, schema);
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
