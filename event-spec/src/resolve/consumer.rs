//! Consumers: what they listen to, and which fields they read.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::channel::text;
use super::check_repeats;
use super::event::unknown_field;
use super::names::{Names, all};
use super::path::read_path;
use crate::catalogue::{Consumer, Payload};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::consumer::ConsumerRecord;
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::types::Types;

/// Fields that are read exist.
pub(crate) static CONSUMER_READS_UNKNOWN: Rule =
    rule!(error Consumers "consumer-reads-unknown", "a consumer reads fields that the payload has");
/// Nobody reads what they do not hear.
pub(crate) static CONSUMER_READS_UNHEARD: Rule =
    rule!(error Consumers "consumer-reads-unheard", "a consumer reads events that it listens to");
/// Front ends listen to servers.
pub(crate) static CONSUMER_LISTENS_CLIENT: Rule =
    rule!(error Consumers "consumer-listens-client", "a consumer listens to events that the server sends");

/// Resolves every consumer. `payloads` is what the server sends, by event.
pub(super) fn resolve_consumers(
    document: &Document<'_>,
    names: &Names<'_>,
    payloads: &HashMap<&str, &Payload>,
    types: &Types,
    diagnostics: &mut Diagnostics,
) -> IndexMap<String, Consumer> {
    let mut consumers = IndexMap::new();
    for (name, record) in all(&document.consumers) {
        if let Some(record) = record {
            let consumer = resolve_consumer(name, record, names, payloads, types, diagnostics);
            consumers.insert(name.value.clone(), consumer);
        }
    }
    consumers
}

fn resolve_consumer(
    name: &Spanned<String>,
    record: &ConsumerRecord,
    names: &Names<'_>,
    payloads: &HashMap<&str, &Payload>,
    types: &Types,
    diagnostics: &mut Diagnostics,
) -> Consumer {
    let listens = record.listens.as_deref().unwrap_or_default();
    check_repeats("listens", listens, diagnostics);
    for event in listens {
        let unfit = |name: &str| names.is_client_event(name) || listens.iter().any(|heard| heard.value == name);
        let user = format!("consumer `{}` listens to", name.value);
        if let Some(diagnostic) = names.undeclared_event(event, &user, unfit) {
            diagnostics.push(diagnostic);
        } else if names.is_client_event(&event.value) {
            let message = format!("consumer `{}` listens to `{}`, which only clients send", name.value, event.value);
            let help = "name the event that the server sends in return, or take this one out of `listens`";
            diagnostics.push(Diagnostic::new(&CONSUMER_LISTENS_CLIENT, event.span, message).help(help));
        }
    }
    let mut reads = IndexMap::new();
    for (event, fields) in record.reads.iter().flat_map(|reads| reads.iter()) {
        check_heard(name, event, record, names, diagnostics);
        let paths: Vec<_> = fields.iter().map(read_path).collect();
        let read: Vec<_> = paths.iter().map(|path| Spanned::new(path.keys.join("."), path.span)).collect();
        check_repeats(&event.value, &read, diagnostics);
        if let Some(payload) = payloads.get(event.value.as_str()) {
            for path in &paths {
                let owner = format!("the payload of `{}`", event.value);
                let fault = unknown_field(&CONSUMER_READS_UNKNOWN, &owner, payload, path, &paths, types);
                diagnostics.extend(fault);
            }
        }
        reads.insert(event.value.clone(), paths);
    }
    Consumer { name: name.clone(), summary: text(&record.summary), listens: listens.to_vec(), reads }
}

/// Reports an event that is read without being listened to; one that does not exist is reported as such.
fn check_heard(
    consumer: &Spanned<String>,
    event: &Spanned<String>,
    record: &ConsumerRecord,
    names: &Names<'_>,
    diagnostics: &mut Diagnostics,
) {
    let is_read = |name: &str| record.reads.iter().flat_map(|reads| reads.iter()).any(|(read, _)| read.value == name);
    let unfit = |name: &str| names.is_client_event(name) || is_read(name);
    if let Some(diagnostic) = names.undeclared_event(event, &format!("consumer `{}` reads", consumer.value), unfit) {
        diagnostics.push(diagnostic);
        return;
    }
    // Without a list that could be read nobody knows what is heard.
    let Some(listens) = &record.listens else { return };
    if listens.iter().any(|heard| heard.value == event.value) {
        return;
    }
    let message = format!("consumer `{}` reads `{}` and does not listen to it", consumer.value, event.value);
    let help = format!("add `{}` to `listens`", event.value);
    diagnostics.push(Diagnostic::new(&CONSUMER_READS_UNHEARD, event.span, message).help(help));
}
