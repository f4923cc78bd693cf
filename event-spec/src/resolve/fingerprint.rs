//! A digest of everything that a peer can observe on the wire.
//!
//! The catalogue is written down in one canonical form: maps sorted, words for people, names that no frame shows and internal
//! policies left out, types by what they are. So neither the order of the sources, nor the name of a channel or a shared schema, nor
//! where a schema is written changes it.

use std::fmt::Write;

use crate::catalogue::{
    Answer, Binding, Catalogue, Channel, ChannelRoute, Envelope, Event, Membership, MembershipTarget, Message,
    ParamType, Payload, Route, Segment, Transport,
};
use crate::structure::{Form, Structure};
use crate::types::Types;

/// The first 16 hexadecimal digits of the SHA-256 of a catalogue's canonical form.
pub(super) fn fingerprint(catalogue: &Catalogue) -> String {
    let mut structure = Structure::new(&catalogue.types);
    write_catalogue(&mut structure, catalogue);
    structure.digest().iter().take(8).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes whatever is written to it");
        hex
    })
}

/// A digest of what a message carries: the same for two messages whose payloads have one structure, however their types are
/// named.
pub(crate) fn payload(message: &Message, types: &Types) -> [u8; 32] {
    let mut structure = Structure::new(types);
    write_message(&mut structure, message);
    structure.digest()
}

fn write_catalogue<'a>(to: &mut Structure<'a>, catalogue: &'a Catalogue) {
    let (kind, place) = match &catalogue.transport {
        Transport::SocketIo { namespace } => ("socket.io", Some(namespace)),
        Transport::WebSocket { path } => ("websocket", path.as_ref()),
    };
    to.form().text(kind);
    to.form().option(place, |form, place| form.text(place));
    for part in [&catalogue.handshake.auth, &catalogue.handshake.query] {
        to.form().flag(part.is_some());
        part.iter().for_each(|ty| to.ty(ty));
    }
    to.form().flag(catalogue.envelope.is_some());
    catalogue.envelope.iter().for_each(|envelope| write_envelope(to, envelope));
    to.form().count(catalogue.channels.len());
    let mut channels: Vec<_> = catalogue.channels.values().map(channel).collect();
    channels.sort_unstable_by(|one, other| one.bytes().cmp(other.bytes()));
    channels.iter().for_each(|channel| to.form().append(channel));
    let mut events: Vec<_> = catalogue.events.values().collect();
    events.sort_unstable_by(|one, other| one.name.value.cmp(&other.name.value));
    to.form().count(events.len());
    events.into_iter().for_each(|event| write_event(to, event, catalogue));
    to.form().set(catalogue.errors.keys().map(String::as_str));
}

fn write_envelope<'a>(to: &mut Structure<'a>, envelope: &'a Envelope) {
    let form = to.form();
    form.text(&envelope.name);
    form.text(&envelope.payload);
    form.flag(envelope.clients);
    form.option(envelope.channel.as_ref(), |form, key| form.text(key));
    form.option(envelope.priority.as_ref(), |form, key| form.text(key));
    form.option(envelope.error.as_ref(), |form, error| form.text(&error.key));
    to.object(&envelope.meta);
}

fn channel(channel: &Channel) -> Form {
    let mut form = Form::default();
    write_address(&mut form, channel);
    form.count(channel.params.len());
    for param in channel.params.values() {
        match &param.ty {
            ParamType::String => form.text("string"),
            ParamType::Integer => form.text("integer"),
            ParamType::OneOf(values) => {
                form.text("one of");
                form.set(values.iter().map(String::as_str));
            }
        }
    }
    form
}

/// An address with its parameters unnamed: their names are not printed.
fn write_address(form: &mut Form, channel: &Channel) {
    form.count(channel.address.len());
    for segment in &channel.address {
        match segment {
            Segment::Literal(text) => form.option(Some(text), |form, text| form.text(text)),
            Segment::Named(_) => form.flag(false),
        }
    }
}

fn write_event<'a>(to: &mut Structure<'a>, event: &'a Event, catalogue: &Catalogue) {
    let form = to.form();
    form.text(&event.name.value);
    form.text(event.direction.as_str());
    match &event.route {
        Route::Server => form.text("server"),
        Route::Everybody => form.text("everybody"),
        Route::Connection => form.text("connection"),
        Route::Channel(route) => write_route(form, route, catalogue),
    }
    let envelopes = [
        catalogue.envelope.as_ref().filter(|_| event.server.is_some()),
        catalogue.client_envelope().filter(|_| event.client_sends()),
    ];
    let named = envelopes.into_iter().flatten().any(|envelope| envelope.priority.is_some());
    form.option(event.priority.as_ref().filter(|_| named), |form, priority| form.text(&priority.value));
    form.option(event.membership.as_ref(), |form, membership| {
        let (verb, target) = match membership {
            Membership::Joins(target) => ("joins", target),
            Membership::Leaves(target) => ("leaves", target),
        };
        form.text(verb);
        match target {
            MembershipTarget::Any => form.text("any"),
            MembershipTarget::Channel(route) => write_route(form, route, catalogue),
        }
    });
    form.flag(event.client.is_some() && event.rest.is_some());
    let served = event.aliases.iter().filter(|alias| alias.sunset.is_some());
    form.set(served.map(|alias| alias.name.value.as_str()));
    for message in [&event.server, &event.client] {
        to.form().flag(message.is_some());
        message.iter().for_each(|message| write_message(to, message));
    }
    match &event.answer {
        Answer::None => to.form().text("none"),
        Answer::Ack(message) => {
            to.form().text("ack");
            write_message(to, message);
        }
        Answer::Event(name) => {
            to.form().text("event");
            to.form().text(&name.value);
        }
    }
}

fn write_route(form: &mut Form, route: &ChannelRoute, catalogue: &Catalogue) {
    form.text("channel");
    form.option(catalogue.channels.get(&route.channel.value), write_address);
    form.count(route.bindings.len());
    for binding in route.bindings.values() {
        match binding {
            Binding::Field(path) => form.option(Some(&path.keys), |form, keys| {
                form.count(keys.len());
                keys.iter().for_each(|key| form.text(key));
            }),
            Binding::Given(_) => form.flag(false),
        }
    }
}

fn write_message<'a>(to: &mut Structure<'a>, message: &'a Message) {
    match &message.payload {
        Payload::Empty => to.form().count(0),
        Payload::One(ty) => {
            to.form().count(1);
            to.ty(ty);
        }
        Payload::Args(args) => {
            to.form().count(args.len());
            args.iter().for_each(|arg| to.ty(&arg.ty));
        }
    }
}
