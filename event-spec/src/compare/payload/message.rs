//! The messages of an event: what the server sends, what clients send, the acknowledgement.
//!
//! What the parts of a message do together is what the whole does: no worse, or it is no part of any message; no better, or
//! the whole is reported as well.

use super::flow::Flow;
use super::path;
use super::readers::Listeners;
use super::walk::{Found, Seen, Walk};
use crate::catalogue::{self, Event, Message, Payload};
use crate::compare::Scope;
use crate::compare::change::Change;
use crate::compare::contain::Typed;
use crate::compare::effect::{Answer, Effect};
use crate::compare::rules::{ALL, Check};
use crate::rule::Rule;
use crate::source::Span;
use crate::types::Types;

/// A message of both versions, as the rules about whole messages see it.
pub(crate) struct Messages<'a> {
    pub(crate) flow: Flow,
    pub(crate) old: &'a [Argument<'a>],
    pub(crate) new: &'a [Argument<'a>],
    subject: &'a str,
    spans: (Span, Span),
}

/// An argument, perhaps with its name.
#[derive(Clone, Copy)]
pub(crate) struct Argument<'a> {
    name: Option<&'a str>,
    pub(crate) typed: Typed<'a>,
}

impl Messages<'_> {
    /// A change of the message.
    pub(crate) fn change(&self, rule: &'static Rule, what: impl Into<String>, effect: Effect) -> Change {
        Change::new(rule, self.subject, what, effect).was_at(self.spans.0).is_at(self.spans.1)
    }
}

/// Compares all that an event carries; the two may have different names.
pub(crate) fn compare(old: &Event, new: &Event, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let message = |flow, key, old_message, new_message, listeners| Exchange {
        flow,
        subject: format!("{}.{key}", new.name.value),
        old: old_message,
        new: new_message,
        spans: (old.span, new.span),
        listeners,
    };
    if let (Some(before), Some(after)) = (&old.server, &new.server) {
        let listeners = Listeners::of(scope.old, &old.name.value);
        message(Flow::ServerSends, key(after, "payload"), before, after, listeners).compare(scope, changes);
    }
    if let (Some(before), Some(after)) = (&old.client, &new.client) {
        let own = new.server.is_some() && !new.same_both_ways;
        let key = key(after, if own { "client_payload" } else { "payload" });
        message(Flow::ClientsSend, key, before, after, Listeners::nobody()).compare(scope, changes);
    }
    if let (catalogue::Answer::Ack(before), catalogue::Answer::Ack(after)) = (&old.answer, &new.answer) {
        message(Flow::ServerSends, "ack", before, after, Listeners::nobody()).compare(scope, changes);
    }
}

/// The key that holds what a message carries.
fn key(message: &Message, key: &'static str) -> &'static str {
    if matches!(message.payload, Payload::Args(_)) { "args" } else { key }
}

/// A message of both versions, to be compared.
struct Exchange<'a> {
    flow: Flow,
    subject: String,
    old: &'a Message,
    new: &'a Message,
    spans: (Span, Span),
    listeners: Listeners<'a>,
}

impl Exchange<'_> {
    fn compare(&self, scope: &Scope<'_>, changes: &mut Vec<Change>) {
        let old = arguments(&self.old.payload, &scope.old.types);
        let new = arguments(&self.new.payload, &scope.new.types);
        let messages = Messages { flow: self.flow, old: &old, new: &new, subject: &self.subject, spans: self.spans };
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
        if old.len() == new.len() {
            changes.extend(self.matched(&old, &new, scope));
        }
    }

    /// The changes of arguments that stand in the same places.
    fn matched(&self, old: &[Argument<'_>], new: &[Argument<'_>], scope: &Scope<'_>) -> Vec<Change> {
        let pairs: Vec<_> = old.iter().zip(new).map(|(old, new)| (new.name, old.typed.ty, new.typed.ty)).collect();
        let walk = || Walk::new(self.flow, &self.subject, &scope.old.types, &scope.new.types);
        let Seen { differs, found } = walk().run(&pairs, self.spans);
        if !differs {
            return Vec::new();
        }
        let mut changes: Vec<_> = found.into_iter().map(|found| self.change(found)).collect();
        let wholes = old.iter().zip(new).map(|(old, new)| self.flow.of_types(old.typed, new.typed));
        let whole = wholes.fold(Effect::SAFE, Effect::and);
        for change in &mut changes {
            change.effect = at_most(change.effect.clone(), &whole);
        }
        let parts = changes.iter().fold(Effect::SAFE, |all, change| all.and(change.effect.clone()));
        if whole.is_worse_than(&parts) {
            changes.extend(walk().wholes(&pairs, self.spans).into_iter().map(|found| self.change(found)));
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

/// What a message carries, argument by argument.
fn arguments<'a>(payload: &'a Payload, types: &'a Types) -> Vec<Argument<'a>> {
    let argument = |name, ty| Argument { name, typed: Typed { types, ty } };
    match payload {
        Payload::Empty => Vec::new(),
        Payload::One(ty) => vec![argument(None, ty)],
        Payload::Args(args) => args.iter().map(|arg| argument(Some(arg.name.as_str()), &arg.ty)).collect(),
    }
}
