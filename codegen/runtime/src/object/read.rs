//! Reading an object, key by key.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde_core::Deserialize;
use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};

use super::{Literal, within};
use crate::{Map, Validate};

/// A struct that is read from the entries of a JSON object. [`object!`](crate::object!) writes it.
pub trait ReadObject: Sized {
    /// Reads every entry that is left.
    ///
    /// # Errors
    /// The first entry that does not fit, or the first required one that is missing.
    fn read<'de, A: MapAccess<'de>>(keys: &mut Keys<A>) -> Result<Self, A::Error>;
}

impl<T: ReadObject> ReadObject for Box<T> {
    fn read<'de, A: MapAccess<'de>>(keys: &mut Keys<A>) -> Result<Self, A::Error> {
        T::read(keys).map(Self::new)
    }
}

/// Reads an object, and nothing that is not one.
///
/// # Errors
/// What [`ReadObject::read`] finds wrong, or a value of another JSON type.
#[inline]
pub fn deserialize<'de, T: ReadObject, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Holds a value that was read to its rules.
///
/// # Errors
/// The first rule that it breaks.
#[inline]
pub fn checked<T: Validate, E: Error>(value: T) -> Result<T, E> {
    match value.validate() {
        Ok(()) => Ok(value),
        Err(violation) => Err(E::custom(violation)),
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: ReadObject> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(&mut Keys::new(map))
    }
}

/// The entries of an object that are still to be read.
#[derive(Debug)]
pub struct Keys<A> {
    map: A,
    /// The constant that a union has read before.
    tag: Option<&'static str>,
    /// The keys of the other constants that were found. Few objects have any.
    constants: Vec<&'static str>,
}

impl<'de, A: MapAccess<'de>> Keys<A> {
    /// All entries of a map.
    #[inline]
    pub fn new(map: A) -> Self {
        Self { map, tag: None, constants: Vec::new() }
    }

    /// The entries of a map whose constant `key` was read, and found right, before.
    #[inline]
    pub(crate) fn after_constant(map: A, key: &'static str) -> Self {
        Self { map, tag: Some(key), constants: Vec::new() }
    }

    /// The next key; its value is to be read before the next one.
    ///
    /// # Errors
    /// What the format finds wrong.
    #[inline]
    pub fn next_key(&mut self) -> Result<Option<Key<'de>>, A::Error> {
        self.map.next_key_seed(KeySeed)
    }

    /// Reads the value under `key` into its slot.
    ///
    /// # Errors
    /// A slot that is full, as the key is a duplicate, or a value that does not fit, with its path.
    #[inline]
    pub fn value<T: Deserialize<'de>>(&mut self, key: &str, slot: &mut Option<T>) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(duplicate(key));
        }
        match self.map.next_value() {
            Ok(value) => {
                *slot = Some(value);
                Ok(())
            }
            Err(error) => Err(within(key, error)),
        }
    }

    /// Reads past a value that nobody asked for.
    ///
    /// # Errors
    /// What the format finds wrong.
    #[inline]
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    /// Keeps the value of a key that has no field of its own.
    ///
    /// # Errors
    /// A duplicate key, or a value that does not fit, with its path.
    pub fn keep<T: Deserialize<'de>>(&mut self, key: Key<'de>, rest: &mut Map<String, T>) -> Result<(), A::Error> {
        if rest.contains_key(&*key) {
            return Err(duplicate(&key));
        }
        match self.map.next_value() {
            Ok(value) => {
                rest.insert(key.into_owned(), value);
                Ok(())
            }
            Err(error) => Err(within(&key, error)),
        }
    }

    /// Refuses a key that is not among the known ones.
    ///
    /// # Errors
    /// Always.
    #[cold]
    pub fn refuse<T>(&self, key: &str, known: &'static [&'static str]) -> Result<T, A::Error> {
        Err(A::Error::unknown_field(key, known))
    }

    /// Reads the value of a constant.
    ///
    /// # Errors
    /// A duplicate key, or any value but the constant, with its path.
    pub fn constant(&mut self, key: &'static str, literal: Literal) -> Result<(), A::Error> {
        if self.is_found(key) {
            return Err(duplicate(key));
        }
        self.map.next_value_seed(literal).map_err(|error| within(key, error))?;
        self.constants.push(key);
        Ok(())
    }

    /// Makes sure that a constant was there.
    ///
    /// # Errors
    /// Its absence.
    pub fn has_constant(&self, key: &'static str) -> Result<(), A::Error> {
        if self.is_found(key) { Ok(()) } else { Err(A::Error::missing_field(key)) }
    }

    fn is_found(&self, key: &'static str) -> bool {
        self.tag == Some(key) || self.constants.contains(&key)
    }

    /// The value of a key that has to be there.
    ///
    /// # Errors
    /// Its absence.
    #[inline]
    pub fn required<T>(&self, key: &'static str, slot: Option<T>) -> Result<T, A::Error> {
        match slot {
            Some(value) => Ok(value),
            None => Err(A::Error::missing_field(key)),
        }
    }
}

#[cold]
fn duplicate<E: Error>(key: &str) -> E {
    E::custom(format_args!("duplicate field `{key}`"))
}

/// A key: borrowed from the text, except where escapes stand in it.
pub type Key<'de> = Cow<'de, str>;

/// Reads a key, or any text, without copying it where that can be helped.
#[derive(Debug)]
pub(crate) struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Key<'de>, E> {
        Ok(Cow::Owned(text))
    }
}
