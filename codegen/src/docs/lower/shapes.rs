//! Payload shapes in words: a type in a cell, and the tree of an object's fields.
//!
//! Objects, unions and sets that are written in place are unfolded where they are used, with dotted paths; shared types
//! have a section of their own and are linked. Paths: `user.name` is a field of a field, `items[].id` a field of each
//! item, `prices.*` each value of an object whose keys are data.

use event_spec::types::{Discrimination, Enum, Literal, Object, Rest, Type, TypeDef, TypeId, TypeKind, Union};

use super::rules;
use super::sections::Sections;
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Field, Inline, Table, Target, code, field_block, joined, joined_with, text};

/// How many values of a shared set are said again where it is used.
const VALUES: usize = 4;

/// A type on one line.
pub fn type_words(sections: &Sections, ty: &Type) -> Vec<Inline> {
    match ty {
        Type::Any => vec![text("anything")],
        Type::Null => vec![code("null")],
        Type::Boolean => vec![text("boolean")],
        Type::Integer(_) => vec![text("integer")],
        Type::Number(_) => vec![text("number")],
        Type::String(_) => vec![text("string")],
        Type::Timestamp => vec![text("timestamp (RFC 3339)")],
        Type::Date => vec![text("date (RFC 3339)")],
        Type::Literal(literal) => vec![code(literal_text(literal))],
        Type::Integers(values) => alternatives(values.iter().map(|value| vec![code(value.to_string())])),
        Type::List(list) => prefixed("list of ", type_words(sections, &list.items)),
        Type::Tuple(items) => {
            let items = joined(items.iter().map(|item| type_words(sections, item)));
            [vec![text("list of exactly (")], items, vec![text(")")]].concat()
        }
        Type::Map(map) => prefixed("map of ", type_words(sections, &map.values)),
        Type::Nullable(inner) => [type_words(sections, inner), vec![text(" or "), code("null")]].concat(),
        Type::Named(id) => named_words(sections, *id),
    }
}

/// What a payload holds, below a line that names its type: its fields, if it has any.
pub fn fields(sections: &Sections, ty: &Type) -> Vec<Block> {
    let inside = match sections.types.resolve(ty) {
        Type::Named(id) => match &sections.types.get(*id).kind {
            TypeKind::Object(object) => return object_blocks(sections, object),
            TypeKind::Union(union) => variants(sections, "", union),
            TypeKind::Enum(_) | TypeKind::Alias(_) => unfolded(sections, "", ty),
        },
        other => unfolded(sections, "", other),
    };
    field_block(inside).into_iter().collect()
}

/// The fields of an object.
pub fn object_blocks(sections: &Sections, object: &Object) -> Vec<Block> {
    let mut blocks: Vec<Block> = field_block(object_fields(sections, "", object, &[])).into_iter().collect();
    if !object.extends.is_empty() {
        let parents = joined(object.extends.iter().map(|id| named_words(sections, *id)));
        blocks.push(Block::Paragraph([vec![text("Has all fields of ")], parents, vec![text(".")]].concat()));
    }
    blocks
}

/// The section of a named type.
pub fn type_anchor(def: &TypeDef) -> Anchor {
    Anchor::Type(def.name.clone())
}

/// A link to the section of a named type.
pub fn type_link(def: &TypeDef) -> Inline {
    Inline::Link(vec![code(&def.name)], Target::Here(type_anchor(def)))
}

/// What a definition holds.
pub fn definition(sections: &Sections, def: &TypeDef) -> Vec<Block> {
    match &def.kind {
        TypeKind::Object(object) => object_blocks(sections, object),
        TypeKind::Enum(set) => enum_blocks(set),
        TypeKind::Union(_) => {
            let mut blocks = vec![Block::Paragraph(definition_words(sections, def))];
            blocks.extend(field_block(definition_fields(sections, "", def, &[])));
            blocks
        }
        TypeKind::Alias(ty) => {
            let mut line = type_words(sections, ty);
            let rules = rules::of(sections.types, ty);
            if !rules.is_empty() {
                line.push(text("; "));
                line.extend(rules);
            }
            line.push(text("."));
            vec![Block::Paragraph(line)]
        }
    }
}

fn enum_blocks(set: &Enum) -> Vec<Block> {
    let mut table = Table::new(&["value", "meaning"]);
    for value in &set.values {
        let meaning = with_deprecation(author::line(value.docs.as_deref()), value.deprecated);
        table.rows.push(vec![vec![code(&value.wire)], meaning]);
    }
    let mut blocks = vec![Block::Table(table.without_empty_columns())];
    if set.open {
        blocks.push(Block::Paragraph(vec![text("Other values may come; a reader keeps them.")]));
    }
    blocks
}

fn named_words(sections: &Sections, id: TypeId) -> Vec<Inline> {
    let def = sections.types.get(id);
    if sections.has(id) {
        return match &def.kind {
            TypeKind::Enum(set) if set.values.len() <= VALUES && !set.open => {
                [vec![type_link(def), text(": ")], definition_words(sections, def)].concat()
            }
            _ => vec![type_link(def)],
        };
    }
    definition_words(sections, def)
}

fn definition_words(sections: &Sections, def: &TypeDef) -> Vec<Inline> {
    match &def.kind {
        TypeKind::Object(_) => vec![text("object")],
        TypeKind::Enum(set) => {
            let mut line = alternatives(set.values.iter().map(|value| vec![code(&value.wire)]));
            if set.open {
                line.push(text(", or another string"));
            }
            line
        }
        TypeKind::Union(union) => union_words(sections, union),
        TypeKind::Alias(ty) => type_words(sections, ty),
    }
}

fn union_words(sections: &Sections, union: &Union) -> Vec<Inline> {
    match &union.discrimination {
        Discrimination::Tag(tag) => {
            let tags = union.variants.iter().map(|variant| vec![code(variant.tag.as_deref().unwrap_or_default())]);
            [vec![text("object, by its "), code(tag), text(": ")], alternatives(tags)].concat()
        }
        Discrimination::JsonType => {
            alternatives(union.variants.iter().map(|variant| type_words(sections, &variant.ty)))
        }
    }
}

fn alternatives(choices: impl Iterator<Item = Vec<Inline>>) -> Vec<Inline> {
    joined_with(" or ", choices)
}

fn prefixed(prefix: &'static str, words: Vec<Inline>) -> Vec<Inline> {
    [vec![text(prefix)], words].concat()
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::String(value) => serde_json::Value::from(value.as_str()).to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Boolean(value) => value.to_string(),
    }
}

fn with_deprecation(mut words: Vec<Inline>, deprecated: bool) -> Vec<Inline> {
    if deprecated {
        let gap = if words.is_empty() { "" } else { " " };
        words.insert(0, text(gap));
        words.insert(0, Inline::Strong(vec![text("Deprecated.")]));
    }
    words
}

/// The fields of an object at `path`, with what is written in place inside them. `when` says for which variant they hold.
fn object_fields(sections: &Sections, path: &str, object: &Object, when: &[Inline]) -> Vec<Field> {
    let mut fields: Vec<Field> = object
        .fields
        .iter()
        .map(|field| {
            let docs = field.docs.as_deref().or_else(|| docs_of(sections, &field.ty));
            let mut meaning = author::line(docs);
            if let Some(default) = &field.default {
                meaning.push(text(if meaning.is_empty() { "Default: " } else { " Default: " }));
                meaning.push(code(default.to_string()));
            }
            let meaning = with_deprecation(meaning, field.deprecated);
            let key = if field.wire.is_empty() { "\"\"" } else { &field.wire };
            typed(sections, path, key, &field.ty, !field.optional, meaning)
        })
        .collect();
    match &object.rest {
        Rest::Ignored => {}
        Rest::Kept(ty) => {
            let meaning = vec![text("Every other key; a reader keeps it.")];
            fields.push(typed(sections, path, "*", ty, false, meaning));
        }
        Rest::Refused => {
            let meaning = vec![text("Other keys are refused.")];
            fields.push(Field { ty: vec![text("nothing")], required: Some(false), meaning, ..named(path, "*") });
        }
    }
    fields.iter_mut().for_each(|field| field.when = when.to_vec());
    fields
}

/// A field with the words of its type, and with what is written in place inside it.
fn typed(sections: &Sections, path: &str, key: &str, ty: &Type, required: bool, meaning: Vec<Inline>) -> Field {
    let field = named(path, key);
    Field {
        ty: type_words(sections, ty),
        required: Some(required),
        meaning,
        rules: rules::of(sections.types, ty),
        inside: unfolded(sections, &field.path, ty),
        ..field
    }
}

/// A field of what is at `path`, of which nothing is said yet.
fn named(path: &str, key: &str) -> Field {
    Field {
        path: if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") },
        key: key.to_owned(),
        when: Vec::new(),
        ty: Vec::new(),
        required: None,
        meaning: Vec::new(),
        rules: Vec::new(),
        inside: Vec::new(),
    }
}

/// The words of a field's type, for a field that has none.
fn docs_of<'a>(sections: &Sections<'a>, ty: &Type) -> Option<&'a str> {
    match ty {
        Type::Nullable(inner) => docs_of(sections, inner),
        Type::Named(id) => sections.types.get(*id).docs.as_deref(),
        _ => None,
    }
}

/// What is written in place inside a value at `path`.
fn unfolded(sections: &Sections, path: &str, ty: &Type) -> Vec<Field> {
    match ty {
        Type::Nullable(inner) => unfolded(sections, path, inner),
        Type::List(list) => unfolded(sections, &format!("{path}[]"), &list.items),
        Type::Map(map) => {
            let path = if path.is_empty() { "*".to_owned() } else { format!("{path}.*") };
            within(unfolded(sections, &path, &map.values), "*.")
        }
        Type::Tuple(items) => {
            let inside = |(at, item)| within(unfolded(sections, &format!("{path}[{at}]"), item), &format!("[{at}]."));
            items.iter().enumerate().flat_map(inside).collect()
        }
        Type::Named(id) if !sections.has(*id) => definition_fields(sections, path, sections.types.get(*id), &[]),
        _ => Vec::new(),
    }
}

/// The fields with what leads to them from the value that holds them.
fn within(mut fields: Vec<Field>, way: &str) -> Vec<Field> {
    fields.iter_mut().filter(|field| !field.key.starts_with('=')).for_each(|field| field.key.insert_str(0, way));
    fields
}

fn definition_fields(sections: &Sections, path: &str, def: &TypeDef, when: &[Inline]) -> Vec<Field> {
    match &def.kind {
        TypeKind::Object(object) => object_fields(sections, path, object, when),
        TypeKind::Enum(set) => values(path, set),
        TypeKind::Alias(ty) => unfolded(sections, path, ty),
        TypeKind::Union(union) => variants(sections, path, union),
    }
}

/// The values of a set, where one of them has words of its own.
fn values(path: &str, set: &Enum) -> Vec<Field> {
    let told = set.values.iter().filter(|value| value.docs.is_some() || value.deprecated);
    told.map(|value| {
        let key = format!("= {}", serde_json::Value::from(value.wire.as_str()));
        let meaning = with_deprecation(author::line(value.docs.as_deref()), value.deprecated);
        Field { path: format!("{path} {key}").trim_start().to_owned(), meaning, ..named("", &key) }
    })
    .collect()
}

fn variants(sections: &Sections, path: &str, union: &Union) -> Vec<Field> {
    let mut fields = Vec::new();
    for variant in &union.variants {
        let when = match (&union.discrimination, &variant.tag) {
            (Discrimination::Tag(key), Some(tag)) => {
                vec![text("With "), code(dotted(path, key)), text(" "), code(tag)]
            }
            _ => Vec::new(),
        };
        let Type::Named(id) = &variant.ty else {
            fields.extend(unfolded(sections, path, &variant.ty));
            continue;
        };
        if sections.has(*id) {
            let docs = author::line(variant.docs.as_deref());
            let meaning = [named_words(sections, *id), vec![text(". ")], docs].concat();
            let all = Field { path: path.to_owned(), when, ty: vec![text("object")], meaning, ..named("", "") };
            fields.push(all);
        } else {
            fields.extend(definition_fields(sections, path, sections.types.get(*id), &when));
        }
    }
    fields
}

fn dotted(path: &str, key: &str) -> String {
    let key = if key.is_empty() { "\"\"" } else { key };
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
