//! What the hub has to know of a catalogue.
//!
//! In: a checked catalogue. Out: the hub's facts, which live as long as the program: they are made once for each catalogue that is
//! served.

use event_contracts_runtime::{Alias, Delivery, FormerName, Limits, Priority, Rate, Transport, WhenSlow};
use event_hub::Direction;
use event_hub::untyped::{Contract, Former};
use event_spec::Catalogue;
use event_spec::catalogue::{self, Event};

/// The hub's facts of a catalogue. `model` is its checked model as JSON, for the inspector; empty where nobody has it.
pub fn of(catalogue: &Catalogue, model: &str) -> Contract {
    let priorities: Vec<&'static Priority> = catalogue
        .priorities
        .iter()
        .enumerate()
        .map(|(rank, (name, priority))| &*Box::leak(Box::new(priority_of(rank, name, priority))))
        .collect();
    let names = |sends: fn(&Event) -> bool| {
        let names = catalogue.events.iter().filter(|(_, event)| sends(event)).map(|(name, _)| text(name));
        &*names.collect::<Vec<_>>().leak()
    };
    let keys = |envelope: &catalogue::Envelope| (text(&envelope.name), text(&envelope.payload));
    Contract {
        name: text(&catalogue.name.value),
        version: text(&catalogue.version.value),
        fingerprint: text(&catalogue.fingerprint),
        transport: match &catalogue.transport {
            catalogue::Transport::SocketIo { namespace } => Transport::SocketIo { namespace: text(namespace) },
            catalogue::Transport::WebSocket { path } => Transport::WebSocket { path: path.as_deref().map(text) },
        },
        priorities: priorities.leak(),
        limits: limits_of(&catalogue.limits),
        server_envelope: catalogue.envelope.as_ref().map(keys),
        client_envelope: catalogue.client_envelope().map(keys),
        server_events: names(|event| event.server.is_some()),
        client_events: names(|event| event.client.is_some()),
        model: text(model),
        formers: formers_of(catalogue).leak(),
    }
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn priority_of(rank: usize, name: &str, priority: &catalogue::Priority) -> Priority {
    Priority {
        name: text(name),
        rank,
        delivery: match priority.delivery {
            catalogue::Delivery::Immediate => Delivery::Immediate,
            catalogue::Delivery::Batched(window) => Delivery::Batched(window),
        },
        coalesce: priority.coalesce,
        time_to_live: priority.time_to_live,
        when_slow: match priority.when_slow {
            catalogue::WhenSlow::Keep => WhenSlow::Keep,
            catalogue::WhenSlow::Drop => WhenSlow::Drop,
        },
    }
}

fn limits_of(limits: &catalogue::Limits) -> Limits {
    let rate = |rate: catalogue::Rate| Rate { count: rate.count, per: rate.per };
    Limits {
        per_user: limits.per_user.map(rate),
        per_connection: limits.per_connection.map(rate),
        per_channel: limits.per_channel.map(rate),
        total: limits.total.map(rate),
        connections_per_user: limits.connections_per_user,
        connections: limits.connections,
        frame_bytes: limits.frame_bytes,
    }
}

/// The former names under which clients are still served.
fn formers_of(catalogue: &Catalogue) -> Vec<Former> {
    let of_event = |(name, event): (&String, &Event)| {
        let direction = match event.direction {
            catalogue::Direction::ServerToClient => Direction::ServerToClient,
            catalogue::Direction::ClientToServer => Direction::ClientToServer,
            catalogue::Direction::Both => Direction::Both,
        };
        let event_name = text(name);
        let served = event.aliases.iter().filter_map(|alias| Some((&alias.name, alias.sunset.as_ref()?)));
        let former = |(alias, sunset): (&event_spec::source::Spanned<String>, &event_spec::source::Spanned<String>)| {
            let alias = Alias { name: text(&alias.value), sunset: text(&sunset.value) };
            Former { name: FormerName { event: event_name, alias }, direction }
        };
        served.map(former).collect::<Vec<_>>()
    };
    catalogue.events.iter().flat_map(of_event).collect()
}
