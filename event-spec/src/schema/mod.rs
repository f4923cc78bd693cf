//! JSON Schema as written: keywords read from [`crate::tree::Node`]s.
//!
//! In: nodes in which a catalogue or another file holds a schema. Out: [`Schema`]s in an [`Arena`], each keyword checked to
//! be known and of the right type, what one schema says itself collected in a [`Shape`], and references still to be
//! followed. Promised: each node is read once, in time that is linear in its size. Nothing is known here of types,
//! names or files.

pub(crate) mod keyword;
pub(crate) mod read;
pub(crate) mod shape;
pub(crate) mod values;

mod arrays;
mod idle;
mod numbers;
mod objects;

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::rule::Rule;
use crate::source::{Span, Spanned};
use crate::tree::Node;
use shape::Shape;

/// The rules that reading a schema reports.
pub(crate) const RULES: &[&Rule] = &[
    &keyword::UNKNOWN_KEYWORD,
    &keyword::UNSUPPORTED,
    &values::KEYWORD_TYPE,
    &values::FORMAT,
    &values::CONTRADICTION,
    &read::DIALECT,
    &read::REF_SIBLINGS,
    &idle::IDLE,
    &crate::pattern::PATTERN,
];

/// A schema, known by its place in an [`Arena`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SchemaId(u32);

/// Every schema that was read.
#[derive(Debug, Default)]
pub(crate) struct Arena {
    list: Vec<Schema>,
    /// A text lies nowhere else, so its span is its identity, in whichever copy of the tree it is met.
    by_span: FxHashMap<Span, SchemaId>,
}

impl Arena {
    /// The schema behind an id.
    pub(crate) fn get(&self, id: SchemaId) -> &Schema {
        &self.list[id.0 as usize]
    }

    /// The schema behind an id, to be completed.
    pub(crate) fn get_mut(&mut self, id: SchemaId) -> &mut Schema {
        &mut self.list[id.0 as usize]
    }

    /// The schema that was read from the text at `span`.
    pub(crate) fn at(&self, span: Span) -> Option<SchemaId> {
        self.by_span.get(&span).copied()
    }

    /// Every schema, in the order of reading.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Schema> {
        self.list.iter()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a schema that no text holds as a whole.
    pub(crate) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(self.list.len() as u32);
        self.list.push(schema);
        id
    }

    /// Adds the schema that the text at its span holds.
    fn add_written(&mut self, schema: Schema) -> SchemaId {
        let span = schema.span;
        let id = self.add(schema);
        self.by_span.insert(span, id);
        id
    }
}

impl SchemaId {
    /// The place in lists that run parallel to the arena's.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One schema.
#[derive(Debug)]
pub(crate) struct Schema {
    /// Its whole text.
    pub(crate) span: Span,
    /// What to underline when it is meant as a whole: the key that leads to it, where there is one.
    pub(crate) place: Span,
    /// The schema around it and the way from there, which name what is written in place.
    pub(crate) parent: Option<(SchemaId, Step)>,
    /// Words for people.
    pub(crate) words: Option<Box<Words>>,
    /// What its own keywords ask for.
    pub(crate) own: Rc<Shape>,
    /// `$ref`
    pub(crate) reference: Option<Reference>,
    /// `allOf`
    pub(crate) all_of: Vec<SchemaId>,
    /// `oneOf` and `anyOf`
    pub(crate) choices: Vec<Choice>,
    /// `x-open: true` beside them
    pub(crate) open: bool,
    /// `x-open: false` beside them
    pub(crate) complete: bool,
    /// `unevaluatedProperties`
    pub(crate) sealed: Option<shape::RestShape>,
    /// Whether something about it was reported already, so that what follows from it is not.
    pub(crate) broken: bool,
}

impl Schema {
    /// A schema that asks for nothing.
    pub(crate) fn new(span: Span, place: Span, parent: Option<(SchemaId, Step)>) -> Self {
        Self {
            span,
            place,
            parent,
            words: None,
            own: Rc::default(),
            reference: None,
            all_of: Vec::new(),
            choices: Vec::new(),
            open: false,
            complete: false,
            sealed: None,
            broken: false,
        }
    }

    /// Whether it asks for nothing and says nothing but words.
    pub(crate) fn only_words(&self) -> bool {
        self.reference.is_none()
            && self.all_of.is_empty()
            && self.choices.is_empty()
            && self.sealed.is_none()
            && self.own.is_empty()
    }
}

/// The way from a schema to one inside it.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// To a property.
    Field(String),
    /// To the items of a list.
    Item,
    /// To the item at this place, from 0.
    Position(usize),
    /// To the values of a map.
    Value,
    /// To a part that describes the same value.
    Same,
    /// To a variant, from 0.
    Choice(usize),
    /// To a definition of this name.
    Definition(String),
}

/// What a schema says for people.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// `title`
    pub(crate) title: Option<String>,
    /// `description`
    pub(crate) description: Option<String>,
    /// `deprecated`
    pub(crate) deprecated: bool,
    /// `default`
    pub(crate) default: Option<Node>,
    /// `examples`, until they are checked.
    pub(crate) examples: Vec<Node>,
    /// The first of them, for documents.
    pub(crate) example: Option<Node>,
    /// A `format` that readers do not hold values to.
    pub(crate) format: Option<Spanned<String>>,
}

/// A `$ref`.
#[derive(Debug)]
pub(crate) struct Reference {
    /// As written.
    pub(crate) text: Spanned<String>,
    /// What it is relative to.
    pub(crate) scope: Rc<Scope>,
    /// Where it leads, once it was followed.
    pub(crate) target: Option<SchemaId>,
}

/// `oneOf` or `anyOf`.
#[derive(Debug)]
pub(crate) struct Choice {
    /// Whether exactly one branch must fit (`oneOf`).
    pub(crate) exclusive: bool,
    /// The keyword.
    pub(crate) span: Span,
    /// The branches.
    pub(crate) branches: Vec<SchemaId>,
}

/// What the references of a schema are relative to, and how its keywords are understood.
#[derive(Debug)]
pub(crate) struct Scope {
    /// The file.
    pub(crate) file: String,
    /// The schema resource: the file's tree, or the part of it that has an `$id` of its own.
    pub(crate) root: Rc<Node>,
    /// The dialect.
    pub(crate) draft: Draft,
}

/// A dialect of JSON Schema, as far as they differ in what is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Draft {
    /// Draft-07 and before: keywords beside `$ref` are ignored.
    Seven,
    /// 2019-09 and later: they hold.
    Current,
}

impl Draft {
    /// The dialect that a node declares with `$schema`; an error where it is none that is known.
    pub(crate) fn declared(node: &Node) -> Option<Result<Self, &Node>> {
        let declared = node.get("$schema")?;
        let known = declared.as_str().and_then(|uri| {
            let dialect = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://"))?;
            match dialect.trim_end_matches('#') {
                "json-schema.org/draft-06/schema" | "json-schema.org/draft-07/schema" => Some(Self::Seven),
                "json-schema.org/draft/2019-09/schema" | "json-schema.org/draft/2020-12/schema" => Some(Self::Current),
                _ => None,
            }
        });
        Some(known.ok_or(declared))
    }
}
