//! Input that is made to keep the lowering busy, or to bring it down.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Lowered, lower_text};

fn rules(lowered: &Lowered) -> Vec<&'static str> {
    let mut rules: Vec<_> = lowered.findings.iter().map(|finding| finding.rule.id).collect();
    rules.dedup();
    rules
}

/// `schemas` with so many entries, each made from its number and the next one's name.
fn chain(length: usize, link: impl Fn(usize, &str) -> String) -> String {
    let mut text = "schemas:\n".to_owned();
    for at in 0..length {
        let next = format!("#/schemas/S{}", at + 1);
        writeln!(text, "  S{at}: {}", link(at, &next)).expect("a string takes whatever is written to it");
    }
    writeln!(text, "  S{length}: {{ type: string }}").expect("a string takes whatever is written to it");
    text
}

#[test]
fn long_chains_of_references_end() {
    let plain = lower_text(&chain(3_000, |_, next| format!("{{ $ref: \"{next}\" }}")));
    assert_eq!(rules(&plain), ["schema-too-large"]);
    let objects = lower_text(&chain(3_000, |_, next| {
        format!("{{ type: object, required: [a], properties: {{ a: {{ $ref: \"{next}\" }} }} }}")
    }));
    assert_eq!(rules(&objects), [""; 0]);
    assert_eq!(objects.types.list.len(), 3_001);
    let lists = lower_text(&chain(3_000, |_, next| format!("{{ type: array, items: {{ $ref: \"{next}\" }} }}")));
    assert_eq!(rules(&lists), [""; 0]);
    let inherited = lower_text(&chain(3_000, |at, next| {
        format!("{{ allOf: [{{ $ref: \"{next}\" }}, {{ properties: {{ f{at}: {{ type: string }} }} }}] }}")
    }));
    assert!(rules(&inherited).contains(&"schema-too-large"));
}

#[test]
fn deep_schemas_need_little_stack() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("events:\n  it: {}{{ type: string }}{}\n", open.repeat(depth), close.repeat(depth))
    };
    for (open, close, depth) in [
        ("{ type: array, items: ", " }", 120),
        ("{ type: object, properties: { a: ", " } }", 60),
        ("{ allOf: [", "] }", 60),
        ("{ oneOf: [", "] }", 60),
        ("{ oneOf: [{ type: 'null' }, ", "] }", 60),
        ("{ type: object, additionalProperties: ", " }", 120),
    ] {
        let text = nested(open, close, depth);
        let lowered = std::thread::Builder::new()
            .stack_size(1 << 20)
            .spawn(move || {
                let lowered = lower_text(&text);
                (rules(&lowered), lowered.payloads.len())
            })
            .expect("a thread can be started")
            .join();
        assert!(lowered.is_ok_and(|(_, payloads)| payloads == 1), "{open}");
    }
}

#[test]
fn what_doubles_at_every_step_is_cut() {
    let doubled = lower_text(&chain(90, |at, next| {
        let own = format!("{{ type: object, properties: {{ f{at}: {{ type: string }} }} }}");
        format!("{{ allOf: [{{ $ref: \"{next}\" }}, {{ $ref: \"{next}\" }}, {own}] }}")
    }));
    assert!(!rules(&doubled).is_empty());
    let unions = lower_text(&chain(90, |_, next| {
        format!("{{ oneOf: [{{ $ref: \"{next}\" }}, {{ $ref: \"{next}\" }}, {{ type: integer }}] }}")
    }));
    assert!(!rules(&unions).is_empty());
    let nullable = lower_text(&chain(90, |_, next| {
        format!(
            "{{ anyOf: [{{ oneOf: [{{ $ref: \"{next}\" }}, {{ $ref: \"{next}\" }}, {{ type: integer }}] }}, {{ type: 'null' }}] }}"
        )
    }));
    assert!(!rules(&nullable).is_empty());
    let diamonds = lower_text(
        &chain(24, |at, next| {
            let half = |name: &str| {
                format!("{{ allOf: [{{ $ref: \"{next}\" }}, {{ properties: {{ f: {{ maxLength: {name}{at} }} }} }}] }}")
            };
            format!(
                "{{ type: object, properties: {{ f: {{ type: string }} }}, allOf: [{}, {}] }}",
                half("1"),
                half("2")
            )
        })
        .replace("S24: { type: string }", "S24: { type: object }"),
    );
    assert_eq!(rules(&diamonds), [""; 0]);
    let distributed = lower_text(&chain(90, |at, next| {
        format!(
            "{{ type: object, properties: {{ f{at}: {{ type: string }} }}, \
             oneOf: [{{ $ref: \"{next}\" }}, {{ allOf: [{{ $ref: \"{next}\" }}, {{ required: [f{at}] }}] }}] }}"
        )
    }));
    assert!(!rules(&distributed).is_empty());
    let wide = (0..1_000).fold("schemas:\n".to_owned(), |mut text, at| {
        writeln!(text, "  T{at}: {{ allOf: [{{ $ref: \"#/schemas/Base\" }}, {{ properties: {{ own: true }} }}] }}")
            .expect("a string takes whatever is written to it");
        text
    });
    let fields: String = (0..1_000).map(|at| format!("f{at}: {{ type: string }}, ")).collect();
    let wide = lower_text(&format!("{wide}  Base: {{ type: object, properties: {{ {fields} }} }}\n"));
    assert_eq!(rules(&wide), ["schema-too-large"]);
}

#[test]
fn thousands_of_events_are_lowered_whole() {
    let mut text = "events:\n".to_owned();
    for at in 0..5_000 {
        write!(text, "  e{at}:\n    type: object\n    required: [a, b, c]\n    properties:\n").expect("it is a string");
        for field in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
            writeln!(text, "      {field}: {{ type: string, maxLength: 20, description: A field. }}")
                .expect("it is a string");
        }
    }
    let lowered = lower_text(&text);
    assert_eq!(lowered.types.list.len(), 5_000);
}

/// Maps that look like schemas: known keywords with any values.
fn soup() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-2i64..5).prop_map(Value::from),
        Just(json!(0.5)),
        prop::sample::select(vec![
            "string",
            "object",
            "array",
            "integer",
            "null",
            "number",
            "a",
            "b",
            "#/schemas/A",
            "#/schemas/B",
            "#",
            "x.yaml",
            "date-time",
            "#a",
            "^a$",
            "",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let keyword = prop::sample::select(vec![
            "type",
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "items",
            "prefixItems",
            "allOf",
            "oneOf",
            "anyOf",
            "$ref",
            "enum",
            "const",
            "minLength",
            "maximum",
            "minItems",
            "minProperties",
            "format",
            "pattern",
            "default",
            "examples",
            "$defs",
            "$id",
            "$anchor",
            "$schema",
            "x-open",
            "not",
            "a",
            "b",
            "uniqueItems",
            "description",
            "deprecated",
        ]);
        let entries = prop::collection::vec((keyword, inner.clone()), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            entries.prop_map(|entries| {
                Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_looks_like_a_schema_brings_it_down(a in soup(), b in soup(), it in soup()) {
        let text = json!({ "schemas": { "A": a, "B": b }, "events": { "it": it } }).to_string();
        let lowered = lower_text(&text);
        let refused = lowered.payloads[0].1.is_none();
        prop_assert!(!refused || lowered.findings.iter().any(|finding| finding.level == crate::Level::Error), "{}", text);
    }
}
