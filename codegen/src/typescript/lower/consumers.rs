//! Views of a front end: a handler for each event, which gets the fields that the view reads.

use event_spec::catalogue::{Catalogue, Consumer as Source, Payload};
use event_spec::types::{Type, TypeKind, Types};

use super::names::Settled;
use super::{sides, types, wire};
use crate::typescript::model::{Consumer, Handler, Wire};
use crate::typescript::syntax;
use crate::typescript::tsdoc::Doc;

/// The consumers of a catalogue.
pub fn lower(catalogue: &Catalogue, names: &Settled) -> Vec<Consumer> {
    let wire = wire::lower(catalogue, names);
    let lower_one = |(at, consumer): (usize, &Source)| Consumer {
        doc: Doc::default().text(consumer.summary.clone()),
        name: consumer.name.value.clone(),
        constant: names.constant(at).to_owned(),
        interface: names.handlers(at).to_owned(),
        handlers: handlers(consumer, catalogue, names, &wire),
    };
    catalogue.consumers.values().enumerate().map(lower_one).collect()
}

fn handlers(consumer: &Source, catalogue: &Catalogue, names: &Settled, wire: &Wire) -> Vec<Handler> {
    let mut handlers = Vec::new();
    for name in &consumer.listens {
        let Some(event) = catalogue.events.get(name.as_str()) else { continue };
        let Some(message) = &event.server else { continue };
        let payload = match (&message.payload, consumer.reads.get(name.as_str())) {
            (Payload::One(ty), Some(paths)) => {
                let mut fields: Vec<&str> = Vec::new();
                for field in paths.iter().filter_map(|path| path.keys.first()) {
                    if !fields.contains(&field.as_str()) {
                        fields.push(field);
                    }
                }
                format!("payload: {}", picked(ty, &fields, &catalogue.types, names))
            }
            (payload, _) => sides::arguments_text(payload, names),
        };
        let ack = event.client_ack().map(|_| format!("ack: ServerAcks[{}]", syntax::string(name)));
        let beside = match wire {
            Wire::Enveloped(envelope) | Wire::Frames(envelope) if envelope.has_meta() => Some("meta: Meta".to_owned()),
            // The envelope is there nonetheless, before the acknowledgement.
            Wire::Enveloped(_) if ack.is_some() => Some("envelope: unknown".to_owned()),
            _ => None,
        };
        handlers.push(Handler {
            doc: Doc::default().text(event.summary.clone()),
            event: name.value.clone(),
            parameters: Some(payload)
                .filter(|payload| !payload.is_empty())
                .into_iter()
                .chain(beside)
                .chain(ack)
                .collect(),
        });
    }
    handlers
}

/// The type with these fields alone, where it is an object or a union of objects that all have them; else the whole.
fn picked(ty: &Type, fields: &[&str], types: &Types, names: &Settled) -> String {
    let whole = types::text(ty, names);
    if fields.is_empty() || !has_fields(ty, fields, types) {
        return whole;
    }
    let keys: Vec<String> = fields.iter().map(|field| syntax::string(field)).collect();
    format!("Pick<{whole}, {}>", keys.join(" | "))
}

fn has_fields(ty: &Type, fields: &[&str], types: &Types) -> bool {
    let Type::Named(id) = types.resolve(ty) else { return false };
    match &types.get(*id).kind {
        TypeKind::Object(object) => fields.iter().all(|field| object.field(field).is_some()),
        TypeKind::Union(union) => union.variants.iter().all(|variant| has_fields(&variant.ty, fields, types)),
        TypeKind::Enum(_) | TypeKind::Alias(_) => false,
    }
}
