//! What is no union, for a reader that tells variants apart by the JSON type or by a tag.

use super::kind::{Kind, kind, peel};
use super::texts::{Sent, listed};
use super::walk::{At, Outcome, Step, Walk};
use crate::types::{Discrimination, Type, TypeKind, Union};

impl<'a> Walk<'a> {
    pub(super) fn into_union(&mut self, at: At, (writer, sent): (&'a Type, Kind), union: &'a Union) -> Outcome {
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
            Discrimination::Tag(key) => self.into_tagged(at, writer, key, union),
        }
    }

    /// An object for a reader that chooses the variant by the text under `key`.
    fn into_tagged(&mut self, at: At, writer: &'a Type, key: &'a str, union: &'a Union) -> Outcome {
        let there = self.counts.of(self.writer, writer, &mut self.samples);
        if there.is_none() {
            return Ok(());
        }
        let inner = self.step(at, Step::Key(key), there.is_certain());
        let field = match writer {
            Type::Named(id) => match &self.writer.get(*id).kind {
                TypeKind::Object(object) => object.field(key),
                _ => None,
            },
            _ => None,
        };
        let Some(field) = field else {
            return self.gap(inner, "the key may be absent", true);
        };
        if field.optional {
            self.gap(inner, "the key may be absent", true)?;
        }
        let tag = peel(self.writer, &field.ty);
        if tag.null {
            self.gap(inner, "it may be null", true)?;
        }
        let Some(core) = tag.core else {
            return Ok(());
        };
        let tags = || union.variants.iter().filter_map(|variant| variant.tag.as_deref());
        let Some(Sent::Values(values)) = Sent::of(self.writer, core) else {
            let certain = self.counts.of(self.writer, core, &mut self.samples).is_certain();
            return self.gap(inner, format!("it may be something else than {}", listed(tags())), certain);
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
