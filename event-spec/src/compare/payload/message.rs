//! One message of both versions.
//!
//! In: what it carries in either version, and who sends it. Out: its changes. What the parts of a message do together is what
//! the whole does: no worse, or it is no part of any message; no better, or the whole is reported as well.

use super::flow::Flow;
use super::path;
use super::readers::Listeners;
use super::survey::Survey;
use super::walk::{Found, Spans, Walk};
use crate::compare::change::Change;
use crate::compare::contain::Typed;
use crate::compare::effect::{Answer, Effect};
use crate::compare::rules::{ALL, Check};
use crate::rule::Rule;
use crate::types::Types;

/// A message of both versions, as the rules about whole messages see it.
pub(crate) struct Messages<'a> {
    pub(crate) flow: Flow,
    pub(crate) old: &'a [Argument<'a>],
    pub(crate) new: &'a [Argument<'a>],
    /// What it is where its contract does not tell of it.
    pub(crate) untold: Untold,
    subject: &'a str,
    spans: Spans,
}

/// An argument, perhaps with its name.
#[derive(Clone, Copy)]
pub(crate) struct Argument<'a> {
    pub(super) name: Option<&'a str>,
    pub(crate) typed: Typed<'a>,
}

/// What a message is of which nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Untold {
    /// An event that carries nothing, and whose readers refuse whatever it carries.
    Nothing,
    /// A part of the handshake that holds no key, and that nobody looks at.
    Empty,
}

impl Messages<'_> {
    /// A change of the message.
    pub(crate) fn change(&self, rule: &'static Rule, what: impl Into<String>, effect: Effect) -> Change {
        let mut change = Change::new(rule, self.subject, what, effect);
        (change.old, change.new) = self.spans;
        change
    }
}

/// A message of both versions, to be compared.
pub(super) struct Exchange<'a> {
    pub(super) flow: Flow,
    pub(super) subject: String,
    pub(super) old: Vec<Argument<'a>>,
    pub(super) new: Vec<Argument<'a>>,
    pub(super) untold: Untold,
    pub(super) spans: Spans,
    pub(super) listeners: Listeners<'a>,
}

impl<'a> Exchange<'a> {
    /// Adds every change of the message.
    pub(super) fn compare(&self, survey: &mut Survey<'a>, changes: &mut Vec<Change>) {
        let Self { flow, subject, old, new, untold, spans, .. } = self;
        let (flow, untold, spans) = (*flow, *untold, *spans);
        let messages = Messages { flow, old, new, untold, subject, spans };
        let done = changes.len();
        for held in ALL {
            if let Check::Message(check) = held.check {
                check(&messages, changes);
            }
        }
        for change in &mut changes[done..] {
            change.readers = self.listeners.reading(&[Vec::new()]);
        }
        // Arguments are matched by their places, and not at all where one side has more.
        if let ([old, ..], [new, ..]) = (old.as_slice(), new.as_slice())
            && self.old.len() == self.new.len()
        {
            changes.extend(self.matched(old.typed.types, new.typed.types, survey));
        }
    }

    /// The changes of arguments that stand in the same places.
    fn matched(&self, old: &'a Types, new: &'a Types, survey: &mut Survey<'a>) -> Vec<Change> {
        let pairs: Vec<_> = self.old.iter().zip(&self.new).collect();
        let types: Vec<_> = pairs.iter().map(|(old, new)| (new.name, old.typed.ty, new.typed.ty)).collect();
        if !survey.differs(&types) {
            return Vec::new();
        }
        let survey = &*survey;
        let walk = || Walk::new(self.flow, &self.subject, old, new).after(survey);
        let found = walk().run(&types, self.spans);
        let mut changes: Vec<_> = found.into_iter().map(|found| self.change(found)).collect();
        let [old_facts, new_facts] = survey.facts().map(Some);
        let wholes = pairs.iter().map(|(old, new)| {
            let (old, new) = (Typed { facts: old_facts, ..old.typed }, Typed { facts: new_facts, ..new.typed });
            self.flow.of_types(old, new)
        });
        let whole = wholes.fold(Effect::SAFE, Effect::and);
        for change in &mut changes {
            change.effect = at_most(change.effect.clone(), &whole);
        }
        let parts = changes.iter().fold(Effect::SAFE, |all, change| all.and(change.effect.clone()));
        if whole.is_worse_than(&parts) {
            changes.extend(walk().wholes(&types, self.spans).into_iter().map(|found| self.change(found)));
        }
        changes
    }

    /// A change that was found on the walk, with the other ways to it and those who read it.
    fn change(&self, found: Found<'_>) -> Change {
        let Found { mut change, ways } = found;
        change.also = ways.iter().skip(1).map(|way| path::text(&self.subject, way)).collect();
        // What is new was read by nobody.
        if change.old.is_some() {
            change.readers = self.listeners.reading(&ways);
        }
        change
    }
}

/// What a part does, which can be no worse than the whole: no message may hold the part at all, or nobody can tell.
fn at_most(part: Effect, whole: &Effect) -> Effect {
    let weaker = |part: Answer, whole: &Answer| if part.is_worse_than(whole) { whole.clone() } else { part };
    Effect {
        server_first: weaker(part.server_first, &whole.server_first),
        clients_first: weaker(part.clients_first, &whole.clients_first),
    }
}
