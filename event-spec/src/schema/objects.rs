//! Keywords about objects.

use indexmap::IndexMap;

use super::Step;
use super::read::Reader;
use super::shape::{FieldShape, ObjectShape, RestShape};
use super::values::{KEYWORD_TYPE, count, wrong};
use crate::diagnostic::Diagnostic;
use crate::schema::SchemaId;
use crate::source::{Span, Spanned};
use crate::tree::{Kind, Node};

impl Reader<'_> {
    /// Reads a keyword about objects into `shape`, which belongs to the schema `id`.
    pub(super) fn read_object(&mut self, id: SchemaId, shape: &mut ObjectShape, key: &Spanned<String>, value: &Node) {
        match key.value.as_str() {
            "properties" => {
                shape.has_properties = true;
                shape.fields = self.properties(id, key, value);
            }
            "required" => shape.required = self.required(key, value),
            "additionalProperties" => shape.rest = self.rest(id, key, value),
            "minProperties" => shape.min_properties = count(key, value, self.diagnostics),
            _ => shape.max_properties = count(key, value, self.diagnostics),
        }
    }

    fn properties(&mut self, id: SchemaId, key: &Spanned<String>, value: &Node) -> IndexMap<String, FieldShape> {
        let Kind::Map(entries) = &value.kind else {
            wrong(key, value, "a map from names to schemas", self.diagnostics);
            return IndexMap::new();
        };
        let mut fields = IndexMap::with_capacity(entries.len());
        for entry in entries {
            let name = &entry.key;
            if matches!(entry.value.kind, Kind::Bool(false)) {
                let message = format!("the property `{}` is forbidden, which no type can say", name.value);
                let help = "leave it out; `additionalProperties: false` forbids everything that is not listed";
                self.diagnostics.push(Diagnostic::new(&super::keyword::UNSUPPORTED, name.span, message).help(help));
                continue;
            }
            let schema = self.read(&entry.value, name.span, Some((id, Step::Field(name.value.clone()))));
            fields.insert(name.value.clone(), FieldShape { key: name.span, schema });
        }
        fields
    }

    fn required(&mut self, key: &Spanned<String>, value: &Node) -> IndexMap<String, Span> {
        let Kind::List(items) = &value.kind else {
            let diagnostic = Diagnostic::new(
                &KEYWORD_TYPE,
                value.span,
                format!("`required` takes a list of names, and this is {}", value.describe()),
            );
            let help = matches!(value.kind, Kind::Bool(_))
                .then(|| "the object around a property lists the names that must be there".to_owned());
            self.diagnostics.push(diagnostic.label(key.span, "").help_if(help));
            return IndexMap::new();
        };
        let mut required = IndexMap::with_capacity(items.len());
        for item in items {
            let Some(name) = item.as_str() else {
                wrong(key, item, "names", self.diagnostics);
                continue;
            };
            if let Some(first) = required.insert(name.to_owned(), item.span) {
                let message = format!("`{name}` is required twice");
                self.diagnostics.push(Diagnostic::new(&KEYWORD_TYPE, item.span, message).label(first, "first here"));
            }
        }
        required
    }

    /// `additionalProperties` or `unevaluatedProperties`.
    pub(super) fn rest(&mut self, id: SchemaId, key: &Spanned<String>, value: &Node) -> RestShape {
        match value.kind {
            Kind::Bool(false) => RestShape::Refused(key.span),
            _ => RestShape::Each(self.read(value, key.span, Some((id, Step::Value)))),
        }
    }
}
