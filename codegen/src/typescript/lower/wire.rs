//! How frames carry the events.

use event_spec::catalogue::{Catalogue, Envelope as Source, Transport};
use event_spec::types::Rest;

use super::names::Settled;
use super::types;
use crate::typescript::model::{Envelope, Member, Wire};
use crate::typescript::tsdoc::Doc;

/// The wire of a catalogue.
pub fn lower(catalogue: &Catalogue, names: &Settled) -> Wire {
    match (&catalogue.transport, &catalogue.envelope) {
        (_, None) => Wire::Bare,
        (Transport::SocketIo { .. }, Some(envelope)) => Wire::Enveloped(lower_envelope(envelope, names)),
        (Transport::WebSocket { .. }, Some(envelope)) => Wire::Frames(lower_envelope(envelope, names)),
    }
}

fn lower_envelope(envelope: &Source, names: &Settled) -> Envelope {
    let is_error = |member: &Member| envelope.error.as_ref().is_some_and(|error| error.key == member.key);
    let (errors, meta): (Vec<_>, Vec<_>) = types::members(&envelope.meta.fields, names).into_iter().partition(is_error);
    Envelope {
        name: envelope.name.clone(),
        payload: envelope.payload.clone(),
        clients: envelope.clients,
        doc: Doc::new(envelope.meta_docs.as_deref().unwrap_or("What lies beside name and payload.")),
        channel: envelope.channel.clone(),
        priority: envelope.priority.clone(),
        error: errors.into_iter().next().map(|error| Member { optional: false, ..error }),
        meta,
        open: matches!(envelope.meta.rest, Rest::Kept(_)),
    }
}
