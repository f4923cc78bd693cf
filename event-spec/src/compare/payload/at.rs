//! Where in a message a pair was met, and what a rule may ask there.

use super::flow::{Flow, Reads};
use super::path::{self, Step};
use crate::compare::change::Change;
use crate::compare::contain::{Typed, contained};
use crate::compare::effect::Effect;
use crate::rule::Rule;
use crate::source::Span;
use crate::types::Type;

/// A place in a message of both versions.
pub(crate) struct At<'w> {
    /// Who sends the message.
    pub(crate) flow: Flow,
    /// The type there in the old version. Of fields and content, which rules are shown themselves, the named types alone.
    pub(crate) old: Typed<'w>,
    /// The same of the new version.
    pub(crate) new: Typed<'w>,
    /// What a person calls the message.
    pub(super) root: &'w str,
    pub(super) steps: &'w [Step<'w>],
    pub(super) old_span: Option<Span>,
    pub(super) new_span: Option<Span>,
}

impl At<'_> {
    /// A change here.
    pub(crate) fn change(&self, rule: &'static Rule, what: impl Into<String>, effect: Effect) -> Change {
        let mut change = Change::new(rule, path::text(self.root, self.steps), what, effect);
        (change.old, change.new) = (self.old_span, self.new_span);
        change
    }

    /// What the two types do to each other as wholes.
    pub(crate) fn whole(&self) -> Effect {
        self.flow.of_types(self.old, self.new)
    }

    /// What they do to each other if either reader is held to a part of its type alone. A type is the intersection of its
    /// parts, so what is written fits it if it fits each; the writers stay whole, since one part may imply another.
    pub(crate) fn held_to(&self, old: &Type, new: &Type) -> Effect {
        let old = Typed { ty: old, ..self.old };
        let new = Typed { ty: new, ..self.new };
        self.flow.effect(contained(self.new, old).into(), contained(self.old, new).into())
    }

    /// Whether the old version reads a value that the new one may send here.
    pub(crate) fn read_by_old(&self, sent: &Type) -> Reads {
        contained(Typed { ty: sent, ..self.new }, self.old).into()
    }

    /// Whether the new version reads a value that the old one may send here.
    pub(crate) fn read_by_new(&self, sent: &Type) -> Reads {
        contained(Typed { ty: sent, ..self.old }, self.new).into()
    }
}
