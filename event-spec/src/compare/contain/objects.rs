//! Objects with fields, and objects whose keys are data.

use rustc_hash::FxHashMap;

use super::walk::{At, Outcome, Step, Walk};
use crate::quantity::counted;
use crate::types::{Field, Map, Object, Rest, Type, TypeKind, Types};

/// A type of JSON objects.
#[derive(Clone, Copy)]
enum Shape<'a> {
    Fields(&'a Object),
    Map(&'a Map),
}

impl<'a> Shape<'a> {
    fn of(types: &'a Types, ty: &'a Type) -> Option<Self> {
        match ty {
            Type::Map(map) => Some(Self::Map(map)),
            Type::Named(id) => match &types.get(*id).kind {
                TypeKind::Object(object) => Some(Self::Fields(object)),
                _ => None,
            },
            _ => None,
        }
    }
}

impl<'a> Walk<'a> {
    pub(super) fn objects(&mut self, at: At, writer: &'a Type, reader: &'a Type, known: Option<&'a str>) -> Outcome {
        let shapes = Shape::of(self.writer, writer).zip(Shape::of(self.reader, reader));
        match shapes {
            Some((Shape::Fields(sent), Shape::Fields(read))) => self.fields_into_fields(at, sent, read, known),
            Some((Shape::Fields(sent), Shape::Map(read))) => self.fields_into_map(at, sent, read),
            Some((Shape::Map(sent), Shape::Fields(read))) => self.map_into_fields(at, sent, read),
            Some((Shape::Map(sent), Shape::Map(read))) => self.map_into_map(at, sent, read),
            None => Ok(()),
        }
    }

    /// The number of required fields of which it is not certain that they have a value.
    fn doubtful(&mut self, object: &Object) -> usize {
        let required = object.fields.iter().filter(|field| !field.optional);
        required.filter(|field| !self.count(&field.ty).is_certain()).count()
    }

    /// Whether there is an object with this field, if the field has a value.
    fn rest_is_certain(&mut self, doubtful: usize, field: &Field) -> bool {
        doubtful == usize::from(!field.optional && !self.count(&field.ty).is_certain())
    }

    fn fields_into_fields(&mut self, at: At, sent: &'a Object, read: &'a Object, known: Option<&'a str>) -> Outcome {
        let doubtful = self.doubtful(sent);
        let whole = doubtful == 0;
        let readers = by_key(read);
        for field in sent.fields.iter().filter(|field| known != Some(&field.wire)) {
            let certain = self.rest_is_certain(doubtful, field);
            match (readers.get(field.wire.as_str()), &read.rest) {
                (Some(reader), _) => {
                    let inner = self.step(at, Step::Key(&field.wire), certain);
                    if field.optional && !reader.optional {
                        self.gap(inner, "it may be absent", true)?;
                    }
                    self.meet(inner, &field.ty, &reader.ty)?;
                }
                (None, Rest::Ignored) => {}
                (None, Rest::Kept(rest)) => {
                    let inner = self.step(at, Step::Key(&field.wire), certain);
                    self.meet(inner, &field.ty, rest)?;
                }
                (None, Rest::Refused) => {
                    let values = self.count(&field.ty);
                    if !values.is_none() {
                        let inner = self.step(at, Step::Key(&field.wire), certain);
                        self.gap(inner, "it is a key too many", values.is_certain())?;
                    }
                }
            }
        }
        let senders = by_key(sent);
        for reader in read.fields.iter().filter(|reader| !senders.contains_key(reader.wire.as_str())) {
            let inner = self.step(at, Step::Key(&reader.wire), whole);
            match &sent.rest {
                Rest::Ignored | Rest::Refused if !reader.optional => self.gap(inner, "it is missing", true)?,
                Rest::Ignored | Rest::Refused => {}
                Rest::Kept(rest) => {
                    if !reader.optional {
                        self.gap(inner, "it may be absent", true)?;
                    }
                    self.meet(inner, rest, &reader.ty)?;
                }
            }
        }
        if let Rest::Kept(rest) = &sent.rest {
            let inner = self.step(at, Step::Value, whole);
            match &read.rest {
                Rest::Ignored => {}
                Rest::Kept(reader) => self.meet(inner, rest, reader)?,
                Rest::Refused => {
                    let values = self.count(rest);
                    if !values.is_none() {
                        self.gap(inner, "other keys are refused", values.is_certain())?;
                    }
                }
            }
        }
        Ok(())
    }

    fn fields_into_map(&mut self, at: At, sent: &'a Object, read: &'a Map) -> Outcome {
        let doubtful = self.doubtful(sent);
        let whole = doubtful == 0;
        let required = sent.fields.iter().filter(|field| !field.optional).count() as u64;
        if let Some(least) = read.min_properties.filter(|least| required < *least) {
            self.gap(at, format!("objects of fewer than {}", counted(least, "key", "keys")), whole)?;
        }
        if let Some(most) = read.max_properties {
            let mut certain = 0;
            let mut possible = 0;
            for field in &sent.fields {
                let values = self.count(&field.ty);
                certain += u64::from(values.is_certain());
                possible += u64::from(!values.is_none());
            }
            if let Rest::Kept(rest) = &sent.rest {
                let values = self.count(rest);
                certain = if values.is_certain() { u64::MAX } else { certain };
                possible = if values.is_none() { possible } else { u64::MAX };
            }
            if possible > most {
                self.gap(
                    at,
                    format!("objects of more than {}", counted(most, "key", "keys")),
                    whole && certain > most,
                )?;
            }
        }
        for field in &sent.fields {
            let certain = self.rest_is_certain(doubtful, field);
            let inner = self.step(at, Step::Key(&field.wire), certain);
            self.meet(inner, &field.ty, &read.values)?;
        }
        if let Rest::Kept(rest) = &sent.rest {
            let inner = self.step(at, Step::Value, whole);
            self.meet(inner, rest, &read.values)?;
        }
        Ok(())
    }

    fn map_into_fields(&mut self, at: At, sent: &'a Map, read: &'a Object) -> Outcome {
        let values = self.count(&sent.values);
        let least = sent.min_properties.unwrap_or(0);
        let there = least == 0 || values.is_certain();
        let filled = !values.is_none() && sent.max_properties != Some(0);
        for field in &read.fields {
            let inner = self.step(at, Step::Key(&field.wire), there);
            if !field.optional {
                self.gap(inner, if filled { "it may be absent" } else { "it is missing" }, true)?;
            }
            if filled {
                let inner = self.step(at, Step::Key(&field.wire), true);
                self.meet(inner, &sent.values, &field.ty)?;
            }
        }
        let inner = self.step(at, Step::Value, true);
        match &read.rest {
            _ if !filled => Ok(()),
            Rest::Ignored => Ok(()),
            Rest::Kept(rest) => self.meet(inner, &sent.values, rest),
            Rest::Refused => self.gap(inner, "other keys are refused", values.is_certain()),
        }
    }

    fn map_into_map(&mut self, at: At, sent: &'a Map, read: &'a Map) -> Outcome {
        let values = self.count(&sent.values);
        let least = sent.min_properties.unwrap_or(0);
        let most = if values.is_none() { Some(0) } else { sent.max_properties };
        if let Some(wanted) = read.min_properties.filter(|wanted| least < *wanted) {
            let certain = least == 0 || values.is_certain();
            self.gap(at, format!("objects of fewer than {}", counted(wanted, "key", "keys")), certain)?;
        }
        if let Some(wanted) = read.max_properties.filter(|wanted| most.is_none_or(|most| most > *wanted)) {
            self.gap(at, format!("objects of more than {}", counted(wanted, "key", "keys")), values.is_certain())?;
        }
        if most == Some(0) {
            return Ok(());
        }
        let inner = self.step(at, Step::Value, true);
        self.meet(inner, &sent.values, &read.values)
    }
}

fn by_key(object: &Object) -> FxHashMap<&str, &Field> {
    object.fields.iter().map(|field| (field.wire.as_str(), field)).collect()
}
