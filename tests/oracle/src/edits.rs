//! Random edits of a schema: what people change from one version to the next.

use serde_json::{Value, json};

use crate::random::Random;
use crate::schemas::{FIELDS, Maker, PATTERNS, SHARED, WORDS, nullable};

/// Changes one schema, at any depth, of those that a catalogue's payload refers to.
pub fn edit(catalogue: &mut Value, maker: &mut Maker<'_>) {
    let mut places = Vec::new();
    let mut roots = vec!["/events/it/payload".to_owned()];
    let mut at = 0;
    while let Some(root) = roots.get(at).cloned() {
        if let Some(schema) = catalogue.pointer(&root) {
            schemas_in(schema, root, &mut places, &mut roots);
        }
        at += 1;
    }
    let place = maker.random.of(&places);
    if let Some(schema) = catalogue.pointer_mut(place) {
        change(schema, maker);
    }
}

/// The places of a schema and of all inside it, and the places that it refers to.
fn schemas_in(schema: &Value, place: String, found: &mut Vec<String>, roots: &mut Vec<String>) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        let inner = format!("{place}/{keyword}");
        let mut visit = |schema: &Value, place: String| schemas_in(schema, place, found, roots);
        match (keyword.as_str(), value) {
            ("items" | "additionalProperties", Value::Object(_)) => visit(value, inner),
            ("properties", Value::Object(fields)) => {
                fields.iter().for_each(|(name, field)| visit(field, format!("{inner}/{name}")));
            }
            ("oneOf" | "anyOf" | "allOf" | "prefixItems", Value::Array(list)) => {
                list.iter().enumerate().for_each(|(at, item)| visit(item, format!("{inner}/{at}")));
            }
            ("$ref", Value::String(target)) => {
                let target = target.trim_start_matches('#').to_owned();
                if !roots.contains(&target) {
                    roots.push(target);
                }
            }
            _ => {}
        }
    }
    found.push(place);
}

fn change(schema: &mut Value, maker: &mut Maker<'_>) {
    match maker.random.below(12) {
        0 => return *schema = nullable(schema.take()),
        1 => return *schema = maker.schema(1),
        2 => return *schema = json!({ "$ref": format!("#/schemas/{}", maker.random.of(&SHARED)) }),
        3 => return *schema = json!({ "oneOf": [schema.take(), maker.scalar()] }),
        _ => {}
    }
    if let Some(inner) = schema.pointer_mut("/anyOf/0") {
        return *schema = inner.take();
    }
    if schema.get("oneOf").is_some() {
        return change_union(schema, maker);
    }
    if schema.get("enum").is_some() || schema.get("const").is_some() {
        return change_values(schema, maker.random);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("integer" | "number") => change_number(schema, maker.random),
        Some("string") => change_text(schema, maker.random),
        Some("array") => change_list(schema, maker),
        Some("object") if schema.get("properties").is_some() => change_object(schema, maker),
        Some("object") => change_bound(schema, maker.random, ["minProperties", "maxProperties"], [0, 1, 2, 3]),
        _ => *schema = maker.schema(1),
    }
}

fn change_union(schema: &mut Value, maker: &mut Maker<'_>) {
    let Some(variants) = schema["oneOf"].as_array_mut() else { return };
    let at = maker.random.below(variants.len());
    match maker.random.below(3) {
        0 if variants.len() > 1 => drop(variants.remove(at)),
        1 => *schema = variants[at].take(),
        _ => {
            let tag = *maker.random.of(&WORDS);
            let is_tagged = variants[at].pointer("/properties/type/const").is_some();
            let variant = if is_tagged { maker.variant(1, tag) } else { maker.scalar() };
            variants.push(variant);
        }
    }
}

fn change_values(schema: &mut Value, random: &mut Random) {
    let word = json!(random.of(&WORDS));
    let open = schema.get("x-open").is_some();
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else {
        let only = schema["const"].clone();
        *schema =
            if only.is_string() && only != word { json!({ "enum": [only, word] }) } else { json!({ "const": word }) };
        return;
    };
    let texts = values[0].is_string();
    match random.below(4) {
        0 if values.len() > 1 => {
            let at = random.below(values.len());
            values.remove(at);
        }
        1 if open => remove(schema, "x-open"),
        1 if texts => schema["x-open"] = json!(true),
        2 => *schema = json!({ "type": if texts { "string" } else { "integer" } }),
        _ => {
            let value = if texts { word } else { json!(random.within(0, 9)) };
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
}

fn change_number(schema: &mut Value, random: &mut Random) {
    let of = schema["type"].clone();
    match random.below(6) {
        0 => schema["type"] = json!(if of == "integer" { "number" } else { "integer" }),
        1 => set(
            schema,
            "multipleOf",
            if of == "integer" { json!(random.of(&[2, 4, 6])) } else { json!(random.of(&[0.5, 0.25, 0.1, 3.0])) },
            random,
        ),
        2 => set(schema, "exclusiveMinimum", json!(random.within(-4, 4)), random),
        3 => *schema = json!({ "enum": [1, 2, 4] }),
        _ => change_bound(schema, random, ["minimum", "maximum"], [-1, 0, 5, 12]),
    }
}

fn change_text(schema: &mut Value, random: &mut Random) {
    match random.below(6) {
        0 => set(schema, "pattern", json!(random.of(&PATTERNS).0), random),
        1 => set(schema, "format", json!(random.of(&["date-time", "date", "uuid", "email"])), random),
        2 => *schema = json!({ "enum": WORDS[..2 + random.below(3)] }),
        _ => change_bound(schema, random, ["minLength", "maxLength"], [0, 1, 5, 100]),
    }
}

fn change_list(schema: &mut Value, maker: &mut Maker<'_>) {
    if let Some(items) = schema.get_mut("prefixItems").and_then(Value::as_array_mut) {
        match maker.random.below(3) {
            0 => items.push(maker.schema(1)),
            1 if items.len() > 1 => drop(items.pop()),
            _ => return *schema = json!({ "type": "array", "items": items[0].take() }),
        }
        schema["minItems"] = json!(schema["prefixItems"].as_array().map_or(0, Vec::len));
        return;
    }
    match maker.random.below(4) {
        0 => set(schema, "uniqueItems", json!(true), maker.random),
        1 => {
            let item = schema["items"].take();
            *schema = json!({ "type": "array", "prefixItems": [item.clone(), item], "minItems": 2, "items": false });
        }
        _ => change_bound(schema, maker.random, ["minItems", "maxItems"], [0, 1, 2, 4]),
    }
}

fn change_object(schema: &mut Value, maker: &mut Maker<'_>) {
    let name = *maker.random.of(&FIELDS);
    let known: Vec<String> =
        schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect();
    match maker.random.below(7) {
        0 | 1 => schema["properties"][name] = maker.scalar(),
        2 if known.len() > 1 => {
            let gone = maker.random.of(&known).clone();
            remove(&mut schema["properties"], &gone);
            require(schema, &gone, false);
        }
        3 | 4 if !known.is_empty() => {
            let name = maker.random.of(&known).clone();
            let required = schema["required"].as_array().is_some_and(|all| all.contains(&json!(name)));
            require(schema, &name, !required);
        }
        5 => {
            let rest = maker.rest().unwrap_or(json!(maker.closed));
            schema["additionalProperties"] = if maker.closed && rest == json!(true) { json!(false) } else { rest };
        }
        6 => {
            let values = maker.scalar();
            *schema = json!({ "type": "object", "additionalProperties": values });
        }
        _ => {
            let base = json!({ "$ref": format!("#/schemas/{}", maker.random.of(&SHARED)) });
            *schema = json!({ "allOf": [base, schema.take()] });
        }
    }
}

fn require(schema: &mut Value, name: &str, yes: bool) {
    let Some(required) = schema["required"].as_array_mut() else { return };
    required.retain(|other| other != name);
    if yes {
        required.push(json!(name));
    }
}

fn remove(schema: &mut Value, keyword: &str) {
    if let Some(keywords) = schema.as_object_mut() {
        keywords.remove(keyword);
    }
}

/// Sets a keyword, or takes it away where it stands.
fn set(schema: &mut Value, keyword: &str, value: Value, random: &mut Random) {
    if schema.get(keyword).is_some() && random.once_in(2) {
        remove(schema, keyword);
    } else {
        schema[keyword] = value;
    }
}

fn change_bound<T: Copy + Into<Value>>(schema: &mut Value, random: &mut Random, keywords: [&str; 2], values: [T; 4]) {
    let at = random.below(2);
    // The smaller half is for lower bounds, so that something is left between the two.
    let value = values[2 * at + random.below(2)].into();
    set(schema, keywords[at], value, random);
}
