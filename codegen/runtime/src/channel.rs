//! Channels: addresses with typed parameters, and who may enter.

use std::convert::Infallible;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use crate::{AddressError, Contract};

/// A kind of channel. [`channel!`](crate::channel!) implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a channel",
    label = "expected one of the structs in the contract's `channels`"
)]
pub trait Channel: Display + FromStr<Err = AddressError> {
    /// The contract that declares it.
    type Contract: Contract;
    /// Its address as the catalogue writes it, as in `thread.{thread_id}`.
    const PATTERN: &'static str;
    /// Who may enter.
    const ACCESS: Access;

    /// The printed address.
    fn address(&self) -> String {
        self.to_string()
    }
}

/// Any channel of a contract. [`channel_set!`](crate::channel_set!) implements it.
pub trait ChannelSet: Display + FromStr<Err = AddressError> + Send + Sync {
    /// The contract.
    type Contract: Contract;
    /// The addresses as the catalogue writes them.
    const PATTERNS: &'static [&'static str];

    /// The printed address.
    fn address(&self) -> String {
        self.to_string()
    }

    /// Who may enter.
    fn access(&self) -> Access;
}

/// The channels of a contract that declares none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoChannel<C> {
    pub(crate) never: Infallible,
    contract: PhantomData<C>,
}

impl<C: Contract> ChannelSet for NoChannel<C> {
    type Contract = C;

    const PATTERNS: &'static [&'static str] = &[];

    fn access(&self) -> Access {
        match self.never {}
    }
}

impl<C> Display for NoChannel<C> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.never {}
    }
}

impl<C> FromStr for NoChannel<C> {
    type Err = AddressError;

    fn from_str(address: &str) -> Result<Self, AddressError> {
        Err(AddressError { address: address.into(), expected: &[] })
    }
}

/// Who may enter a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Everybody who presented a valid token.
    Authenticated,
    /// The server decides, by a rule of this class.
    Class(&'static str),
}

/// The answer to who asks to enter a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Come in.
    Allowed,
    /// Present a token first.
    Unauthenticated,
    /// No.
    Denied,
}

impl Entry {
    /// Whether the door is open.
    pub fn is_allowed(self) -> bool {
        self == Self::Allowed
    }
}

impl From<bool> for Entry {
    /// `Allowed` or `Denied`.
    fn from(allowed: bool) -> Self {
        if allowed { Self::Allowed } else { Self::Denied }
    }
}

/// Makes a struct a channel: its contract, its address with the fields as parameters, who may enter.
///
/// ```
/// # event_contracts_runtime::__example_contract!();
/// use event_contracts_runtime::{Channel, channel};
///
/// #[derive(Debug, PartialEq)]
/// struct Orders {
///     user_id: i64,
/// }
///
/// channel!(Orders in Example: "user." user_id ".orders"; class "owner");
///
/// assert_eq!(Orders { user_id: 7 }.address(), "user.7.orders");
/// assert_eq!("user.7.orders".parse(), Ok(Orders { user_id: 7 }));
/// assert!("user.07.orders".parse::<Orders>().is_err());
/// ```
#[macro_export]
macro_rules! channel {
    ($name:ident in $contract:ty:
     $($lead:literal)? $($param:ident $(= $wire:literal)? $($text:literal)?)*; $($access:tt)+) => {
        impl $crate::Channel for $name {
            type Contract = $contract;

            const PATTERN: &'static str =
                concat!($($lead,)? $("{", $crate::__key!($param $($wire)?), "}", $($text,)?)*);
            const ACCESS: $crate::Access = $crate::__access!($($access)+);
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $(f.write_str($lead)?;)?
                $(
                    $crate::Param::print(&self.$param, f)?;
                    $(f.write_str($text)?;)?
                )*
                Ok(())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::AddressError;

            fn from_str(address: &str) -> ::core::result::Result<Self, $crate::AddressError> {
                const { $crate::segments::are_apart(&[$($crate::__text!($($text)?)),*]) };
                let parse = |mut rest: &str| {
                    let rest = &mut rest;
                    $($crate::segments::literal(rest, $lead)?;)?
                    $(
                        let $param = $crate::segments::param(rest, $crate::__text!($($text)?))?;
                    )*
                    rest.is_empty().then_some(Self { $($param),* })
                };
                parse(address).ok_or_else(|| $crate::AddressError {
                    address: address.into(),
                    expected: &[<Self as $crate::Channel>::PATTERN],
                })
            }
        }
    };
}

/// The text after a parameter.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    () => {
        ""
    };
    ($text:literal) => {
        $text
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __access {
    (public) => {
        $crate::Access::Public
    };
    (authenticated) => {
        $crate::Access::Authenticated
    };
    (class $class:literal) => {
        $crate::Access::Class($class)
    };
}

/// Makes an enum of channels the set of a contract's channels: printing, parsing (in the order of the list), `From`.
///
/// ```
/// # event_contracts_runtime::__example_contract!();
/// use event_contracts_runtime::{channel, channel_set};
///
/// #[derive(Debug, PartialEq)]
/// struct Lobby;
/// #[derive(Debug, PartialEq)]
/// struct Room {
///     name: String,
/// }
/// #[derive(Debug, PartialEq)]
/// enum AnyChannel {
///     Lobby(Lobby),
///     Room(Room),
/// }
///
/// channel!(Lobby in Example: "lobby"; public);
/// channel!(Room in Example: "room." name; class "member");
/// channel_set!(AnyChannel of Example { Lobby, Room });
///
/// let room = AnyChannel::from(Room { name: "a.b".to_owned() });
/// assert_eq!(room.to_string(), "room.a%2Eb");
/// assert_eq!("room.a%2Eb".parse(), Ok(room));
/// ```
#[macro_export]
macro_rules! channel_set {
    ($name:ident of $contract:ty { $($variant:ident),* $(,)? }) => {
        impl $crate::ChannelSet for $name {
            type Contract = $contract;

            const PATTERNS: &'static [&'static str] = &[$(<$variant as $crate::Channel>::PATTERN),*];

            fn access(&self) -> $crate::Access {
                match self {
                    $(Self::$variant(_) => <$variant as $crate::Channel>::ACCESS,)*
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(channel) => ::core::fmt::Display::fmt(channel, f),)*
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::AddressError;

            fn from_str(address: &str) -> ::core::result::Result<Self, $crate::AddressError> {
                $(
                    if let ::core::result::Result::Ok(channel) = address.parse() {
                        return ::core::result::Result::Ok(Self::$variant(channel));
                    }
                )*
                ::core::result::Result::Err($crate::AddressError {
                    address: address.into(),
                    expected: <Self as $crate::ChannelSet>::PATTERNS,
                })
            }
        }

        $(
            impl ::core::convert::From<$variant> for $name {
                fn from(channel: $variant) -> Self {
                    Self::$variant(channel)
                }
            }
        )*
    };
}
