//! What generated event contracts lean on.
//!
//! A generated module says what is particular to its catalogue: structs, names, channels. Everything that all of them
//! share stands here, written by hand:
//!
//! - wire forms in a line each: [`object!`], [`union!`], [`string_enum!`], [`newtype!`], [`unit!`], [`args!`];
//! - events and where they go: [`event!`], [`event_set!`], [`envelope!`], [`channel!`], [`channel_set!`], and the traits that
//!   they implement, so that a wrong use is a compile error in the catalogue's words;
//! - frames: what is read, what is refused and why ([`DecodeError`]), what is written ([`Encoded`]);
//! - the rules of JSON Schema that hold on what is read ([`rule`]).
//!
//! Nothing here reads a catalogue, and nothing here panics on what a peer sends.

#![forbid(unsafe_code)]

mod address;
pub mod args;
mod channel;
pub mod coalesce;
mod contract;
mod date;
mod dispatch;
mod encoded;
mod envelope;
mod error;
mod event;
pub mod event_set;
pub mod frame;
mod newtype;
pub mod object;
mod payload;
mod raw;
mod route;
pub mod rule;
pub mod string_enum;
pub mod union;
mod violation;

pub use address::{AddressError, Param, segments};
pub use channel::{Access, Channel, ChannelSet, Entry, NoChannel};
pub use contract::{Contract, Delivery, Limits, Priority, Rate, Reconnect, Transport, WhenSlow};
pub use date::{Date, Timestamp};
pub use dispatch::{Admit, Dispatch};
pub use encoded::Encoded;
pub use envelope::{Bare, Envelope, EnvelopeKeys, NoEnvelope};
pub use error::DecodeError;
pub use event::{
    Acknowledged, Addressed, Alias, AnsweredBy, ClientSends, Event, Routed, ServerSends, Storage, Stored, ToConnection,
    ToEverybody, Transient, direction, storage,
};
pub use event_contracts_literal::literal;
pub use event_set::{EventSet, FormerName, ReadEvents, WriteEvents};
pub use frame::Frame;
pub use payload::Payload;
pub use raw::Raw;
pub use route::Bind;
pub use string_enum::StringEnum;
pub use violation::{Validate, Violation};

pub use serde_core as serde;

/// Any JSON value.
pub type Json = serde_json::Value;

/// A JSON object whose keys are data.
pub type Map<K, V> = std::collections::BTreeMap<K, V>;

/// A contract for the examples of this crate's documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __example_contract {
    () => {
        #[derive(Clone, Debug, PartialEq)]
        enum ClientEvent {
            Unknown($crate::Raw),
        }

        $crate::event_set!(ClientEvent of Example {});
        $crate::__example_contract!(nothing);
    };
    (nothing) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        struct Example;

        impl $crate::Contract for Example {
            const NAME: &'static str = "example";
            const VERSION: &'static str = "1.0.0";
            const FINGERPRINT: &'static str = "0000000000000000";
            const TRANSPORT: $crate::Transport = $crate::Transport::SocketIo { namespace: "/" };
            const PRIORITIES: &'static [&'static $crate::Priority] = &[];
            type ServerEvent = ClientEvent;
            type ClientEvent = ClientEvent;
            type Channel = $crate::NoChannel<Example>;
            type Meta = $crate::NoEnvelope;
        }
    };
}
