//! Names to the things that they name: a [`Document`] becomes a [`Catalogue`].
//!
//! In: the document, read leniently. Out: the catalogue as far as it could be resolved, whether that is all of it, and every
//! finding. Schemas are lowered first and all at once, since routes, examples and consumers are held against types.

pub(crate) mod channel;
pub(crate) mod conflict;
pub(crate) mod consumer;
pub(crate) mod deprecation;
pub(crate) mod envelope;
pub(crate) mod event;
pub(crate) mod fingerprint;
pub(crate) mod flow;
pub(crate) mod header;
pub(crate) mod message;
pub(crate) mod names;
pub(crate) mod route;

pub(crate) mod overlap;
pub(crate) mod path;

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::catalogue::{Catalogue, Handshake, Transport};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::parts::SchemaNode;
use crate::lower::{Lowering, Unnamed};
use crate::rule::{Rule, rule};
use crate::schema::Arena;
use crate::source::{Span, Spanned};
use crate::types::{Origin, Types};
use channel::text;
use message::{Carried, lower_event};
use names::{Names, all};
use route::Scope;

/// Either, not both.
pub(crate) static EXCLUSIVE_KEYS: Rule =
    rule!(error Format "exclusive-keys", "of keys that exclude each other, one is there");
/// Keys fit the transport.
pub(crate) static TRANSPORT_CONFLICT: Rule =
    rule!(error Connection "transport-conflict", "only what the transport can carry is asked of it");
/// No item twice.
pub(crate) static REPEATED_ITEM: Rule = rule!(error Format "repeated-item", "a list of names has each name once");

/// Everything of a document that was a schema.
struct Lowered {
    types: Types,
    schemas: Arena,
    handshake: Handshake,
    meta: Option<Unnamed>,
    carried: Vec<Carried>,
}

/// What a document resolves to.
pub(crate) struct Resolved {
    /// The catalogue. What could not be read or resolved is absent, or empty where it cannot be.
    pub(crate) catalogue: Catalogue,
    /// The schemas, as they are written, that its types were made from.
    pub(crate) schemas: Arena,
    /// Whether everything that a catalogue needs was there.
    pub(crate) whole: bool,
}

/// Resolves a document, which is written at `place`; `read` says whether all its files could be read.
pub(crate) fn resolve(document: &Document<'_>, place: Span, read: bool, cx: &mut Context<'_, '_>) -> Resolved {
    let lowered = lower(document, cx);
    let types = &lowered.types;
    let diagnostics = &mut *cx.diagnostics;
    let names = Names::of(document, read);
    let transport = header::resolve_transport(document, diagnostics);
    let priorities = header::resolve_priorities(document, diagnostics);
    let channels = channel::resolve_channels(document, diagnostics);
    let envelope = document
        .envelope
        .as_ref()
        .map(|envelope| envelope::resolve_envelope(envelope, lowered.meta.as_ref(), diagnostics));
    let scope = Scope { names: &names, channels: &channels, types };
    let mut events = IndexMap::new();
    for ((name, record), carried) in all(&document.events).iter().zip(&lowered.carried) {
        let record = record.as_ref();
        let resolved = record
            .and_then(|record| event::resolve_event(name, record, carried, document, &scope, &priorities, diagnostics));
        events.extend(resolved.map(|event| (name.value.clone(), event)));
    }
    let payloads = all(&document.events).iter().zip(&lowered.carried);
    let payloads = payloads.filter_map(|((name, _), carried)| Some((name.value.as_str(), carried.server.as_ref()?)));
    let consumers = consumer::resolve_consumers(document, &names, &payloads.collect(), types, diagnostics);
    let flows = flow::resolve_flows(document, &names, diagnostics);
    let name = document.catalogue.as_ref().map(|name| Spanned::new(name.0.clone(), name.span));
    let version = document.version.as_ref().map(|version| Spanned::new(version.0.clone(), version.span));
    let whole = name.is_some() && version.is_some() && transport.is_some() && !matches!(envelope, Some(None));
    let nowhere = || Spanned::new(String::new(), place);
    let mut catalogue = Catalogue {
        name: name.unwrap_or_else(nowhere),
        version: version.unwrap_or_else(nowhere),
        summary: text(&document.summary),
        description: text(&document.description),
        transport: transport.unwrap_or(Transport::SocketIo { namespace: "/".to_owned() }),
        naming: header::resolve_naming(document),
        content: document.content.as_ref().map(|content| content.value).unwrap_or_default(),
        handshake: lowered.handshake,
        envelope: envelope.flatten(),
        priorities,
        limits: header::resolve_limits(document),
        reconnect: header::resolve_reconnect(document),
        errors: header::resolve_errors(document),
        channels,
        events,
        consumers,
        flows,
        types: lowered.types,
        places: header::resolve_places(document),
        fingerprint: String::new(),
    };
    catalogue.fingerprint = fingerprint::fingerprint(&catalogue);
    Resolved { catalogue, schemas: lowered.schemas, whole }
}

/// Lowers every schema of a document: shared ones first, so that they keep their names.
fn lower(document: &Document<'_>, cx: &mut Context<'_, '_>) -> Lowered {
    let mut lowering = Lowering::new();
    for (name, schema) in document.schemas.iter().flat_map(|schemas| schemas.iter()) {
        let file = cx.file_of(name.span);
        lowering.shared(cx, name, &file, schema.0);
    }
    let mut connection = |schema: Option<SchemaNode<'_>>, hint: &str, cx: &mut Context<'_, '_>| {
        let node = schema?.0;
        let file = cx.file_of(node.span);
        lowering.payload(cx, node, &file, Origin::Connection, hint)
    };
    let handshake = document.handshake.as_ref();
    let handshake = Handshake {
        auth: connection(handshake.and_then(|handshake| handshake.auth), "HandshakeAuth", cx),
        query: connection(handshake.and_then(|handshake| handshake.query), "HandshakeQuery", cx),
    };
    let meta = document.envelope.as_ref().and_then(|envelope| envelope.meta);
    let meta = meta.and_then(|meta| lowering.unnamed(cx, meta.0, &cx.file_of(meta.0.span), "Meta"));
    let events = all(&document.events).iter();
    let carried = events.map(|(name, record)| match record {
        Some(record) => lower_event(&name.value, record, &mut lowering, cx),
        None => Carried::default(),
    });
    let carried = carried.collect();
    let (types, schemas) = lowering.finish(cx);
    Lowered { types, schemas, handshake, meta, carried }
}

/// Reports items that stand in a list twice.
fn check_repeats(list: &str, items: &[Spanned<String>], diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for item in items {
        if let Some(first) = seen.insert(&item.value, item.span) {
            let message = format!("`{}` stands in `{list}` twice", item.value);
            let diagnostic = Diagnostic::new(&REPEATED_ITEM, item.span, message).label(first, "first here");
            diagnostics.push(diagnostic.help("leave it out, or write what was meant instead"));
        }
    }
}
