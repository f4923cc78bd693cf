//! Events, acknowledgements, and where they go.

use event_spec::catalogue::{
    Answer, Binding, Channel, ChannelRoute, Deprecation, Event, FieldPath, Membership, MembershipTarget, Message,
    ParamType, Payload, Route, Storage,
};
use event_spec::types::{Literal, Type, TypeKind};

use super::Lowering;
use super::cycles::Place;
use super::names;
use super::types::{Head, constant, field_ident, keyed};
use crate::rust::ident::{self, Namer};
use crate::rust::model::{ArgItem, Code, EventItem, EventLine, Events, Item, Routing, Shape, StructLiteral};
use crate::rust::scope::Scope;
use crate::rust::{literal, words};

impl Lowering<'_> {
    /// The file of events.
    pub fn events(&self) -> Events {
        let mut scope = self.scope("events", self.names.in_events());
        let mut items = Vec::new();
        for event in self.catalogue.events.values() {
            self.event(&mut scope, event, &mut items);
        }
        Events { uses: scope.uses(), items }
    }

    fn event(&self, scope: &mut Scope, event: &Event, items: &mut Vec<EventItem>) {
        let names = self.names.event(&event.name);
        let docs = event_docs(event);
        let (by_server, by_client) = (self.needs.by_server(), self.needs.by_client());
        if let Some(message) = &event.server {
            let both = event.client.is_some() && event.same_both_ways;
            let code = if both { Code::BOTH } else { by_server };
            let item = self.message(scope, message, &names.main, docs.clone(), code);
            let mut words = vec![if both && event.client_sends() { "both" } else { "server" }.to_owned()];
            self.policy_words(scope, event, &mut words);
            let mut routes = Vec::new();
            self.route(scope, event, message, &mut words, &mut routes);
            if let Some(ack) = event.client_ack() {
                words.push(format!("ack = {}", self.ack_type(scope, event, ack)));
            }
            words.extend(served_aliases(event));
            words.extend(self.coalesce_words(event, message));
            if both {
                self.reply_words(scope, event, &mut words);
                self.membership(scope, event, message, &mut routes);
            }
            items.push(self.event_item(scope, item, event, words, routes));
        }
        if let Some(message) = event.client.as_ref().filter(|_| event.server.is_none() || !event.same_both_ways) {
            let name = names.client.as_ref().unwrap_or(&names.main);
            let docs = if event.server.is_some() { client_docs(event) } else { docs };
            let item = self.message(scope, message, name, docs, by_client);
            let mut words = vec![if event.client_sends() { "client" } else { "rest" }.to_owned()];
            self.policy_words(scope, event, &mut words);
            self.reply_words(scope, event, &mut words);
            let mut routes = Vec::new();
            self.membership(scope, event, message, &mut routes);
            items.push(self.event_item(scope, item, event, words, routes));
        }
        if let (Answer::Ack(message), Some(name)) = (&event.answer, &names.ack) {
            let (who, code) = if event.client.is_some() {
                ("the server acknowledges", by_server)
            } else {
                ("clients acknowledge", by_client)
            };
            let docs = vec![format!("How {who} {}.", words::code(&event.name))];
            let item = self.message(scope, message, name, docs, code);
            items.push(EventItem { item, event: None, routes: Vec::new() });
        }
    }

    /// The type of what a message carries.
    fn message(&self, scope: &mut Scope, message: &Message, name: &str, mut docs: Vec<String>, code: Code) -> Item {
        let own =
            names::own_type(self.catalogue, message).filter(|id| self.names.ty(*id) == (names::Home::Events, name));
        if let Some(id) = own {
            let def = self.catalogue.types.get(id);
            docs = words::append(docs, def.docs.as_deref());
            return self.shaped(scope, id, &def.kind, Head { name: name.to_owned(), docs, code: self.needs.of(id) });
        }
        let head = Head { name: name.to_owned(), docs, code };
        match &message.payload {
            Payload::One(ty) => self.newtype(scope, Place::Apart, ty, head),
            Payload::Args(args) if !args.is_empty() => {
                scope.runtime("args");
                let values: Vec<(&str, &Type)> = args.iter().map(|arg| (arg.name.as_str(), &arg.ty)).collect();
                let checks = self.value_checks(scope, &values, &head.name);
                let mut namer = Namer::default();
                let args = args.iter().map(|arg| {
                    let ident = namer.take(&ident::snake(&arg.name), "_argument");
                    ArgItem { key: keyed(&ident, &arg.name, &ident), ty: self.ty(scope, &arg.ty, Place::Apart) }
                });
                let shape = Shape::Args(args.collect());
                Item { docs: head.docs, name: head.name, shape, code, checks }
            }
            Payload::Empty | Payload::Args(_) => {
                scope.runtime("unit");
                Item { docs: head.docs, name: head.name, shape: Shape::Unit, code, checks: None }
            }
        }
    }

    fn event_item(
        &self,
        scope: &mut Scope,
        item: Item,
        event: &Event,
        words: Vec<String>,
        routes: Vec<Routing>,
    ) -> EventItem {
        scope.runtime("event");
        let contract = scope.sibling("", &self.names.contract);
        let line = EventLine { name: literal::string(&event.name), contract, words };
        EventItem { item, event: Some(line), routes }
    }

    fn policy_words(&self, scope: &mut Scope, event: &Event, words: &mut Vec<String>) {
        words.push(match event.storage() {
            Storage::Stored => "stored".to_owned(),
            Storage::Transient => "transient".to_owned(),
        });
        if let Some(priority) = &event.priority {
            let module = scope.sibling("", "priorities");
            words.push(format!("{module}::{}", self.names.priority(priority)));
        }
    }

    /// What decides which waiting event a newer one replaces, where its priority does so and this side sends it.
    fn coalesce_words(&self, event: &Event, message: &Message) -> Option<String> {
        let priority = self.catalogue.priorities.get(&event.priority.as_ref()?.value)?;
        let Payload::One(payload) = &message.payload else {
            return None;
        };
        if !priority.coalesce || !self.needs.by_server().encode {
            return None;
        }
        let paths: Vec<String> = event.coalesce_by.iter().filter_map(|path| self.coalesced(payload, path)).collect();
        (!paths.is_empty()).then(|| format!("coalesce_by({})", paths.join(", ")))
    }

    /// A path as `coalesce_by` takes it: fields, where it leads through structs, else a text; nothing where it leads to a
    /// constant.
    fn coalesced(&self, payload: &Type, path: &FieldPath) -> Option<String> {
        let by_text = || Some(literal::string(&path.keys.join(".")));
        let types = &self.catalogue.types;
        let mut object = types.as_object(payload);
        let mut written = String::new();
        for (at, key) in path.keys.iter().enumerate() {
            let is_last = at + 1 == path.keys.len();
            let Some(holder) = object.filter(|_| self.options.engine.printed().is_none()) else {
                return by_text();
            };
            let place = holder.fields.iter().position(|field| field.wire == *key).expect("a checked path exists");
            let field = &holder.fields[place];
            if matches!((&field.ty, field.optional), (Type::Literal(_), false)) {
                return None;
            }
            let dot = if at == 0 { "" } else { "." };
            written.push_str(&format!("{dot}{}", field_ident(holder, place)));
            let (inner, nullable) = match &field.ty {
                Type::Nullable(inner) => (inner.as_ref(), true),
                other => (other, false),
            };
            let marks = usize::from(field.optional) + usize::from(nullable && !is_last);
            written.push_str(&"?".repeat(marks));
            object = types.as_object(inner);
        }
        Some(written)
    }

    fn reply_words(&self, scope: &mut Scope, event: &Event, words: &mut Vec<String>) {
        match &event.answer {
            Answer::None => {}
            Answer::Ack(message) => words.push(format!("ack = {}", self.ack_type(scope, event, message))),
            Answer::Event(answer) => words.push(format!("answer = {}", self.names.event(answer).main)),
        }
    }

    /// The type of an event's acknowledgement: its own, or one that others share.
    pub fn ack_type(&self, scope: &mut Scope, event: &Event, ack: &Message) -> String {
        match (&self.names.event(&event.name).ack, &ack.payload) {
            (Some(name), _) => scope.sibling("events", name),
            (None, Payload::One(ty)) => self.ty(scope, ty, Place::Apart),
            (None, _) => unreachable!("only a shared type needs no acknowledgement of its own"),
        }
    }

    fn route(
        &self,
        scope: &mut Scope,
        event: &Event,
        message: &Message,
        words: &mut Vec<String>,
        routes: &mut Vec<Routing>,
    ) {
        match &event.route {
            Route::Server => {}
            Route::Everybody => words.push("everybody".to_owned()),
            Route::Connection => words.push("connection".to_owned()),
            Route::Channel(route) => {
                let docs = "The channel that it goes to.";
                let routing = self.routing(scope, route, message, ("routed", "to", docs));
                if let Routing::Written { of: None, channel, .. } = &routing {
                    words.push(format!("channel = {}", channel.ty));
                }
                routes.push(routing);
            }
        }
    }

    fn membership(&self, scope: &mut Scope, event: &Event, message: &Message, routes: &mut Vec<Routing>) {
        let (target, method, docs) = match &event.membership {
            None => return,
            Some(Membership::Joins(target)) => (target, "joins", "The channel that it asks to enter."),
            Some(Membership::Leaves(target)) => (target, "leaves", "The channel that it leaves."),
        };
        routes.push(match target {
            MembershipTarget::Channel(route) => self.routing(scope, route, message, (method, method, docs)),
            MembershipTarget::Any => {
                let any = format!("{}::AnyChannel", scope.sibling("", "channels"));
                let returns = format!("Result<{any}, {}>", scope.runtime("AddressError"));
                Routing::Any { method, docs, returns, text: self.whole_text(message) }
            }
        });
    }

    /// The place of a payload that is a text.
    fn whole_text(&self, message: &Message) -> &'static str {
        match &message.payload {
            Payload::One(Type::Named(id)) if matches!(self.catalogue.types.get(*id).kind, TypeKind::Enum(_)) => {
                "self.as_str()"
            }
            _ => "self.0",
        }
    }

    /// A route: in a line where the payload alone tells it, as a method where the emitter has to give something.
    fn routing(
        &self,
        scope: &mut Scope,
        route: &ChannelRoute,
        message: &Message,
        (by, method, docs): (&'static str, &'static str, &'static str),
    ) -> Routing {
        let declared = &self.catalogue.channels[&route.channel.value];
        let channel = format!("{}::{}", scope.sibling("", "channels"), self.names.channel(&route.channel));
        let mut arguments = Namer::default();
        let mut params = Vec::new();
        let mut fields = Vec::new();
        let mut args = Vec::new();
        for ((name, param), ident) in declared.params.iter().zip(param_idents(declared)) {
            match &route.bindings[name] {
                Binding::Field(path) => {
                    let bound = self.bound(message, path);
                    fields.push((ident.clone(), self.bound_value(&bound, &param.ty)));
                    params.push(if bound.text == ident { ident } else { format!("{ident} = {}", bound.text) });
                }
                Binding::Given(argument) => {
                    let argument = arguments.take(&ident::snake(argument), "_param");
                    let (ty, value) = match &param.ty {
                        ParamType::String => ("impl Into<String>".to_owned(), format!("{argument}.into()")),
                        ParamType::Integer => ("i64".to_owned(), argument.clone()),
                        ParamType::OneOf(_) => (self.param_set(scope, &route.channel, name), argument.clone()),
                    };
                    args.push((argument, ty));
                    fields.push((ident, value));
                }
            }
        }
        if args.is_empty() && self.options.engine.printed().is_none() {
            scope.runtime(by);
            return Routing::Bound { by, channel, params };
        }
        if fields.iter().any(|(_, value)| value.starts_with("Bind::")) {
            scope.runtime("Bind");
        }
        let of = (by == "routed" && args.is_empty()).then(|| scope.runtime("Routed"));
        Routing::Written { of, method, docs, args, channel: StructLiteral { ty: channel, fields, base: None } }
    }

    /// A parameter's value as an expression.
    fn bound_value(&self, bound: &Bound, param: &ParamType) -> String {
        let Bound { text, is_constant } = bound;
        match (param, self.options.engine.printed()) {
            _ if *is_constant => format!("Bind::bind(&{text})"),
            (_, None) => format!("Bind::bind(&self.{text})"),
            // Another engine may have made a type of its own for a text that is held to rules.
            (ParamType::String, Some(_)) => format!("self.{text}.to_string()"),
            (ParamType::Integer, Some(_)) => format!("self.{text}"),
            (ParamType::OneOf(_), Some(_)) => format!("Bind::bind(self.{text}.to_string().as_str())"),
        }
    }

    /// Where a parameter's value comes from: a path of fields, or the constant that stands at its end.
    fn bound(&self, message: &Message, path: &FieldPath) -> Bound {
        let Payload::One(payload) = &message.payload else {
            unreachable!("a checked path starts in a payload of one value")
        };
        let mut ty = payload;
        let mut fields = Vec::new();
        for key in &path.keys {
            let object = self.catalogue.types.as_object(ty).expect("a checked path leads through objects");
            let at = object.fields.iter().position(|field| field.wire == *key).expect("a checked path exists");
            fields.push(field_ident(object, at));
            ty = &object.fields[at].ty;
        }
        match self.catalogue.types.resolve(ty) {
            // Without its type, a number could become one that no parameter holds.
            Type::Literal(Literal::Integer(number)) => Bound { text: format!("{number}i64"), is_constant: true },
            Type::Literal(value) => Bound { text: constant(value), is_constant: true },
            _ => Bound { text: fields.join("."), is_constant: false },
        }
    }

    /// The enum of a parameter's texts, as the file of events writes it.
    fn param_set(&self, scope: &mut Scope, channel: &str, param: &str) -> String {
        format!("{}::{}", scope.sibling("", "channels"), self.names.param(channel, param))
    }
}

/// The former names under which clients are still served.
fn served_aliases(event: &Event) -> Option<String> {
    let served = event.aliases.iter().filter_map(|alias| {
        let sunset = alias.sunset.as_ref()?;
        Some(format!("{} until {}", literal::string(&alias.name), literal::string(&sunset.value)))
    });
    let served: Vec<String> = served.collect();
    (!served.is_empty()).then(|| format!("aliases = [{}]", served.join(", ")))
}

/// Where a parameter's value comes from.
struct Bound {
    text: String,
    is_constant: bool,
}

/// What a channel's parameters are called.
pub fn param_idents(channel: &Channel) -> Vec<String> {
    let mut namer = Namer::default();
    channel.params.keys().map(|name| namer.take(&ident::snake(name), "_param")).collect()
}

/// The words of an event: what it tells, and whether it still should.
pub fn event_docs(event: &Event) -> Vec<String> {
    let deprecated = event.deprecated.as_ref().map(deprecation);
    let texts = [event.summary.as_deref(), event.description.as_deref(), deprecated.as_deref()];
    words::join(texts.into_iter().flatten())
}

/// Why an event should not be used, what to use instead, and when it ends.
fn deprecation(deprecation: &Deprecation) -> String {
    let mut text = "Deprecated".to_owned();
    if let Some(since) = &deprecation.since {
        text.push_str(&format!(" since {since}"));
    }
    if let Some(reason) = &deprecation.reason {
        text.push_str(&format!(": {}", reason.trim()));
    }
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    if let Some(replacement) = &deprecation.replacement {
        text.push_str(&format!(" Use {} instead.", words::code(replacement)));
    }
    if let Some(sunset) = &deprecation.sunset {
        text.push_str(&format!(" It ends on {}.", sunset.value));
    }
    text
}

/// What is said of the client's payload of an event that both sides send.
fn client_docs(event: &Event) -> Vec<String> {
    let way = match &event.rest {
        None => format!("What clients send as {}.", words::code(&event.name)),
        Some(request) => format!(
            "What clients post as {}: through {}, never over the socket.",
            words::code(&event.name),
            words::code(request)
        ),
    };
    vec![way]
}
