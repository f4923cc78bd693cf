//! What is no event: the handshake, and the keys of the envelope.

use super::flow::Flow;
use super::message::{Argument, Exchange, Untold};
use super::readers::Listeners;
use super::survey::Survey;
use super::walk::Walk;
use crate::catalogue::{Catalogue, Envelope};
use crate::compare::Scope;
use crate::compare::change::Change;
use crate::compare::contain::Typed;
use crate::types::{Origin, Type, TypeDef, TypeId, TypeKind, Types};

/// Compares what clients present when they connect.
pub(crate) fn compare_handshakes<'a>(scope: &Scope<'a>, survey: &mut Survey<'a>, changes: &mut Vec<Change>) {
    let (old, new) = (&scope.old.handshake, &scope.new.handshake);
    for (part, before, after) in [("auth", &old.auth, &new.auth), ("query", &old.query, &new.query)] {
        let exchange = Exchange {
            flow: Flow::ClientsSend,
            subject: format!("handshake.{part}"),
            old: presented(before.as_ref(), &scope.old.types),
            new: presented(after.as_ref(), &scope.new.types),
            untold: Untold::Empty,
            spans: (scope.old.places.handshake, scope.new.places.handshake),
            listeners: Listeners::nobody(),
        };
        exchange.compare(survey, changes);
    }
}

fn presented<'a>(ty: Option<&'a Type>, types: &'a Types) -> Vec<Argument<'a>> {
    ty.map(|ty| Argument { name: None, typed: Typed::new(types, ty) }).into_iter().collect()
}

/// Compares the keys that lie in a frame beside name and payload.
pub(crate) fn compare_envelopes(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let (Some(old), Some(new)) = (&scope.old.envelope, &scope.new.envelope) else { return };
    let spans = (scope.old.places.envelope, scope.new.places.envelope);
    let mut flows = vec![Flow::ServerSends];
    if old.clients && new.clients {
        flows.push(Flow::ClientsSend);
    }
    if !Walk::differs_in_keys((&scope.old.types, &old.meta), (&scope.new.types, &new.meta)) {
        return;
    }
    for flow in flows {
        let (old_types, old_type) = named(old, scope.old);
        let (new_types, new_type) = named(new, scope.new);
        let exchange = Exchange {
            flow,
            subject: "envelope.meta".to_owned(),
            old: presented(Some(&old_type), &old_types),
            new: presented(Some(&new_type), &new_types),
            untold: Untold::Empty,
            spans,
            listeners: Listeners::nobody(),
        };
        exchange.compare(&mut Survey::of(&old_types, &new_types), changes);
    }
}

/// The keys as a named type, which a catalogue does not make of them.
fn named(envelope: &Envelope, catalogue: &Catalogue) -> (Types, Type) {
    let mut types = catalogue.types.clone();
    let id = TypeId(types.list.len() as u32);
    types.list.push(TypeDef {
        name: "Meta".to_owned(),
        origin: Origin::Inline,
        docs: None,
        deprecated: false,
        kind: TypeKind::Object(envelope.meta.clone()),
        span: catalogue.places.envelope.unwrap_or(catalogue.name.span),
    });
    (types, Type::Named(id))
}
