//! Who sends which type: a hazard for readers of one side may be none for the other.

use crate::catalogue::{Access, Catalogue, Message, Payload, Route};
use crate::lint::personal;
use crate::types::{Rest, Type, TypeId, TypeKind, Types};

/// Who sends the values of each named type, and to whom.
pub(crate) struct Reach {
    server: Vec<bool>,
    client: Vec<bool>,
    others: Vec<bool>,
}

impl Reach {
    /// Follows every message of a catalogue.
    pub(crate) fn of(catalogue: &Catalogue) -> Self {
        let count = catalogue.types.list.len();
        let (mut server, mut client, mut others) = (vec![false; count], vec![false; count], vec![false; count]);
        let types = &catalogue.types;
        for event in catalogue.events.values() {
            event.server.iter().for_each(|message| follow_message(message, types, &mut server));
            if goes_to_others(&event.route, catalogue) {
                event.server.iter().for_each(|message| follow_message(message, types, &mut others));
            }
            event.client.iter().for_each(|message| follow_message(message, types, &mut client));
            event.server_ack().into_iter().for_each(|ack| follow_message(ack, types, &mut server));
            event.client_ack().into_iter().for_each(|ack| follow_message(ack, types, &mut client));
        }
        for part in [&catalogue.handshake.auth, &catalogue.handshake.query].into_iter().flatten() {
            follow(part, types, &mut client);
        }
        if let Some(envelope) = &catalogue.envelope {
            for field in &envelope.meta.fields {
                follow(&field.ty, types, &mut server);
                follow(&field.ty, types, &mut others);
                if envelope.clients {
                    follow(&field.ty, types, &mut client);
                }
            }
        }
        Self { server, client, others }
    }

    /// Whether the server sends it.
    pub(crate) fn server_sends(&self, id: TypeId) -> bool {
        self.server[id.0 as usize]
    }

    /// Whether the server sends it to others than the one whom it concerns: neither as an answer, nor to the connection that
    /// asked or the guarded channel of one person alone.
    pub(crate) fn others_get(&self, id: TypeId) -> bool {
        self.others[id.0 as usize]
    }

    /// Whether clients send it.
    pub(crate) fn client_sends(&self, id: TypeId) -> bool {
        self.client[id.0 as usize]
    }
}

fn goes_to_others(route: &Route, catalogue: &Catalogue) -> bool {
    match route {
        Route::Server | Route::Connection => false,
        Route::Everybody => true,
        Route::Channel(route) => {
            let channel = catalogue.channels.get(&route.channel.value);
            channel.is_none_or(|channel| channel.access == Access::Public || personal::owner(channel).is_none())
        }
    }
}

fn follow_message(message: &Message, types: &Types, seen: &mut [bool]) {
    match &message.payload {
        Payload::Empty => {}
        Payload::One(ty) => follow(ty, types, seen),
        Payload::Args(args) => args.iter().for_each(|arg| follow(&arg.ty, types, seen)),
    }
}

/// Marks every named type that a type holds. A list of types to visit, since types may be nested deeply.
fn follow<'a>(ty: &'a Type, types: &'a Types, seen: &mut [bool]) {
    let mut waiting = vec![ty];
    while let Some(ty) = waiting.pop() {
        match ty {
            Type::List(list) => waiting.push(&list.items),
            Type::Tuple(items) => waiting.extend(items),
            Type::Map(map) => waiting.push(&map.values),
            Type::Nullable(inner) => waiting.push(inner),
            Type::Named(id) if !std::mem::replace(&mut seen[id.0 as usize], true) => match &types.get(*id).kind {
                TypeKind::Object(object) => {
                    waiting.extend(object.fields.iter().map(|field| &field.ty));
                    if let Rest::Kept(rest) = &object.rest {
                        waiting.push(rest);
                    }
                }
                TypeKind::Union(union) => waiting.extend(union.variants.iter().map(|variant| &variant.ty)),
                TypeKind::Alias(inner) => waiting.push(inner),
                TypeKind::Enum(_) => {}
            },
            _ => {}
        }
    }
}
