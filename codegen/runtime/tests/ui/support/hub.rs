//! The signatures of a hub, to see what the compiler says to its users.

use std::marker::PhantomData;

use crate::runtime::{
    Acknowledged, Addressed, ClientSends, Contract, Event, Routed, ServerSends, Stored, ToConnection, ToEverybody, Transient,
};

pub struct Transaction;

pub struct Hub<C>(pub PhantomData<C>);

impl<C: Contract> Hub<C> {
    pub fn send<E: ServerSends + Transient + Event<Contract = C>>(&self, _event: E) {}

    pub fn emit<E: ServerSends + Stored + Event<Contract = C>>(&self, _transaction: &mut Transaction, _event: E) {}

    pub fn route<E: Routed + Event<Contract = C>>(&self, event: E) -> E::Channel {
        event.to()
    }

    pub fn send_to<E: Addressed + Event<Contract = C>>(&self, _channel: E::Channel, _event: E) {}

    pub fn broadcast<E: ToEverybody + Event<Contract = C>>(&self, _event: E) {}

    pub fn reply<E: ToConnection + Event<Contract = C>>(&self, _event: E) {}
}

pub struct Client<C>(pub PhantomData<C>);

impl<C: Contract> Client<C> {
    pub fn send<E: ClientSends + Event<Contract = C>>(&self, _event: E) {}

    pub fn ask<E: ClientSends + Acknowledged + Event<Contract = C>>(&self, _event: E) {}
}
