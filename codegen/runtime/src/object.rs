//! JSON objects with known keys: `object!` and what its expansion leans on.
//!
//! In: the keys of a struct in one line. Out: its `Serialize` and `Deserialize`. Promised: an array is never read as
//! an object, a duplicate key is refused, absent and null stay apart, and an error names the path of the field.
//!
//! The expansion is kept small, because `cargo check` pays for it once per struct: one function that reads, one that
//! writes, and everything that does not depend on the struct's own types stands in this module.

mod path;
mod read;
mod write;

pub use path::within;
pub(crate) use path::{split, without_position};
pub(crate) use read::{Key, KeySeed};
pub use read::{Keys, ReadObject, checked, deserialize};
pub use serde_core::de::MapAccess;
pub use serde_core::ser::SerializeMap;
pub use write::{Entries, Literal, WriteObject, serialize};

/// Writes `Serialize` and `Deserialize` for a struct that stands for a JSON object.
///
/// | item | meaning |
/// |---|---|
/// | `const "type" = "image"` | a constant (text, whole number or boolean) without a field; constants stand first |
/// | `id` | the key is required; null is allowed where the field is an `Option` |
/// | `note?` | the key may be absent; the field is an `Option`, and null is allowed where it is an `Option` of an `Option` |
/// | `kind = "type"`, `kind? = "type"` | the same under another key |
/// | `..rest` | other keys are kept in the field `rest`, a [`Map`](crate::Map) |
///
/// Words before the name: `encode` or `decode` for one of the two implementations; `checked` calls
/// [`Validate::validate`](crate::Validate::validate) on what was read; `closed` refuses keys that are not listed.
///
/// ```
/// use event_contracts_runtime::object;
///
/// #[derive(Debug, PartialEq)]
/// struct Comment {
///     id: i64,
///     parent_id: Option<i64>,
///     edit_reason: Option<Option<String>>,
///     kind: String,
/// }
///
/// object!(closed Comment { const "version" = 1, id, parent_id, edit_reason?, kind = "type" });
///
/// let text = r#"{"version":1,"id":7,"parent_id":null,"type":"remark"}"#;
/// let comment: Comment = serde_json::from_str(text)?;
/// assert_eq!(comment, Comment { id: 7, parent_id: None, edit_reason: None, kind: "remark".to_owned() });
/// assert_eq!(serde_json::to_string(&comment)?, text);
///
/// let error = serde_json::from_str::<Comment>(r#"{"version":1,"id":"7","parent_id":null,"type":"remark"}"#);
/// assert!(error.unwrap_err().to_string().starts_with("`id`: invalid type: string \"7\", expected i64"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    (encode $($object:tt)+) => {
        $crate::__write_object! { $($object)+ }
        $crate::__object_payload! { $($object)+ }
    };
    (decode $($object:tt)+) => {
        $crate::__read_object! { $($object)+ }
        $crate::__object_payload! { $($object)+ }
    };
    ($($object:tt)+) => {
        $crate::__write_object! { $($object)+ }
        $crate::__read_object! { $($object)+ }
        $crate::__object_payload! { $($object)+ }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __object_payload {
    (checked closed $name:ident $body:tt) => {
        impl $crate::Payload for $name {}
    };
    (checked $name:ident $body:tt) => {
        impl $crate::Payload for $name {}
    };
    (closed $name:ident $body:tt) => {
        impl $crate::Payload for $name {}
    };
    ($name:ident $body:tt) => {
        impl $crate::Payload for $name {}
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __read_object {
    (checked closed $name:ident $body:tt) => {
        $crate::__read_fields! { [checked] [closed] $name [] $body }
    };
    (checked $name:ident $body:tt) => {
        $crate::__read_fields! { [checked] [] $name [] $body }
    };
    (closed $name:ident $body:tt) => {
        $crate::__read_fields! { [] [closed] $name [] $body }
    };
    ($name:ident $body:tt) => {
        $crate::__read_fields! { [] [] $name [] $body }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __read_fields {
    ($checked:tt $closed:tt $name:ident [$($constant:tt)*]
     { const $key:literal = $value:literal $(, $($more:tt)*)? }) => {
        $crate::__read_fields! { $checked $closed $name [$($constant)* ($key $value)] { $($($more)*)? } }
    };
    ($checked:tt $closed:tt $name:ident $constants:tt { .. $rest:ident $(,)? }) => {
        $crate::__read_fields! { $checked $closed $name $constants { , .. $rest } }
    };
    ($checked:tt $closed:tt $name:ident [$(($ckey:literal $cvalue:literal))*] {
        $($field:ident $(= $wire:literal)? $(? $(= $optional:literal)?)?),* $(, .. $rest:ident)? $(,)?
    }) => {
        impl $crate::object::ReadObject for $name {
            fn read<'de, A: $crate::object::MapAccess<'de>>(
                keys: &mut $crate::object::Keys<A>,
            ) -> ::core::result::Result<Self, A::Error> {
                $(let mut $field = ::core::option::Option::None;)*
                $(let mut $rest = $crate::Map::new();)?
                while let ::core::option::Option::Some(key) = keys.next_key()? {
                    match &*key {
                        $($crate::__key!($field $($wire)? $($($optional)?)?) => keys.value(&key, &mut $field)?,)*
                        $($ckey => keys.constant($ckey, $crate::object::Literal::from($cvalue))?,)*
                        _ => $crate::__other_key!(
                            $closed [$($rest)?] keys key
                            [$($ckey,)* $($crate::__key!($field $($wire)? $($($optional)?)?)),*]
                        ),
                    }
                }
                $(keys.has_constant($ckey)?;)*
                let value = Self {
                    $($field: $crate::__take_field!(keys $field [$(? $($optional)?)?] $($wire)?),)*
                    $($rest,)?
                };
                $crate::__checked!($checked value)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::object::deserialize(deserializer)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __write_object {
    (checked closed $name:ident $body:tt) => {
        $crate::__write_fields! { $name [] $body }
    };
    (checked $name:ident $body:tt) => {
        $crate::__write_fields! { $name [] $body }
    };
    (closed $name:ident $body:tt) => {
        $crate::__write_fields! { $name [] $body }
    };
    ($name:ident $body:tt) => {
        $crate::__write_fields! { $name [] $body }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __write_fields {
    ($name:ident [$($constant:tt)*] { const $key:literal = $value:literal $(, $($more:tt)*)? }) => {
        $crate::__write_fields! { $name [$($constant)* ($key $value)] { $($($more)*)? } }
    };
    ($name:ident $constants:tt { .. $rest:ident $(,)? }) => {
        $crate::__write_fields! { $name $constants { , .. $rest } }
    };
    ($name:ident [$(($ckey:literal $cvalue:literal))*] {
        $($field:ident $(= $wire:literal)? $(? $(= $optional:literal)?)?),* $(, .. $rest:ident)? $(,)?
    }) => {
        impl $crate::object::WriteObject for $name {
            fn write<M: $crate::object::SerializeMap>(&self, entries: &mut $crate::object::Entries<M>) {
                $(entries.constant($ckey, $crate::object::Literal::from($cvalue));)*
                $($crate::__put_field!(entries self $field [$(? $($optional)?)?] $($wire)?);)*
                $(entries.rest(&self.$rest);)?
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::object::serialize(self, serializer)
            }
        }
    };
}

/// The key of a field: its own name, unless another is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __take_field {
    ($keys:ident $field:ident []) => {
        $keys.required(stringify!($field), $field)?
    };
    ($keys:ident $field:ident [] $wire:literal) => {
        $keys.required($wire, $field)?
    };
    ($keys:ident $field:ident [? $($wire:literal)?]) => {
        $field
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __put_field {
    ($entries:ident $self:ident $field:ident []) => {
        $entries.field(stringify!($field), &$self.$field)
    };
    ($entries:ident $self:ident $field:ident [] $wire:literal) => {
        $entries.field($wire, &$self.$field)
    };
    ($entries:ident $self:ident $field:ident [?]) => {
        $entries.optional(stringify!($field), &$self.$field)
    };
    ($entries:ident $self:ident $field:ident [? $wire:literal]) => {
        $entries.optional($wire, &$self.$field)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __other_key {
    ([] [] $keys:ident $key:ident $known:tt) => {
        $keys.skip()?
    };
    ([] [$rest:ident] $keys:ident $key:ident $known:tt) => {
        $keys.keep($key, &mut $rest)?
    };
    ([closed] [] $keys:ident $key:ident $known:tt) => {
        return $keys.refuse(&$key, &$known)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __checked {
    ([] $value:ident) => {
        ::core::result::Result::Ok($value)
    };
    ([checked] $value:ident) => {
        $crate::object::checked($value)
    };
}
