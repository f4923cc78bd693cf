//! What each side sends: the contents of the listener maps.

use event_spec::catalogue::{
    Alias, Answer, Catalogue, Event, Membership, MembershipTarget, Message, Payload, Route as Source,
};
use event_spec::types::Type;

use super::names::Settled;
use super::{types, words};
use crate::typescript::model::{Ack, Former, Hint, Member, Route, Side};
use crate::typescript::syntax;
use crate::typescript::tsdoc::Doc;

/// What the server sends.
pub fn server(catalogue: &Catalogue, names: &Settled) -> Side {
    let mut side = Side::default();
    for event in catalogue.events.values() {
        let Some(message) = &event.server else { continue };
        let ty = payload_text(&message.payload, names);
        add(&mut side, event, message, &ty, words::server(event, catalogue));
        side.acks.extend(event.client_ack().into_iter().flat_map(|ack| acks(event, message, ack, names)));
        let route = |name: &str| lower_route(name, event, catalogue, names);
        side.routes.push(route(&event.name));
        side.routes.extend(event.aliases.iter().filter(|alias| alias.sunset.is_some()).map(|alias| route(&alias.name)));
    }
    side
}

/// What clients send.
pub fn client(catalogue: &Catalogue, names: &Settled) -> Side {
    let mut side = Side::default();
    for event in catalogue.events.values() {
        let Some(message) = &event.client else { continue };
        if let Some(request) = &event.rest {
            let doc = words::event(event, Vec::new());
            side.through_rest.push(Hint { name: event.name.value.clone(), doc, instead: request.value.clone() });
            side.aliases.extend(event.aliases.iter().map(|alias| wrong_name(alias, event)));
            continue;
        }
        add(&mut side, event, message, &client_text(event, message, catalogue, names), words::client(event));
        side.acks.extend(event.server_ack().into_iter().flat_map(|ack| acks(event, message, ack, names)));
        if let Answer::Event(name) = &event.answer
            && let Some(answer) = catalogue.events.get(name.as_str()).and_then(|event| event.server.as_ref())
        {
            let ty = match &answer.payload {
                Payload::One(ty) => Some(types::text(ty, names)),
                Payload::Empty | Payload::Args(_) => None,
            };
            side.answers.extend(wire_names(event).map(|name| (name.to_owned(), ty.clone())));
        }
    }
    side
}

/// The names that an event travels under: its own, and former ones that are still served.
pub fn wire_names(event: &Event) -> impl Iterator<Item = &str> {
    let served = event.aliases.iter().filter(|alias| alias.sunset.is_some()).map(|alias| alias.name.as_str());
    std::iter::once(event.name.as_str()).chain(served)
}

/// An event's acknowledgement, under each name that it travels under.
fn acks(event: &Event, message: &Message, ack: &Message, names: &Settled) -> Vec<Ack> {
    let ty = ack_text(ack, names);
    let member = |name: &str| Member { doc: Doc::default(), key: name.to_owned(), optional: false, ty: ty.clone() };
    let of_payload = matches!(message.payload, Payload::One(_));
    wire_names(event).map(|name| Ack { member: member(name), of_payload }).collect()
}

/// Adds an event under its name and under its former names: served ones as deprecated events, wrong ones as hints.
fn add(side: &mut Side, event: &Event, message: &Message, ty: &str, delivery: Vec<String>) {
    let list = match &message.payload {
        Payload::One(_) => &mut side.payloads,
        Payload::Empty | Payload::Args(_) => &mut side.arguments,
    };
    let member = |name: &str, doc| Member { doc, key: name.to_owned(), optional: false, ty: ty.to_owned() };
    list.push(member(&event.name, words::event(event, delivery)));
    let count = match &message.payload {
        Payload::One(_) => None,
        Payload::Empty => Some(0),
        Payload::Args(args) => Some(args.len()),
    };
    side.counts.extend(wire_names(event).filter_map(|name| Some((name.to_owned(), count?))));
    side.former.extend(ending(event));
    for alias in &event.aliases {
        match &alias.sunset {
            Some(sunset) => {
                let instead = format!("use `{}`; served under this name until {}", event.name.value, sunset.value);
                let doc = Doc::default().text(event.summary.clone()).deprecated(Some(with_reason(&instead, alias)));
                list.push(member(&alias.name, doc));
                let (name, until) = (alias.name.value.clone(), sunset.value.clone());
                side.former.push(Former { name, instead: event.name.value.clone(), until });
            }
            None => side.aliases.push(wrong_name(alias, event)),
        }
    }
}

/// An event that ends, and has a successor.
fn ending(event: &Event) -> Option<Former> {
    let deprecation = event.deprecated.as_ref()?;
    Some(Former {
        name: event.name.value.clone(),
        instead: deprecation.replacement.as_ref()?.value.clone(),
        until: deprecation.sunset.as_ref()?.value.clone(),
    })
}

fn with_reason(text: &str, alias: &Alias) -> String {
    alias.reason.as_ref().map_or_else(|| text.to_owned(), |reason| format!("{text} ({reason})"))
}

fn wrong_name(alias: &Alias, event: &Event) -> Hint {
    Hint {
        name: alias.name.value.clone(),
        doc: Doc::default().text(alias.reason.clone()),
        instead: event.name.value.clone(),
    }
}

/// What clients give. Where it is the address of any channel, its type says so.
fn client_text(event: &Event, message: &Message, catalogue: &Catalogue, names: &Settled) -> String {
    let to_any = matches!(
        &event.membership,
        Some(Membership::Joins(MembershipTarget::Any) | Membership::Leaves(MembershipTarget::Any))
    );
    match &message.payload {
        Payload::One(Type::String(_)) if to_any && !catalogue.channels.is_empty() => "ChannelAddress".to_owned(),
        payload => payload_text(payload, names),
    }
}

/// The payload's type, or a tuple of the arguments.
fn payload_text(payload: &Payload, names: &Settled) -> String {
    match payload {
        Payload::Empty => "[]".to_owned(),
        Payload::One(ty) => types::text(ty, names),
        Payload::Args(_) => format!("[{}]", arguments_text(payload, names)),
    }
}

/// The payload as the parameters of a function.
pub fn arguments_text(payload: &Payload, names: &Settled) -> String {
    match payload {
        Payload::Empty => String::new(),
        Payload::One(ty) => format!("payload: {}", types::text(ty, names)),
        Payload::Args(args) => {
            let mut labels = syntax::Names::with(&[]);
            let mut arg_text = |name: &str, ty: &Type| {
                let label = labels.take(&event_spec::words::camel(name), "Argument");
                format!("{label}: {}", types::text(ty, names))
            };
            args.iter().map(|arg| arg_text(&arg.name, &arg.ty)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The callback that takes an acknowledgement.
fn ack_text(ack: &Message, names: &Settled) -> String {
    match &ack.payload {
        Payload::One(ty) => format!("(answer: {}) => void", types::text(ty, names)),
        Payload::Empty | Payload::Args(_) => format!("({}) => void", arguments_text(&ack.payload, names)),
    }
}

fn lower_route(name: &str, event: &Event, catalogue: &Catalogue, names: &Settled) -> Route {
    let channel = match &event.route {
        Source::Channel(route) => {
            let at = catalogue.channels.get_index_of(route.channel.as_str());
            at.map_or("never", |at| names.address(at))
        }
        Source::Server | Source::Everybody | Source::Connection => "never",
    };
    let priority = event.priority.as_ref().map_or_else(|| "never".to_owned(), |priority| syntax::string(priority));
    Route { event: name.to_owned(), channel: channel.to_owned(), priority }
}
