//! Payload types.

use super::{alias, interface};
use crate::output::Text;
use crate::typescript::model::{Declaration, Shape};

/// Prints one declaration.
pub fn declare(text: &mut Text, declaration: &Declaration) {
    let Declaration { doc, name, shape } = declaration;
    match shape {
        Shape::Interface { members, rest } => interface(text, doc, name, members, rest.as_deref()),
        Shape::Union(variants) => {
            doc.emit(text);
            alias(text, name, '|', variants);
        }
        Shape::Alias(ty) => {
            doc.emit(text);
            text.line(format!("export type {name} = {ty};"));
            text.blank();
        }
    }
}
