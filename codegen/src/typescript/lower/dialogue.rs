//! What clients' events bring about: answers, memberships, and how long they are worth sending.

use std::time::Duration;

use event_spec::catalogue::{
    Answer, Binding, Catalogue, Event, Membership as Source, MembershipTarget, Payload, Storage,
};
use event_spec::types::{Type, TypeKind};

use super::sides::wire_names;
use crate::typescript::model::{Dialogue, Membership, Place};

/// What there is of it in a catalogue.
pub fn lower(catalogue: &Catalogue) -> Dialogue {
    let events = catalogue.events.values().filter(|event| event.client_sends());
    let mut dialogue = Dialogue {
        ping: ping(catalogue).map(|event| event.name.value.clone()),
        asks_for_query: catalogue.handshake.query.as_ref().is_some_and(|query| has_required_field(query, catalogue)),
        ..Dialogue::default()
    };
    for (event, name) in events.flat_map(|event| wire_names(event).map(move |name| (event, name.to_owned()))) {
        dialogue.answers.extend(answer(event).map(|answer| (name.clone(), answer.to_owned())));
        dialogue.lifetimes.extend(lifetime(event, catalogue).map(|life| (name.clone(), life)));
        match &event.membership {
            Some(Source::Joins(target)) => dialogue.joins.extend(membership(name, target)),
            Some(Source::Leaves(target)) => dialogue.leaves.extend(membership(name, target)),
            None => {}
        }
    }
    dialogue
}

fn answer(event: &Event) -> Option<&str> {
    match &event.answer {
        Answer::Event(name) => Some(&name.value),
        Answer::None | Answer::Ack(_) => None,
    }
}

/// The event that says nothing and is answered by nothing more: all that the two can be for is a sign of life.
fn ping(catalogue: &Catalogue) -> Option<&Event> {
    let is_empty = |payload: Option<&Payload>| matches!(payload, Some(Payload::Empty));
    let asks = |event: &&Event| {
        let answered = answer(event).and_then(|name| catalogue.events.get(name));
        event.client_sends()
            && event.membership.is_none()
            && is_empty(event.client.as_ref().map(|message| &message.payload))
            && is_empty(answered.and_then(|event| event.server.as_ref()).map(|message| &message.payload))
    };
    let has_required_meta =
        catalogue.envelope.iter().flat_map(|envelope| &envelope.meta.fields).any(|field| !field.optional);
    if has_required_meta { None } else { catalogue.events.values().find(asks) }
}

fn lifetime(event: &Event, catalogue: &Catalogue) -> Option<Duration> {
    let priority = catalogue.priorities.get(&event.priority.as_ref()?.value)?;
    priority.time_to_live.filter(|_| event.storage() == Storage::Transient)
}

fn membership(event: String, target: &MembershipTarget) -> Option<Membership> {
    let channel = match target {
        MembershipTarget::Any => None,
        MembershipTarget::Channel(route) => {
            let field = |(param, binding): (&String, &Binding)| match binding {
                Binding::Field(path) => Some((param.clone(), path.keys.clone())),
                Binding::Given(_) => None,
            };
            let params = route.bindings.iter().map(field).collect::<Option<_>>()?;
            Some(Place { channel: route.channel.value.clone(), params })
        }
    };
    Some(Membership { event, channel })
}

fn has_required_field(ty: &Type, catalogue: &Catalogue) -> bool {
    match catalogue.types.resolve(ty) {
        Type::Named(id) => match &catalogue.types.get(*id).kind {
            TypeKind::Object(object) => object.fields.iter().any(|field| !field.optional),
            _ => true,
        },
        _ => true,
    }
}
