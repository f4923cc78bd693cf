//! What is no union, for a reader that tells variants apart by the JSON type or by a tag.

use super::kind::{Kind, kind, peel};
use super::texts::{Sent, quoted};
use super::walk::{At, Outcome, Step, Walk};
use crate::types::{Discrimination, Rest, Type, TypeKind, Union};

impl<'a> Walk<'a> {
    pub(super) fn for_union(&mut self, at: At, (writer, sent): (&'a Type, Kind), union: &'a Union) -> Outcome {
        match &union.discrimination {
            Discrimination::JsonType => {
                match union.variants.iter().find(|variant| kind(self.reader, &variant.ty) == Some(sent)) {
                    Some(variant) => self.meet(at, writer, &variant.ty),
                    None => self.mismatch(at, writer, sent, &None),
                }
            }
            Discrimination::Tag(_) if sent != Kind::Object => {
                self.mismatch(at, writer, sent, &Some("and not an object".to_owned()))
            }
            Discrimination::Tag(key) => self.for_tagged(at, writer, key, union),
        }
    }

    /// An object for a reader that chooses the variant by the text under `key`.
    fn for_tagged(&mut self, at: At, writer: &'a Type, key: &'a str, union: &'a Union) -> Outcome {
        let certain = self.count(writer).is_certain();
        let inner = self.step(at, Step::Key(key), certain);
        let object = match writer {
            Type::Named(id) => match &self.writer.get(*id).kind {
                TypeKind::Object(object) => Some(object),
                _ => None,
            },
            _ => None,
        };
        let Some(field) = object.and_then(|object| object.field(key)) else {
            let is_other = object.is_none_or(|object| matches!(object.rest, Rest::Kept(_)));
            return self.gap(inner, if is_other { "it may be absent" } else { "it is missing" }, true);
        };
        if field.optional {
            self.gap(inner, "it may be absent", true)?;
        }
        let tag = peel(self.writer, &field.ty);
        if tag.null {
            self.gap(inner, "it may be null", true)?;
        }
        let Some(core) = tag.core else {
            return Ok(());
        };
        let values = match Sent::of(self.writer, core) {
            Some(Sent::Values(values)) => values,
            sent => {
                let tags: Vec<&str> = union.variants.iter().filter_map(|variant| variant.tag.as_deref()).collect();
                let why = format!("it may be something else than {}", quoted(tags.iter().copied()));
                let refused = sent.is_none_or(|sent| self.is_refused(&sent, &Sent::Values(tags)));
                let certain = refused && self.count(core).is_certain();
                return self.gap(inner, why, certain);
            }
        };
        for value in &values {
            match union.variants.iter().find(|variant| variant.tag.as_deref() == Some(value)) {
                Some(variant) => {
                    if let Some(reader) = peel(self.reader, &variant.ty).core {
                        self.meet_known(at, writer, reader, Some(key))?;
                    }
                }
                None => self.gap(inner, format!("the value `{value}`"), true)?,
            }
        }
        Ok(())
    }
}
