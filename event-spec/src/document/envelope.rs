//! What lies around an event on the wire: envelope and handshake.

use crate::document::parts::SchemaNode;
use crate::document::words::Wraps;
use crate::record::record;
use crate::source::Spanned;

record! {
    /// How name, payload and metadata lie in a JSON object.
    EnvelopeRecord<'t> is "an envelope" {
        /// The key that holds the event's name.
        [required] name: Spanned<String>,
        /// The key that holds the payload; absent where the event has none.
        [required] payload: Spanned<String>,
        /// Whose events lie in it; those of `both` unless given. Over a plain WebSocket it is always both.
        [optional] wraps: Spanned<Wraps>,
        /// The key that holds the channel's printed address; it may be absent.
        [optional] channel: Spanned<String>,
        /// The key that holds the priority's name; it may be absent.
        [optional] priority: Spanned<String>,
        /// A schema of type `object` for all the other keys.
        [optional] meta: SchemaNode<'t>,
        /// The key of `meta` that is there on failure alone; its field must be optional.
        [optional] error: Spanned<String>,
    }
}

record! {
    /// What a client presents when it connects.
    HandshakeRecord<'t> is "a handshake" {
        /// A schema of Socket.IO's `auth` object.
        [optional] auth: SchemaNode<'t>,
        /// A schema of the URL's query.
        [optional] query: SchemaNode<'t>,
    }
}
