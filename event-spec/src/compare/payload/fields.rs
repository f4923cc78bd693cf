//! Fields of two objects, matched by their wire names.

use super::at::At;
use super::flow::Reads;
use crate::compare::contain::{Typed, contained};
use crate::compare::effect::Effect;
use crate::compare::pair::Pair;
use crate::types::{Field, Object, Rest, Types};

/// A field of two objects, or of one of them.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) pair: Pair<&'a Field>,
    pub(crate) old: &'a Object,
    pub(crate) new: &'a Object,
}

impl Fields<'_> {
    /// What a field does that one of the two versions lacks.
    pub(crate) fn effect(&self, at: &At<'_>) -> Effect {
        let (old, new) = (at.old.types, at.new.types);
        match self.pair {
            Pair::Added(field) => at.flow.effect(sent(field, new, &self.old.rest, old), missed(field, new, &self.old.rest, old)),
            Pair::Removed(field) => at.flow.effect(missed(field, old, &self.new.rest, new), sent(field, old, &self.new.rest, new)),
            Pair::Kept { old, new } => {
                let absent = |writer: &Field, reader: &Field| {
                    if writer.optional && !reader.optional { Reads::not(format!("`{}` may be absent", writer.wire)) } else { Reads::All }
                };
                at.flow.effect(absent(new, old), absent(old, new))
            }
        }
    }
}

/// Whether a reader without the field takes it.
fn sent(field: &Field, types: &Types, rest: &Rest, others: &Types) -> Reads {
    match rest {
        Rest::Ignored => Reads::All,
        Rest::Refused => Reads::not(format!("`{}` is a key too many", field.wire)),
        Rest::Kept(rest) => contained(Typed { types, ty: &field.ty }, Typed { types: others, ty: rest }).into(),
    }
}

/// Whether a reader with the field takes what a writer without it sends.
fn missed(field: &Field, types: &Types, rest: &Rest, others: &Types) -> Reads {
    match rest {
        _ if !field.optional => Reads::not(format!("`{}` is missing", field.wire)),
        // Sent under that key, if at all, is what any other key holds.
        Rest::Kept(rest) => contained(Typed { types: others, ty: rest }, Typed { types, ty: &field.ty }).into(),
        Rest::Ignored | Rest::Refused => Reads::All,
    }
}
