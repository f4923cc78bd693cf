//! Which of serde's directions each type needs.
//!
//! In: the catalogue and the side that the code is for. Out: what that side writes and reads, for each named type, with
//! everything inside it. A type that no message uses gets both directions: somebody may want it for REST.

use event_spec::Catalogue;
use event_spec::catalogue::{Envelope, Message, Payload};
use event_spec::types::{Object, Rest, Type, TypeId, TypeKind};

use crate::rust::Side;
use crate::rust::model::Code;

/// What each named type needs.
#[derive(Debug)]
pub struct Needs {
    types: Vec<Code>,
    side: Side,
}

impl Needs {
    /// Follows every message of the catalogue.
    pub fn new(catalogue: &Catalogue, side: Side) -> Self {
        let mut needs = Self { types: vec![Code::default(); catalogue.types.list.len()], side };
        for event in catalogue.events.values() {
            for message in event.server.iter().chain(event.server_ack()) {
                needs.message(catalogue, message, needs.by_server());
            }
            for message in event.client.iter().chain(event.client_ack()) {
                needs.message(catalogue, message, needs.by_client());
            }
        }
        if let Some(envelope) = &catalogue.envelope {
            needs.object(catalogue, &envelope.meta, needs.by_envelope(envelope));
        }
        for ty in catalogue.handshake.auth.iter().chain(&catalogue.handshake.query) {
            needs.ty(catalogue, ty, needs.by_client());
        }
        needs
    }

    /// What a named type needs.
    pub fn of(&self, id: TypeId) -> Code {
        match self.types[id.0 as usize] {
            Code { encode: false, decode: false } => Code::BOTH,
            code => code,
        }
    }

    /// What this side does with what the server sends.
    pub fn by_server(&self) -> Code {
        Code { encode: self.side != Side::Client, decode: self.side != Side::Server }
    }

    /// What this side does with what clients send.
    pub fn by_client(&self) -> Code {
        Code { encode: self.side != Side::Server, decode: self.side != Side::Client }
    }

    /// What this side does with envelopes.
    pub fn by_envelope(&self, envelope: &Envelope) -> Code {
        if envelope.clients { Code::BOTH } else { self.by_server() }
    }

    fn message(&mut self, catalogue: &Catalogue, message: &Message, code: Code) {
        match &message.payload {
            Payload::Empty => {}
            Payload::One(ty) => self.ty(catalogue, ty, code),
            Payload::Args(args) => {
                for arg in args {
                    self.ty(catalogue, &arg.ty, code);
                }
            }
        }
    }

    fn ty(&mut self, catalogue: &Catalogue, ty: &Type, code: Code) {
        match ty {
            Type::List(list) => self.ty(catalogue, &list.items, code),
            Type::Map(map) => self.ty(catalogue, &map.values, code),
            Type::Nullable(inner) => self.ty(catalogue, inner, code),
            Type::Tuple(items) => {
                for item in items {
                    self.ty(catalogue, item, code);
                }
            }
            Type::Named(id) => self.named(catalogue, *id, code),
            _ => {}
        }
    }

    fn named(&mut self, catalogue: &Catalogue, id: TypeId, code: Code) {
        let known = &mut self.types[id.0 as usize];
        let joined = Code { encode: known.encode || code.encode, decode: known.decode || code.decode };
        if *known == joined {
            return;
        }
        *known = joined;
        match &catalogue.types.get(id).kind {
            TypeKind::Object(object) => self.object(catalogue, object, code),
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    self.ty(catalogue, &variant.ty, code);
                }
            }
            TypeKind::Alias(ty) => self.ty(catalogue, ty, code),
            TypeKind::Enum(_) => {}
        }
    }

    fn object(&mut self, catalogue: &Catalogue, object: &Object, code: Code) {
        for field in &object.fields {
            self.ty(catalogue, &field.ty, code);
        }
        if let Rest::Kept(ty) = &object.rest {
            self.ty(catalogue, ty, code);
        }
    }
}
