//! All events of one direction, as an enum.

use serde_core::{Deserialize, Serialize};

use crate::{Alias, Contract, Envelope, Event, Payload, Raw};

/// An enum of the events of one direction. [`event_set!`](crate::event_set!) implements it.
pub trait EventSet {
    /// The contract that names them.
    type Contract: Contract;
    /// What lies beside name and payload in a frame: the contract's metadata, or [`NoEnvelope`](crate::NoEnvelope) where
    /// the contract's envelope is for the other direction alone.
    type Meta: Envelope;
    /// The names of its events on the wire, and of those which only come through a request.
    const NAMES: &'static [&'static str];

    /// The former names under which clients are still served.
    const ALIASES: &'static [FormerName];

    /// Holds the text of a frame to the contract, as who reads it would; none where this side does not read these events.
    const JUDGE: Option<Judge> = None;

    /// The event's name on the wire.
    fn name(&self) -> &str;

    /// The event as it came, where the contract does not name it.
    fn unknown(&self) -> Option<&Raw>;
}

/// Holds the text of a frame to the contract. What is wrong with it names the event and the field.
pub type Judge = fn(&str) -> Result<(), String>;

/// A former name of an event of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormerName {
    /// The event's name.
    pub event: &'static str,
    /// What it was called.
    pub alias: Alias,
}

/// A set whose events can be read.
pub trait ReadEvents: EventSet + From<Raw> {
    /// Reads the event of a name from wherever its payload lies.
    ///
    /// # Errors
    /// A payload that does not fit.
    fn read<'de, S: Source<'de>>(name: &str, source: S) -> Result<Self, S::Error>;
}

/// A set whose events can be written.
pub trait WriteEvents: EventSet {
    /// Hands the event over to what writes it.
    fn write<S: Sink>(&self, sink: S) -> S::Output;
}

/// Where the payload of an event lies.
pub trait Source<'de>: Sized {
    /// Why it cannot be read.
    type Error;

    /// Reads it as the payload of an event.
    ///
    /// # Errors
    /// A payload that does not fit.
    fn read<T: Payload + Deserialize<'de>>(self, event: &'static str) -> Result<T, Self::Error>;

    /// Keeps it as the payload of an event that nobody named.
    ///
    /// # Errors
    /// Broken JSON.
    fn keep(self, name: &str) -> Result<Raw, Self::Error>;

    /// Refuses an event that comes through a request.
    fn refuse(self, event: &'static str, request: &'static str) -> Self::Error;
}

/// What writes an event.
pub trait Sink {
    /// What comes out.
    type Output;

    /// Writes an event of the contract.
    fn event<E: Event + Payload + Serialize>(self, event: &E) -> Self::Output;

    /// Writes an event that the contract does not name.
    fn raw(self, raw: &Raw) -> Self::Output;
}

/// Makes an enum the set of a contract's events of one direction, or declares it too, where `pub enum` stands before its name.
///
/// Each variant holds the type of its own name, or the one in parentheses; a large one may lie in a `Box`. After a `|` stand
/// former names that are read as the event, each with the last day on which that is promised. After a `;` stand the events that only come through a request, `rest "name" = "REQUEST"` each. The enum has one more
/// variant, `Unknown(Raw)`. `encode` or `decode` before the name write one direction alone. `: bare` after the contract says that
/// these events travel without the contract's envelope.
///
/// ```
/// # event_contracts_runtime::__example_contract!(nothing);
/// use event_contracts_runtime::{DecodeError, EventSet, Raw, event, event_set, object};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Typing {
///     room: String,
/// }
///
/// object!(Typing { room });
/// event!(Typing = "typing" in Example: client, transient);
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum ClientEvent {
///     Typing(Typing),
///     Unknown(Raw),
/// }
///
/// event_set!(ClientEvent of Example {
///     Typing = "typing" | "is_typing" until "2027-03-01";
///     rest "message.send" = "POST /messages",
/// });
///
/// let event = ClientEvent::decode(br#"["is_typing",{"room":"lobby"}]"#)?;
/// assert_eq!(event, ClientEvent::Typing(Typing { room: "lobby".to_owned() }));
/// assert_eq!(event.encode().as_str(), r#"["typing",{"room":"lobby"}]"#);
///
/// assert_eq!(<ClientEvent as EventSet>::NAMES, ["typing", "message.send"]);
/// let frame = ClientEvent::decode_frame(br#"["is_typing",{"room":"lobby"}]"#)?;
/// assert_eq!(frame.alias.map(|former| former.alias.sunset), Some("2027-03-01"));
/// let error = ClientEvent::decode(br#"["message.send",{}]"#).unwrap_err();
/// assert!(matches!(error, DecodeError::ThroughRest { request: "POST /messages", .. }));
/// # Ok::<(), DecodeError>(())
/// ```
#[macro_export]
macro_rules! event_set {
    ($(#[$meta:meta])* $vis:vis enum encode $name:ident of $contract:ty $(: $how:ident)? { $($events:tt)* }) => {
        $crate::__event_enum! { [$(#[$meta])* $vis] $name $($events)* }
        $crate::__event_set! { [$name] [$contract $(: $how)?] [write] [] $($events)* }
    };
    ($(#[$meta:meta])* $vis:vis enum decode $name:ident of $contract:ty $(: $how:ident)? { $($events:tt)* }) => {
        $crate::__event_enum! { [$(#[$meta])* $vis] $name $($events)* }
        $crate::__event_set! { [$name] [$contract $(: $how)?] [] [read] $($events)* }
    };
    ($(#[$meta:meta])* $vis:vis enum $name:ident of $contract:ty $(: $how:ident)? { $($events:tt)* }) => {
        $crate::__event_enum! { [$(#[$meta])* $vis] $name $($events)* }
        $crate::__event_set! { [$name] [$contract $(: $how)?] [write] [read] $($events)* }
    };
    (encode $name:ident of $contract:ty $(: $how:ident)? { $($events:tt)* }) => {
        $crate::__event_set! { [$name] [$contract $(: $how)?] [write] [] $($events)* }
    };
    (decode $name:ident of $contract:ty $(: $how:ident)? { $($events:tt)* }) => {
        $crate::__event_set! { [$name] [$contract $(: $how)?] [] [read] $($events)* }
    };
    ($name:ident of $contract:ty $(: $how:ident)? { $($events:tt)* }) => {
        $crate::__event_set! { [$name] [$contract $(: $how)?] [write] [read] $($events)* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __event_enum {
    ([$($head:tt)*] $name:ident
     $($variant:ident $(($($ty:tt)+))? = $wire:literal $(| $alias:literal until $sunset:literal)*),* $(,)? $(; $($rest:tt)*)?) => {
        $($head)* enum $name {
            $($variant($crate::__variant_type!($variant $($($ty)+)?)),)*
            /// An event that the contract does not name, kept as it came.
            Unknown($crate::Raw),
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __variant_type {
    ($variant:ident) => {
        $variant
    };
    ($variant:ident $ty:ty) => {
        $ty
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __event_set {
    ([$name:ident] [$contract:ty $(: $how:ident)?] $write:tt $read:tt
     $($variant:ident $(($($ty:tt)+))? = $wire:literal $(| $alias:literal until $sunset:literal)*),* $(,)?
     $(; $(rest $refused:literal = $request:literal),* $(,)?)?) => {
        impl $crate::EventSet for $name {
            type Contract = $contract;
            type Meta = $crate::__set_meta!([$contract] $($how)?);

            const NAMES: &'static [&'static str] = &[$($wire,)* $($($refused),*)?];
            const ALIASES: &'static [$crate::FormerName] = &[$($(
                $crate::FormerName { event: $wire, alias: $crate::Alias { name: $alias, sunset: $sunset } },
            )*)*];
            const JUDGE: ::core::option::Option<$crate::event_set::Judge> = $crate::__judge!($read);

            fn name(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $wire,)*
                    Self::Unknown(raw) => &raw.name,
                }
            }

            fn unknown(&self) -> ::core::option::Option<&$crate::Raw> {
                match self {
                    $(Self::$variant(_) => ::core::option::Option::None,)*
                    Self::Unknown(raw) => ::core::option::Option::Some(raw),
                }
            }
        }

        impl $name {
            /// The event's name on the wire.
            pub fn name(&self) -> &str {
                $crate::EventSet::name(self)
            }
        }

        impl ::core::convert::From<$crate::Raw> for $name {
            fn from(raw: $crate::Raw) -> Self {
                Self::Unknown(raw)
            }
        }

        $($crate::__event_variant! { $name $variant $(($($ty)+))? })*

        $crate::__write_events! { $write $name $($variant $(($($ty)+))?)* }
        $crate::__read_events! {
            $read $name
            [$($variant $(($($ty)+))? = $wire $(| $alias)*),*]
            [$($($refused = $request),*)?]
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __judge {
    ([]) => {
        ::core::option::Option::None
    };
    ([read]) => {
        ::core::option::Option::Some($crate::frame::judge::<Self>)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __set_meta {
    ([$contract:ty]) => {
        <$contract as $crate::Contract>::Meta
    };
    ([$contract:ty] bare) => {
        $crate::NoEnvelope
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __event_variant {
    ($name:ident $variant:ident) => {
        $crate::__event_variant! { $name $variant ($variant) }
    };
    ($name:ident $variant:ident (Box<$ty:ty>)) => {
        impl ::core::convert::From<$ty> for $name {
            fn from(event: $ty) -> Self {
                Self::$variant(::std::boxed::Box::new(event))
            }
        }
    };
    ($name:ident $variant:ident ($ty:ty)) => {
        impl ::core::convert::From<$ty> for $name {
            fn from(event: $ty) -> Self {
                Self::$variant(event)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __read_events {
    ([] $($rest:tt)*) => {};
    ([read] $name:ident
     [$($variant:ident $(($($ty:tt)+))? = $wire:literal $(| $alias:literal)*),*]
     [$($refused:literal = $request:literal),*]) => {
        impl $crate::ReadEvents for $name {
            fn read<'de, S: $crate::event_set::Source<'de>>(
                name: &str,
                source: S,
            ) -> ::core::result::Result<Self, S::Error> {
                match name {
                    $($wire $(| $alias)* => $crate::__read_variant!(source $wire $variant $(($($ty)+))?),)*
                    $($refused => ::core::result::Result::Err(source.refuse($refused, $request)),)*
                    _ => source.keep(name).map(Self::Unknown),
                }
            }
        }

        impl $name {
            /// Reads a whole frame, in UTF-8.
            ///
            /// # Errors
            /// A frame that the contract refuses, with the event and the field.
            pub fn decode(frame: &[u8]) -> ::core::result::Result<Self, $crate::DecodeError> {
                ::core::result::Result::Ok($crate::frame::decode::<Self>(frame)?.event)
            }

            /// Reads a whole frame that is known to be text.
            ///
            /// # Errors
            /// A frame that the contract refuses, with the event and the field.
            pub fn decode_text(frame: &str) -> ::core::result::Result<Self, $crate::DecodeError> {
                ::core::result::Result::Ok($crate::frame::decode_text::<Self>(frame)?.event)
            }

            /// Reads a whole frame, in UTF-8, with what lies beside the event.
            ///
            /// # Errors
            /// A frame that the contract refuses, with the event and the field.
            pub fn decode_frame(
                frame: &[u8],
            ) -> ::core::result::Result<
                $crate::Frame<<Self as $crate::EventSet>::Meta, Self>,
                $crate::DecodeError,
            > {
                $crate::frame::decode(frame)
            }

            /// Reads an event whose name and arguments (JSON texts) a host has taken out of their packet.
            ///
            /// # Errors
            /// Arguments that the contract refuses, with the event and the field.
            pub fn decode_parts(
                name: &str,
                arguments: &[&[u8]],
            ) -> ::core::result::Result<
                $crate::Frame<<Self as $crate::EventSet>::Meta, Self>,
                $crate::DecodeError,
            > {
                $crate::frame::decode_parts(name, arguments)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __read_variant {
    ($source:ident $wire:literal $variant:ident (Box<$ty:ty>)) => {
        $source.read($wire).map(|event| Self::$variant(::std::boxed::Box::new(event)))
    };
    ($source:ident $wire:literal $variant:ident $($ty:tt)?) => {
        $source.read($wire).map(Self::$variant)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __write_variant {
    ($sink:ident $event:ident (Box<$ty:ty>)) => {
        $sink.event(&**$event)
    };
    ($sink:ident $event:ident $($ty:tt)?) => {
        $sink.event($event)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __write_events {
    ([] $($rest:tt)*) => {};
    ([write] $name:ident $($variant:ident $(($($ty:tt)+))?)*) => {
        impl $crate::WriteEvents for $name {
            fn write<S: $crate::event_set::Sink>(&self, sink: S) -> S::Output {
                match self {
                    $(Self::$variant(event) => $crate::__write_variant!(sink event $(($($ty)+))?),)*
                    Self::Unknown(raw) => sink.raw(raw),
                }
            }
        }

        impl $name {
            /// The whole frame. Frames with an envelope are made by `encode_in`.
            pub fn encode<M: $crate::Bare>(&self) -> $crate::Encoded
            where
                Self: $crate::EventSet<Meta = M>,
            {
                $crate::frame::encode_any(self, &M::NONE, ::core::option::Option::None)
            }

            /// The whole frame, with what lies beside the event.
            pub fn encode_in(
                &self,
                meta: &<Self as $crate::EventSet>::Meta,
                channel: ::core::option::Option<&str>,
            ) -> $crate::Encoded {
                $crate::frame::encode_any(self, meta, channel)
            }
        }
    };
}
