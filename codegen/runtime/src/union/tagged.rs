//! Shapes that are told apart by a constant.
//!
//! Where the constant comes first, as every sender of these types writes it, the shape is read as it streams in.
//! Where it comes later, the entries before it are kept as text until then.

use std::fmt;
use std::marker::PhantomData;
use std::slice::Iter;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::object::{Key, KeySeed, Keys, ReadObject, within, without_position};

/// An enum whose shapes are told apart by a constant. [`union!`](crate::union!) implements it.
pub trait Tagged: Sized {
    /// The key of the constant.
    const KEY: &'static str;
    /// The constants.
    const TAGS: &'static [&'static str];

    /// Reads the shape of a constant from the entries beside it.
    ///
    /// # Errors
    /// An unknown constant, or entries that do not fit.
    fn read<'de, A: MapAccess<'de>>(tag: &str, entries: A) -> Result<Self, A::Error>;
}

/// Reads the one shape that the constant tells.
///
/// # Errors
/// A constant that is missing or unknown, or entries that do not fit.
#[inline]
pub fn deserialize<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object(PhantomData))
}

/// Reads a shape whose constant was read before.
///
/// # Errors
/// Entries that do not fit.
#[inline]
pub fn variant<'de, T: ReadObject, A: MapAccess<'de>>(key: &'static str, entries: A) -> Result<T, A::Error> {
    T::read(&mut Keys::after_constant(entries, key))
}

/// Refuses a constant that no shape has.
///
/// # Errors
/// Always.
#[cold]
pub fn unknown<T: Tagged, E: Error>() -> Result<T, E> {
    Err(E::custom(format_args!("`{}`: must be one of `{}` (const)", T::KEY, T::TAGS.join("`, `"))))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match map.next_key_seed(KeySeed)? {
            Some(key) if key == T::KEY => {
                let tag = read_tag(&mut map, T::KEY)?;
                T::read(&tag, map)
            }
            first => read_late(first, map),
        }
    }
}

fn read_tag<'de, A: MapAccess<'de>>(map: &mut A, key: &str) -> Result<Key<'de>, A::Error> {
    map.next_value_seed(KeySeed).map_err(|error| within(key, error))
}

/// Reads a shape whose constant does not come first.
fn read_late<'de, T: Tagged, A: MapAccess<'de>>(first: Option<Key<'de>>, mut map: A) -> Result<T, A::Error> {
    let mut entries = Vec::new();
    let mut tag = None;
    let mut next = first;
    while let Some(key) = next {
        if key != T::KEY {
            let value = map.next_value::<Box<RawValue>>().map_err(|error| within(&key, error))?;
            if depth(value.get()) > MOST_DEEP {
                return Err(within(&key, A::Error::custom("recursion limit exceeded")));
            }
            entries.push((key, value));
        } else if tag.replace(read_tag(&mut map, T::KEY)?).is_some() {
            return Err(A::Error::custom(format_args!("duplicate field `{key}`")));
        }
        next = map.next_key_seed(KeySeed)?;
    }
    let Some(tag) = tag else { return Err(A::Error::missing_field(T::KEY)) };
    T::read(&tag, Kept { entries: entries.iter(), value: "", error: PhantomData })
}

/// Entries that were kept as text.
struct Kept<'a, 'de, E> {
    entries: Iter<'a, (Key<'de>, Box<RawValue>)>,
    value: &'a str,
    error: PhantomData<E>,
}

impl<'a, E: Error> MapAccess<'a> for Kept<'a, '_, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = value.get();
        seed.deserialize(serde_core::de::value::BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, E> {
        let mut deserializer = serde_json::Deserializer::from_str(self.value);
        seed.deserialize(&mut deserializer).map_err(|error| E::custom(without_position(&error.to_string())))
    }
}

/// How deep a value that was kept as text may nest: as deep as `serde_json` lets one that it reads.
const MOST_DEEP: usize = 127;

/// How deep a JSON text nests. Without this, each level of a hostile text could start to count anew.
fn depth(json: &str) -> usize {
    let (mut deepest, mut depth) = (0, 0_usize);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    deepest
}
