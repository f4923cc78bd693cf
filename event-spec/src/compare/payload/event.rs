//! The messages of an event: what the server sends, what clients send, the acknowledgement.

use super::flow::Flow;
use super::message::{Argument, Exchange, Untold};
use super::readers::Listeners;
use super::survey::Survey;
use crate::catalogue::{Event, Message, Payload};
use crate::compare::Scope;
use crate::compare::change::Change;
use crate::compare::contain::Typed;
use crate::types::Types;

/// Compares all that an event carries; the two may have different names.
pub(crate) fn compare<'a>(
    old: &'a Event,
    new: &'a Event,
    scope: &Scope<'a>,
    survey: &mut Survey<'a>,
    changes: &mut Vec<Change>,
) {
    let mut message = |flow, key, before: &'a Message, after: &'a Message, listeners| {
        let exchange = Exchange {
            flow,
            subject: format!("{}.{key}", new.name.value),
            old: arguments(&before.payload, &scope.old.types),
            new: arguments(&after.payload, &scope.new.types),
            untold: Untold::Nothing,
            spans: (Some(old.span), Some(new.span)),
            listeners,
        };
        exchange.compare(survey, changes);
    };
    if let (Some(before), Some(after)) = (&old.server, &new.server) {
        let listeners = Listeners::of(scope, &old.name.value);
        message(Flow::ServerSends, key(after, "payload"), before, after, listeners);
    }
    if let (Some(before), Some(after)) = (&old.client, &new.client) {
        let own = new.server.is_some() && !new.same_both_ways;
        let key = key(after, if own { "client_payload" } else { "payload" });
        message(Flow::ClientsSend, key, before, after, Listeners::nobody());
    }
    if let (Some(before), Some(after)) = (old.server_ack(), new.server_ack()) {
        message(Flow::ServerSends, "ack", before, after, Listeners::nobody());
    }
    if let (Some(before), Some(after)) = (old.client_ack(), new.client_ack()) {
        message(Flow::ClientsSend, "ack", before, after, Listeners::nobody());
    }
}

/// The key that holds what a message carries.
fn key(message: &Message, key: &'static str) -> &'static str {
    if matches!(message.payload, Payload::Args(_)) { "args" } else { key }
}

/// What a message carries, argument by argument.
fn arguments<'a>(payload: &'a Payload, types: &'a Types) -> Vec<Argument<'a>> {
    let argument = |name, ty| Argument { name, typed: Typed::new(types, ty) };
    match payload {
        Payload::Empty => Vec::new(),
        Payload::One(ty) => vec![argument(None, ty)],
        Payload::Args(args) => args.iter().map(|arg| argument(Some(arg.name.as_str()), &arg.ty)).collect(),
    }
}
