//! Payloads that are not one value: none, or several arguments.

use std::fmt;
use std::marker::PhantomData;
use std::slice::Iter;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, Visitor};

pub use serde_core::de::SeqAccess;
pub use serde_core::ser::SerializeSeq;

use crate::Payload;
use crate::object::within;

/// Reads the next of several arguments; `left` are the names of those that are still to come.
///
/// # Errors
/// Its absence, or a value that does not fit, with its name.
#[inline]
pub fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(
    arguments: &mut A,
    left: &mut Iter<'_, &str>,
    names: &[&str],
) -> Result<T, A::Error> {
    let name = left.next().copied().unwrap_or_default();
    match arguments.next_element() {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(A::Error::custom(format_args!("missing argument `{name}` of {}", names.len()))),
        Err(error) => Err(within(name, error)),
    }
}

/// Reads the only argument.
///
/// # Errors
/// Its absence, a value that does not fit, or an argument after it.
#[inline]
pub fn only<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(arguments: &mut A) -> Result<T, A::Error> {
    let Some(value) = arguments.next_element()? else { return Err(A::Error::custom("missing argument")) };
    end(arguments, 1)?;
    Ok(value)
}

/// Reads the arguments of an event that has none: nothing, or a lone `null`.
///
/// # Errors
/// An argument.
pub fn none<'de, A: SeqAccess<'de>>(arguments: &mut A) -> Result<(), A::Error> {
    arguments.next_element_seed(Nothing)?;
    end(arguments, 0)
}

/// Reads a `null` that stands for nothing.
///
/// # Errors
/// Any other value.
pub fn nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    deserializer.deserialize_unit(Nothing)
}

struct Nothing;

impl<'de> DeserializeSeed<'de> for Nothing {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        nothing(deserializer)
    }
}

impl Visitor<'_> for Nothing {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing, as the event carries no payload")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Refuses an argument after the last.
///
/// # Errors
/// An argument.
#[inline]
pub fn end<'de, A: SeqAccess<'de>>(arguments: &mut A, count: usize) -> Result<(), A::Error> {
    match arguments.next_element::<IgnoredAny>()? {
        None => Ok(()),
        Some(_) => Err(A::Error::custom(match count {
            0 => "takes no argument".to_owned(),
            1 => "takes one argument, and got more".to_owned(),
            _ => format!("takes {count} arguments, and got more"),
        })),
    }
}

/// Reads several arguments from an array of their own.
///
/// # Errors
/// Arguments that do not fit, or a value that is no array.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Payload + Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Arguments<T>(PhantomData<T>);

    impl<'de, T: Payload + Deserialize<'de>> Visitor<'de> for Arguments<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array of arguments")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut arguments: A) -> Result<T, A::Error> {
            T::read_arguments(&mut arguments)
        }
    }

    deserializer.deserialize_seq(Arguments(PhantomData))
}

/// Makes a unit struct the payload of an event that carries nothing. A lone `null` is read as nothing.
///
/// ```
/// use event_contracts_runtime::unit;
///
/// struct Ping;
///
/// unit!(Ping);
/// # assert!(serde_json::from_str::<Ping>("null").is_ok());
/// # assert!(serde_json::from_str::<Ping>("{}").is_err());
/// ```
#[macro_export]
macro_rules! unit {
    (encode $name:ident) => {
        $crate::unit! { $name }
    };
    (decode $name:ident) => {
        $crate::unit! { $name }
    };
    ($name:ident) => {
        impl $crate::Payload for $name {
            const IS_EMPTY: bool = true;

            fn read_arguments<'de, A: $crate::args::SeqAccess<'de>>(
                arguments: &mut A,
            ) -> ::core::result::Result<Self, A::Error> {
                $crate::args::none(arguments)?;
                ::core::result::Result::Ok(Self)
            }

            fn read_nothing() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self)
            }

            fn write_arguments<S: $crate::args::SerializeSeq>(
                &self,
                _: &mut S,
            ) -> ::core::result::Result<(), S::Error> {
                ::core::result::Result::Ok(())
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_unit()
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::args::nothing(deserializer).map(|()| Self)
            }
        }
    };
}

/// Makes a tuple struct the several arguments of a Socket.IO event. On its own it is read and written as an array of them.
/// Errors call an argument by its name, or by the one that is given: `kind = "type": String`.
///
/// ```
/// use event_contracts_runtime::args;
///
/// #[derive(Debug, PartialEq)]
/// struct Moved(f64, f64, String);
///
/// args!(Moved(x: f64, y: f64, kind = "type": String));
///
/// assert_eq!(serde_json::from_str::<Moved>(r#"[1.5, 2, "pen"]"#)?, Moved(1.5, 2.0, "pen".to_owned()));
/// let error = serde_json::from_str::<Moved>(r#"[1.5, "2", "pen"]"#).unwrap_err();
/// assert!(error.to_string().starts_with("`y`: invalid type"));
/// let error = serde_json::from_str::<Moved>("[1.5, 2, 3]").unwrap_err();
/// assert!(error.to_string().starts_with("`type`: invalid type"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! args {
    (encode checked $($args:tt)+) => { $crate::__args! { [write] [] [] $($args)+ } };
    (encode $($args:tt)+) => { $crate::__args! { [write] [] [] $($args)+ } };
    (decode checked $($args:tt)+) => { $crate::__args! { [] [read] [checked] $($args)+ } };
    (decode $($args:tt)+) => { $crate::__args! { [] [read] [] $($args)+ } };
    (checked $($args:tt)+) => { $crate::__args! { [write] [read] [checked] $($args)+ } };
    ($($args:tt)+) => { $crate::__args! { [write] [read] [] $($args)+ } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __args {
    ($write:tt $read:tt $checked:tt $name:ident($($arg:ident $(= $wire:literal)?: $ty:ty),+ $(,)?)) => {
        impl $crate::Payload for $name {
            $crate::__args_read! { $read $checked $name $($arg $(= $wire)?),+ }
            $crate::__args_write! { $write $name $($arg)+ }
        }

        $crate::__args_serde! { $write $read $name }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __args_read {
    ([] $($rest:tt)*) => {};
    ([read] $checked:tt $name:ident $($arg:ident $(= $wire:literal)?),+) => {
        fn read_arguments<'de, A: $crate::args::SeqAccess<'de>>(
            arguments: &mut A,
        ) -> ::core::result::Result<Self, A::Error> {
            const NAMES: &[&str] = &[$($crate::__key!($arg $($wire)?)),+];
            let mut left = NAMES.iter();
            $(let $arg = $crate::args::next(arguments, &mut left, NAMES)?;)+
            $crate::args::end(arguments, NAMES.len())?;
            let value = Self($($arg),+);
            $crate::__checked!($checked value)
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __args_write {
    ([] $($rest:tt)*) => {};
    ([write] $name:ident $($arg:ident)+) => {
        fn write_arguments<S: $crate::args::SerializeSeq>(
            &self,
            arguments: &mut S,
        ) -> ::core::result::Result<(), S::Error> {
            let Self($($arg),+) = self;
            $(arguments.serialize_element($arg)?;)+
            ::core::result::Result::Ok(())
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __args_serde {
    ([] [] $name:ident) => {};
    ([write] $read:tt $name:ident) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let mut arguments = serializer.serialize_seq(::core::option::Option::None)?;
                $crate::Payload::write_arguments(self, &mut arguments)?;
                $crate::args::SerializeSeq::end(arguments)
            }
        }

        $crate::__args_serde! { [] $read $name }
    };
    ([] [read] $name:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::args::deserialize(deserializer)
            }
        }
    };
}
