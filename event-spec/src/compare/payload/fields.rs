//! Fields of two objects, matched by their wire names.

use super::at::At;
use super::flow::Reads;
use crate::compare::contain::{Typed, contained};
use crate::compare::effect::Effect;
use crate::compare::pair::Pair;
use crate::suggest;
use crate::types::{Field, Object, Rest, Types};

/// A field of two objects, or of one of them.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) pair: Pair<&'a Field>,
    pub(crate) old: &'a Object,
    pub(crate) new: &'a Object,
}

impl<'a> Fields<'a> {
    /// The new field that an old one may have become: it holds the same, and its name is near, or there is no other.
    pub(crate) fn perhaps_renamed(&self, field: &Field, at: &At<'_>) -> Option<&'a Field> {
        let old = Typed { ty: &field.ty, ..at.old };
        let like: Vec<_> = only(self.new, self.old)
            .filter(|added| {
                let new = Typed { ty: &added.ty, ..at.new };
                contained(old, new).is_ok() && contained(new, old).is_ok()
            })
            .collect();
        let near = suggest::nearest(&field.wire, like.iter().map(|added| added.wire.as_str()));
        match near {
            Some(near) => like.into_iter().find(|added| added.wire == near),
            None if only(self.old, self.new).count() == 1 && like.len() == 1 => like.first().copied(),
            None => None,
        }
    }

    /// What a field does that one of the two versions lacks.
    pub(crate) fn effect(&self, at: &At<'_>) -> Effect {
        let (old, new) = (at.old.types, at.new.types);
        match self.pair {
            Pair::Added(field) => {
                at.flow.effect(sent(field, new, &self.old.rest, old), missed(field, new, &self.old.rest, old))
            }
            Pair::Removed(field) => {
                at.flow.effect(missed(field, old, &self.new.rest, new), sent(field, old, &self.new.rest, new))
            }
            Pair::Kept { old, new } => {
                let absent = |writer: &Field, reader: &Field| {
                    if writer.optional && !reader.optional {
                        Reads::not(format!("`{}` may be absent", writer.wire))
                    } else {
                        Reads::All
                    }
                };
                at.flow.effect(absent(new, old), absent(old, new))
            }
        }
    }
}

/// The fields of one object that the other lacks.
fn only<'a>(one: &'a Object, other: &'a Object) -> impl Iterator<Item = &'a Field> {
    one.fields.iter().filter(|field| other.field(&field.wire).is_none())
}

/// Whether a reader without the field takes it.
fn sent(field: &Field, types: &Types, rest: &Rest, others: &Types) -> Reads {
    match rest {
        Rest::Ignored => Reads::All,
        Rest::Refused => Reads::not(format!("`{}` is a key too many", field.wire)),
        Rest::Kept(rest) => contained(Typed::new(types, &field.ty), Typed::new(others, rest)).into(),
    }
}

/// Whether a reader with the field takes what a writer without it sends.
fn missed(field: &Field, types: &Types, rest: &Rest, others: &Types) -> Reads {
    match rest {
        _ if !field.optional => Reads::not(format!("`{}` is missing", field.wire)),
        // Sent under that key, if at all, is what any other key holds.
        Rest::Kept(rest) => contained(Typed::new(others, rest), Typed::new(types, &field.ty)).into(),
        Rest::Ignored | Rest::Refused => Reads::All,
    }
}
