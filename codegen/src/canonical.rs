//! The type model as JSON Schema (draft-07), in one canonical form.
//!
//! In: the [`Types`] of a checked catalogue. Out: a schema per named type and for any [`Type`] between them. Readers
//! that know nothing of catalogues (typify, validators, other generators) are fed with this form only: references are
//! local, constants are one-valued enums, tagged unions stand inline, and nothing is left to a reader's taste.

use event_spec::types::{
    Discrimination, Field, Format, IntegerRules, List, Literal, Map, NumberRules, Object, Rest, StringRules, Type,
    TypeDef, TypeKind, Types, Union,
};
use serde_json::{Map as JsonMap, Value, json};

/// Every named type's schema by its name, for a document's `definitions`.
pub fn definitions(types: &Types) -> JsonMap<String, Value> {
    types.iter().map(|(_, def)| (def.name.clone(), definition(types, def))).collect()
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

fn definition(types: &Types, def: &TypeDef) -> Value {
    let mut value = match &def.kind {
        TypeKind::Object(shape) => object(types, shape),
        TypeKind::Enum(set) if set.open => json!({ "type": "string" }),
        TypeKind::Enum(set) => {
            let values: Vec<&str> = set.values.iter().map(|value| value.wire.as_str()).collect();
            json!({ "type": "string", "enum": values })
        }
        TypeKind::Union(shapes) => union(types, shapes),
        TypeKind::Alias(ty) => schema(types, ty),
    };
    describe(&mut value, def.docs.as_deref());
    value
}

fn object(types: &Types, shape: &Object) -> Value {
    let mut value = json!({ "type": "object" });
    let required: Vec<&str> =
        shape.fields.iter().filter(|field| !field.optional).map(|field| field.wire.as_str()).collect();
    if !required.is_empty() {
        value["required"] = json!(required);
    }
    let properties = shape.fields.iter().map(|field| (field.wire.clone(), property(types, field)));
    value["properties"] = Value::Object(properties.collect());
    match &shape.rest {
        Rest::Ignored => {}
        Rest::Kept(ty) => value["additionalProperties"] = schema(types, ty),
        Rest::Refused => value["additionalProperties"] = Value::Bool(false),
    }
    value
}

fn property(types: &Types, field: &Field) -> Value {
    let mut value = schema(types, &field.ty);
    describe(&mut value, field.docs.as_deref());
    value
}

/// Adds words to a schema; draft-07 ignores what stands beside a reference.
fn describe(schema: &mut Value, docs: Option<&str>) {
    if let (Value::Object(keywords), Some(docs)) = (schema, docs)
        && !keywords.contains_key("$ref")
    {
        keywords.insert("description".into(), docs.into());
    }
}

fn union(types: &Types, shapes: &Union) -> Value {
    let variants = shapes.variants.iter().map(|variant| match (&shapes.discrimination, types.as_object(&variant.ty)) {
        (Discrimination::Tag(_), Some(shape)) => {
            let mut inline = object(types, shape);
            inline["title"] = variant.name.as_str().into();
            inline
        }
        _ => schema(types, &variant.ty),
    });
    json!({ "oneOf": variants.collect::<Vec<_>>() })
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
