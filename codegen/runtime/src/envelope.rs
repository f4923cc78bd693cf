//! What lies beside name and payload in a frame.

use serde_core::de::MapAccess;
use serde_core::ser::SerializeMap;

use crate::object::{Entries, Keys, ReadObject, WriteObject};

/// The keys of an envelope that are not metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopeKeys {
    /// The key of the event's name.
    pub name: &'static str,
    /// The key of the payload.
    pub payload: &'static str,
    /// The key of the printed address of the channel.
    pub channel: Option<&'static str>,
    /// The key of the name of the priority.
    pub priority: Option<&'static str>,
    /// The key, one of the metadata, that is there on failure alone; the payload may then be missing.
    pub error: Option<&'static str>,
}

/// The metadata of a frame. [`envelope!`](crate::envelope!) implements it; contracts without one have [`NoEnvelope`].
pub trait Envelope: Sized {
    /// The keys beside those of the metadata; none where the frames have no envelope.
    const KEYS: Option<EnvelopeKeys>;

    /// The metadata of a frame that has no envelope.
    fn absent() -> Option<Self> {
        None
    }
}

/// The metadata of a contract whose frames have no envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoEnvelope;

impl Envelope for NoEnvelope {
    const KEYS: Option<EnvelopeKeys> = None;

    fn absent() -> Option<Self> {
        Some(Self)
    }
}

impl ReadObject for NoEnvelope {
    fn read<'de, A: MapAccess<'de>>(keys: &mut Keys<A>) -> Result<Self, A::Error> {
        while keys.next_key()?.is_some() {
            keys.skip()?;
        }
        Ok(Self)
    }
}

impl WriteObject for NoEnvelope {
    fn write<M: SerializeMap>(&self, _: &mut Entries<M>) {}
}

/// The absence of an envelope: what lets an event be encoded by itself.
#[diagnostic::on_unimplemented(
    message = "the frames of this contract have an envelope",
    label = "`encode` has no metadata to put into it",
    note = "use `encode_in(&meta, channel)`, with the contract's `Meta`"
)]
pub trait Bare: Envelope + WriteObject {
    /// The one value that there is.
    const NONE: Self;
}

impl Bare for NoEnvelope {
    const NONE: Self = Self;
}

/// Makes an [`object!`](crate::object!) the envelope of a contract, and says under which keys the rest lies.
///
/// `name` and `payload` have to be given, then perhaps `channel` and `priority`; `error` names the optional key of the
/// metadata that is there on failure alone.
///
/// ```
/// use event_contracts_runtime::{Timestamp, envelope, object};
///
/// struct Meta {
///     timestamp: Timestamp,
///     error: Option<String>,
/// }
///
/// object!(Meta { timestamp, error? });
/// envelope!(Meta { name: "type", payload: "data", error: "error" });
/// ```
#[macro_export]
macro_rules! envelope {
    ($name:ident {
        name: $event:literal,
        payload: $payload:literal
        $(, channel: $channel:literal)?
        $(, priority: $priority:literal)?
        $(, error: $error:literal)?
        $(,)?
    }) => {
        impl $crate::Envelope for $name {
            const KEYS: ::core::option::Option<$crate::EnvelopeKeys> = ::core::option::Option::Some($crate::EnvelopeKeys {
                name: $event,
                payload: $payload,
                channel: $crate::__option!($($channel)?),
                priority: $crate::__option!($($priority)?),
                error: $crate::__option!($($error)?),
            });
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __option {
    () => {
        ::core::option::Option::None
    };
    ($value:expr) => {
        ::core::option::Option::Some($value)
    };
}
