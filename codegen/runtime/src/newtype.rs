//! A payload that is a value of another type.

/// Makes a struct of one field transparent: its JSON is the field's, and it can be used like the field.
///
/// ```
/// use event_contracts_runtime::newtype;
///
/// #[derive(Debug, PartialEq)]
/// struct RoomJoin(String);
///
/// newtype!(RoomJoin(String));
///
/// let join: RoomJoin = serde_json::from_str(r#""lobby""#)?;
/// assert_eq!(join, RoomJoin::from("lobby".to_owned()));
/// assert_eq!(join.len(), 5);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `encode` and `decode` before the name write one direction alone; `checked` asks
/// [`Validate::validate`](crate::Validate::validate) on every read.
#[macro_export]
macro_rules! newtype {
    (encode $name:ident($inner:ty)) => {
        $crate::__newtype! { $name($inner) }
        $crate::__write_newtype! { $name }
    };
    (encode checked $name:ident($inner:ty)) => {
        $crate::newtype! { encode $name($inner) }
    };
    (decode $name:ident($inner:ty)) => {
        $crate::__newtype! { $name($inner) }
        $crate::__read_newtype! { $name [] }
    };
    (decode checked $name:ident($inner:ty)) => {
        $crate::__newtype! { $name($inner) }
        $crate::__read_newtype! { $name [checked] }
    };
    (checked $name:ident($inner:ty)) => {
        $crate::__newtype! { $name($inner) }
        $crate::__write_newtype! { $name }
        $crate::__read_newtype! { $name [checked] }
    };
    ($name:ident($inner:ty)) => {
        $crate::__newtype! { $name($inner) }
        $crate::__write_newtype! { $name }
        $crate::__read_newtype! { $name [] }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __newtype {
    ($name:ident($inner:ty)) => {
        impl $crate::Payload for $name {}

        impl ::core::ops::Deref for $name {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl ::core::convert::From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __write_newtype {
    ($name:ident) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.0, serializer)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __read_newtype {
    ($name:ident $checked:tt) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = Self($crate::serde::Deserialize::deserialize(deserializer)?);
                $crate::__checked!($checked value)
            }
        }
    };
}
