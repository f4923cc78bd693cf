//! The type model as JSON Schema (draft-07), in one canonical form.
//!
//! In: the [`Types`] of a checked catalogue. Out: a schema per named type and for any [`Type`] between them. Readers
//! that know nothing of catalogues (typify, validators, other generators) are fed with this form only: references are
//! local, constants are one-valued enums, tagged unions stand inline, and nothing is left to a reader's taste.

use event_spec::types::{
    Discrimination, Enum, EnumValue, Field, Format, IntegerRules, List, Literal, Map, NumberRules, Object, Rest,
    StringRules, Type, TypeDef, TypeKind, Types, Union,
};
use serde_json::{Map as JsonMap, Value, json};

/// What stands in a definition beside what validators hold documents to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    /// Descriptions.
    Few,
    /// All that the catalogue says for people.
    All,
}

/// Every named type's schema by its name, for a document's `definitions`.
pub fn definitions(types: &Types) -> JsonMap<String, Value> {
    types.iter().map(|(_, def)| (def.name.clone(), definition(types, def, Words::Few))).collect()
}

/// The same with all that the catalogue says for people, none of which a validator asks: `deprecated`, `default`, `examples`,
/// descriptions beside a `$ref` too, `x-format` for a format that readers do not hold values to, `x-values` for what an open
/// set of texts lists or what is said of the values of any, and `x-tag` for the key that tells the shapes of a union apart.
pub fn described_definitions(types: &Types) -> JsonMap<String, Value> {
    types.iter().map(|(_, def)| (def.name.clone(), definition(types, def, Words::All))).collect()
}

/// The schema of an object that is no named type, described as in [`described_definitions`].
pub fn described_object(types: &Types, shape: &Object) -> Value {
    object(types, shape, Words::All)
}

/// The schema of a type; named types are references to `#/definitions/<name>`.
pub fn schema(types: &Types, ty: &Type) -> Value {
    match ty {
        Type::Any => Value::Bool(true),
        Type::Null => json!({ "type": "null" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Integer(rules) => integer(rules),
        Type::Number(rules) => number(rules),
        Type::String(rules) => string(rules),
        Type::Timestamp => json!({ "type": "string", "format": "date-time" }),
        Type::Date => json!({ "type": "string", "format": "date" }),
        Type::Literal(literal) => constant(literal),
        Type::Integers(values) => json!({ "type": "integer", "enum": values }),
        Type::List(list) => array(types, list),
        Type::Tuple(items) => tuple(types, items),
        Type::Map(map) => dictionary(types, map),
        Type::Nullable(inner) => json!({ "oneOf": [schema(types, inner), { "type": "null" }] }),
        Type::Named(id) => json!({ "$ref": format!("#/definitions/{}", types.get(*id).name) }),
    }
}

fn definition(types: &Types, def: &TypeDef, words: Words) -> Value {
    let mut value = match &def.kind {
        TypeKind::Object(shape) => object(types, shape, words),
        TypeKind::Enum(set) => texts(set, words),
        TypeKind::Union(shapes) => union(types, shapes, words),
        TypeKind::Alias(ty) => schema(types, ty),
    };
    describe(&mut value, def.docs.as_deref(), words);
    if words == Words::All && def.deprecated {
        note(&mut value, "deprecated", Value::Bool(true));
    }
    value
}

fn texts(set: &Enum, words: Words) -> Value {
    let mut value = json!({ "type": "string" });
    if !set.open {
        value["enum"] = set.values.iter().map(|value| Value::from(value.wire.as_str())).collect();
    }
    let says_more = set.open || set.values.iter().any(|value| value.docs.is_some() || value.deprecated);
    if words == Words::All && says_more {
        value["x-values"] = set.values.iter().map(described_value).collect();
    }
    value
}

fn described_value(value: &EnumValue) -> Value {
    let mut described = json!({ "value": value.wire });
    set(&mut described, "description", value.docs.as_deref());
    set(&mut described, "deprecated", value.deprecated.then_some(true));
    described
}

fn object(types: &Types, shape: &Object, words: Words) -> Value {
    let mut value = json!({ "type": "object" });
    let required: Vec<&str> =
        shape.fields.iter().filter(|field| !field.optional).map(|field| field.wire.as_str()).collect();
    if !required.is_empty() {
        value["required"] = json!(required);
    }
    let properties = shape.fields.iter().map(|field| (field.wire.clone(), property(types, field, words)));
    value["properties"] = Value::Object(properties.collect());
    match &shape.rest {
        Rest::Ignored => {}
        Rest::Kept(ty) => value["additionalProperties"] = schema(types, ty),
        Rest::Refused => value["additionalProperties"] = Value::Bool(false),
    }
    value
}

fn property(types: &Types, field: &Field, words: Words) -> Value {
    let mut value = schema(types, &field.ty);
    describe(&mut value, field.docs.as_deref(), words);
    if words == Words::All {
        let notes = [
            ("deprecated", field.deprecated.then_some(Value::Bool(true))),
            ("default", field.default.clone()),
            ("examples", field.example.clone().map(|example| Value::Array(vec![example]))),
            ("x-format", field.format.as_deref().map(Value::from)),
        ];
        notes.into_iter().for_each(|(keyword, said)| said.into_iter().for_each(|said| note(&mut value, keyword, said)));
    }
    value
}

/// Adds a description. Draft-07 ignores what stands beside a reference, so that few words leave it out there.
fn describe(schema: &mut Value, docs: Option<&str>, words: Words) {
    let is_ignored = schema.is_boolean() || schema.get("$ref").is_some();
    if let Some(docs) = docs
        && (words == Words::All || !is_ignored)
    {
        note(schema, "description", docs.into());
    }
}

/// Adds words to a schema. One that is `true` becomes an object, which says the same.
fn note(schema: &mut Value, keyword: &str, said: Value) {
    if schema.is_boolean() {
        *schema = json!({});
    }
    schema[keyword] = said;
}

fn union(types: &Types, shapes: &Union, words: Words) -> Value {
    let variants = shapes.variants.iter().map(|variant| match (&shapes.discrimination, types.as_object(&variant.ty)) {
        (Discrimination::Tag(_), Some(shape)) => {
            let mut inline = object(types, shape, words);
            inline["title"] = variant.name.as_str().into();
            inline
        }
        _ => schema(types, &variant.ty),
    });
    let mut value = json!({ "oneOf": variants.collect::<Vec<_>>() });
    if let (Words::All, Discrimination::Tag(key)) = (words, &shapes.discrimination) {
        value["x-tag"] = key.as_str().into();
    }
    value
}

fn constant(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => json!({ "type": "string", "enum": [text] }),
        Literal::Integer(value) => json!({ "type": "integer", "enum": [value] }),
        Literal::Boolean(value) => json!({ "type": "boolean", "enum": [value] }),
    }
}

fn integer(rules: &IntegerRules) -> Value {
    let mut value = json!({ "type": "integer" });
    set(&mut value, "minimum", rules.minimum);
    set(&mut value, "maximum", rules.maximum);
    set(&mut value, "multipleOf", rules.multiple_of);
    value
}

fn number(rules: &NumberRules) -> Value {
    let mut value = json!({ "type": "number" });
    set(&mut value, "minimum", rules.minimum);
    set(&mut value, "maximum", rules.maximum);
    set(&mut value, "exclusiveMinimum", rules.exclusive_minimum);
    set(&mut value, "exclusiveMaximum", rules.exclusive_maximum);
    set(&mut value, "multipleOf", rules.multiple_of);
    value
}

fn string(rules: &StringRules) -> Value {
    let mut value = json!({ "type": "string" });
    set(&mut value, "minLength", rules.min_length);
    set(&mut value, "maxLength", rules.max_length);
    set(&mut value, "pattern", rules.pattern.as_deref());
    match rules.format {
        Some(Format::Uuid) => value["format"] = "uuid".into(),
        None => {}
    }
    value
}

fn array(types: &Types, list: &List) -> Value {
    let mut value = json!({ "type": "array", "items": schema(types, &list.items) });
    set(&mut value, "minItems", list.min_items);
    set(&mut value, "maxItems", list.max_items);
    if list.unique {
        value["uniqueItems"] = Value::Bool(true);
    }
    value
}

fn tuple(types: &Types, items: &[Type]) -> Value {
    let schemas: Vec<Value> = items.iter().map(|item| schema(types, item)).collect();
    json!({ "type": "array", "items": schemas, "minItems": items.len(), "maxItems": items.len() })
}

fn dictionary(types: &Types, map: &Map) -> Value {
    let mut value = json!({ "type": "object", "additionalProperties": schema(types, &map.values) });
    set(&mut value, "minProperties", map.min_properties);
    set(&mut value, "maxProperties", map.max_properties);
    value
}

fn set(schema: &mut Value, keyword: &str, bound: Option<impl Into<Value>>) {
    if let Some(bound) = bound {
        schema[keyword] = bound.into();
    }
}
