//! The keywords of JSON Schema, draft-07 and 2020-12: which are read, which are words, and which cannot be rendered.

use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::suggest::{self, Near};
use crate::tree::Node;

/// A schema holds keywords of JSON Schema.
pub(crate) static UNKNOWN_KEYWORD: Rule =
    rule!(error Schemas "schema-unknown-keyword", "a schema holds keywords of JSON Schema, and `x-` keys");
/// What cannot be rendered faithfully is not rendered at all.
pub(crate) static UNSUPPORTED: Rule =
    rule!(error Schemas "schema-unsupported", "a schema says only what every generated type can hold to");

/// What is done with a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// It is read.
    Read,
    /// It is for people or other tools.
    Ignored,
    /// It cannot be rendered; why, and what to write instead.
    Unsupported(&'static str),
}

use Treatment::{Ignored, Read, Unsupported};

const CONDITION: &str = "describe each case as a variant of a `oneOf`, told apart by a required `const` property";
const DYNAMIC: &str = "write a plain `$ref`";
const DEPENDENT: &str =
    "describe each case as a variant of a `oneOf`, or make the properties required together in an object of their own";
const CONTAINS: &str = "describe every item with `items`";

/// Every keyword that is known.
const KEYWORDS: &[(&str, Treatment)] = &[
    ("$schema", Ignored),
    ("$id", Ignored),
    ("$anchor", Ignored),
    ("$ref", Read),
    ("$defs", Read),
    ("definitions", Read),
    ("$comment", Ignored),
    ("$vocabulary", Ignored),
    ("$dynamicRef", Unsupported(DYNAMIC)),
    ("$dynamicAnchor", Unsupported("write a plain `$anchor`")),
    ("$recursiveRef", Unsupported(DYNAMIC)),
    ("$recursiveAnchor", Unsupported("leave it out, and write a plain `$ref`")),
    ("type", Read),
    ("enum", Read),
    ("const", Read),
    ("x-open", Read),
    ("properties", Read),
    ("required", Read),
    ("additionalProperties", Read),
    ("unevaluatedProperties", Read),
    ("minProperties", Read),
    ("maxProperties", Read),
    ("patternProperties", Unsupported("name the properties, or describe all of them with `additionalProperties`")),
    ("propertyNames", Unsupported("name the properties, or describe their values with `additionalProperties`")),
    ("dependentRequired", Unsupported(DEPENDENT)),
    ("dependentSchemas", Unsupported(DEPENDENT)),
    ("dependencies", Unsupported(DEPENDENT)),
    ("items", Read),
    ("prefixItems", Read),
    ("additionalItems", Read),
    ("unevaluatedItems", Read),
    ("minItems", Read),
    ("maxItems", Read),
    ("uniqueItems", Read),
    ("contains", Unsupported(CONTAINS)),
    ("minContains", Unsupported(CONTAINS)),
    ("maxContains", Unsupported(CONTAINS)),
    ("minLength", Read),
    ("maxLength", Read),
    ("pattern", Read),
    ("format", Read),
    ("contentEncoding", Ignored),
    ("contentMediaType", Ignored),
    ("contentSchema", Ignored),
    ("minimum", Read),
    ("maximum", Read),
    ("exclusiveMinimum", Read),
    ("exclusiveMaximum", Read),
    ("multipleOf", Read),
    ("allOf", Read),
    ("anyOf", Read),
    ("oneOf", Read),
    ("not", Unsupported("say what is allowed instead: an `enum`, a `pattern`, or the variants of a `oneOf`")),
    ("if", Unsupported(CONDITION)),
    ("then", Unsupported(CONDITION)),
    ("else", Unsupported(CONDITION)),
    ("title", Read),
    ("description", Read),
    ("default", Read),
    ("examples", Read),
    ("deprecated", Read),
    ("readOnly", Ignored),
    ("writeOnly", Ignored),
];

/// Keys of other languages, with what to write here.
const FOREIGN: &[(&str, &str)] = &[
    ("nullable", "`nullable` is OpenAPI's: write `type: [.., \"null\"]`, or `oneOf` with `{ type: \"null\" }`"),
    ("discriminator", "`discriminator` is OpenAPI's: give each variant a required property with a `const` of its own"),
    ("example", "`example` is OpenAPI's: write `examples`, a list"),
    ("xml", "`xml` is OpenAPI's, and means nothing on a socket: leave it out"),
    ("externalDocs", "`externalDocs` is OpenAPI's: put the link into `description`"),
    ("id", "`id` is draft-04's: write `$id`, or describe the property under `properties`"),
    ("extends", "write `allOf` with a `$ref`"),
    ("optional", "a property is optional unless its name stands in the object's `required`"),
    ("enumNames", "write `oneOf` with a `const` and a `description` for each value"),
    ("values", "write `enum`"),
    ("min", "write `minimum`, `minLength` or `minItems`"),
    ("max", "write `maximum`, `maxLength` or `maxItems`"),
    ("length", "write `minLength` and `maxLength`"),
    ("fields", "write `properties`"),
    ("name", "a property is named by its key under `properties`"),
    ("summary", "write `title` or `description`"),
];

/// What is done with a keyword; `None` where it is unknown.
pub(crate) fn treatment(keyword: &str) -> Option<Treatment> {
    let known = KEYWORDS.iter().find(|(known, _)| *known == keyword).map(|(_, treatment)| *treatment);
    known.or_else(|| keyword.starts_with("x-").then_some(Ignored))
}

/// The finding about an unknown keyword of a schema.
pub(crate) fn unknown(key: &Spanned<String>, schema: &Node) -> Diagnostic {
    let message = format!("`{}` is no keyword of JSON Schema", key.value);
    let diagnostic = Diagnostic::new(&UNKNOWN_KEYWORD, key.span, message);
    if let Some((_, help)) = FOREIGN.iter().find(|(foreign, _)| *foreign == key.value) {
        return diagnostic.help(*help);
    }
    match near(key, schema) {
        Some(near) => diagnostic.meant(key, &near),
        None => diagnostic.help("a property belongs under `properties`; a key of your own starts with `x-`"),
    }
}

/// The keyword that an unknown one was beyond doubt meant to be: its value is read as if it stood there, so that one slip is
/// one finding.
pub(crate) fn meant(key: &Spanned<String>, schema: &Node) -> Option<String> {
    let is_foreign = FOREIGN.iter().any(|(foreign, _)| *foreign == key.value);
    near(key, schema).filter(|near| near.certain && !is_foreign).map(|near| near.name)
}

fn near(key: &Spanned<String>, schema: &Node) -> Option<Near> {
    // One that is there already cannot be written again, and one that is refused mends nothing.
    let unfit = |near: &str| schema.get(near).is_some() || matches!(treatment(near), Some(Unsupported(_)));
    suggest::word(&key.value, KEYWORDS.iter().map(|(known, _)| *known)).map(|near| near.unless(unfit))
}

/// The finding about a keyword that cannot be rendered.
pub(crate) fn unsupported(key: &Spanned<String>, help: &str) -> Diagnostic {
    let message = format!("`{}` cannot be rendered faithfully in every language", key.value);
    Diagnostic::new(&UNSUPPORTED, key.span, message).help(help)
}

/// What a constraint speaks of: `a number`, `a text`, `a list` or `an object`.
pub(crate) fn speaks_of(keyword: &str) -> Option<&'static str> {
    match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => Some("a number"),
        "minLength" | "maxLength" | "pattern" | "format" => Some("a text"),
        "items" | "prefixItems" | "additionalItems" | "unevaluatedItems" | "minItems" | "maxItems" | "uniqueItems" => {
            Some("a list")
        }
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => Some("an object"),
        _ => None,
    }
}

/// Whether a keyword decides which values fit.
pub(crate) fn constrains(keyword: &str) -> bool {
    speaks_of(keyword).is_some()
        || matches!(
            keyword,
            "type" | "enum" | "const" | "x-open" | "unevaluatedProperties" | "allOf" | "anyOf" | "oneOf"
        )
}

/// Whether a keyword holds schemas, whose own faults are not its own.
pub(crate) fn holds_schemas(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "items"
            | "prefixItems"
            | "additionalItems"
            | "unevaluatedItems"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "$defs"
            | "definitions"
    )
}
