//! Shapes that are told apart by their JSON type.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};

/// A type of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// A text.
    String,
    /// A number without fraction and exponent.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// An enum whose shapes are told apart by their JSON type. [`union!`](crate::union!) implements it.
pub trait Typed: Sized {
    /// The types, as JSON Schema calls them.
    const TYPES: &'static [&'static str];

    /// Reads the shape of a type; none where no shape has it.
    fn read<'de, D: Deserializer<'de>>(json_type: JsonType, deserializer: D) -> Option<Result<Self, D::Error>>;
}

/// Reads the one shape that the value's type tells.
///
/// # Errors
/// A type that no shape has, or a value that does not fit its shape.
#[inline]
pub fn deserialize<'de, T: Typed, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(Any(PhantomData))
}

struct Any<T>(PhantomData<T>);

impl<'de, T: Typed> Visitor<'de> for Any<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&T::TYPES.join(" or "))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::read(JsonType::String, text.into_deserializer())
            .unwrap_or_else(|| Err(E::invalid_type(Unexpected::Str(text), &self)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        T::read(JsonType::Integer, number.into_deserializer())
            .or_else(|| T::read(JsonType::Number, number.into_deserializer()))
            .unwrap_or_else(|| Err(E::invalid_type(Unexpected::Signed(number), &self)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        T::read(JsonType::Integer, number.into_deserializer())
            .or_else(|| T::read(JsonType::Number, number.into_deserializer()))
            .unwrap_or_else(|| Err(E::invalid_type(Unexpected::Unsigned(number), &self)))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        T::read(JsonType::Number, number.into_deserializer())
            .unwrap_or_else(|| Err(E::invalid_type(Unexpected::Float(number), &self)))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        T::read(JsonType::Boolean, value.into_deserializer())
            .unwrap_or_else(|| Err(E::invalid_type(Unexpected::Bool(value), &self)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        T::read(JsonType::Array, SeqAccessDeserializer::new(items))
            .unwrap_or_else(|| Err(A::Error::invalid_type(Unexpected::Seq, &self)))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<T, A::Error> {
        T::read(JsonType::Object, MapAccessDeserializer::new(entries))
            .unwrap_or_else(|| Err(A::Error::invalid_type(Unexpected::Map, &self)))
    }
}
