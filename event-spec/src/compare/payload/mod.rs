//! Payloads: what either version of a message carries.
//!
//! In: an event of both versions, their handshakes or envelopes. Out: changes. Every message has a [`Flow`]: who sends it, and so who
//! fails. The driver walks its two types side by side and shows the rules each matched pair of parts that differ; a rule asks
//! [`contained`](crate::compare::contain::contained) about the part alone. Promised: what the changes of a message say
//! together is no better than what `contained` says of the whole.
//!
//! ```text
//! (old, new) -> event, connection -> message -> walk -> shape, met -> rules -> Change -> join
//! ```

mod at;
mod connection;
mod event;
mod fields;
mod flow;
mod join;
mod limits;
mod message;
mod met;
mod path;
mod readers;
mod shape;
mod survey;
mod walk;
pub(crate) mod words;

pub(crate) use at::At;
pub(crate) use connection::{compare_envelopes, compare_handshakes};
pub(crate) use event::compare;
pub(crate) use fields::Fields;
pub(crate) use flow::Reads;
pub(crate) use join::join;
pub(crate) use message::{Messages, Untold};
pub(crate) use met::{Met, Values};
pub(crate) use survey::Survey;
