//! Where events go and who sends them, in words.

use event_spec::catalogue::{
    Binding, Catalogue, ChannelRoute, Direction, Event, Membership, MembershipTarget, Route, Segment,
};

use crate::docs::page::{Anchor, Inline, Target, code, joined, text};

/// A link to a channel that shows its address.
pub fn channel_link(catalogue: &Catalogue, name: &str) -> Inline {
    let pattern = catalogue.channels[name].pattern.as_str();
    Inline::Link(vec![code(pattern)], Target::Here(Anchor::Channel(name.to_owned())))
}

/// Who sends an event.
pub fn sender(event: &Event) -> &'static str {
    match (event.direction, &event.rest) {
        (Direction::ServerToClient, _) => "the server, to clients",
        (Direction::ClientToServer, None) => "clients, to the server",
        (Direction::ClientToServer, Some(_)) => "nobody: clients make the request instead",
        (Direction::Both, None) => "the server and clients, both ways",
        (Direction::Both, Some(_)) => "the server, to clients",
    }
}

/// Where the server sends an event, in a table's cell.
pub fn short(catalogue: &Catalogue, route: &Route) -> Vec<Inline> {
    match route {
        Route::Server => Vec::new(),
        Route::Channel(route) => vec![channel_link(catalogue, &route.channel)],
        Route::Everybody => vec![text("everybody")],
        Route::Connection => vec![text("the connection that asked")],
    }
}

/// Where the server sends an event, and where the channel's parameters come from.
pub fn long(catalogue: &Catalogue, route: &Route) -> Vec<Inline> {
    match route {
        Route::Channel(route) => with_parameters(catalogue, route),
        Route::Everybody => vec![text("everybody: every connection")],
        _ => short(catalogue, route),
    }
}

/// What a client's event does to a membership, in a table's cell.
pub fn short_membership(catalogue: &Catalogue, membership: &Membership) -> Vec<Inline> {
    let (verb, target) = taken_apart(membership);
    let target = match target {
        MembershipTarget::Channel(route) => channel_link(catalogue, &route.channel),
        MembershipTarget::Any => text("any channel"),
    };
    vec![text(verb), target]
}

/// What a client's event does to a membership, and where the channel's parameters come from.
pub fn membership(catalogue: &Catalogue, membership: &Membership) -> Vec<Inline> {
    let (verb, target) = taken_apart(membership);
    let target = match target {
        MembershipTarget::Channel(route) => with_parameters(catalogue, route),
        MembershipTarget::Any => vec![text("the channel whose printed address is the payload")],
    };
    [vec![text(verb)], target].concat()
}

fn taken_apart(membership: &Membership) -> (&'static str, &MembershipTarget) {
    match membership {
        Membership::Joins(target) => ("enter ", target),
        Membership::Leaves(target) => ("leave ", target),
    }
}

fn with_parameters(catalogue: &Catalogue, route: &ChannelRoute) -> Vec<Inline> {
    let channel = &catalogue.channels[route.channel.as_str()];
    let parameters = channel.address.iter().filter_map(|segment| match segment {
        Segment::Named(name) => Some((name, &route.bindings[name.as_str()])),
        Segment::Literal(_) => None,
    });
    let words = joined(parameters.map(|(name, binding)| match binding {
        Binding::Field(path) => vec![code(name), text(" is the payload's "), code(path.keys.join("."))],
        Binding::Given(given) if given == name => vec![code(name), text(" is given by the sender")],
        Binding::Given(given) => {
            vec![code(name), text(" is given by the sender as "), code(given)]
        }
    }));
    let mut line = vec![channel_link(catalogue, &route.channel)];
    if !words.is_empty() {
        line.push(text("; "));
        line.extend(words);
    }
    line
}
