//! From a catalogue to its model: names are resolved already, so that this only says them in the model's form.

use std::time::Duration;

use event_spec::catalogue::{self as source, Answer, Catalogue, ChannelRoute, Content, Delivery, FieldPath, Payload};
use event_spec::types::{Type, Types};
use serde_json::Value;

use super::{
    Access, Ack, Alias, Argument, Binding, Channel, Consumer, Contract, Deprecation, Envelope, EnvelopeError,
    ErrorCode, Event, Example, FieldRead, Flow, Handshake, Limits, Membership, MembershipEffect, Message, Model,
    Naming, Parameter, ParameterType, Party, Peer, Priority, Rate, Reading, Reconnect, Role, Route, Step, StepKind,
    Storage, Transport, VERSION, WhenSlow,
};
use crate::canonical;

pub fn model(catalogue: &Catalogue) -> Model {
    let types = &catalogue.types;
    let schema = |ty: &Type| canonical::schema(types, ty);
    Model {
        model: VERSION,
        contract: contract(catalogue),
        transport: transport(&catalogue.transport),
        naming: catalogue.naming.iter().map(naming).collect(),
        handshake: Handshake {
            auth: catalogue.handshake.auth.as_ref().map(schema),
            query: catalogue.handshake.query.as_ref().map(schema),
        },
        envelope: catalogue.envelope.as_ref().map(|found| envelope(types, found)),
        priorities: catalogue.priorities.iter().map(|(name, found)| priority(name, found)).collect(),
        limits: limits(&catalogue.limits),
        reconnect: catalogue.reconnect.as_ref().map(reconnect),
        errors: catalogue.errors.iter().map(|(code, found)| error_code(code, found)).collect(),
        channels: catalogue.channels.values().map(channel).collect(),
        events: catalogue.events.values().map(|found| event(types, found)).collect(),
        consumers: catalogue.consumers.values().map(consumer).collect(),
        flows: catalogue.flows.values().map(flow).collect(),
        definitions: canonical::described_definitions(types),
    }
}

fn contract(catalogue: &Catalogue) -> Contract {
    Contract {
        name: catalogue.name.value.clone(),
        version: catalogue.version.value.clone(),
        fingerprint: catalogue.fingerprint.clone(),
        summary: catalogue.summary.clone(),
        description: catalogue.description.clone(),
        closed: catalogue.content == Content::Closed,
    }
}

fn transport(transport: &source::Transport) -> Transport {
    match transport {
        source::Transport::SocketIo { namespace } => Transport::SocketIo { namespace: namespace.clone() },
        source::Transport::WebSocket { path } => Transport::WebSocket { path: path.clone() },
    }
}

fn naming(naming: &source::NamingPattern) -> Naming {
    Naming { pattern: naming.pattern.value.clone(), style: naming.style.as_str().to_owned() }
}

fn envelope(types: &Types, envelope: &source::Envelope) -> Envelope {
    let mut meta = canonical::described_object(types, &envelope.meta);
    if let Some(docs) = &envelope.meta_docs {
        meta["description"] = docs.as_str().into();
    }
    Envelope {
        name: envelope.name.clone(),
        payload: envelope.payload.clone(),
        channel: envelope.channel.clone(),
        priority: envelope.priority.clone(),
        wraps_clients: envelope.clients,
        meta,
        error: envelope
            .error
            .as_ref()
            .map(|error| EnvelopeError { key: error.key.clone(), schema: canonical::schema(types, &error.ty) }),
    }
}

fn priority(name: &str, priority: &source::Priority) -> Priority {
    Priority {
        name: name.to_owned(),
        summary: priority.summary.clone(),
        window_ms: match priority.delivery {
            Delivery::Immediate => 0,
            Delivery::Batched(window) => millis(window),
        },
        coalesce: priority.coalesce,
        ttl_ms: priority.time_to_live.map(millis),
        when_slow: match priority.when_slow {
            source::WhenSlow::Keep => WhenSlow::Keep,
            source::WhenSlow::Drop => WhenSlow::Drop,
        },
    }
}

fn limits(limits: &source::Limits) -> Limits {
    let rate = |rate: source::Rate| Rate { count: rate.count, per_ms: millis(rate.per) };
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

fn reconnect(reconnect: &source::Reconnect) -> Reconnect {
    Reconnect { attempts: reconnect.attempts, delay_ms: millis(reconnect.delay), step_ms: millis(reconnect.step) }
}

fn error_code(code: &str, error: &source::ErrorCode) -> ErrorCode {
    ErrorCode { code: code.to_owned(), summary: error.summary.clone() }
}

fn channel(channel: &source::Channel) -> Channel {
    Channel {
        name: channel.name.value.clone(),
        address: channel.pattern.clone(),
        summary: channel.summary.clone(),
        parameters: channel.params.iter().map(|(name, found)| parameter(name, found)).collect(),
        access: match &channel.access {
            source::Access::Public => Access::Public,
            source::Access::Authenticated => Access::Authenticated,
            source::Access::Class(class) => Access::Class { class: class.clone() },
        },
        auto_join: channel.auto_join.clone(),
    }
}

fn parameter(name: &str, param: &source::Param) -> Parameter {
    Parameter {
        name: name.to_owned(),
        summary: param.summary.clone(),
        ty: match &param.ty {
            source::ParamType::String => ParameterType::String,
            source::ParamType::Integer => ParameterType::Integer,
            source::ParamType::OneOf(values) => ParameterType::Enum { values: values.clone() },
        },
    }
}

fn event(types: &Types, event: &source::Event) -> Event {
    let message = |found: &source::Message| message(types, found);
    Event {
        name: event.name.value.clone(),
        summary: event.summary.clone(),
        description: event.description.clone(),
        direction: event.direction.as_str().to_owned(),
        server: event.server.as_ref().map(message),
        client: event.client.as_ref().map(message),
        client_sends: event.client_sends(),
        rest: event.rest.as_ref().map(|request| request.value.clone()),
        route: route(&event.route),
        priority: event.priority.as_ref().map(|name| name.value.clone()),
        storage: match event.storage() {
            source::Storage::Stored => Storage::Stored,
            source::Storage::Transient => Storage::Transient,
        },
        coalesce_by: event.coalesce_by.iter().map(keys).collect(),
        membership: event.membership.as_ref().map(membership),
        ack: match &event.answer {
            Answer::Ack(ack) if event.client.is_some() => Some(Ack { by: Peer::Server, message: message(ack) }),
            Answer::Ack(ack) => Some(Ack { by: Peer::Client, message: message(ack) }),
            Answer::None | Answer::Event(_) => None,
        },
        answered_by: match &event.answer {
            Answer::Event(name) => Some(name.value.clone()),
            Answer::None | Answer::Ack(_) => None,
        },
        deprecated: event.deprecated.as_ref().map(deprecation),
        aliases: event.aliases.iter().map(alias).collect(),
        tags: event.tags.clone(),
    }
}

fn message(types: &Types, message: &source::Message) -> Message {
    let argument = |name: Option<&str>, ty: &Type| Argument {
        name: name.map(str::to_owned),
        schema: canonical::schema(types, ty),
    };
    let arguments: Vec<Argument> = match &message.payload {
        Payload::Empty => Vec::new(),
        Payload::One(ty) => vec![argument(None, ty)],
        Payload::Args(args) => args.iter().map(|arg| argument(Some(&arg.name), &arg.ty)).collect(),
    };
    let examples = message.examples.iter().map(|example| Example {
        name: example.name.clone(),
        summary: example.summary.clone(),
        arguments: match (&message.payload, &example.value) {
            (Payload::Empty, _) => Vec::new(),
            (Payload::Args(_), Value::Array(values)) => values.clone(),
            (_, value) => vec![value.clone()],
        },
    });
    Message { arguments, examples: examples.collect() }
}

fn route(route: &source::Route) -> Option<Route> {
    match route {
        source::Route::Server => None,
        source::Route::Channel(route) => {
            Some(Route::Channel { channel: route.channel.value.clone(), parameters: bindings(route) })
        }
        source::Route::Everybody => Some(Route::Everybody),
        source::Route::Connection => Some(Route::Connection),
    }
}

fn bindings(route: &ChannelRoute) -> Vec<Binding> {
    let binding = |(parameter, binding): (&String, &source::Binding)| {
        let (field, given) = match binding {
            source::Binding::Field(path) => (Some(keys(path)), None),
            source::Binding::Given(name) => (None, Some(name.clone())),
        };
        Binding { parameter: parameter.clone(), field, given }
    };
    route.bindings.iter().map(binding).collect()
}

fn membership(membership: &source::Membership) -> Membership {
    let (effect, target) = match membership {
        source::Membership::Joins(target) => (MembershipEffect::Joins, target),
        source::Membership::Leaves(target) => (MembershipEffect::Leaves, target),
    };
    let (channel, parameters) = match target {
        source::MembershipTarget::Channel(route) => (Some(route.channel.value.clone()), bindings(route)),
        source::MembershipTarget::Any => (None, Vec::new()),
    };
    Membership { effect, channel, parameters }
}

fn deprecation(deprecation: &source::Deprecation) -> Deprecation {
    Deprecation {
        reason: deprecation.reason.clone(),
        since: deprecation.since.clone(),
        sunset: deprecation.sunset.as_ref().map(|date| date.value.clone()),
        replacement: deprecation.replacement.as_ref().map(|name| name.value.clone()),
    }
}

fn alias(alias: &source::Alias) -> Alias {
    Alias {
        name: alias.name.value.clone(),
        reason: alias.reason.clone(),
        since: alias.since.clone(),
        sunset: alias.sunset.as_ref().map(|date| date.value.clone()),
    }
}

fn consumer(consumer: &source::Consumer) -> Consumer {
    let field = |path: &FieldPath| FieldRead { path: keys(path), optional: path.optional };
    let reading = |event: &str| Reading {
        event: event.to_owned(),
        fields: consumer.reads.get(event).map(|fields| fields.iter().map(field).collect()),
    };
    Consumer {
        name: consumer.name.value.clone(),
        summary: consumer.summary.clone(),
        listens: consumer.listens.iter().map(|event| reading(event.as_str())).collect(),
    }
}

fn flow(flow: &source::Flow) -> Flow {
    let parties = flow.parties.iter().map(|(name, party)| Party {
        name: name.clone(),
        role: match party.role {
            source::Role::Server => Role::Server,
            source::Role::Client => Role::Client,
            source::Role::Other => Role::Other,
        },
        summary: party.summary.clone(),
    });
    Flow {
        name: flow.name.value.clone(),
        summary: flow.summary.clone(),
        description: flow.description.clone(),
        parties: parties.collect(),
        steps: flow.steps.iter().map(step).collect(),
    }
}

fn step(step: &source::Step) -> Step {
    let kind = match step.kind.clone() {
        source::StepKind::Event { event, from, to } => StepKind::Event { event: event.value, from, to },
        source::StepKind::Ack { event, from, to } => StepKind::Ack { event: event.value, from, to },
        source::StepKind::Request { request, from } => StepKind::Request { request: request.value, from },
        source::StepKind::Response { text, to } => StepKind::Response { text, to },
        source::StepKind::Call { text, from, to } => StepKind::Call { text, from, to },
        source::StepKind::Note { text, at } => StepKind::Note { text, at },
    };
    Step { kind, summary: step.summary.clone() }
}

fn keys(path: &FieldPath) -> Vec<String> {
    path.keys.clone()
}

/// Whole milliseconds: the catalogue knows no shorter times.
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
