//! The messages of an event: what the server sends, what clients send, the acknowledgement.

use super::flow::Flow;
use super::path::{self, Step};
use super::readers::Listeners;
use super::walk::{Found, Walk};
use crate::catalogue::{Answer, Event, Message, Payload};
use crate::compare::Scope;
use crate::compare::change::Change;
use crate::compare::contain::Typed;
use crate::compare::effect::Effect;
use crate::compare::rules::{ALL, Check};
use crate::rule::Rule;
use crate::source::Span;
use crate::types::Type;

/// A message of both versions, as the rules about whole messages see it.
pub(crate) struct Messages<'a> {
    pub(crate) flow: Flow,
    pub(crate) old: &'a Payload,
    pub(crate) new: &'a Payload,
    /// The arguments, matched by their places; none where their numbers differ.
    pub(crate) arguments: Vec<(Typed<'a>, Typed<'a>)>,
    /// What was found in the arguments.
    pub(crate) found: &'a [Change],
    subject: &'a str,
    spans: (Span, Span),
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
    if let (Answer::Ack(before), Answer::Ack(after)) = (&old.answer, &new.answer) {
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
        let (old, new) = (arguments(&self.old.payload), arguments(&self.new.payload));
        let (old_types, new_types) = (&scope.old.types, &scope.new.types);
        let matched = old.len() == new.len();
        let pairs: Vec<_> = old.iter().zip(new.iter()).filter(|_| matched).map(|((_, old), (name, new))| (*name, *old, *new)).collect();
        let walk = Walk::new(self.flow, &self.subject, old_types, new_types);
        let found: Vec<_> = walk.run(&pairs, self.spans).into_iter().map(|found| self.change(found)).collect();
        let typed = |(_, old, new)| (Typed { types: old_types, ty: old }, Typed { types: new_types, ty: new });
        let messages = Messages {
            flow: self.flow,
            old: &self.old.payload,
            new: &self.new.payload,
            arguments: pairs.into_iter().map(typed).collect(),
            found: &found,
            subject: &self.subject,
            spans: self.spans,
        };
        let mut of_whole = Vec::new();
        for held in ALL {
            if let Check::Message(check) = held.check {
                check(&messages, &mut of_whole);
            }
        }
        for change in &mut of_whole {
            change.readers = self.listeners.reading(&[Vec::new()]);
        }
        changes.extend(of_whole);
        changes.extend(found);
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

/// What a message carries, argument by argument.
fn arguments(payload: &Payload) -> Vec<(Option<&str>, &Type)> {
    match payload {
        Payload::Empty => Vec::new(),
        Payload::One(ty) => vec![(None, ty)],
        Payload::Args(args) => args.iter().map(|arg| (Some(arg.name.as_str()), &arg.ty)).collect(),
    }
}
