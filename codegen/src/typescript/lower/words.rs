//! What a hover says of an event: its own words, where it goes, what it asks and what answers it.

use event_spec::catalogue::{
    Answer, Binding, Catalogue, ChannelRoute, Deprecation, Event, Membership, MembershipTarget, Route, Storage,
};
use event_spec::words::split;

use crate::typescript::tsdoc::Doc;

/// The event's words, then how it is delivered.
pub fn event(event: &Event, delivery: Vec<String>) -> Doc {
    let doc = Doc::default().text(event.summary.clone()).text(event.description.clone());
    let doc = doc.sentence((!delivery.is_empty()).then(|| delivery.join(" ")));
    doc.deprecated(event.deprecated.as_ref().map(deprecation))
}

fn deprecation(deprecation: &Deprecation) -> String {
    let replacement = deprecation.replacement.as_ref().map(|event| format!("use `{}`", event.value));
    let sunset = deprecation.sunset.as_ref().map(|date| format!("until {}", date.value));
    let parts: Vec<String> = replacement.into_iter().chain(sunset).chain(deprecation.reason.clone()).collect();
    parts.join("; ")
}

/// How the server delivers it.
pub fn server(event: &Event, catalogue: &Catalogue) -> Vec<String> {
    let target = match &event.route {
        Route::Channel(route) => channel_words(route, catalogue),
        Route::Everybody => "everybody".to_owned(),
        Route::Connection => "the connection that asked".to_owned(),
        Route::Server => return Vec::new(),
    };
    let storage = match event.storage() {
        Storage::Stored => "stored",
        Storage::Transient => "transient",
    };
    let priority = event.priority.as_ref().map(|priority| format!(", {} priority", priority.value)).unwrap_or_default();
    let cause = event.rest.as_ref().map(|request| format!("Follows `{}`.", request.value));
    std::iter::once(format!("To {target}; {storage}{priority}.")).chain(cause).collect()
}

fn channel_words(route: &ChannelRoute, catalogue: &Catalogue) -> String {
    let pattern =
        catalogue.channels.get(route.channel.as_str()).map_or(route.channel.as_str(), |channel| &channel.pattern);
    let differs = |(param, binding): (&String, &Binding)| match binding {
        Binding::Field(path) if path.keys == [param.clone()] => None,
        Binding::Field(path) => Some(format!("`{param}` is `{}`", path.keys.join("."))),
        Binding::Given(name) if name == param => None,
        Binding::Given(name) => Some(format!("`{param}` is the {}", split(name).join(" "))),
    };
    let bound: Vec<String> = route.bindings.iter().filter_map(differs).collect();
    if bound.is_empty() { format!("`{pattern}`") } else { format!("`{pattern}`, where {}", bound.join(" and ")) }
}

/// What a client's event asks for.
pub fn client(event: &Event) -> Vec<String> {
    let membership = event.membership.as_ref().map(|membership| {
        let (verb, target) = match membership {
            Membership::Joins(target) => ("Asks to enter", target),
            Membership::Leaves(target) => ("Leaves", target),
        };
        match target {
            MembershipTarget::Channel(route) => format!("{verb} the channel `{}`.", route.channel.value),
            MembershipTarget::Any => format!("{verb} the channel of this address."),
        }
    });
    let answer = match &event.answer {
        Answer::Event(name) => Some(format!("Answered by `{}`.", name.value)),
        Answer::None | Answer::Ack(_) => None,
    };
    membership.into_iter().chain(answer).collect()
}
