//! What the send form speaks with: frames of a contract, made of texts.

use std::marker::PhantomData;

use event_contracts_runtime::event_set::Sink;
use event_contracts_runtime::object::WriteObject;
use event_contracts_runtime::{ChannelSet, Contract, Encoded, EventSet, FormerName, Raw, WriteEvents};

use crate::hub::Hub;
use crate::untyped;

/// Makes frames of a contract.
pub(crate) trait Voice: Send + Sync {
    /// The frame of an event as the server sends it now; none where the envelope's metadata cannot be made.
    fn encode(&self, event: &Raw, channel: Option<&str>) -> Option<Encoded>;

    /// Whether an address is that of a channel of the contract, as it is written here.
    fn knows(&self, address: &str) -> bool;
}

impl<C: Contract<Meta: WriteObject>> Voice for Hub<C> {
    fn encode(&self, event: &Raw, channel: Option<&str>) -> Option<Encoded> {
        Some(self.encode_raw(&Spoken::<C>(event, PhantomData), channel))
    }

    fn knows(&self, address: &str) -> bool {
        address.parse::<C::Channel>().is_ok_and(|channel| channel.address() == address)
    }
}

impl Voice for untyped::Hub {
    fn encode(&self, event: &Raw, _: Option<&str>) -> Option<Encoded> {
        if self.contract().server_envelope.is_some() {
            return None;
        }
        let arguments = event.arguments.iter().map(|argument| argument.get());
        let items: Vec<&str> = arguments.collect();
        let name = serde_json::Value::from(event.name.as_str()).to_string();
        let text = format!("[{}]", [&[&*name], &*items].concat().join(","));
        serde_json::from_str::<Box<serde_json::value::RawValue>>(&text).ok().map(|frame| Encoded::of(&frame))
    }

    fn knows(&self, _: &str) -> bool {
        true
    }
}

/// An event of which nothing is known but its texts.
pub(crate) struct Spoken<'a, C>(&'a Raw, PhantomData<C>);

impl<C: Contract> EventSet for Spoken<'_, C> {
    type Contract = C;
    type Meta = C::Meta;
    const NAMES: &'static [&'static str] = &[];
    const ALIASES: &'static [FormerName] = &[];

    fn name(&self) -> &str {
        &self.0.name
    }

    fn unknown(&self) -> Option<&Raw> {
        Some(self.0)
    }
}

impl<C: Contract> WriteEvents for Spoken<'_, C> {
    fn write<S: Sink>(&self, sink: S) -> S::Output {
        sink.raw(self.0)
    }
}
