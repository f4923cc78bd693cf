//! The places where a payload can lie.

use std::marker::PhantomData;
use std::slice::Iter;

use serde_core::Deserialize;
use serde_core::de::value::UnitDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, Error, SeqAccess};
use serde_json::Error as JsonError;
use serde_json::value::RawValue;

use super::read::read_json;
use crate::event_set::Source;
use crate::{DecodeError, Payload, Raw};

/// What a frame's error is about. `serde`'s errors are only text, so that whoever fails says here which part it was.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// The frame itself, unless somebody says otherwise.
    Frame,
    /// The metadata.
    Meta,
    /// The payload of an event.
    Payload(&'static str),
    /// An event that comes through a request.
    ThroughRest(&'static str, &'static str),
}

impl Fault {
    pub(super) fn explain(self, source: JsonError) -> DecodeError {
        match self {
            Self::Frame => DecodeError::NotAFrame { source },
            Self::Meta => DecodeError::Meta { source },
            Self::Payload(event) => DecodeError::Payload { event, source },
            Self::ThroughRest(event, request) => DecodeError::ThroughRest { event, request },
        }
    }

    /// Notes that the payload of an event was at fault, if it was.
    #[inline]
    fn unless_read<T, E>(&mut self, event: &'static str, read: Result<T, E>) -> Result<T, E> {
        if read.is_err() {
            *self = Self::Payload(event);
        }
        read
    }

    #[cold]
    fn refuse<E: Error>(&mut self, event: &'static str, request: &'static str) -> E {
        *self = Self::ThroughRest(event, request);
        E::custom("comes through a request")
    }
}

/// The arguments that follow the name.
pub(super) struct Arguments<'a, A> {
    pub(super) arguments: &'a mut A,
    pub(super) fault: &'a mut Fault,
}

impl<'de, A: SeqAccess<'de>> Source<'de> for Arguments<'_, A> {
    type Error = A::Error;

    #[inline]
    fn read<T: Payload + Deserialize<'de>>(self, event: &'static str) -> Result<T, A::Error> {
        self.fault.unless_read(event, T::read_arguments(self.arguments))
    }

    fn keep(self, name: &str) -> Result<Raw, A::Error> {
        let mut arguments = Vec::new();
        while let Some(argument) = self.arguments.next_element()? {
            arguments.push(argument);
        }
        Ok(Raw { name: name.to_owned(), arguments })
    }

    fn refuse(self, event: &'static str, request: &'static str) -> A::Error {
        self.fault.refuse(event, request)
    }
}

/// A payload that is read as it streams in.
pub(super) struct Value<'a, D> {
    pub(super) deserializer: D,
    pub(super) fault: &'a mut Fault,
}

impl<'de, D: Deserializer<'de>> Source<'de> for Value<'_, D> {
    type Error = D::Error;

    #[inline]
    fn read<T: Payload + Deserialize<'de>>(self, event: &'static str) -> Result<T, D::Error> {
        self.fault.unless_read(event, T::deserialize(self.deserializer))
    }

    fn keep(self, name: &str) -> Result<Raw, D::Error> {
        let payload = Deserialize::deserialize(self.deserializer)?;
        Ok(Raw { name: name.to_owned(), arguments: vec![payload] })
    }

    fn refuse(self, event: &'static str, request: &'static str) -> D::Error {
        self.fault.refuse(event, request)
    }
}

/// A payload that is null, or is not there.
pub(super) struct Nothing<'a, E> {
    null: bool,
    fault: &'a mut Fault,
    error: PhantomData<E>,
}

impl<'a, E> Nothing<'a, E> {
    pub(super) fn new(null: bool, fault: &'a mut Fault) -> Self {
        Self { null, fault, error: PhantomData }
    }
}

impl<'de, E: Error> Source<'de> for Nothing<'_, E> {
    type Error = E;

    fn read<T: Payload + Deserialize<'de>>(self, event: &'static str) -> Result<T, E> {
        let read = if self.null {
            T::deserialize(UnitDeserializer::new())
        } else {
            T::read_nothing().ok_or_else(|| E::custom("missing payload"))
        };
        self.fault.unless_read(event, read)
    }

    fn keep(self, name: &str) -> Result<Raw, E> {
        let arguments = if self.null { vec![RawValue::NULL.to_owned()] } else { Vec::new() };
        Ok(Raw { name: name.to_owned(), arguments })
    }

    fn refuse(self, event: &'static str, request: &'static str) -> E {
        self.fault.refuse(event, request)
    }
}

/// Arguments that a host has already taken apart, as JSON texts.
pub(super) struct Texts<'a, 'de>(pub(super) Iter<'a, &'de str>);

impl<'de> SeqAccess<'de> for Texts<'_, 'de> {
    type Error = JsonError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, JsonError> {
        self.0.next().map(|text| read_json(text, seed)).transpose()
    }
}
