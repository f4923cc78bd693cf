//! Events: what is said of them in the catalogue, as traits that the compiler holds their users to.
//!
//! A hub asks for these traits in its signatures, so that a wrong use is refused in the words of the catalogue. Each trait
//! says what its absence means.

use crate::{Channel, Contract, Priority};

/// An event of a contract. [`event!`](crate::event) implements it and the traits below.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "expected one of the structs in the contract's `events`"
)]
pub trait Event {
    /// The contract that names it.
    type Contract: Contract;
    /// Its name on the wire.
    const NAME: &'static str;
    /// Whether it outlives its sending.
    const STORAGE: Storage;
    /// Its delivery policy, where the catalogue names one.
    const PRIORITY: Option<&'static Priority>;
}

/// A large event lies in a box where the others beside it are small.
impl<E: Event> Event for Box<E> {
    type Contract = E::Contract;

    const NAME: &'static str = E::NAME;
    const STORAGE: Storage = E::STORAGE;
    const PRIORITY: Option<&'static Priority> = E::PRIORITY;
}

/// Whether an event outlives its sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Written to the database first, and kept for replay.
    Stored,
    /// May be lost.
    Transient,
}

/// An event that the server sends.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event that the server sends",
    label = "clients send this event",
    note = "its catalogue says `direction: client-to-server`"
)]
pub trait ServerSends: Event {}

/// An event that clients send over the socket.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event that clients send",
    label = "the server sends this event",
    note = "its catalogue says `direction: server-to-client`"
)]
pub trait ClientSends: Event {}

/// An event that is written to the database before it is sent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a transient event: send it",
    label = "use `hub.send(..)` here",
    note = "its catalogue does not say `storage: stored`"
)]
pub trait Stored: Event {}

/// An event that may be lost.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stored event: emit it inside the transaction that stores it",
    label = "use `hub.emit(&mut tx, ..)` here",
    note = "its catalogue says `storage: stored`"
)]
pub trait Transient: Event {}

/// An event that knows its channel by its own fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not tell its channel by its own fields",
    label = "goes to everybody, to the connection that asked, or to a channel that the sender gives",
    note = "where the catalogue says `given`, the event's own method `to(..)` makes the channel"
)]
pub trait Routed: Event {
    /// The kind of channel.
    type Channel: Channel;

    /// The channel that this event goes to.
    fn to(&self) -> Self::Channel;
}

/// An event that goes to a channel which the sender gives, as its payload does not carry it.
#[diagnostic::on_unimplemented(
    message = "the channel of `{Self}` is not for the sender to give",
    label = "tells its channel by its own fields, or goes to no channel"
)]
pub trait Addressed: Event {
    /// The kind of channel.
    type Channel: Channel;
}

/// An event that goes to every connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not go to everybody",
    label = "its catalogue does not say `to: everybody`"
)]
pub trait ToEverybody: Event {}

/// An event that goes to the connection that asked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not go to a single connection",
    label = "its catalogue does not say `to: connection`"
)]
pub trait ToConnection: Event {}

/// A client's event that is answered by an acknowledgement.
#[diagnostic::on_unimplemented(message = "`{Self}` is not acknowledged", label = "its catalogue gives it no `ack`")]
pub trait Acknowledged: Event {
    /// What the acknowledgement carries.
    type Ack;
}

/// A client's event that is answered by another event.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not answered by an event",
    label = "its catalogue gives it no `answer`"
)]
pub trait AnsweredBy: Event {
    /// The event that answers.
    type Answer: Event;
}

/// Makes a payload type an event: its name, its contract, and what the catalogue says of it in words.
///
/// | word | meaning |
/// |---|---|
/// | `server`, `client`, `both` | who sends it |
/// | `stored`, `transient` | its storage |
/// | a path, as `priorities::HIGH` | its priority |
/// | `everybody`, `connection` | where it goes, unless it is [`Routed`] |
/// | `channel = channels::User` | the kind of channel that its sender gives ([`Addressed`]) |
/// | `ack = JoinAck` | what the acknowledgement carries |
/// | `answer = Pong` | the event that answers |
///
/// ```
/// # event_contracts_runtime::__example_contract!();
/// use event_contracts_runtime::{Event, Storage, event, unit};
///
/// struct Ping;
/// struct Pong;
///
/// unit!(Ping);
/// unit!(Pong);
/// event!(Ping = "ping" in Example: client, transient, answer = Pong);
/// event!(Pong = "pong" in Example: server, transient, connection);
///
/// assert_eq!(Ping::NAME, "ping");
/// assert_eq!(Ping::STORAGE, Storage::Transient);
/// ```
#[macro_export]
macro_rules! event {
    ($name:ident = $wire:literal in $contract:ty: $($words:tt)+) => {
        $crate::__event! { [$name] [$wire] [$contract] [] [] $($words)+ , }
    };
}

/// Takes a word at a time: traits are written at once, storage and priority kept for the end.
#[doc(hidden)]
#[macro_export]
macro_rules! __event {
    ([$name:ident] [$wire:literal] [$contract:ty] [$storage:ident] [$($priority:path)?] $(,)?) => {
        impl $crate::Event for $name {
            type Contract = $contract;

            const NAME: &'static str = $wire;
            const STORAGE: $crate::Storage = $crate::Storage::$storage;
            const PRIORITY: ::core::option::Option<&'static $crate::Priority> = $crate::__option!($(&$priority)?);
        }

        impl $crate::$storage for $name {}
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt server, $($words:tt)*) => {
        impl $crate::ServerSends for $name {}
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt client, $($words:tt)*) => {
        impl $crate::ClientSends for $name {}
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt both, $($words:tt)*) => {
        impl $crate::ServerSends for $name {}
        impl $crate::ClientSends for $name {}
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ($name:tt $wire:tt $contract:tt [] $priority:tt stored, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [Stored] $priority $($words)* }
    };
    ($name:tt $wire:tt $contract:tt [] $priority:tt transient, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [Transient] $priority $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt everybody, $($words:tt)*) => {
        impl $crate::ToEverybody for $name {}
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt connection, $($words:tt)*) => {
        impl $crate::ToConnection for $name {}
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt channel = $channel:ty, $($words:tt)*) => {
        impl $crate::Addressed for $name {
            type Channel = $channel;
        }
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt ack = $ack:ty, $($words:tt)*) => {
        impl $crate::Acknowledged for $name {
            type Ack = $ack;
        }
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $storage:tt $priority:tt answer = $answer:ty, $($words:tt)*) => {
        impl $crate::AnsweredBy for $name {
            type Answer = $answer;
        }
        $crate::__event! { [$name] $wire $contract $storage $priority $($words)* }
    };
    ($name:tt $wire:tt $contract:tt $storage:tt [] $priority:path, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract $storage [$priority] $($words)* }
    };
}
