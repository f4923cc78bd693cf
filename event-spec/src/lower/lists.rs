//! Lists and tuples.

use super::Lowering;
use super::define::UNTYPED;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::schema::SchemaId;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{ArrayShape, ItemsShape};
use crate::source::{Span, Spanned};
use crate::types::{List, Type};

/// A tuple is whole.
pub(crate) static TUPLE: Rule =
    rule!(warning Schemas "schema-tuple", "a list with `prefixItems` says that it holds all of them");

/// The most items of a tuple: for longer ones Rust's library implements no traits.
pub(crate) const MAX_TUPLE: usize = 12;

impl Lowering {
    pub(super) fn lower_array(
        &mut self,
        cx: &mut Context<'_, '_>,
        place: Span,
        array: Option<&ArrayShape>,
    ) -> Option<Type> {
        let untyped = ArrayShape::default();
        let array = array.unwrap_or(&untyped);
        super::scalars::check_counts(cx, &array.min_items, &array.max_items)?;
        if let Some(prefix) = &array.prefix {
            return self.lower_tuple(cx, prefix, array);
        }
        let items = match array.items {
            ItemsShape::Each(items) => self.lower(cx, items)?,
            ItemsShape::Refused => {
                let message = "the list may hold nothing, which no type can say";
                let help = "describe what it holds with `items`";
                cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, place, message).help(help));
                return None;
            }
            ItemsShape::Unsaid => {
                let message = "the list does not say what it holds";
                let help = "write `items` with a schema, or `items: true` where anything may be in it";
                cx.diagnostics.push(Diagnostic::new(&UNTYPED, place, message).help(help));
                return None;
            }
        };
        let (min_items, max_items) = (array.min_items.as_ref(), array.max_items.as_ref());
        Some(Type::List(Box::new(List {
            items,
            min_items: min_items.map(|count| count.value).filter(|count| *count > 0),
            max_items: max_items.map(|count| count.value),
            unique: array.unique,
        })))
    }

    fn lower_tuple(
        &mut self,
        cx: &mut Context<'_, '_>,
        prefix: &Spanned<Vec<SchemaId>>,
        array: &ArrayShape,
    ) -> Option<Type> {
        let length = prefix.value.len() as u64;
        let at_least = array.min_items.as_ref().map_or(0, |count| count.value);
        let at_most = array.max_items.as_ref().map(|count| count.value);
        let closed = matches!(array.items, ItemsShape::Refused) || at_most == Some(length);
        let unsupported = if !closed {
            Some(("after the listed items there may be others, which no tuple can hold", "write `items: false`"))
        } else if at_most.is_some_and(|most| most < length) {
            Some(("more items are listed than there may be", "list as many items as `maxItems` allows"))
        } else if array.unique {
            Some(("`uniqueItems` cannot be said of a tuple", "leave it out"))
        } else if length == 0 {
            Some(("the list may hold nothing, which no type can say", "list its items"))
        } else {
            None
        };
        if length > MAX_TUPLE as u64 {
            let place = self.arena.get(prefix.value[MAX_TUPLE]).place;
            let message = format!("the list names {length} items, and Rust has tuples of up to {MAX_TUPLE}");
            let help = "write an object with a property for each, or a list with `items`";
            cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, place, message).help(help));
            return None;
        }
        if let Some((message, help)) = unsupported {
            cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, prefix.span, message).help(help));
            return None;
        }
        if at_least > length {
            let span = array.min_items.as_ref().map_or(prefix.span, |count| count.span);
            let message = format!("the list holds at least {at_least} items and at most {length}");
            cx.diagnostics.push(Diagnostic::new(&super::scalars::IMPOSSIBLE, span, message));
            return None;
        }
        if at_least < length {
            let message = "the schema allows lists that stop early, and every generated reader refuses them";
            let help = format!("write `minItems: {length}`");
            cx.diagnostics.push(Diagnostic::new(&TUPLE, prefix.span, message).help(help));
        }
        let items: Vec<Option<Type>> = prefix.value.iter().map(|item| self.lower(cx, *item)).collect();
        items.into_iter().collect::<Option<_>>().map(Type::Tuple)
    }
}
