//! Channels from an event's own fields: `routed!`, `joins!` and `leaves!`.

use crate::{Date, StringEnum, Timestamp};

/// A payload's value that becomes the parameter of a channel. The lint has checked that it fits.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot become a channel's parameter of type `{T}`",
    label = "bound to a field of another type"
)]
pub trait Bind<T> {
    /// The parameter.
    fn bind(&self) -> T;
}

impl Bind<String> for String {
    fn bind(&self) -> String {
        self.clone()
    }
}

impl Bind<String> for str {
    fn bind(&self) -> String {
        self.to_owned()
    }
}

/// A constant of the payload.
impl<P> Bind<P> for &str
where
    str: Bind<P>,
{
    fn bind(&self) -> P {
        (**self).bind()
    }
}

impl Bind<String> for Timestamp {
    fn bind(&self) -> String {
        self.to_string()
    }
}

impl Bind<String> for Date {
    fn bind(&self) -> String {
        self.to_string()
    }
}

impl<T: StringEnum> Bind<String> for T {
    fn bind(&self) -> String {
        self.as_str().to_owned()
    }
}

impl Bind<i64> for i64 {
    fn bind(&self) -> i64 {
        *self
    }
}

/// Both are 64 bits wide: no two numbers become one.
impl Bind<i64> for u64 {
    fn bind(&self) -> i64 {
        self.cast_signed()
    }
}

impl<P: StringEnum> Bind<P> for str {
    fn bind(&self) -> P {
        P::from_text(self).unwrap_or_else(|| panic!("the lint lets no field pass that is no parameter, but `{self}`"))
    }
}

impl<T: StringEnum, P: StringEnum> Bind<P> for T {
    fn bind(&self) -> P {
        self.as_str().bind()
    }
}

/// Makes an event [`Routed`](crate::Routed): each parameter of its channel comes from the field of its own name, or from
/// the one that is named.
///
/// ```
/// # event_contracts_runtime::__example_contract!();
/// use event_contracts_runtime::{Channel, Routed, channel, event, object, routed};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Room {
///     room_id: i64,
/// }
/// struct Message {
///     room: Place,
/// }
/// struct Place {
///     id: i64,
/// }
///
/// channel!(Room in Example: "room." room_id; public);
/// object!(Place { id });
/// object!(Message { room });
/// event!(Message = "message" in Example: server, transient);
/// routed!(Message => Room { room_id = room.id });
///
/// assert_eq!(Message { room: Place { id: 7 } }.to().address(), "room.7");
/// ```
#[macro_export]
macro_rules! routed {
    ($event:ident => $($channel:ident)::+ { $($params:tt)* }) => {
        impl $crate::Routed for $event {
            type Channel = $($channel)::+;

            fn to(&self) -> $($channel)::+ {
                $crate::__channel_of!(self [$($channel)::+] $($params)*)
            }
        }
    };
}

/// Gives a client's event the method `joins`: the channel that it asks to enter, made as by [`routed!`](crate::routed!).
#[macro_export]
macro_rules! joins {
    ($event:ident => $($channel:ident)::+ { $($params:tt)* }) => {
        impl $event {
            /// The channel that it asks to enter.
            pub fn joins(&self) -> $($channel)::+ {
                $crate::__channel_of!(self [$($channel)::+] $($params)*)
            }
        }
    };
}

/// Gives a client's event the method `leaves`: the channel that it leaves, made as by [`routed!`](crate::routed!).
#[macro_export]
macro_rules! leaves {
    ($event:ident => $($channel:ident)::+ { $($params:tt)* }) => {
        impl $event {
            /// The channel that it leaves.
            pub fn leaves(&self) -> $($channel)::+ {
                $crate::__channel_of!(self [$($channel)::+] $($params)*)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __channel_of {
    ($self:ident [$($channel:tt)+] $($param:ident $(= $first:tt $(. $field:ident)*)?),* $(,)?) => {
        $($channel)+ { $($param: $crate::__bound!($self $param $($first $($field)*)?)),* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __bound {
    ($self:ident $param:ident) => { $crate::Bind::bind(&$self.$param) };
    ($self:ident $param:ident $value:literal) => { $crate::Bind::bind(&$value) };
    ($self:ident $param:ident $($field:ident)+) => { $crate::Bind::bind(&$self$(.$field)+) };
}
