//! What an event carries: one value as nearly always, several arguments, or nothing.

use serde_core::de::{Deserialize, SeqAccess};
use serde_core::ser::{Serialize, SerializeSeq};

use crate::args;

/// A type that an event can carry. [`object!`](crate::object!) and its sisters implement it; the methods given here are those
/// of one value, and [`unit!`](crate::unit!) and [`args!`](crate::args!) have their own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the payload of an event",
    note = "the structs of a contract are; so is what `object!`, `newtype!`, `unit!` or `args!` is written for"
)]
pub trait Payload: Sized {
    /// Whether there is nothing to write.
    const IS_EMPTY: bool = false;

    /// Reads the arguments that follow an event's name.
    ///
    /// # Errors
    /// Arguments that do not fit, one too few or one too many.
    #[inline]
    fn read_arguments<'de, A: SeqAccess<'de>>(arguments: &mut A) -> Result<Self, A::Error>
    where
        Self: Deserialize<'de>,
    {
        args::only(arguments)
    }

    /// What an envelope without a payload means, if it may be missing.
    #[inline]
    fn read_nothing() -> Option<Self> {
        None
    }

    /// Writes the arguments that follow an event's name.
    ///
    /// # Errors
    /// What the format cannot hold.
    #[inline]
    fn write_arguments<S: SerializeSeq>(&self, arguments: &mut S) -> Result<(), S::Error>
    where
        Self: Serialize,
    {
        arguments.serialize_element(self)
    }
}
