//! Events: what is said of them in the catalogue, as traits that the compiler holds their users to.
//!
//! A hub asks for these traits in its signatures, so that a wrong use is refused in the words of the catalogue. Each trait
//! says what its absence means.

use crate::{Channel, Contract, Priority};

/// An event of a contract. [`event!`](crate::event!) implements it, and those of the traits below that have no implementation
/// for all events.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "expected one of the structs in the contract's `events`"
)]
pub trait Event {
    /// The contract that names it.
    type Contract: Contract;
    /// Who sends it: one of the types of [`direction`].
    type Direction: direction::Kind<Self::Contract>;
    /// Whether it outlives its sending: one of the types of [`storage`].
    type Storage: storage::Kind;
    /// Its name on the wire.
    const NAME: &'static str;
    /// Its delivery policy, where the catalogue names one.
    const PRIORITY: Option<&'static Priority>;
    /// Whether it outlives its sending.
    const STORAGE: Storage = <Self::Storage as storage::Kind>::STORAGE;
    /// Its former names under which clients are still served, until their sunset.
    const ALIASES: &'static [Alias] = &[];

    /// What two events of this kind on one channel have in common where the newer may replace the older: the values of the
    /// catalogue's `coalesce_by` fields, printed without ambiguity; empty where it names none.
    fn coalesce_key(&self) -> String {
        String::new()
    }
}

/// A former name of an event, under which clients are still served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name on the wire.
    pub name: &'static str,
    /// The last day on which it is sent and understood, as in `2026-12-31` (RFC 3339, UTC).
    pub sunset: &'static str,
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
pub trait ServerSends: Event {}

impl<E: Event> ServerSends for E where E::Direction: direction::FromServer<E> {}

/// An event that clients send over the socket.
pub trait ClientSends: Event {}

impl<E: Event> ClientSends for E where E::Direction: direction::FromClient<E> {}

/// An event that the server writes to the database before it sends it.
pub trait Stored: ServerSends {}

impl<E: ServerSends> Stored for E where (E::Direction, E::Storage): storage::WithDatabase<E> {}

/// An event that the server sends without writing it anywhere.
pub trait Transient: ServerSends {}

impl<E: ServerSends> Transient for E where (E::Direction, E::Storage): storage::WithoutDatabase<E> {}

/// Who sends an event, as types. Their traits hold the words for whoever sends what is not theirs to send.
pub mod direction {
    use crate::{Contract, Envelope, EventSet};

    /// One of the four, in a contract.
    pub trait Kind<C: Contract> {
        /// What lies beside name and payload in a frame of such an event. An event of both directions has that of the
        /// server; what clients write is settled by the set of their events.
        type Meta: Envelope;
    }

    impl<C: Contract> Kind<C> for Server {
        type Meta = C::Meta;
    }

    impl<C: Contract> Kind<C> for Client {
        type Meta = <C::ClientEvent as EventSet>::Meta;
    }

    impl<C: Contract> Kind<C> for Both {
        type Meta = C::Meta;
    }

    impl<C: Contract> Kind<C> for Request {
        type Meta = <C::ClientEvent as EventSet>::Meta;
    }

    /// `direction: server-to-client`
    #[derive(Debug)]
    pub enum Server {}

    /// `direction: client-to-server`
    #[derive(Debug)]
    pub enum Client {}

    /// `direction: both`
    #[derive(Debug)]
    pub enum Both {}

    /// `rest: POST /messages`: clients make that request instead, and nobody sends the event over the socket.
    #[derive(Debug)]
    pub enum Request {}

    /// A direction in which the server sends.
    #[diagnostic::on_unimplemented(
        message = "`{E}` is an event that clients send",
        label = "the server does not send this event",
        note = "its catalogue says `direction: client-to-server`"
    )]
    pub trait FromServer<E> {}

    impl<E> FromServer<E> for Server {}
    impl<E> FromServer<E> for Both {}

    /// A direction in which clients send.
    #[diagnostic::on_unimplemented(
        message = "`{E}` is an event that the server sends",
        label = "clients do not send this event",
        note = "its catalogue says `direction: server-to-client`"
    )]
    pub trait FromClient<E> {}

    impl<E> FromClient<E> for Client {}
    impl<E> FromClient<E> for Both {}
}

/// Whether an event outlives its sending, as types. Their traits hold the words for whoever mixes them up. Events that only
/// clients send pass both: that the server does not send them is said first, and is enough.
pub mod storage {
    use super::Storage;
    use super::direction::Client;

    /// `storage: stored`
    #[derive(Debug)]
    pub enum Stored {}

    /// `storage: transient`
    #[derive(Debug)]
    pub enum Transient {}

    /// One of the two.
    pub trait Kind {
        /// Which one.
        const STORAGE: Storage;
    }

    impl Kind for Stored {
        const STORAGE: Storage = Storage::Stored;
    }

    impl Kind for Transient {
        const STORAGE: Storage = Storage::Transient;
    }

    /// Direction and storage of events that are written to the database.
    #[diagnostic::on_unimplemented(
        message = "`{E}` is a transient event: send it",
        label = "use `hub.send(..)` here",
        note = "its catalogue does not say `storage: stored`"
    )]
    pub trait WithDatabase<E> {}

    impl<E, D> WithDatabase<E> for (D, Stored) {}
    impl<E> WithDatabase<E> for (Client, Transient) {}

    /// Direction and storage of events that are not.
    #[diagnostic::on_unimplemented(
        message = "`{E}` is a stored event: emit it inside the transaction that stores it",
        label = "use `hub.emit(&mut tx, ..)` here",
        note = "its catalogue says `storage: stored`"
    )]
    pub trait WithoutDatabase<E> {}

    impl<E, D> WithoutDatabase<E> for (D, Transient) {}
    impl<E> WithoutDatabase<E> for (Client, Stored) {}
}

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

/// An event that is answered by an acknowledgement: a client's by the server's, or the server's by the client's.
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
/// Who sends it comes first, its storage second, the rest in any order:
///
/// | word | meaning |
/// |---|---|
/// | `server`, `client`, `both` | who sends it |
/// | `rest` | instead: clients make a request, and nobody sends it over the socket |
/// | `stored`, `transient` | its storage |
/// | a path, as `priorities::HIGH` | its priority |
/// | `everybody`, `connection` | where it goes, unless it is [`Routed`] |
/// | `channel = channels::User` | the kind of channel that its sender gives ([`Addressed`]) |
/// | `ack = JoinAck` | what the acknowledgement carries |
/// | `answer = Pong` | the event that answers |
/// | `aliases = ["old.name" until "2027-03-01"]` | former names under which clients are still served, with their last day |
/// | `coalesce_by(thread.id, user?.id)` | fields in which two events agree where the newer replaces the older |
///
/// A path of `coalesce_by` leads through structs, with a `?` behind a field that may be absent or null. A path that leads
/// through something else is a text, and is looked up in the JSON: `coalesce_by("readers.id")`, where a list stands for its items.
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
///
/// ```
/// # event_contracts_runtime::__example_contract!();
/// use event_contracts_runtime::{Alias, Event, Priority, event, object};
///
/// const OFTEN: Priority = Priority { name: "often", coalesce: true, ..Priority::BASE };
///
/// struct Typing {
///     room: String,
///     user: Option<User>,
/// }
/// struct User {
///     id: i64,
/// }
///
/// object!(User { id });
/// object!(Typing { room, user? });
/// event! {
///     Typing = "typing" in Example:
///     server, transient, OFTEN, everybody, aliases = ["is_typing" until "2027-03-01"], coalesce_by(room, user?.id)
/// }
///
/// assert_eq!(Typing::ALIASES, [Alias { name: "is_typing", sunset: "2027-03-01" }]);
/// let typing = Typing { room: "lobby".to_owned(), user: Some(User { id: 7 }) };
/// assert_eq!(typing.coalesce_key(), r#""lobby",7,"#);
/// ```
#[macro_export]
macro_rules! event {
    ($name:ident = $wire:literal in $contract:ty: $($words:tt)+) => {
        $crate::__event! { [$name] [$wire] [$contract] [] {[] [] []} $($words)+ , }
    };
}

/// Takes a word at a time: traits are written at once, the parts of [`Event`] kept for the end.
#[doc(hidden)]
#[macro_export]
macro_rules! __event {
    ([$name:ident] [$wire:literal] [$contract:ty] [$direction:ident $storage:ident]
     {[$($priority:path)?] [$($($alias:literal until $sunset:literal),+ $(,)?)?] [$($($coalesce:tt)+)?]} $(,)?) => {
        impl $crate::Event for $name {
            type Contract = $contract;
            type Direction = $crate::direction::$direction;
            type Storage = $crate::storage::$storage;

            const NAME: &'static str = $wire;
            const PRIORITY: ::core::option::Option<&'static $crate::Priority> = $crate::__option!($(&$priority)?);
            $(
                const ALIASES: &'static [$crate::Alias] = &[$($crate::Alias { name: $alias, sunset: $sunset }),+];
            )?
            $(
                fn coalesce_key(&self) -> ::std::string::String {
                    let mut key = ::std::string::String::new();
                    $crate::__coalesce_by!(self key $($coalesce)+);
                    key
                }
            )?
        }
    };
    ($name:tt $wire:tt $contract:tt [] $policy:tt server, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [Server] $policy $($words)* }
    };
    ($name:tt $wire:tt $contract:tt [] $policy:tt client, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [Client] $policy $($words)* }
    };
    ($name:tt $wire:tt $contract:tt [] $policy:tt both, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [Both] $policy $($words)* }
    };
    ($name:tt $wire:tt $contract:tt [] $policy:tt rest, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [Request] $policy $($words)* }
    };
    ($name:tt $wire:tt $contract:tt [$direction:ident] $policy:tt stored, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [$direction Stored] $policy $($words)* }
    };
    ($name:tt $wire:tt $contract:tt [$direction:ident] $policy:tt transient, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract [$direction Transient] $policy $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $kind:tt $policy:tt everybody, $($words:tt)*) => {
        impl $crate::ToEverybody for $name {}
        $crate::__event! { [$name] $wire $contract $kind $policy $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $kind:tt $policy:tt connection, $($words:tt)*) => {
        impl $crate::ToConnection for $name {}
        $crate::__event! { [$name] $wire $contract $kind $policy $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $kind:tt $policy:tt channel = $channel:ty, $($words:tt)*) => {
        impl $crate::Addressed for $name {
            type Channel = $channel;
        }
        $crate::__event! { [$name] $wire $contract $kind $policy $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $kind:tt $policy:tt ack = $ack:ty, $($words:tt)*) => {
        impl $crate::Acknowledged for $name {
            type Ack = $ack;
        }
        $crate::__event! { [$name] $wire $contract $kind $policy $($words)* }
    };
    ([$name:ident] $wire:tt $contract:tt $kind:tt $policy:tt answer = $answer:ty, $($words:tt)*) => {
        impl $crate::AnsweredBy for $name {
            type Answer = $answer;
        }
        $crate::__event! { [$name] $wire $contract $kind $policy $($words)* }
    };
    ($name:tt $wire:tt $contract:tt $kind:tt {$priority:tt [] $coalesce:tt} aliases = [$($aliases:tt)+], $($words:tt)*) => {
        $crate::__event! { $name $wire $contract $kind {$priority [$($aliases)+] $coalesce} $($words)* }
    };
    ($name:tt $wire:tt $contract:tt $kind:tt {$priority:tt $aliases:tt []} coalesce_by($($paths:tt)+), $($words:tt)*) => {
        $crate::__event! { $name $wire $contract $kind {$priority $aliases [$($paths)+]} $($words)* }
    };
    ($name:tt $wire:tt $contract:tt $kind:tt {[] $aliases:tt $coalesce:tt} $priority:path, $($words:tt)*) => {
        $crate::__event! { $name $wire $contract $kind {[$priority] $aliases $coalesce} $($words)* }
    };
}
