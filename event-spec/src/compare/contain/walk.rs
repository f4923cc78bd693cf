//! The walk over all pairs of types that meet.
//!
//! A pair that is met again counts as held: whatever speaks against it is found where it was met first. So recursive types
//! end, and shared types cost once.

use std::borrow::Cow;
use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use super::count::{Count, Counts};
use super::kind::{Kind, Peeled, as_union, kind, peel};
use super::samples::Samples;
use super::{Alike, Gap, Typed};
use crate::types::{Type, Types};

/// Where a pair of types meets.
#[derive(Clone, Copy)]
pub(super) struct At {
    /// The way there, in [`Walk::ways`].
    way: Option<usize>,
    /// Whether some document certainly has a value here, if the writer's type here has one at all.
    pub(super) certain: bool,
}

/// A step of the way to a value.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Item,
    Value,
}

/// A pair of types that is still to be compared.
struct Task<'a> {
    at: At,
    writer: &'a Type,
    reader: &'a Type,
    known: Option<&'a str>,
}

/// A type as it is remembered: by its id, or by its place in memory where it has none.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    Named(u32),
    Inline(*const Type),
}

pub(super) struct Walk<'a> {
    pub(super) writer: &'a Types,
    pub(super) reader: &'a Types,
    counts: Cow<'a, Counts>,
    /// The pairs of types that need not be compared, and whether the writer is the old version.
    alike: Option<(&'a Alike, bool)>,
    pub(super) samples: Samples,
    seen: FxHashSet<(Name, Name, Option<&'a str>, bool)>,
    queue: VecDeque<Task<'a>>,
    ways: Vec<(Option<usize>, Step<'a>)>,
    doubt: Option<Gap>,
}

/// Nothing, or a certain gap, which ends the walk.
pub(super) type Outcome = Result<(), Gap>;

impl<'a> Walk<'a> {
    pub(super) fn new(writer: Typed<'a>, reader: Typed<'a>) -> Self {
        let mut samples = Samples::default();
        let counts = match writer.facts {
            Some(facts) => Cow::Borrowed(facts.counts),
            None => Cow::Owned(Counts::reached(writer.types, writer.ty, &mut samples)),
        };
        Self {
            writer: writer.types,
            reader: reader.types,
            counts,
            alike: match (writer.facts, reader.facts) {
                (Some(sent), Some(read)) if sent.is_old != read.is_old => Some((sent.alike, sent.is_old)),
                _ => None,
            },
            samples,
            seen: FxHashSet::default(),
            queue: VecDeque::new(),
            ways: Vec::new(),
            doubt: None,
        }
    }

    pub(super) fn run(mut self, writer: &'a Type, reader: &'a Type) -> Outcome {
        self.meet(At { way: None, certain: true }, writer, reader)?;
        while let Some(task) = self.queue.pop_front() {
            self.compare(&task)?;
        }
        self.doubt.map_or(Ok(()), Err)
    }

    /// The place one step further; `certain` says whether a document that has a value here may have one there.
    pub(super) fn step(&mut self, at: At, step: Step<'a>, certain: bool) -> At {
        self.ways.push((at.way, step));
        At { way: Some(self.ways.len() - 1), certain: at.certain && certain }
    }

    /// How many values a type of the writer has.
    pub(super) fn count(&mut self, ty: &Type) -> Count {
        self.counts.of(ty, &mut self.samples)
    }

    /// Reports what is sent and not read. `certain` says whether the writer's type here certainly has such a value.
    pub(super) fn gap(&mut self, at: At, why: impl Into<String>, certain: bool) -> Outcome {
        let why = why.into();
        if at.certain && certain {
            return Err(Gap { path: self.path(at), why, certain: true });
        }
        self.doubt(at, format!("{why}, if there is such a value, which cannot be told"));
        Ok(())
    }

    /// Reports what cannot be told.
    pub(super) fn doubt(&mut self, at: At, why: String) {
        if self.doubt.is_none() {
            self.doubt = Some(Gap { path: self.path(at), why, certain: false });
        }
    }

    fn path(&self, at: At) -> Vec<String> {
        let mut path = Vec::new();
        let mut way = at.way;
        while let Some((before, step)) = way.map(|way| self.ways[way]) {
            path.push(match step {
                Step::Key(key) => key.to_owned(),
                Step::Item => "[]".to_owned(),
                Step::Value => "{}".to_owned(),
            });
            way = before;
        }
        path.reverse();
        path
    }

    /// Lets two types meet.
    pub(super) fn meet(&mut self, at: At, writer: &'a Type, reader: &'a Type) -> Outcome {
        let read = peel(self.reader, reader);
        if matches!(read.core, Some(Type::Any)) {
            return Ok(());
        }
        let sent = peel(self.writer, writer);
        if matches!(sent.core, Some(Type::Any)) {
            return self.anything(at, read);
        }
        if sent.null && !read.null {
            self.gap(at, "it may be null", true)?;
        }
        match (sent.core, read.core) {
            (None, _) => Ok(()),
            (Some(writer), None) => {
                let certain = self.count(writer).is_certain();
                self.gap(at, "it may be something else than null", certain)
            }
            (Some(writer), Some(reader)) => self.meet_known(at, writer, reader, None),
        }
    }

    /// Lets two types meet that are no other names and hold no null; `known` is the field of which the reader has chosen
    /// its variant already.
    pub(super) fn meet_known(&mut self, at: At, writer: &'a Type, reader: &'a Type, known: Option<&'a str>) -> Outcome {
        let task = Task { at, writer, reader, known };
        if is_leaf(writer) && is_leaf(reader) {
            return self.compare(&task);
        }
        if self.is_alike(writer, reader) {
            return Ok(());
        }
        let key = |certain| (name(writer), name(reader), known, certain);
        let is_new = !self.seen.contains(&key(true)) && self.seen.insert(key(at.certain));
        if is_new {
            self.queue.push_back(task);
        }
        Ok(())
    }

    /// Whether two types are known to be alike, so that all that one writes is read by the other.
    fn is_alike(&self, writer: &Type, reader: &Type) -> bool {
        match (self.alike, writer, reader) {
            (Some((alike, true)), Type::Named(old), Type::Named(new))
            | (Some((alike, false)), Type::Named(new), Type::Named(old)) => alike.contains(&(*old, *new)),
            _ => false,
        }
    }

    /// The writer may send anything at all.
    fn anything(&mut self, at: At, reader: Peeled<'a>) -> Outcome {
        let takes = |wanted: Kind| {
            reader.core.is_some_and(|core| match as_union(self.reader, core) {
                Some(union) => union.variants.iter().any(|variant| kind(self.reader, &variant.ty) == Some(wanted)),
                None => kind(self.reader, core) == Some(wanted),
            })
        };
        let all = reader.null && Kind::ALL.into_iter().all(takes);
        if !all {
            return self.gap(at, "it may be anything", true);
        }
        // A union of all that JSON has still holds each to its rules.
        self.doubt(at, "it may be anything, and whether all of it is read cannot be told".to_owned());
        Ok(())
    }

    fn compare(&mut self, task: &Task<'a>) -> Outcome {
        let Task { at, writer, reader, known } = *task;
        if self.count(writer).is_none() {
            return Ok(());
        }
        if let Some(union) = as_union(self.writer, writer) {
            return union.variants.iter().try_for_each(|variant| self.meet(at, &variant.ty, reader));
        }
        let Some(sent) = kind(self.writer, writer) else {
            unreachable!("only unions are of several types once names and null are taken off");
        };
        if let Some(union) = as_union(self.reader, reader) {
            return self.for_union(at, (writer, sent), union);
        }
        let read = kind(self.reader, reader);
        if read != Some(sent) {
            return self.mismatch(at, writer, sent, &read.map(|read| format!("and not {}", read.name())));
        }
        match sent {
            Kind::Boolean => self.booleans(at, writer, reader),
            Kind::Number => self.numbers(at, writer, reader),
            Kind::Text => self.texts(at, writer, reader),
            Kind::List => self.lists(at, writer, reader),
            Kind::Object => self.objects(at, writer, reader, known),
        }
    }

    /// Reports a value of a JSON type that the reader does not take.
    pub(super) fn mismatch(&mut self, at: At, writer: &Type, sent: Kind, instead: &Option<String>) -> Outcome {
        let certain = self.count(writer).is_certain();
        let instead = instead.as_ref().map(|instead| format!(", {instead}")).unwrap_or_default();
        self.gap(at, format!("it may be {}{instead}", sent.name()), certain)
    }
}

/// Whether nothing can be inside.
fn is_leaf(ty: &Type) -> bool {
    !matches!(ty, Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Named(_))
}

fn name(ty: &Type) -> Name {
    match ty {
        Type::Named(id) => Name::Named(id.0),
        ty => Name::Inline(ty),
    }
}
