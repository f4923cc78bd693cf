//! Writing an object, entry by entry.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, Unexpected, Visitor};
use serde_core::ser::{Serialize, SerializeMap, Serializer};

use crate::Map;

/// A struct that is written as the entries of a JSON object. [`object!`](crate::object!) writes it.
pub trait WriteObject {
    /// Adds every entry, constants first.
    fn write<M: SerializeMap>(&self, entries: &mut Entries<M>);
}

/// Writes a whole object.
///
/// # Errors
/// What the format cannot hold.
#[inline]
pub fn serialize<T: WriteObject, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut entries = Entries::new(serializer.serialize_map(None)?);
    value.write(&mut entries);
    entries.end()
}

/// The entries of an object that is being written. The first error is kept until the end, so that writers stay short.
#[derive(Debug)]
pub struct Entries<M: SerializeMap> {
    map: Result<M, M::Error>,
}

impl<M: SerializeMap> Entries<M> {
    /// Entries to be added to a map.
    #[inline]
    pub fn new(map: M) -> Self {
        Self { map: Ok(map) }
    }

    /// Adds an entry.
    #[inline]
    pub fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.map = Err(error);
        }
    }

    /// Adds an entry, if it is there.
    #[inline]
    pub fn optional<T: Serialize>(&mut self, key: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(key, value);
        }
    }

    /// Adds a constant.
    pub fn constant(&mut self, key: &str, literal: Literal) {
        self.field(key, &literal);
    }

    /// Adds entries that have no field of their own.
    pub fn rest<T: Serialize>(&mut self, rest: &Map<String, T>) {
        for (key, value) in rest {
            self.field(key, value);
        }
    }

    /// Closes the object.
    ///
    /// # Errors
    /// The first thing that the format could not hold.
    #[inline]
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.map?.end()
    }
}

/// A constant of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A text.
    Text(&'static str),
    /// A whole number.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
}

impl From<&'static str> for Literal {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Literal {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<bool> for Literal {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Integer(integer) => integer.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
        }
    }
}

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::Boolean(boolean) => serializer.serialize_bool(*boolean),
        }
    }
}

/// Reads the constant, and refuses any other value.
impl<'de> DeserializeSeed<'de> for Literal {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Self::Text(_) => deserializer.deserialize_str(self),
            Self::Integer(_) => deserializer.deserialize_i64(self),
            Self::Boolean(_) => deserializer.deserialize_bool(self),
        }
    }
}

impl Literal {
    fn accept<E: Error>(self, fits: bool, unexpected: Unexpected<'_>) -> Result<(), E> {
        if fits {
            return Ok(());
        }
        let same_type = matches!(
            (self, unexpected),
            (Self::Text(_), Unexpected::Str(_))
                | (Self::Integer(_), Unexpected::Signed(_) | Unexpected::Unsigned(_))
                | (Self::Boolean(_), Unexpected::Bool(_))
        );
        Err(if same_type {
            E::custom(format_args!("must be {self} (const)"))
        } else {
            E::invalid_type(unexpected, &self)
        })
    }
}

impl Visitor<'_> for Literal {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.accept(matches!(self, Self::Text(expected) if expected == text), Unexpected::Str(text))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<(), E> {
        self.accept(self == Self::Integer(integer), Unexpected::Signed(integer))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<(), E> {
        let fits = i64::try_from(integer).is_ok_and(|integer| self == Self::Integer(integer));
        self.accept(fits, Unexpected::Unsigned(integer))
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<(), E> {
        self.accept(self == Self::Boolean(boolean), Unexpected::Bool(boolean))
    }
}
