//! Which channels clients enter and leave by events, and what these carry.

use event_spec::catalogue::{
    Answer, Binding, Catalogue, ChannelRoute, Event, Membership, MembershipTarget, Message, Payload,
};
use event_spec::types::{Type, TypeKind};

use super::names::Settled;
use crate::typescript::model::{Carried, Move, Way};

/// The channels in the order of the catalogue, and at the end all of them, where an event is for any.
pub fn lower(catalogue: &Catalogue, names: &Settled) -> Vec<Move> {
    let channels = catalogue.channels.keys().enumerate().map(|(at, name)| (Some(name.as_str()), names.address(at)));
    let any = (!catalogue.channels.is_empty()).then_some((None, "ChannelAddress"));
    let lower_one = |(channel, address): (Option<&str>, &str)| {
        let way = |joins: bool| catalogue.events.values().find_map(|event| way(event, channel, joins, catalogue));
        let (join, leave) = (way(true), way(false));
        (join.is_some() || leave.is_some()).then(|| Move {
            channel: channel.map(str::to_owned),
            address: address.to_owned(),
            join,
            leave,
        })
    };
    channels.chain(any).filter_map(lower_one).collect()
}

fn way(event: &Event, channel: Option<&str>, joins: bool, catalogue: &Catalogue) -> Option<Way> {
    let target = match event.membership.as_ref()? {
        Membership::Joins(target) if joins => target,
        Membership::Leaves(target) if !joins => target,
        Membership::Joins(_) | Membership::Leaves(_) => return None,
    };
    let message = event.client.as_ref().filter(|_| event.client_sends())?;
    let carries = match (target, channel) {
        (MembershipTarget::Any, None) => Carried::Address,
        (MembershipTarget::Channel(route), Some(channel)) if route.channel.value == channel => {
            fields(route, message, catalogue)?
        }
        (MembershipTarget::Any | MembershipTarget::Channel(_), _) => return None,
    };
    let answered = !matches!(event.answer, Answer::None);
    Some(Way { event: event.name.value.clone(), carries, answered })
}

/// The payload's fields, if the channel's parameters are all that it asks for.
fn fields(route: &ChannelRoute, message: &Message, catalogue: &Catalogue) -> Option<Carried> {
    let field = |(param, binding): (&String, &Binding)| match binding {
        Binding::Field(path) => match path.keys.as_slice() {
            [key] => Some((param.clone(), key.clone())),
            _ => None,
        },
        Binding::Given(_) => None,
    };
    let fields = route.bindings.iter().map(field).collect::<Option<Vec<(String, String)>>>()?;
    let Payload::One(ty) = &message.payload else { return None };
    let Type::Named(id) = catalogue.types.resolve(ty) else { return None };
    let TypeKind::Object(object) = &catalogue.types.get(*id).kind else { return None };
    let is_given = |wire: &str| fields.iter().any(|(_, key)| key == wire);
    object.fields.iter().all(|field| field.optional || is_given(&field.wire)).then_some(Carried::Fields(fields))
}
