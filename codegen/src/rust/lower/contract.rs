//! The root of a module: the contract's constants, its event sets, and the macros that check names.

use std::time::Duration;

use event_spec::catalogue::{Delivery, Event, Limits, Message, Payload, Rate, Transport, WhenSlow};
use event_spec::types::{Enum, EnumValue};

use super::Lowering;
use super::cycles::Place;
use super::layout::LARGEST_EVENT;
use super::types::{Head, text_set};
use crate::rust::ident::{self, Namer};
use crate::rust::model::{
    self, Code, Contract, EventSet, EventVariant, Item, Meta, NameConst, NameMacro, StructLiteral,
};
use crate::rust::scope::Scope;
use crate::rust::{literal, words};

impl Lowering<'_> {
    /// The root of the module.
    pub fn contract(&self) -> Contract {
        let catalogue = self.catalogue;
        let own = [self.names.contract.as_str(), "ServerEvent", "ClientEvent", "Meta", "ErrorCode"];
        let mut scope = self.scope("", own);
        for name in ["Contract", "Transport", "Priority", "event_set"] {
            scope.runtime(name);
        }
        let meta = self.meta(&mut scope);
        if meta.is_none() {
            scope.runtime("NoEnvelope");
        }
        let channel = if catalogue.channels.is_empty() {
            format!("{}<Self>", scope.runtime("NoChannel"))
        } else {
            // A module of the root needs no import, and the name stays free for a payload.
            "channels::AnyChannel".to_owned()
        };
        let server = self.server_set(&mut scope);
        let client = self.client_set(&mut scope);
        let limits = limits(&mut scope, &catalogue.limits);
        let mut priority_scope = self.scope("priorities", []);
        let title = format!("The contract {}.", words::code(&catalogue.name));
        let texts =
            [catalogue.summary.as_deref().unwrap_or(&title)].into_iter().chain(catalogue.description.as_deref());
        Contract {
            docs: words::join(texts),
            name: catalogue.name.value.clone(),
            ident: self.names.contract.clone(),
            version: literal::string(&catalogue.version),
            fingerprint: literal::string(&catalogue.fingerprint),
            model: crate::model::lines(catalogue),
            transport: transport(&catalogue.transport),
            reconnect: catalogue.reconnect.as_ref().map(|reconnect| StructLiteral {
                ty: scope.runtime("Reconnect"),
                fields: vec![
                    ("attempts".to_owned(), reconnect.attempts.to_string()),
                    ("delay".to_owned(), duration(&mut scope, reconnect.delay)),
                    ("step".to_owned(), duration(&mut scope, reconnect.step)),
                ],
                base: None,
            }),
            limits,
            channel,
            meta,
            priorities: self.priorities(&mut priority_scope),
            priority_uses: priority_scope.uses(),
            errors: self.errors(&mut scope),
            names: name_constants(catalogue.events.keys()),
            server,
            client,
            event_names: self.event_names(),
            channel_names: NameMacro {
                what: "channel",
                known: catalogue.channels.values().map(|channel| literal::string(&channel.pattern)).collect(),
                wrong: Vec::new(),
            },
            uses: scope.uses(),
        }
    }

    fn meta(&self, scope: &mut Scope) -> Option<Meta> {
        let envelope = self.catalogue.envelope.as_ref()?;
        let docs = envelope.meta_docs.as_deref().unwrap_or("What lies beside name and payload in a frame.");
        let head =
            Head { name: "Meta".to_owned(), docs: words::lines(Some(docs)), code: self.needs.by_envelope(envelope) };
        let item = self.object(scope, Place::Apart, &envelope.meta, head);
        scope.runtime("envelope");
        let roles = [
            ("name", Some(&envelope.name)),
            ("payload", Some(&envelope.payload)),
            ("channel", envelope.channel.as_ref()),
            ("priority", envelope.priority.as_ref()),
            ("error", envelope.error.as_ref().map(|error| &error.key)),
        ];
        let roles = roles.into_iter().filter_map(|(role, key)| Some((role, literal::string(key?)))).collect();
        Some(Meta { item, roles })
    }

    fn server_set(&self, scope: &mut Scope) -> EventSet {
        let events = self.catalogue.events.values();
        let variants = events.filter_map(|event| Some(self.variant(scope, event, event.server.as_ref()?, false)));
        EventSet {
            ident: "ServerEvent",
            docs: "What the server sends.",
            code: self.needs.by_server(),
            bare: false,
            variants: variants.collect(),
            rest: Vec::new(),
        }
    }

    fn client_set(&self, scope: &mut Scope) -> EventSet {
        let sent = self.catalogue.events.values().filter(|event| event.client_sends());
        let variants = sent.filter_map(|event| Some(self.variant(scope, event, event.client.as_ref()?, true)));
        let variants = variants.collect();
        let posted = self.catalogue.events.values().filter(|event| event.client.is_some());
        let rest =
            posted.filter_map(|event| Some((literal::string(&event.name), literal::string(event.rest.as_ref()?))));
        EventSet {
            ident: "ClientEvent",
            docs: "What clients send.",
            code: self.needs.by_client(),
            bare: self.catalogue.envelope.is_some() && self.catalogue.client_envelope().is_none(),
            variants,
            rest: rest.collect(),
        }
    }

    fn variant(&self, scope: &mut Scope, event: &Event, message: &Message, by_client: bool) -> EventVariant {
        let ident = self.message_name(event, by_client).to_owned();
        let served = event.aliases.iter().filter_map(|alias| {
            let sunset = alias.sunset.as_ref()?;
            Some(format!("{} until {}", literal::string(&alias.name), literal::string(&sunset.value)))
        });
        EventVariant {
            ty: scope.sibling("events", &ident),
            boxed: self.is_boxed(message),
            names: std::iter::once(literal::string(&event.name)).chain(served).collect(),
            ident,
        }
    }

    /// The type of what a side sends under an event's name.
    pub fn message_name(&self, event: &Event, by_client: bool) -> &str {
        let names = self.names.event(&event.name);
        match &names.client {
            Some(client) if by_client => client,
            _ => &names.main,
        }
    }

    /// Whether the enum of events holds a message in a box.
    pub fn is_boxed(&self, message: &Message) -> bool {
        let bytes = match &message.payload {
            Payload::Empty => 0,
            Payload::One(ty) => self.layout.bytes(ty),
            Payload::Args(args) => args.iter().map(|arg| self.layout.bytes(&arg.ty)).sum(),
        };
        bytes > LARGEST_EVENT
    }

    fn priorities(&self, scope: &mut Scope) -> Vec<model::Priority> {
        if !self.catalogue.priorities.is_empty() {
            scope.runtime("Priority");
        }
        let priorities = self.catalogue.priorities.iter().enumerate();
        let priorities = priorities.map(|(rank, (name, priority))| {
            let mut fields = vec![("name", literal::string(name)), ("rank", rank.to_string())];
            if let Delivery::Batched(window) = priority.delivery {
                let window = duration(scope, window);
                fields.push(("delivery", format!("{}::Batched({window})", scope.runtime("Delivery"))));
            }
            if priority.coalesce {
                fields.push(("coalesce", "true".to_owned()));
            }
            if let Some(time) = priority.time_to_live {
                fields.push(("time_to_live", format!("Some({})", duration(scope, time))));
            }
            if priority.when_slow == WhenSlow::Drop {
                fields.push(("when_slow", format!("{}::Drop", scope.runtime("WhenSlow"))));
            }
            let base = (fields.len() < 6).then(|| "Priority::BASE".to_owned());
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            model::Priority {
                docs: words::lines(priority.summary.as_deref()),
                ident: self.names.priority(name).to_owned(),
                value: StructLiteral { ty: "Priority".to_owned(), fields, base },
            }
        });
        priorities.collect()
    }

    fn errors(&self, scope: &mut Scope) -> Option<Item> {
        if self.catalogue.errors.is_empty() {
            return None;
        }
        let values = self.catalogue.errors.iter().map(|(wire, code)| EnumValue {
            wire: wire.clone(),
            docs: code.summary.clone(),
            deprecated: false,
        });
        let head = Head {
            name: "ErrorCode".to_owned(),
            docs: vec!["What the server can answer with when it refuses.".to_owned()],
            code: Code::BOTH,
        };
        Some(text_set(scope, &Enum { values: values.collect(), open: true, complete: false }, head))
    }

    fn event_names(&self) -> NameMacro {
        let mut known = Vec::new();
        let mut wrong = Vec::new();
        for event in self.catalogue.events.values() {
            let name = literal::string(&event.name);
            known.push(name.clone());
            for alias in &event.aliases {
                // Clients are served under an alias with a sunset: it still is a name of the contract.
                let alias_name = literal::string(&alias.name);
                match alias.sunset {
                    Some(_) => known.push(alias_name),
                    None => wrong.push((alias_name, name.clone())),
                }
            }
        }
        NameMacro { what: "event", known, wrong }
    }
}

fn transport(transport: &Transport) -> String {
    match transport {
        Transport::SocketIo { namespace } => {
            format!("Transport::SocketIo {{ namespace: {} }}", literal::string(namespace))
        }
        Transport::WebSocket { path: Some(path) } => {
            format!("Transport::WebSocket {{ path: Some({}) }}", literal::string(path))
        }
        Transport::WebSocket { path: None } => "Transport::WebSocket { path: None }".to_owned(),
    }
}

fn limits(scope: &mut Scope, limits: &Limits) -> Option<StructLiteral> {
    let rates = [
        ("per_user", limits.per_user),
        ("per_connection", limits.per_connection),
        ("per_channel", limits.per_channel),
        ("total", limits.total),
    ];
    let numbers = [
        ("connections_per_user", limits.connections_per_user),
        ("connections", limits.connections),
        ("frame_bytes", limits.frame_bytes),
    ];
    let mut fields = Vec::new();
    for (name, limit) in rates {
        if let Some(Rate { count, per }) = limit {
            let rate = scope.runtime("Rate");
            let per = duration(scope, per);
            fields.push((name.to_owned(), format!("Some({rate} {{ count: {count}, per: {per} }})")));
        }
    }
    for (name, limit) in numbers {
        if let Some(number) = limit {
            fields.push((name.to_owned(), format!("Some({number})")));
        }
    }
    if fields.is_empty() {
        return None;
    }
    let ty = scope.runtime("Limits");
    let base = (fields.len() < rates.len() + numbers.len()).then(|| format!("{ty}::NONE"));
    Some(StructLiteral { ty, fields, base })
}

fn duration(scope: &mut Scope, time: Duration) -> String {
    scope.item("std::time", "Duration");
    if time.subsec_nanos() == 0 {
        format!("Duration::from_secs({})", time.as_secs())
    } else {
        format!("Duration::from_millis({})", time.as_millis())
    }
}

fn name_constants<'a>(names: impl Iterator<Item = &'a String>) -> Vec<NameConst> {
    let mut namer = Namer::default();
    names
        .map(|name| NameConst { ident: namer.take(&ident::screaming(name), "_EVENT"), literal: literal::string(name) })
        .collect()
}
