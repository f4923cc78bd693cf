//! The envelope: which key holds what.

use crate::catalogue::{Envelope, EnvelopeError};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::envelope::EnvelopeRecord;
use crate::document::words::Wraps;
use crate::lower::Unnamed;
use crate::record::WRONG_TYPE;
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::suggest;
use crate::types::{Object, Rest};

/// Each key of a frame has one meaning.
pub(crate) static ENVELOPE_KEY: Rule = rule!(error Connection "envelope-key", "each key of an envelope has one meaning, and `error` is an optional field of `meta`");

/// Resolves an envelope; `meta` is its lowered schema, where it has one.
pub(super) fn resolve_envelope(
    record: &EnvelopeRecord<'_>,
    meta: Option<&Unnamed>,
    diagnostics: &mut Diagnostics,
) -> Option<Envelope> {
    let before = diagnostics.len();
    let nothing = Object { fields: Vec::new(), rest: Rest::Ignored, extends: Vec::new() };
    let (meta, meta_docs) = match meta {
        None => (nothing, None),
        Some(Unnamed { object: Some(object), docs }) => (object.clone(), docs.clone()),
        Some(Unnamed { object: None, .. }) => {
            let span = record.meta.map(|meta| meta.0.span)?;
            let message = "the other keys of an envelope are an object with `properties`, and this is none";
            diagnostics.push(Diagnostic::new(&WRONG_TYPE, span, message).help("write `type: object` and `properties`"));
            return None;
        }
    };
    check_keys(record, &meta, diagnostics);
    let error = record.error.as_ref().and_then(|key| resolve_error(key, &meta, diagnostics));
    let envelope = Envelope {
        name: record.name.as_ref()?.value.clone(),
        payload: record.payload.as_ref()?.value.clone(),
        clients: wraps_clients(record),
        channel: record.channel.as_ref().map(|key| key.value.clone()),
        priority: record.priority.as_ref().map(|key| key.value.clone()),
        meta,
        meta_docs,
        error,
    };
    (diagnostics.len() == before).then_some(envelope)
}

/// Whether what clients send lies in an envelope, too.
pub(super) fn wraps_clients(record: &EnvelopeRecord<'_>) -> bool {
    record.wraps.as_ref().is_none_or(|wraps| wraps.value == Wraps::Both)
}

fn check_keys(record: &EnvelopeRecord<'_>, meta: &Object, diagnostics: &mut Diagnostics) {
    let roles = [
        ("name", &record.name),
        ("payload", &record.payload),
        ("channel", &record.channel),
        ("priority", &record.priority),
    ];
    let used: Vec<_> = roles.iter().filter_map(|(role, key)| key.as_ref().map(|key| (*role, key))).collect();
    for (at, (role, key)) in used.iter().enumerate() {
        if let Some((other, first)) = used[..at].iter().find(|(_, other)| other.value == key.value) {
            let message = format!("the key `{}` cannot hold both the {other} and the {role}", key.value);
            let diagnostic = Diagnostic::new(&ENVELOPE_KEY, key.span, message);
            let diagnostic = diagnostic.label(first.span, format!("the {other}"));
            diagnostics.push(diagnostic.help(format!("give the {role} a key of its own")));
        }
        if let Some(field) = meta.field(&key.value) {
            let message = format!("the key `{}` holds the {role}, and `meta` declares it again", key.value);
            let diagnostic = Diagnostic::new(&ENVELOPE_KEY, field.span, message).label(key.span, format!("the {role}"));
            diagnostics.push(diagnostic.help(format!("leave `{}` out of `meta`", key.value)));
        }
    }
}

fn resolve_error(key: &Spanned<String>, meta: &Object, diagnostics: &mut Diagnostics) -> Option<EnvelopeError> {
    let Some(field) = meta.field(&key.value) else {
        let message = format!("`meta` has no field `{}`", key.value);
        let diagnostic = Diagnostic::new(&ENVELOPE_KEY, key.span, message);
        // A field that is always there can mark no failure.
        let is_required = |name: &str| meta.field(name).is_some_and(|field| !field.optional);
        diagnostics.push(match suggest::name(&key.value, meta.fields.iter().map(|field| field.wire.as_str())) {
            Some(near) => diagnostic.meant(key, &near.unless(is_required)),
            None => diagnostic.help(format!("declare `{}` under `meta`, and leave it out of `required`", key.value)),
        });
        return None;
    };
    if !field.optional {
        let message =
            format!("`{}` says that a frame reports a failure, so it must be absent from the others", key.value);
        let diagnostic = Diagnostic::new(&ENVELOPE_KEY, key.span, message).label(field.span, "required");
        diagnostics.push(diagnostic.help(format!("take `{}` out of `required`", key.value)));
        return None;
    }
    Some(EnvelopeError { key: key.value.clone(), ty: field.ty.clone() })
}
