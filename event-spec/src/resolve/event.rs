//! Events: where they go, how they are answered, what they replace.

use super::channel::text;
use super::check_repeats;
use super::conflict::{self, DIRECTION_CONFLICT};
use super::deprecation::{resolve_alias, resolve_deprecation};
use super::message::{Carried, message};
use super::path::{self, Found, field_path, follow};
use super::route::{Scope, Use, resolve_route};
use crate::catalogue::{Answer, Direction, Event, FieldPath, Membership, MembershipTarget, Payload, Priority, Route};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::channel::ChannelUse;
use crate::document::event::EventRecord;
use crate::document::words::Audience;
use crate::lower::MAX_TUPLE;
use crate::record::{INVALID_VALUE, Record};
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::types::{Type, Types};

/// The server knows where an event goes.
pub(crate) static ROUTE_MISSING: Rule =
    rule!(error Events "route-missing", "an event that the server sends says where it goes");
/// `any` needs an address.
pub(crate) static MEMBERSHIP_PAYLOAD: Rule = rule!(error Events "membership-payload", "where any channel can be joined or left, the payload is its address, a text");
/// Coalescing looks at fields that are there.
pub(crate) static COALESCE_UNKNOWN_FIELD: Rule =
    rule!(error Delivery "coalesce-unknown-field", "`coalesce_by` names fields of the payload");
/// Coalescing is switched on.
pub(crate) static COALESCE_UNUSED: Rule =
    rule!(warning Delivery "coalesce-unused", "`coalesce_by` stands where the event's priority coalesces");

/// Resolves an event, and reports everything that is wrong with it.
pub(super) fn resolve_event(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    carried: &Carried,
    document: &Document<'_>,
    scope: &Scope<'_>,
    priorities: &indexmap::IndexMap<String, Priority>,
    diagnostics: &mut Diagnostics,
) -> Option<Event> {
    conflict::check_transport(name, record, document, diagnostics);
    conflict::check_exclusive(name, record, diagnostics);
    check_arguments(name, record, diagnostics);
    if let Some(priority) = &record.priority
        && let Some(diagnostic) = scope.names.undeclared_priority(priority, &name.value)
    {
        diagnostics.push(diagnostic);
    }
    check_repeats("tags", record.tags.as_deref().unwrap_or_default(), diagnostics);
    let direction = record.direction.as_ref()?;
    conflict::check_direction(name, record, direction, diagnostics);

    let server = carried.server.as_ref().map(|payload| message(payload, &record.examples, scope.types, diagnostics));
    let client_examples = match direction.value {
        Direction::ClientToServer => &record.examples,
        Direction::ServerToClient | Direction::Both => &record.client_examples,
    };
    let client = carried.client.as_ref().map(|payload| message(payload, client_examples, scope.types, diagnostics));
    let route = resolve_target(name, record, direction.value, carried, scope, diagnostics);
    let membership = resolve_membership(name, record, carried, scope, diagnostics);
    let answer = resolve_answer(name, record, carried, scope, diagnostics);
    let coalesce_by = resolve_coalesce_by(name, record, carried, scope.types, priorities, diagnostics);
    let deprecated = resolve_deprecation(name, record, scope.names, diagnostics);
    let aliases = record.aliases.iter().flatten();
    let aliases = aliases.filter_map(|alias| resolve_alias(alias, diagnostics)).collect();
    Some(Event {
        name: name.clone(),
        summary: text(&record.summary),
        description: text(&record.description),
        direction: direction.value,
        route: route?,
        priority: record.priority.clone(),
        storage: record.storage.clone(),
        server,
        client,
        same_both_ways: direction.value == Direction::Both && record.client_payload.is_none(),
        membership,
        rest: record.rest.as_ref().map(|rest| Spanned::new(rest.0.clone(), rest.span)),
        answer,
        coalesce_by,
        tags: record.tags.iter().flatten().map(|tag| tag.value.clone()).collect(),
        deprecated,
        aliases,
        span: name.span,
    })
}

/// Several arguments are a tuple in Rust, which has an end.
fn check_arguments(name: &Spanned<String>, record: &EventRecord<'_>, diagnostics: &mut Diagnostics) {
    let args = record.args.as_deref().unwrap_or_default();
    if let Some(beyond) = args.get(MAX_TUPLE) {
        let span = beyond.name.as_ref().map_or(name.span, |name| name.span);
        let message =
            format!("event `{}` has {} arguments, and Rust has tuples of up to {MAX_TUPLE}", name.value, args.len());
        let help = "write an object with a property for each as its `payload`, or as its last argument";
        diagnostics.push(Diagnostic::new(&INVALID_VALUE, span, message).help(help));
    }
}

fn resolve_target(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    direction: Direction,
    carried: &Carried,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Route> {
    if direction == Direction::ClientToServer {
        return Some(Route::Server);
    }
    if let Some(channel) = &record.channel {
        let payload = carried.server.as_ref();
        return resolve_route(&name.value, Use::GoesTo, channel, payload, scope, diagnostics).map(Route::Channel);
    }
    match record.to.as_ref().map(|to| to.value) {
        Some(Audience::Everybody) => Some(Route::Everybody),
        Some(Audience::Connection) => Some(Route::Connection),
        None if record.marks().is_faulty() => None,
        None => {
            let message = format!("event `{}` does not say where the server sends it", name.value);
            let help = "add `channel: ..`, or `to: everybody`, or `to: connection` for the one that asked";
            diagnostics.push(Diagnostic::new(&ROUTE_MISSING, name.span, message).help(help));
            None
        }
    }
}

fn resolve_membership(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    carried: &Carried,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Membership> {
    let mut target = |channel: &ChannelUse, purpose: Use| {
        let payload = carried.client.as_ref();
        let channel_name = channel.0.name.as_ref()?;
        if channel_name.value == "any" && channel.0.params.is_none() {
            let is_text = matches!(payload?, Payload::One(ty) if matches!(scope.types.resolve(ty), Type::String(_)));
            if !is_text {
                let message =
                    format!("event `{}` {} any channel, and its payload is no text", name.value, purpose.verb());
                let help = "write `payload: { type: string }`, or name the channel";
                diagnostics.push(Diagnostic::new(&MEMBERSHIP_PAYLOAD, channel_name.span, message).help(help));
            }
            return Some(MembershipTarget::Any);
        }
        if let Some((given, _)) = channel.0.given.iter().flat_map(|given| given.iter()).next() {
            let message =
                format!("a client names the channel in its payload, so nothing can be given for `{}`", given.value);
            let help = format!("bind it to a field with `params: {{ {}: .. }}`", given.value);
            diagnostics.push(Diagnostic::new(&DIRECTION_CONFLICT, given.span, message).help(help));
        }
        resolve_route(&name.value, purpose, channel, payload, scope, diagnostics).map(MembershipTarget::Channel)
    };
    match (&record.joins, &record.leaves) {
        (Some(channel), _) => target(channel, Use::Joins).map(Membership::Joins),
        (None, Some(channel)) => target(channel, Use::Leaves).map(Membership::Leaves),
        (None, None) => None,
    }
}

fn resolve_answer(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    carried: &Carried,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Answer {
    if let Some(ack) = &record.ack {
        let payload = carried.ack.as_ref();
        return payload
            .map_or(Answer::None, |payload| Answer::Ack(message(payload, &ack.examples, scope.types, diagnostics)));
    }
    let Some(answer) = &record.answer else {
        return Answer::None;
    };
    let names = scope.names;
    let user = format!("event `{}` is answered by", name.value);
    if let Some(diagnostic) = names.undeclared_event(answer, &user, |event| names.is_client_event(event)) {
        diagnostics.push(diagnostic);
    } else if names.is_client_event(&answer.value) {
        let message = format!("{user} `{}`, which only clients send", answer.value);
        let help = "name an event that the server sends";
        diagnostics.push(Diagnostic::new(&DIRECTION_CONFLICT, answer.span, message).help(help));
    }
    Answer::Event(answer.clone())
}

fn resolve_coalesce_by(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    carried: &Carried,
    types: &Types,
    priorities: &indexmap::IndexMap<String, Priority>,
    diagnostics: &mut Diagnostics,
) -> Vec<FieldPath> {
    let paths = record.coalesce_by.as_deref().unwrap_or_default();
    check_repeats("coalesce_by", paths, diagnostics);
    let priority = record.priority.as_ref().and_then(|priority| priorities.get(&priority.value));
    if let (Some(first), Some(Priority { coalesce: false, .. })) = (paths.first(), priority) {
        let message = format!("event `{}` never replaces a waiting one: its priority does not coalesce", name.value);
        let help = "add `coalesce: latest` to the priority, or leave `coalesce_by` out";
        diagnostics.push(Diagnostic::new(&COALESCE_UNUSED, first.span, message).help(help));
    }
    let resolved: Vec<_> = paths.iter().map(field_path).collect();
    if let Some(payload) = &carried.server {
        let owner = format!("the payload of `{}`", name.value);
        for path in &resolved {
            let fault = unknown_field(&COALESCE_UNKNOWN_FIELD, &owner, payload, path, &resolved, types);
            diagnostics.extend(fault);
        }
    }
    resolved
}

/// What is wrong with a path that names no field of a payload; `beside` is the list that it stands in.
pub(super) fn unknown_field(
    rule: &'static Rule,
    owner: &str,
    payload: &Payload,
    path: &FieldPath,
    beside: &[FieldPath],
    types: &Types,
) -> Option<Diagnostic> {
    match follow(payload, path, types) {
        Found::Field(_) => None,
        Found::Missing { parent, key, near } => {
            let holder = if parent.is_empty() { format!("{owner} has") } else { format!("`{parent}` of {owner} has") };
            let diagnostic = Diagnostic::new(rule, path.span, format!("{holder} no field `{key}`"));
            Some(match near {
                Some(near) => {
                    let near = near.unless(|near| beside.iter().any(|other| path::written(other).value == near));
                    diagnostic.meant(&path::written(path), &near)
                }
                None => diagnostic,
            })
        }
        Found::NoObject { parent, what } => {
            let holder = if parent.is_empty() { owner.to_owned() } else { format!("`{parent}` of {owner}") };
            let message = format!("{holder} is {what}, and has no fields");
            Some(Diagnostic::new(rule, path.span, message))
        }
    }
}
