//! Payload shapes in words: a type in a cell, and the table of an object's fields.
//!
//! Objects, unions and sets that are written in place are unfolded where they are used, with dotted paths; shared types
//! have a section of their own and are linked. Paths: `user.name` is a field of a field, `items[].id` a field of each
//! item, `prices.*` each value of an object whose keys are data.

use event_spec::types::{Discrimination, Enum, Field, Literal, Object, Rest, Type, TypeDef, TypeId, TypeKind, Union};

use super::rules;
use super::sections::Sections;
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Inline, Table, Target, code, joined, joined_with, text};

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

/// What a payload holds, below a line that names its type: a table of its fields, if it has any.
pub fn fields(sections: &Sections, ty: &Type) -> Vec<Block> {
    let mut rows = Rows::new(sections);
    match sections.types.resolve(ty) {
        Type::Named(id) => match &sections.types.get(*id).kind {
            TypeKind::Object(object) => return object_blocks(sections, object),
            TypeKind::Union(union) => rows.variants("", union),
            TypeKind::Enum(_) | TypeKind::Alias(_) => rows.unfold("", ty),
        },
        other => rows.unfold("", other),
    }
    rows.into_blocks()
}

/// The fields of an object as rows of a table.
pub fn object_blocks(sections: &Sections, object: &Object) -> Vec<Block> {
    let mut rows = Rows::new(sections);
    rows.object("", object, &[]);
    let mut blocks = rows.into_blocks();
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
            let mut rows = Rows::new(sections);
            rows.unfold_definition("", def, &[]);
            let mut blocks = vec![Block::Paragraph(definition_words(sections, def))];
            blocks.extend(rows.into_blocks());
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

/// The rows of a table of fields.
struct Rows<'a> {
    sections: &'a Sections<'a>,
    table: Table,
}

impl<'a> Rows<'a> {
    fn new(sections: &'a Sections<'a>) -> Self {
        Self { sections, table: Table::new(&["field", "type", "required", "meaning", "rules"]) }
    }

    fn into_blocks(self) -> Vec<Block> {
        if self.table.rows.is_empty() { Vec::new() } else { vec![Block::Table(self.table.without_empty_columns())] }
    }

    /// A row for each field, and for what is written in place inside it. `when` says for which variant it holds.
    fn object(&mut self, path: &str, object: &Object, when: &[Inline]) {
        for field in &object.fields {
            self.field(&dotted(path, &field.wire), field, when);
        }
        let every_key = dotted(path, "*");
        match &object.rest {
            Rest::Ignored => {}
            Rest::Kept(ty) => {
                let meaning = [when.to_vec(), vec![text("Every other key; a reader keeps it.")]].concat();
                self.row(&every_key, type_words(self.sections, ty), "no", meaning, rules::of(self.sections.types, ty));
                self.unfold(&every_key, ty);
            }
            Rest::Refused => {
                let meaning = [when.to_vec(), vec![text("Other keys are refused.")]].concat();
                self.row(&every_key, vec![text("nothing")], "no", meaning, Vec::new());
            }
        }
    }

    fn field(&mut self, path: &str, field: &Field, when: &[Inline]) {
        let required = if field.optional { "no" } else { "yes" };
        let docs = field.docs.as_deref().or_else(|| self.docs_of(&field.ty));
        let mut meaning = [when.to_vec(), author::line(docs)].concat();
        if let Some(default) = &field.default {
            meaning.push(text(if meaning.is_empty() { "Default: " } else { " Default: " }));
            meaning.push(code(default.to_string()));
        }
        let meaning = with_deprecation(meaning, field.deprecated);
        self.row(
            path,
            type_words(self.sections, &field.ty),
            required,
            meaning,
            rules::of(self.sections.types, &field.ty),
        );
        self.unfold(path, &field.ty);
    }

    /// The words of a field's type, for a field that has none.
    fn docs_of(&self, ty: &Type) -> Option<&'a str> {
        match ty {
            Type::Nullable(inner) => self.docs_of(inner),
            Type::Named(id) => self.sections.types.get(*id).docs.as_deref(),
            _ => None,
        }
    }

    /// Rows for what is written in place inside a value at `path`.
    fn unfold(&mut self, path: &str, ty: &Type) {
        match ty {
            Type::Nullable(inner) => self.unfold(path, inner),
            Type::List(list) => self.unfold(&format!("{path}[]"), &list.items),
            Type::Map(map) => self.unfold(&dotted(path, "*"), &map.values),
            Type::Tuple(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.unfold(&format!("{path}[{at}]"), item);
                }
            }
            Type::Named(id) if !self.sections.has(*id) => {
                let def = self.sections.types.get(*id);
                self.unfold_definition(path, def, &[]);
            }
            _ => {}
        }
    }

    fn unfold_definition(&mut self, path: &str, def: &TypeDef, when: &[Inline]) {
        match &def.kind {
            TypeKind::Object(object) => self.object(path, object, when),
            TypeKind::Enum(set) => self.values(path, set),
            TypeKind::Alias(ty) => self.unfold(path, ty),
            TypeKind::Union(union) => self.variants(path, union),
        }
    }

    /// The values of a set, where one of them has words of its own.
    fn values(&mut self, path: &str, set: &Enum) {
        for value in set.values.iter().filter(|value| value.docs.is_some() || value.deprecated) {
            let meaning = with_deprecation(author::line(value.docs.as_deref()), value.deprecated);
            let value = serde_json::Value::from(value.wire.as_str()).to_string();
            self.table.rows.push(vec![
                vec![code(format!("{path} = {value}").trim_start())],
                Vec::new(),
                Vec::new(),
                meaning,
                Vec::new(),
            ]);
        }
    }

    fn variants(&mut self, path: &str, union: &Union) {
        for variant in &union.variants {
            let when = match (&union.discrimination, &variant.tag) {
                (Discrimination::Tag(key), Some(tag)) => {
                    vec![text("With "), code(dotted(path, key)), text(" "), code(tag), text(": ")]
                }
                _ => Vec::new(),
            };
            let Type::Named(id) = &variant.ty else {
                self.unfold(path, &variant.ty);
                continue;
            };
            if self.sections.has(*id) {
                let docs = author::line(variant.docs.as_deref());
                let meaning = [when, named_words(self.sections, *id), vec![text(". ")], docs].concat();
                self.row(path, vec![text("object")], "", meaning, Vec::new());
            } else {
                self.unfold_definition(path, self.sections.types.get(*id), &when);
            }
        }
    }

    fn row(&mut self, path: &str, ty: Vec<Inline>, required: &'static str, meaning: Vec<Inline>, rules: Vec<Inline>) {
        let required = if required.is_empty() { Vec::new() } else { vec![text(required)] };
        let path = if path.is_empty() { Vec::new() } else { vec![code(path)] };
        self.table.rows.push(vec![path, ty, required, meaning, rules]);
    }
}

fn dotted(path: &str, key: &str) -> String {
    let key = if key.is_empty() { "\"\"" } else { key };
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
