//! What concerns the contract as a whole: transport, naming, policies, limits.

use std::time::Duration;

use indexmap::IndexMap;

use super::channel::text;
use super::names::all;
use super::{EXCLUSIVE_KEYS, TRANSPORT_CONFLICT};
use crate::catalogue::{
    Delivery, ErrorCode, Limits, NamingPattern, Places, Priority, Reconnect, Transport, WhenSlow, WordStyle,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::policy::{ErrorRecord, PriorityRecord};
use crate::document::words::{TransportWord, Wraps};
use crate::record::{MISSING_KEY, Record};
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};

/// A plain WebSocket has no names of its own.
pub(crate) static ENVELOPE_MISSING: Rule = rule!(error Connection "envelope-missing", "a plain WebSocket has an envelope that says where the name and payload lie");

/// What carries the events.
pub(super) fn resolve_transport(document: &Document<'_>, diagnostics: &mut Diagnostics) -> Option<Transport> {
    let word = document.transport.as_ref()?;
    let mut conflict = |key: &str, span: Option<Span>, other: &str| {
        let message = format!("`{key}` is for the transport `{other}`");
        let diagnostic = Diagnostic::new(&TRANSPORT_CONFLICT, span.unwrap_or(word.span), message);
        diagnostics.push(diagnostic.label(word.span, "the transport").help(format!("leave `{key}` out")));
    };
    match word.value {
        TransportWord::SocketIo => {
            if document.path.is_some() {
                conflict("path", document.marks().key("path"), "websocket");
            }
            let namespace = document.namespace.as_ref().map_or_else(|| "/".to_owned(), |path| path.0.clone());
            Some(Transport::SocketIo { namespace })
        }
        TransportWord::WebSocket => {
            if document.namespace.is_some() {
                conflict("namespace", document.marks().key("namespace"), "socket.io");
            }
            if let Some(handshake) = document.handshake.as_ref().filter(|handshake| handshake.auth.is_some()) {
                conflict("auth", handshake.marks().key("auth"), "socket.io");
            }
            if let Some(wraps) = document.envelope.as_ref().and_then(|envelope| envelope.wraps.as_ref())
                && wraps.value == Wraps::Server
            {
                let message = "a plain WebSocket has no place for the name of a client's event without an envelope";
                let diagnostic = Diagnostic::new(&TRANSPORT_CONFLICT, wraps.span, message);
                diagnostics.push(diagnostic.label(word.span, "the transport").help("leave `wraps` out"));
            }
            if document.envelope.is_none() && document.marks().key("envelope").is_none() {
                let help = "add `envelope: { name: type, payload: data }`, with the keys that your frames have";
                let message = "a plain WebSocket has no place for an event's name without an envelope";
                diagnostics.push(Diagnostic::new(&ENVELOPE_MISSING, word.span, message).help(help));
            }
            Some(Transport::WebSocket { path: document.path.as_ref().map(|path| path.0.clone()) })
        }
    }
}

/// The allowed patterns of event names.
pub(crate) fn resolve_naming(document: &Document<'_>) -> Vec<NamingPattern> {
    let forms = document.naming.iter().flat_map(|naming| &naming.0);
    let patterns = forms.filter_map(|form| {
        let pattern = form.0.pattern.as_ref()?;
        Some(NamingPattern {
            pattern: Spanned::new(pattern.text.clone(), pattern.span),
            segments: pattern.segments.clone(),
            style: form.0.style.as_ref().map_or(WordStyle::Snake, |style| style.value),
        })
    });
    patterns.collect()
}

/// Delivery policies.
pub(super) fn resolve_priorities(document: &Document<'_>, diagnostics: &mut Diagnostics) -> IndexMap<String, Priority> {
    let mut priorities = IndexMap::new();
    for (name, record) in all(&document.priorities) {
        let Some(record) = record else {
            continue;
        };
        let Some(delivery) = delivery(name, record, diagnostics) else {
            continue;
        };
        let priority = Priority {
            summary: text(&record.summary),
            delivery,
            coalesce: record.coalesce.is_some(),
            time_to_live: record.ttl.as_ref().map(|ttl| ttl.value),
            when_slow: record.when_slow.as_ref().map_or(WhenSlow::Keep, |when_slow| when_slow.value),
            span: name.span,
        };
        priorities.insert(name.value.clone(), priority);
    }
    priorities
}

fn delivery(name: &Spanned<String>, record: &PriorityRecord, diagnostics: &mut Diagnostics) -> Option<Delivery> {
    match (&record.deliver, &record.batch) {
        (Some(_), None) => Some(Delivery::Immediate),
        (None, Some(window)) => Some(Delivery::Batched(window.value)),
        (Some(deliver), Some(window)) => {
            let message = format!("priority `{}` has both `deliver` and `batch`", name.value);
            let diagnostic = Diagnostic::new(&EXCLUSIVE_KEYS, window.span, message);
            diagnostics.push(diagnostic.label(deliver.span, "at once").help("keep one of the two"));
            None
        }
        (None, None) if record.marks().is_faulty() => None,
        (None, None) => {
            let message = format!("priority `{}` does not say when a frame leaves", name.value);
            let help = "add `deliver: immediately`, or a window such as `batch: 10s`";
            diagnostics.push(Diagnostic::new(&MISSING_KEY, name.span, message).help(help));
            None
        }
    }
}

/// What the server holds its clients to.
pub(super) fn resolve_limits(document: &Document<'_>) -> Limits {
    let Some(limits) = &document.limits else {
        return Limits::default();
    };
    Limits {
        per_user: value(&limits.per_user),
        per_connection: value(&limits.per_connection),
        per_channel: value(&limits.per_channel),
        total: value(&limits.total),
        connections_per_user: value(&limits.connections_per_user),
        connections: value(&limits.connections),
        frame_bytes: value(&limits.frame_bytes),
    }
}

fn value<T: Copy>(key: &Option<Spanned<T>>) -> Option<T> {
    key.as_ref().map(|key| key.value)
}

/// What a client does when the connection is lost.
pub(super) fn resolve_reconnect(document: &Document<'_>) -> Option<Reconnect> {
    let reconnect = document.reconnect.as_ref()?;
    Some(Reconnect {
        attempts: value(&reconnect.attempts)?,
        delay: value(&reconnect.delay)?,
        step: value(&reconnect.step).unwrap_or(Duration::ZERO),
    })
}

/// Where the parts that concern the whole are written.
pub(super) fn resolve_places(document: &Document<'_>) -> Places {
    let key = |key| document.marks().key(key);
    Places {
        transport: key("transport"),
        endpoint: key("namespace").or_else(|| key("path")),
        handshake: key("handshake"),
        envelope: key("envelope"),
        priorities: key("priorities"),
        limits: key("limits"),
        reconnect: key("reconnect"),
    }
}

/// Error codes.
pub(super) fn resolve_errors(document: &Document<'_>) -> IndexMap<String, ErrorCode> {
    let errors = document.errors.iter().flat_map(|errors| errors.iter());
    let code = |(code, record): (&Spanned<String>, &ErrorRecord)| {
        (code.value.clone(), ErrorCode { summary: text(&record.summary), span: code.span })
    };
    errors.map(code).collect()
}
