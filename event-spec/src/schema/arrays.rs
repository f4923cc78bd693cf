//! Keywords about lists.

use super::read::Reader;
use super::shape::{ArrayShape, ItemsShape};
use super::values::{boolean, count, wrong};
use super::{SchemaId, Step};
use crate::source::Spanned;
use crate::tree::{Kind, Node};

impl Reader<'_> {
    /// Reads a keyword about lists into `shape`, which belongs to the schema `id`. `schema` is the whole schema: the
    /// list form of `items` changes what its neighbours mean.
    pub(super) fn read_array(
        &mut self,
        id: SchemaId,
        shape: &mut ArrayShape,
        key: &Spanned<String>,
        value: &Node,
        schema: &Node,
    ) {
        match key.value.as_str() {
            "items" if matches!(value.kind, Kind::List(_)) => shape.prefix = self.prefix(id, key, value),
            "prefixItems" => shape.prefix = self.prefix(id, key, value),
            "items" | "unevaluatedItems" => shape.items = self.items(id, key, value),
            // Without a list under `items` it means nothing, as the drafts that have it say.
            "additionalItems" if matches!(schema.get("items").map(|items| &items.kind), Some(Kind::List(_))) => {
                shape.items = self.items(id, key, value);
            }
            "minItems" => shape.min_items = count(key, value, self.diagnostics),
            "maxItems" => shape.max_items = count(key, value, self.diagnostics),
            "uniqueItems" => shape.unique = boolean(key, value, self.diagnostics).unwrap_or(false),
            _ => {}
        }
    }

    fn prefix(&mut self, id: SchemaId, key: &Spanned<String>, value: &Node) -> Option<Spanned<Vec<SchemaId>>> {
        let Kind::List(items) = &value.kind else {
            wrong(key, value, "a list of schemas", self.diagnostics);
            return None;
        };
        let schemas = items
            .iter()
            .enumerate()
            .map(|(at, item)| self.read(item, item.span, Some((id, Step::Position(at)))))
            .collect();
        Some(Spanned::new(schemas, key.span))
    }

    fn items(&mut self, id: SchemaId, key: &Spanned<String>, value: &Node) -> ItemsShape {
        match value.kind {
            Kind::Bool(false) => ItemsShape::Refused,
            _ => ItemsShape::Each(self.read(value, key.span, Some((id, Step::Item)))),
        }
    }
}
