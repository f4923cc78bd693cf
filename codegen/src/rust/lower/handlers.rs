//! The traits that servers and clients implement: what is forgotten is a compile error.

use event_spec::catalogue::{Access, Answer, Event};
use event_spec::types::Type;

use super::Lowering;
use super::cycles::Place;
use super::types::field_ident;
use crate::rust::Side;
use crate::rust::ident::{self, Namer};
use crate::rust::model::{AccessMethod, AccessRule, Consumer, Failure, HandlerMethod, HandlerNames, Handlers};
use crate::rust::scope::Scope;
use crate::rust::words;

impl Lowering<'_> {
    /// The file of traits.
    pub fn handlers(&self) -> Handlers {
        let consumers = self.consumer_names();
        let own = consumers.iter().map(String::as_str).chain(["ClientHandler", "Access"]);
        let mut scope = self.scope("handlers", own);
        let mut names = HandlerNames::default();
        let serves = self.options.side != Side::Client;
        let client = serves.then(|| self.client_handler(&mut scope, &mut names));
        let access = serves.then(|| self.access(&mut scope, &mut names)).flatten();
        let listens = self.options.side != Side::Server;
        let consumers = if listens { self.consumers(&mut scope, &mut names, consumers) } else { Vec::new() };
        let failure = if consumers.is_empty() { None } else { self.failure(&mut scope, &mut names) };
        Handlers { uses: scope.uses(), client, access, consumers, failure, names }
    }

    fn client_handler(&self, scope: &mut Scope, names: &mut HandlerNames) -> Vec<HandlerMethod> {
        let mut namer = Namer::with(&["unknown"]);
        let sent = self.catalogue.events.values().filter(|event| event.client_sends());
        let methods = sent.map(|event| self.handler_method(scope, &mut namer, event, true)).collect();
        names.raw = scope.runtime("Raw");
        names.dispatch = scope.runtime("Dispatch");
        names.encoded = scope.runtime("Encoded");
        names.client = scope.sibling("", "ClientEvent");
        methods
    }

    fn handler_method(&self, scope: &mut Scope, namer: &mut Namer, event: &Event, by_client: bool) -> HandlerMethod {
        let variant = self.message_name(event, by_client).to_owned();
        let message = if by_client { event.client.as_ref() } else { event.server.as_ref() };
        let ack = match &event.answer {
            Answer::Ack(message) if by_client => Some(self.ack_type(scope, event, message)),
            _ => None,
        };
        HandlerMethod {
            docs: named(&event.name, event.summary.as_deref()),
            ident: namer.take(&method_name(&event.name), "_event"),
            ty: scope.sibling("events", &variant),
            variant,
            boxed: message.is_some_and(|message| self.is_boxed(message)),
            ack,
        }
    }

    fn access(&self, scope: &mut Scope, names: &mut HandlerNames) -> Option<Vec<AccessMethod>> {
        if self.catalogue.channels.is_empty() {
            return None;
        }
        let mut namer = Namer::default();
        names.admit = scope.runtime("Admit");
        names.any_channel = scope.sibling("channels", "AnyChannel");
        names.entry = scope.runtime("Entry");
        let channels = self.catalogue.channels.iter().map(|(name, channel)| {
            let variant = self.names.channel(name).to_owned();
            let rule = match &channel.access {
                Access::Public => AccessRule::Public,
                Access::Authenticated => AccessRule::Authenticated,
                Access::Class(class) => AccessRule::Asked {
                    docs: vec![format!(
                        "{}, for {} {}.",
                        words::code(&channel.pattern),
                        article(class),
                        words::code(class)
                    )],
                    ident: namer.take(&method_name(name), "_channel"),
                    ty: scope.sibling("channels", &variant),
                },
            };
            AccessMethod { variant, rule }
        });
        Some(channels.collect())
    }

    fn consumer_names(&self) -> Vec<String> {
        let mut namer = Namer::with(&["ClientHandler", "Access"]);
        let names = self.catalogue.consumers.keys();
        names.map(|name| namer.take_type(&ident::pascal(name), "View")).collect()
    }

    fn consumers(&self, scope: &mut Scope, names: &mut HandlerNames, idents: Vec<String>) -> Vec<Consumer> {
        if !idents.is_empty() {
            names.server = scope.sibling("", "ServerEvent");
        }
        let consumers = self.catalogue.consumers.iter().zip(idents);
        let consumers = consumers.map(|((name, consumer), ident)| {
            let mut namer = Namer::with(&["failed", "handle", "handle_frame"]);
            let methods = consumer.listens.iter().map(|listened| {
                let event = &self.catalogue.events[&listened.value];
                self.handler_method(scope, &mut namer, event, false)
            });
            let methods = methods.collect();
            let docs = match &consumer.summary {
                Some(summary) => words::lines(Some(summary)),
                None => vec![format!("The view {}.", words::code(name))],
            };
            Consumer { docs, ident, methods }
        });
        consumers.collect()
    }

    fn failure(&self, scope: &mut Scope, names: &mut HandlerNames) -> Option<Failure> {
        let envelope = self.catalogue.envelope.as_ref()?;
        let error = envelope.error.as_ref()?;
        let at = envelope.meta.fields.iter().position(|field| field.wire == error.key)?;
        let (ty, pattern) = match self.behind_aliases(&error.ty) {
            Type::Nullable(inner) => (inner.as_ref(), "Some(Some(error))"),
            _ => (&error.ty, "Some(error)"),
        };
        names.frame =
            format!("{}<{}, {}>", scope.runtime("Frame"), scope.sibling("", "Meta"), scope.sibling("", "ServerEvent"));
        Some(Failure { field: field_ident(&envelope.meta, at), pattern, ty: self.ty(scope, ty, Place::Apart) })
    }
}

/// A method's name. `new` is kept for constructors: clippy expects one there.
fn method_name(name: &str) -> String {
    let ident = ident::snake(name);
    if ident == "new" { "on_new".to_owned() } else { ident }
}

/// A thing by its name on the wire, and what it is.
fn named(name: &str, summary: Option<&str>) -> Vec<String> {
    match summary {
        Some(summary) => words::lines(Some(&format!("{}: {summary}", words::code(name)))),
        None => vec![format!("{}.", words::code(name))],
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
