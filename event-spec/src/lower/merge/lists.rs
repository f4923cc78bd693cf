//! What two lists ask for at once. As in JSON Schema, `items` speaks of the items after the `prefixItems` beside it.

use super::scalars::{larger, smaller};
use crate::lower::Lowering;
use crate::schema::shape::{ArrayShape, ItemsShape};
use crate::schema::{SchemaId, Step};
use crate::source::Spanned;

impl Lowering {
    pub(super) fn merge_arrays(&mut self, id: SchemaId, a: ArrayShape, b: &ArrayShape) -> ArrayShape {
        let prefix = match (&a.prefix, &b.prefix) {
            (None, None) => None,
            (Some(prefix), None) => Some(self.prefix_and(id, prefix, b.items)),
            (None, Some(prefix)) => Some(self.prefix_and(id, prefix, a.items)),
            (Some(ours), Some(theirs)) => {
                let length = ours.value.len().max(theirs.value.len());
                let item = |prefix: &[SchemaId], items, at: usize| match (prefix.get(at), items) {
                    (Some(schema), _) => ItemsShape::Each(*schema),
                    (None, items) => items,
                };
                let items = (0..length).filter_map(|at| {
                    match (item(&ours.value, a.items, at), item(&theirs.value, b.items, at)) {
                        (ItemsShape::Each(a), ItemsShape::Each(b)) => Some(self.both(id, a, b, Step::Position(at))),
                        (ItemsShape::Each(a), ItemsShape::Unsaid) | (ItemsShape::Unsaid, ItemsShape::Each(a)) => {
                            Some(a)
                        }
                        _ => None,
                    }
                });
                Some(Spanned::new(items.collect(), theirs.span))
            }
        };
        let items = match (a.items, b.items) {
            (ItemsShape::Refused, _) | (_, ItemsShape::Refused) => ItemsShape::Refused,
            (ItemsShape::Each(a), ItemsShape::Each(b)) => ItemsShape::Each(self.both(id, a, b, Step::Item)),
            (ItemsShape::Unsaid, items) | (items, ItemsShape::Unsaid) => items,
        };
        ArrayShape {
            prefix,
            items,
            min_items: larger(a.min_items, b.min_items.clone()),
            max_items: smaller(a.max_items, b.max_items.clone()),
            unique: a.unique || b.unique,
        }
    }

    fn prefix_and(
        &mut self,
        id: SchemaId,
        prefix: &Spanned<Vec<SchemaId>>,
        items: ItemsShape,
    ) -> Spanned<Vec<SchemaId>> {
        let ItemsShape::Each(items) = items else {
            return prefix.clone();
        };
        let each = prefix.value.iter().enumerate();
        Spanned::new(each.map(|(at, schema)| self.both(id, *schema, items, Step::Position(at))).collect(), prefix.span)
    }
}
