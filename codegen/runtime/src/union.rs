//! Values of one of several shapes.
//!
//! A shape is told by a constant under a key that all of them have ([`tagged`]), or by its JSON type ([`typed`]).

pub mod tagged;
pub mod typed;

/// Writes `Serialize` and `Deserialize` for an enum of one of several shapes.
///
/// `by "key"`: every variant holds an [`object!`](crate::object!) with a text constant under that key.
///
/// ```
/// use event_contracts_runtime::{object, union};
///
/// #[derive(Debug, PartialEq)]
/// struct Image {
///     url: String,
/// }
/// #[derive(Debug, PartialEq)]
/// struct File {
///     name: String,
/// }
/// #[derive(Debug, PartialEq)]
/// enum Attachment {
///     Image(Image),
///     File(File),
/// }
///
/// object!(Image { const "kind" = "image", url });
/// object!(File { const "kind" = "file", name });
/// union!(Attachment by "kind" { Image = "image", File = "file" });
///
/// let attachment: Attachment = serde_json::from_str(r#"{"kind":"file","name":"a.txt"}"#)?;
/// assert_eq!(attachment, Attachment::File(File { name: "a.txt".to_owned() }));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `by type`: every variant holds a value of its own JSON type, one of `string`, `integer`, `number`, `boolean`, `array` and
/// `object`. Beside an `integer`, a `number` is one with a fraction or an exponent.
///
/// ```
/// use event_contracts_runtime::union;
///
/// #[derive(Debug, PartialEq)]
/// enum Content {
///     Text(String),
///     Lines(Vec<String>),
/// }
///
/// union!(Content by type { Text: string, Lines: array });
///
/// assert_eq!(serde_json::from_str::<Content>(r#"["a"]"#)?, Content::Lines(vec!["a".to_owned()]));
/// let error = serde_json::from_str::<Content>("1").unwrap_err();
/// assert!(error.to_string().starts_with("invalid type: integer `1`, expected string or array"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    (encode checked $name:ident $($shapes:tt)+) => { $crate::union! { encode $name $($shapes)+ } };
    (encode $name:ident $($shapes:tt)+) => {
        impl $crate::Payload for $name {}
        $crate::__write_union! { $name $($shapes)+ }
    };
    (decode checked $name:ident $($shapes:tt)+) => {
        impl $crate::Payload for $name {}
        $crate::__read_union! { [checked] $name $($shapes)+ }
    };
    (decode $name:ident $($shapes:tt)+) => {
        impl $crate::Payload for $name {}
        $crate::__read_union! { [] $name $($shapes)+ }
    };
    (checked $name:ident $($shapes:tt)+) => {
        impl $crate::Payload for $name {}
        $crate::__write_union! { $name $($shapes)+ }
        $crate::__read_union! { [checked] $name $($shapes)+ }
    };
    ($name:ident $($shapes:tt)+) => {
        impl $crate::Payload for $name {}
        $crate::__write_union! { $name $($shapes)+ }
        $crate::__read_union! { [] $name $($shapes)+ }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __write_union {
    ($name:ident by $key:literal { $($variant:ident = $tag:literal),* $(,)? }) => {
        $crate::__write_union! { $name { $($variant),* } }
    };
    ($name:ident by type { $($variant:ident: $kind:ident),* $(,)? }) => {
        $crate::__write_union! { $name { $($variant),* } }
    };
    ($name:ident { $($variant:ident),* }) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::serde::Serialize::serialize(value, serializer),)*
                }
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __read_union {
    ($checked:tt $name:ident by $key:literal { $($variant:ident = $tag:literal),* $(,)? }) => {
        impl $crate::union::tagged::Tagged for $name {
            const KEY: &'static str = $key;
            const TAGS: &'static [&'static str] = &[$($tag),*];

            fn read<'de, A: $crate::object::MapAccess<'de>>(
                tag: &str,
                entries: A,
            ) -> ::core::result::Result<Self, A::Error> {
                match tag {
                    $($tag => $crate::union::tagged::variant($key, entries).map(Self::$variant),)*
                    _ => $crate::union::tagged::unknown::<Self, _>(),
                }
            }
        }

        $crate::__read_union! { $checked $name tagged }
    };
    ($checked:tt $name:ident by type { $($variant:ident: $kind:ident),* $(,)? }) => {
        impl $crate::union::typed::Typed for $name {
            const TYPES: &'static [&'static str] = &[$(stringify!($kind)),*];

            fn read<'de, D: $crate::serde::Deserializer<'de>>(
                json_type: $crate::union::typed::JsonType,
                deserializer: D,
            ) -> ::core::option::Option<::core::result::Result<Self, D::Error>> {
                ::core::option::Option::Some(match json_type {
                    $($crate::__json_type!($kind) => {
                        $crate::serde::Deserialize::deserialize(deserializer).map(Self::$variant)
                    })*
                    _ => return ::core::option::Option::None,
                })
            }
        }

        $crate::__read_union! { $checked $name typed }
    };
    ($checked:tt $name:ident $by:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = $crate::union::$by::deserialize(deserializer)?;
                $crate::__checked!($checked value)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __json_type {
    (string) => {
        $crate::union::typed::JsonType::String
    };
    (integer) => {
        $crate::union::typed::JsonType::Integer
    };
    (number) => {
        $crate::union::typed::JsonType::Number
    };
    (boolean) => {
        $crate::union::typed::JsonType::Boolean
    };
    (array) => {
        $crate::union::typed::JsonType::Array
    };
    (object) => {
        $crate::union::typed::JsonType::Object
    };
}
