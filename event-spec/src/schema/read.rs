//! Nodes to schemas.
//!
//! In: a node and the [`Scope`] that it stands in. Out: a [`SchemaId`]; what is wrong with its keywords is reported on the
//! way. References are collected, to be followed by whoever holds the files.

use std::rc::Rc;

use super::keyword::{self, Treatment};
use super::shape::{ArrayShape, JsonTypes, NumberShape, ObjectShape, Shape, TextShape, Values};
use super::values::{self, boolean, text, wrong};
use super::{Arena, Choice, Draft, Reference, Schema, SchemaId, Scope, Step, numbers};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::tree::{Entry, Kind, Node, write};

/// `$schema` names a dialect that is understood.
pub(crate) static DIALECT: Rule =
    rule!(warning Schemas "schema-dialect", "`$schema` names draft-07, 2020-12, or what is read like one of them");
/// Nothing stands beside a draft-07 `$ref`.
pub(crate) static REF_SIBLINGS: Rule =
    rule!(warning Schemas "ref-siblings", "nothing stands beside `$ref` in draft-07, which ignores it");
/// Reads schemas into an arena.
pub(crate) struct Reader<'run> {
    pub(crate) arena: &'run mut Arena,
    pub(crate) diagnostics: &'run mut Diagnostics,
    pub(crate) scope: Rc<Scope>,
    /// Schemas whose references are still to be followed.
    pub(crate) unfollowed: &'run mut Vec<SchemaId>,
}

/// The parts of a shape while its keywords are read.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) types: Option<Spanned<JsonTypes>>,
    pub(super) values: Option<Values>,
    pub(super) constant: Option<Values>,
    pub(super) open: Option<bool>,
    pub(super) number: Option<Box<NumberShape>>,
    pub(super) text: Option<Box<TextShape>>,
    pub(super) array: Option<Box<ArrayShape>>,
    pub(super) object: Option<Box<ObjectShape>>,
}

impl Reader<'_> {
    /// The schema that a node holds. `place` is what to underline when it is meant as a whole.
    pub(crate) fn read(&mut self, node: &Node, place: Span, parent: Option<(SchemaId, Step)>) -> SchemaId {
        if let Some(known) = self.arena.at(node.span) {
            return known;
        }
        let id = self.arena.add_written(Schema::new(node.span, place, parent));
        match &node.kind {
            Kind::Map(entries) => self.read_map(id, node, entries),
            Kind::Bool(true) => {
                self.arena.get_mut(id).own = Rc::new(Shape { anything: true, ..Shape::default() });
            }
            _ => {
                self.diagnostics.push(no_schema(node));
                self.arena.get_mut(id).broken = true;
            }
        }
        id
    }

    fn read_map(&mut self, id: SchemaId, node: &Node, entries: &[Entry]) {
        let outer = self.enter(node);
        let mut parts = Parts::default();
        let mut broken = false;
        for entry in entries {
            let before = self.diagnostics.len();
            self.keyword(id, &mut parts, &entry.key, &entry.value, node);
            broken |= !keyword::holds_schemas(&entry.key.value) && self.diagnostics.len() > before;
        }
        let own = self.assemble(id, parts, entries);
        let schema = self.arena.get_mut(id);
        schema.own = Rc::new(own);
        schema.broken |= broken;
        if schema.reference.is_some() {
            self.unfollowed.push(id);
            if self.scope.draft == Draft::Seven {
                self.ignore_siblings(id, entries);
            }
        }
        if let Some(outer) = outer {
            self.scope = outer;
        }
    }

    /// Enters the schema resource that a node begins, and gives the scope to return to.
    fn enter(&mut self, node: &Node) -> Option<Rc<Scope>> {
        let draft = match Draft::declared(node) {
            None => self.scope.draft,
            Some(Ok(draft)) => draft,
            Some(Err(declared)) => {
                let written = declared.as_str().unwrap_or_default();
                let message =
                    format!("`{written}` is no dialect that is understood, and its schema is read as 2020-12");
                let help =
                    "write `https://json-schema.org/draft/2020-12/schema` or `http://json-schema.org/draft-07/schema#`";
                self.diagnostics.push(Diagnostic::new(&DIALECT, declared.span, message).help(help));
                Draft::Current
            }
        };
        let is_resource = node.span != self.scope.root.span && begins_resource(node, draft);
        if !is_resource && draft == self.scope.draft {
            return None;
        }
        let root = if is_resource { Rc::new(node.clone()) } else { Rc::clone(&self.scope.root) };
        let inner = Scope { file: self.scope.file.clone(), root, draft };
        Some(std::mem::replace(&mut self.scope, Rc::new(inner)))
    }

    fn keyword(&mut self, id: SchemaId, parts: &mut Parts, key: &Spanned<String>, value: &Node, schema: &Node) {
        match key.value.as_str() {
            "type" => parts.types = values::types(key, value, self.diagnostics),
            "enum" => parts.values = values::values(key, value, self.diagnostics),
            "const" => parts.constant = values::single(key, value, self.diagnostics),
            "x-open" => parts.open = boolean(key, value, self.diagnostics),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                let shape = parts.number.get_or_insert_default();
                numbers::read_number(shape, key, value, self.diagnostics);
            }
            "minLength" | "maxLength" | "pattern" | "format" => {
                let shape = parts.text.get_or_insert_default();
                numbers::read_text(shape, key, value, self.diagnostics);
                if key.value == "format" && shape.format.is_none() {
                    self.word(id, key, value);
                }
            }
            "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => {
                let shape = parts.object.get_or_insert_default();
                self.read_object(id, shape, key, value);
            }
            "items" | "prefixItems" | "additionalItems" | "unevaluatedItems" | "minItems" | "maxItems"
            | "uniqueItems" => {
                let shape = parts.array.get_or_insert_default();
                self.read_array(id, shape, key, value, schema);
            }
            "unevaluatedProperties" => {
                let rest = self.rest(id, key, value);
                self.arena.get_mut(id).sealed = Some(rest);
            }
            "$ref" => {
                if let Some(written) = text(key, value, self.diagnostics) {
                    let scope = Rc::clone(&self.scope);
                    let text = Spanned::new(written, value.span);
                    self.arena.get_mut(id).reference = Some(Reference { text, scope, target: None });
                }
            }
            "allOf" => {
                let branches = self.branches(id, key, value, |_| Step::Same);
                self.arena.get_mut(id).all_of = branches;
            }
            "oneOf" | "anyOf" => {
                let branches = self.branches(id, key, value, Step::Choice);
                let exclusive = key.value == "oneOf";
                self.arena.get_mut(id).choices.push(Choice { exclusive, span: key.span, branches });
            }
            "$defs" | "definitions" => self.definitions(id, key, value),
            "title" | "description" | "default" | "examples" | "deprecated" => self.word(id, key, value),
            _ => match keyword::treatment(&key.value) {
                None => {
                    self.diagnostics.push(keyword::unknown(key, schema));
                    if let Some(meant) = keyword::meant(key, schema) {
                        self.keyword(id, parts, &Spanned::new(meant, key.span), value, schema);
                    }
                }
                Some(Treatment::Unsupported(help)) => self.diagnostics.push(keyword::unsupported(key, help)),
                Some(Treatment::Ignored | Treatment::Read) => {}
            },
        }
    }

    fn branches(
        &mut self,
        id: SchemaId,
        key: &Spanned<String>,
        value: &Node,
        step: impl Fn(usize) -> Step,
    ) -> Vec<SchemaId> {
        match &value.kind {
            Kind::List(items) if !items.is_empty() => {
                let branches = items.iter().enumerate();
                branches.map(|(at, item)| self.read(item, item.span, Some((id, step(at))))).collect()
            }
            Kind::List(_) => {
                let message = format!("`{}` lists no schema", key.value);
                let help = "list its schemas, or leave it out";
                self.diagnostics.push(Diagnostic::new(&values::KEYWORD_TYPE, value.span, message).help(help));
                self.arena.get_mut(id).broken = true;
                Vec::new()
            }
            _ => {
                wrong(key, value, "a list of schemas", self.diagnostics);
                self.arena.get_mut(id).broken = true;
                Vec::new()
            }
        }
    }

    fn definitions(&mut self, id: SchemaId, key: &Spanned<String>, value: &Node) {
        if !matches!(value.kind, Kind::Map(_)) {
            wrong(key, value, "a map from names to schemas", self.diagnostics);
        }
        for entry in value.entries() {
            let step = Step::Definition(entry.key.value.clone());
            self.read(&entry.value, entry.key.span, Some((id, step)));
        }
    }

    fn word(&mut self, id: SchemaId, key: &Spanned<String>, value: &Node) {
        let mut words = self.arena.get_mut(id).words.take().unwrap_or_default();
        match key.value.as_str() {
            "title" => words.title = text(key, value, self.diagnostics),
            "description" => words.description = text(key, value, self.diagnostics),
            "deprecated" => words.deprecated = boolean(key, value, self.diagnostics).unwrap_or(false),
            "default" => words.default = Some(value.clone()),
            "format" => words.format = value.as_str().map(|name| Spanned::new(name.to_owned(), value.span)),
            _ => match &value.kind {
                Kind::List(items) => {
                    words.examples = items.clone();
                    words.example = items.first().cloned();
                }
                _ => wrong(key, value, "a list of values", self.diagnostics),
            },
        }
        self.arena.get_mut(id).words = Some(words);
    }

    /// The shape of what was read.
    fn assemble(&mut self, id: SchemaId, parts: Parts, entries: &[Entry]) -> Shape {
        if let Some(types) = &parts.types {
            self.report_idle(types, &parts, entries);
        }
        let mut values = match (parts.values, parts.constant) {
            (Some(values), Some(constant)) => Some(self.narrow(values, constant)),
            (values, constant) => values.or(constant),
        };
        if let (Some(types), Some(values)) = (&parts.types, &values) {
            self.report_idle_null(types, values);
        }
        if let Some(open) = parts.open {
            match &mut values {
                Some(values) => (values.open, values.complete) = (open, !open),
                None if !self.arena.get(id).choices.is_empty() => {
                    let schema = self.arena.get_mut(id);
                    (schema.open, schema.complete) = (open, !open);
                }
                None => {
                    let key = entries.iter().find(|entry| entry.key.value == "x-open").map(|entry| entry.key.span);
                    let span = key.unwrap_or(self.arena.get(id).place);
                    let message = "`x-open` is about an `enum`, and there is none";
                    let help = "add `enum` with the values that are known, or leave it out";
                    self.diagnostics.push(Diagnostic::new(&values::KEYWORD_TYPE, span, message).help(help));
                }
            }
        }
        Shape {
            anything: false,
            types: parts.types,
            values: values.map(Box::new),
            number: parts.number,
            text: parts.text.filter(|text| !text.is_empty()),
            array: parts.array,
            object: parts.object,
            union: None,
        }
    }

    fn narrow(&mut self, mut values: Values, constant: Values) -> Values {
        let listed =
            values.list.iter().any(|value| Some(&value.constant) == constant.list.first().map(|only| &only.constant));
        if !listed {
            let message = "the `const` is none of the values of `enum`";
            let diagnostic = Diagnostic::new(&values::CONTRADICTION, constant.span, message);
            let help = "let it be one of them, and leave `enum` out";
            self.diagnostics.push(diagnostic.label(values.span, "the `enum`").help(help));
        }
        values.list = constant.list;
        values
    }

    /// Draft-07 ignores what stands beside `$ref`; words for people are taken all the same, since they constrain nothing.
    fn ignore_siblings(&mut self, id: SchemaId, entries: &[Entry]) {
        for entry in entries.iter().filter(|entry| keyword::constrains(&entry.key.value)) {
            let message = format!("draft-07 ignores `{}` beside `$ref`", entry.key.value);
            let help = "put both into an `allOf`, or declare 2020-12 with `$schema`";
            self.diagnostics.push(Diagnostic::new(&REF_SIBLINGS, entry.key.span, message).help(help));
        }
        let schema = self.arena.get_mut(id);
        schema.own = Rc::default();
        schema.all_of.clear();
        schema.choices.clear();
        schema.sealed = None;
    }
}

/// The finding about a node where a schema belongs.
fn no_schema(node: &Node) -> Diagnostic {
    let message = match node.kind {
        Kind::Bool(_) => "`false` allows no value at all".to_owned(),
        _ => format!("a schema is a map or `true`, and this is {}", node.describe()),
    };
    let diagnostic = Diagnostic::new(&values::KEYWORD_TYPE, node.span, message);
    let text = node.as_str().unwrap_or_default();
    let (key, value) = if JsonTypes::named(text).is_some() {
        ("type", text.to_owned())
    } else if text.contains("#/") {
        ("$ref", write::quoted(text))
    } else {
        return diagnostic;
    };
    let schema = format!("{{ {key}: {value} }}");
    let diagnostic = diagnostic.help(format!("write `{schema}`"));
    let is_plain = node.span.range().len() == text.len();
    // Where the text stands in quotes the file may be JSON, which wants them around the key as well.
    let quoted = || format!("{{ {}: {} }}", write::quoted(key), write::quoted(text));
    diagnostic.fix(node.span, if is_plain { schema } else { quoted() })
}

/// Whether a node begins a schema resource: it has an `$id` that is more than a fragment.
pub(crate) fn begins_resource(node: &Node, draft: Draft) -> bool {
    let has_id = node.get("$id").and_then(Node::as_str).is_some_and(|id| !id.starts_with('#'));
    has_id && (draft == Draft::Current || node.get("$ref").is_none())
}
