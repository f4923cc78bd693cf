//! Sets of strings.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Visitor};

use crate::Violation;

/// An enum that stands for a set of strings. [`string_enum!`](crate::string_enum!) implements it.
pub trait StringEnum: Sized + 'static {
    /// The texts that the schema lists.
    const TEXTS: &'static [&'static str];

    /// The text on the wire.
    fn as_str(&self) -> &str;

    /// The value behind a text.
    fn from_text(text: &str) -> Option<Self>;
}

/// The value behind a text.
///
/// # Errors
/// A text that is not listed.
pub fn parse<T: StringEnum>(text: &str) -> Result<T, Violation> {
    T::from_text(text).ok_or_else(|| Violation {
        field: "".into(),
        rule: "enum",
        message: format!("must be one of `{}`", T::TEXTS.join("`, `")),
    })
}

/// Reads a text of the set.
///
/// # Errors
/// A text that is not listed, or a value that is no text.
#[inline]
pub fn deserialize<'de, T: StringEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: StringEnum> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        parse(text).map_err(E::custom)
    }
}

/// Makes an enum stand for a set of strings: `ALL`, `as_str`, `Display`, `FromStr`, `Serialize`, `Deserialize`.
///
/// ```
/// use event_contracts_runtime::string_enum;
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Sender {
///     Visitor,
///     Agent,
/// }
///
/// string_enum!(Sender { Visitor = "visitor", Agent = "agent" });
///
/// assert_eq!("agent".parse(), Ok(Sender::Agent));
/// assert_eq!(Sender::ALL.map(|sender| sender.as_str()), ["visitor", "agent"]);
/// let error = serde_json::from_str::<Sender>(r#""boss""#).unwrap_err();
/// assert!(error.to_string().starts_with("must be one of `visitor`, `agent` (enum)"));
/// ```
///
/// An `open` one keeps texts that are not listed, in a variant `Other(String)`:
///
/// ```
/// use event_contracts_runtime::string_enum;
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum ContentType {
///     Text,
///     Image,
///     Other(String),
/// }
///
/// string_enum!(open ContentType { Text = "text", Image = "image" });
///
/// assert_eq!(ContentType::from("sticker"), ContentType::Other("sticker".to_owned()));
/// ```
#[macro_export]
macro_rules! string_enum {
    (open $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $crate::StringEnum for $name {
            const TEXTS: &'static [&'static str] = &[$($text),*];

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match text {
                    $($text => Self::$variant,)*
                    other => Self::Other(other.into()),
                })
            }
        }

        impl $name {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                $crate::StringEnum::as_str(self)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Other(other.into()),
                }
            }
        }

        $crate::__string_enum! { $name }
    };
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $crate::StringEnum for $name {
            const TEXTS: &'static [&'static str] = &[$($text),*];

            fn as_str(&self) -> &str {
                (*self).as_str()
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($text => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl $name {
            /// Every value, in the order of the schema.
            pub const ALL: [Self; <Self as $crate::StringEnum>::TEXTS.len()] = [$(Self::$variant),*];

            /// The text on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        $crate::__string_enum! { $name }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum {
    ($name:ident) => {
        impl $crate::Payload for $name {}

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::StringEnum::as_str(self))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::Violation;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::Violation> {
                $crate::string_enum::parse(text)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::StringEnum::as_str(self))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::string_enum::deserialize(deserializer)
            }
        }
    };
}
