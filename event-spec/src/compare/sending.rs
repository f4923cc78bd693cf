//! Who sends an event, and what it does to start or stop it.
//!
//! Clients do not listen to what they do not know, and generated readers keep it as unknown: that the server sends more
//! harms nobody. That it sends less harms those that wait. The server answers what it does not know with an error.

use crate::catalogue::Event;
use crate::compare::effect::{Answer, Effect};

/// The ways in which an event travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sending<'a> {
    /// The server sends it.
    pub(crate) server: bool,
    /// Clients send it over the socket.
    pub(crate) clients: bool,
    /// Clients make this request instead.
    pub(crate) request: Option<&'a str>,
}

impl<'a> Sending<'a> {
    /// The ways of an event.
    pub(crate) fn of(event: &'a Event) -> Self {
        let request = event.rest.as_ref().filter(|_| event.client.is_some());
        Self {
            server: event.server.is_some(),
            clients: event.client_sends(),
            request: request.map(|request| request.value.as_str()),
        }
    }

    /// What it does that an event travels in other ways.
    pub(crate) fn change(old: Self, new: Self) -> Effect {
        let mut effect = Effect::SAFE;
        if old.server && !new.server {
            let why = "old clients wait for it, and the new server does not send it";
            effect = effect.and(Effect::clients_go_first(Answer::clients(why)));
        }
        if old.clients && !new.clients {
            let why = "old clients send it, and the new server answers with an error";
            effect = effect.and(Effect::clients_go_first(Answer::server(why)));
        }
        if new.clients && !old.clients {
            let why = "new clients send it, and the old server answers with an error";
            effect = effect.and(Effect::server_goes_first(Answer::server(why)));
        }
        if let Some(request) = old.request.filter(|_| old.request != new.request) {
            let why = format!("no catalogue says whether the new server still answers `{request}`");
            effect = effect.and(Effect::clients_go_first(Answer::unclear(why)));
        }
        if let Some(request) = new.request.filter(|_| old.request != new.request) {
            let why = format!("no catalogue says whether the old server answers `{request}` already");
            effect = effect.and(Effect::server_goes_first(Answer::unclear(why)));
        }
        effect
    }
}
