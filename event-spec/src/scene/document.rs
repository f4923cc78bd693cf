//! A scene as it is written.

use std::time::Duration;

use crate::document::parts::{AnyNode, Named};
use crate::document::words::Request;
use crate::record::record;
use crate::source::Spanned;

record! {
    /// What a mock does.
    SceneRecord<'t> is "a scene" {
        /// What it is, in a sentence.
        [optional] scene: Spanned<String>,
        /// The catalogue that it is about; may be left out where one is served.
        [optional] catalogue: Spanned<String>,
        /// Whether clients are in the channels that the catalogue says they are in from the start; they are unless given.
        [optional] auto_join: Spanned<bool>,
        /// What there is in the beginning: lists of records by name.
        [optional] records: Named<Vec<AnyNode<'t>>>,
        /// What happens when a client has connected.
        [optional] connected: Vec<StepRecord<'t>>,
        /// What happens when a client has gone.
        [optional] disconnected: Vec<StepRecord<'t>>,
        /// What is answered to requests, by request.
        [optional] requests: Named<Vec<StepRecord<'t>>>,
        /// What happens by itself, once somebody is there.
        [optional] steps: Vec<StepRecord<'t>>,
    }
}

record! {
    /// One thing that happens.
    StepRecord<'t> is "a step" {
        /// An event that the server sends.
        [optional] send: Spanned<String>,
        /// An event that the server sends to the client that sent what was expected last.
        [optional] reply: Spanned<String>,
        /// What the payload says; the rest is made.
        [optional] payload: AnyNode<'t>,
        /// The address that an event goes to.
        [optional] to: Spanned<String>,
        /// A time that passes.
        [optional] wait: Spanned<Duration>,
        /// An event that a client sends.
        [optional] expect: Spanned<String>,
        /// What the payload, or the record, says.
        [optional] where_ = "where": AnyNode<'t>,
        /// After how long the scene goes on.
        [optional] within: Spanned<Duration>,
        /// Whether every connection is cut.
        [optional] cut: Spanned<bool>,
        /// How often the steps are taken.
        [optional] repeat: Spanned<u64>,
        /// Steps inside of this one.
        [optional] steps: Vec<StepRecord<'t>>,
        /// The list that a record is kept in.
        [optional] keep: Spanned<String>,
        /// The record.
        [optional] record: AnyNode<'t>,
        /// A record that says this is taken instead.
        [optional] unless: AnyNode<'t>,
        /// The list that a record is found in.
        [optional] find: Spanned<String>,
        /// The list whose records are listed.
        [optional] list: Spanned<String>,
        /// Whether the last record comes first.
        [optional] newest_first: Spanned<bool>,
        /// What the record says from now on.
        [optional] change: AnyNode<'t>,
        /// The list for whose records the steps are taken.
        [optional] each: Spanned<String>,
        /// The address of a channel that clients enter.
        [optional] join: Spanned<String>,
        /// Which clients.
        [optional] who: WhoRecord,
        /// For which clients the steps are taken.
        [optional] when: WhoRecord,
        /// The status of the answer to a request.
        [optional] answer: Spanned<u64>,
        /// Its body.
        [optional] body: AnyNode<'t>,
    }
}

record! {
    /// Which clients: whoever fits one of these.
    WhoRecord is "a choice of clients" {
        /// Those of this user.
        [optional] user: Spanned<String>,
        /// Those with this role.
        [optional] role: Spanned<String>,
        /// Those without this role.
        [optional] without_role: Spanned<String>,
    }
}

/// A request, as a key.
pub(super) fn is_request(text: &str) -> bool {
    use crate::record::Scalar;
    use crate::tree::{Kind, Node};
    let node = Node { span: crate::source::Span::NOWHERE, kind: Kind::String(text.to_owned()) };
    Request::read(&node).is_ok()
}
