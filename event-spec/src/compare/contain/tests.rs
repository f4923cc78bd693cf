//! What is said of a gap, and that there is none where none may be.

use super::{Typed, contained};
use crate::lower::tests::{Lowered, lower_text};

/// Lowers a schema in YAML's flow form; `schemas` may follow it on further lines.
fn lowered(schema: &str) -> Lowered {
    let (payload, schemas) = schema.split_once('\n').unwrap_or((schema, ""));
    let lowered = lower_text(&format!("events: {{ it: {payload} }}\nschemas:\n{schemas}\n"));
    let errors: Vec<&str> = lowered.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(lowered.payloads[0].1.is_some(), "{schema}: {errors:?}");
    lowered
}

/// What is said of documents of one schema for a reader of another.
fn said(writer: &str, reader: &str) -> String {
    let (writer, reader) = (lowered(writer), lowered(reader));
    let typed = |of: &'_ Lowered| of.payloads[0].1.clone().expect("it was lowered");
    let (sent, read) = (typed(&writer), typed(&reader));
    let result = contained(Typed::new(&writer.types, &sent), Typed::new(&reader.types, &read));
    match result {
        Ok(()) => "read".to_owned(),
        Err(gap) => {
            let place = if gap.path.is_empty() { String::new() } else { format!("{}: ", gap.path.join(".")) };
            format!("{}{place}{}", if gap.certain { "" } else { "unclear, " }, gap.why)
        }
    }
}

/// Both directions of pairs of schemas.
fn table(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (a, b) in pairs {
        out += &format!("{a}\n{b}\n    1 -> 2  {}\n    2 -> 1  {}\n", said(a, b), said(b, a));
    }
    out
}

#[test]
fn numbers() {
    let said = table(&[
        ("{ type: integer }", "{ type: integer, minimum: 0 }"),
        ("{ type: integer, minimum: 0, maximum: 10 }", "{ type: integer, minimum: 1, maximum: 9 }"),
        ("{ type: integer, multipleOf: 10 }", "{ type: integer, multipleOf: 5 }"),
        ("{ type: integer, minimum: 5, maximum: 6, multipleOf: 10 }", "{ type: boolean }"),
        ("{ type: integer, minimum: 1, maximum: 3 }", "{ enum: [1, 2, 3] }"),
        ("{ type: integer }", "{ enum: [1, 2, 3] }"),
        ("{ const: 1 }", "{ enum: [1, 2, 3] }"),
        ("{ type: integer }", "{ type: number }"),
        ("{ type: integer }", "{ type: number, multipleOf: 0.5 }"),
        ("{ type: integer }", "{ type: number, multipleOf: 0.01 }"),
        ("{ type: integer, minimum: 0 }", "{ type: number, minimum: 0.5 }"),
        ("{ type: number, minimum: 0 }", "{ type: number, exclusiveMinimum: 0 }"),
        ("{ type: number, multipleOf: 0.5 }", "{ type: number, multipleOf: 0.25 }"),
        ("{ type: number, multipleOf: 0.1 }", "{ type: number, multipleOf: 0.01 }"),
        (
            "{ type: number, multipleOf: 0.01, minimum: 0 }",
            "{ type: number, multipleOf: 0.01, minimum: 0, maximum: 1000 }",
        ),
        ("{ type: boolean }", "{ const: true }"),
        ("{ type: boolean }", "{ type: string }"),
    ]);
    insta::assert_snapshot!(said);
}

#[test]
fn texts() {
    let said = table(&[
        ("{ type: string }", "{ type: string, maxLength: 200 }"),
        ("{ type: string, minLength: 1 }", "{ type: string, minLength: 2, maxLength: 2 }"),
        ("{ type: string }", "{ enum: [open, closed] }"),
        ("{ enum: [open, closed] }", "{ enum: [open, closed, archived] }"),
        ("{ enum: [open, closed] }", "{ enum: [open, closed], x-open: true }"),
        ("{ enum: [open, closed, late, lost] }", "{ const: open }"),
        ("{ type: string }", "{ type: string, format: uuid }"),
        ("{ type: string, format: date }", "{ type: string, format: date-time }"),
        ("{ type: string, format: date }", "{ type: string, maxLength: 10 }"),
        ("{ type: string, pattern: '^ord_' }", "{ type: string, pattern: '^order_' }"),
        ("{ type: string }", "{ type: string, pattern: '^[a-z]*$' }"),
        ("{ type: string, pattern: '^[A-Z]{3}$' }", "{ type: string, maxLength: 10 }"),
        ("{ type: string, pattern: '^(?:open|closed)$' }", "{ enum: [open, closed] }"),
        ("{ type: string, pattern: '^[A-Z]{3}$' }", "{ type: string, pattern: '^[A-Z]{2,}$' }"),
        ("{ enum: [a, b] }", "{ type: string, pattern: '^[a-z]*$' }"),
        ("{ enum: [a, B] }", "{ type: string, pattern: '^[a-z]*$' }"),
        ("{ type: string, format: uuid }", "{ type: string, pattern: '^[0-9a-fA-F-]*$' }"),
        ("{ type: string, format: uuid }", "{ type: string, pattern: '^[0-9a-f-]*$' }"),
    ]);
    insta::assert_snapshot!(said);
}

#[test]
fn objects() {
    let said = table(&[
        (
            "{ type: object, properties: { a: { type: string } } }",
            "{ type: object, required: [a], properties: { a: { type: string } } }",
        ),
        (
            "{ type: object, properties: { a: { type: string } } }",
            "{ type: object, properties: { a: { type: string }, b: { type: string } } }",
        ),
        (
            "{ type: object, properties: { a: { type: string } } }",
            "{ type: object, required: [b], properties: { a: { type: string }, b: { type: string } } }",
        ),
        (
            "{ type: object, properties: { a: { type: string } } }",
            "{ type: object, properties: { a: { type: [string, 'null'] } } }",
        ),
        (
            "{ type: object, properties: { a: { type: string } } }",
            "{ type: object, additionalProperties: false, properties: { b: { type: string } } }",
        ),
        (
            "{ type: object, properties: { a: { type: string } } }",
            "{ type: object, additionalProperties: { type: string } }",
        ),
        (
            "{ type: object, additionalProperties: { type: string }, properties: { a: { type: string } } }",
            "{ type: object, properties: { a: { type: string }, b: { type: integer } } }",
        ),
        (
            "{ type: object, required: [a, b], properties: { a: true, b: true } }",
            "{ type: object, additionalProperties: true, minProperties: 3 }",
        ),
        (
            "{ type: object, additionalProperties: { type: string } }",
            "{ type: object, additionalProperties: { type: string }, maxProperties: 2 }",
        ),
        (
            "{ type: object, required: [a, b], properties: { a: { type: integer, minimum: 5, maximum: 6, multipleOf: 10 }, b: { type: string } } }",
            "{ type: object, properties: { b: { type: integer } } }",
        ),
    ]);
    insta::assert_snapshot!(said);
}

#[test]
fn lists() {
    let said = table(&[
        (
            "{ type: array, items: { type: string } }",
            "{ type: array, items: { type: string }, minItems: 1, maxItems: 5 }",
        ),
        ("{ type: array, items: { type: string } }", "{ type: array, items: { type: string }, uniqueItems: true }"),
        (
            "{ type: array, items: { type: boolean }, uniqueItems: true }",
            "{ type: array, items: { type: boolean }, maxItems: 2 }",
        ),
        ("{ type: array, items: { type: string } }", "{ type: array, items: { type: integer } }"),
        (
            "{ type: array, items: { type: string }, minItems: 3, maxItems: 3 }",
            "{ type: array, prefixItems: [{ type: string }, { type: string }], items: false, minItems: 2 }",
        ),
        (
            "{ type: array, prefixItems: [{ type: string }, { type: string }], items: false, minItems: 2 }",
            "{ type: array, items: { type: string }, uniqueItems: true }",
        ),
        (
            "{ type: array, prefixItems: [{ type: string }, { type: integer }], items: false, minItems: 2 }",
            "{ type: array, items: true }",
        ),
        (
            "{ type: array, prefixItems: [{ type: string }, { type: string }], items: false, minItems: 2 }",
            "{ type: array, items: { type: string }, minItems: 2, maxItems: 2 }",
        ),
        (
            "{ type: array, items: { type: object, required: [a], properties: { a: { type: string } } } }",
            "{ type: array, items: { type: object, required: [a], properties: { a: { enum: [x] } } } }",
        ),
    ]);
    insta::assert_snapshot!(said);
}

#[test]
fn unions() {
    const IMAGE: &str =
        "{ type: object, required: [type], properties: { type: { const: image }, url: { type: string } } }";
    const FILE: &str =
        "{ type: object, required: [type, name], properties: { type: { const: file }, name: { type: string } } }";
    let one = format!("{{ oneOf: [{IMAGE}, {FILE}] }}");
    let either = "{ type: object, required: [type, name], properties: { type: { enum: [image, file] }, name: { type: string } } }";
    let said = table(&[
        (&one, IMAGE),
        (&one, either),
        (&one, &one.replace("type]", "kind]").replace("type,", "kind,").replace("{ type: { const", "{ kind: { const")),
        (&one, "{ type: object, additionalProperties: { type: string } }"),
        (&one, "{ type: object, required: [type], properties: { type: { type: string } } }"),
        ("{ type: [string, integer] }", "{ type: string }"),
        ("{ type: [string, integer, 'null'] }", "{ type: [string, number] }"),
        ("{ type: [string, integer] }", "{ type: [string, boolean] }"),
        ("true", "{ type: [string, number, boolean, 'null'] }"),
    ]);
    insta::assert_snapshot!(said);
}

#[test]
fn recursion() {
    let said = table(&[
        (
            "{ $ref: '#/schemas/Tree' }\n  Tree: { type: object, properties: { of: { type: array, items: { $ref: '#/schemas/Tree' } } } }",
            "{ $ref: '#/schemas/Tree' }\n  Tree: { type: object, required: [of], properties: { of: { type: array, items: { $ref: '#/schemas/Tree' } } } }",
        ),
        (
            "{ $ref: '#/schemas/Tree' }\n  Tree: { type: object, properties: { left: { $ref: '#/schemas/Tree' } } }",
            "{ $ref: '#/schemas/Even' }\n  Even: { type: object, properties: { left: { $ref: '#/schemas/Odd' } } }\n  Odd: { type: object, properties: { left: { $ref: '#/schemas/Even' } } }",
        ),
    ]);
    insta::assert_snapshot!(said);
}

mod shapes;
