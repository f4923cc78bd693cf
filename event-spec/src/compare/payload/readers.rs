//! Who reads what changed.

use super::path::{self, Step};
use crate::catalogue::FieldPath;
use crate::compare::change::Reader;
use crate::compare::scope::Scope;
use crate::source::Span;

/// The consumers of an event.
pub(super) struct Listeners<'a> {
    list: Vec<Listener<'a>>,
}

struct Listener<'a> {
    consumer: &'a str,
    /// Where it says that it listens.
    span: Span,
    /// What it reads, where it says so: else everything.
    reads: Option<&'a [FieldPath]>,
}

impl<'a> Listeners<'a> {
    /// The consumers that listen to an event.
    pub(super) fn of(scope: &Scope<'a>, event: &str) -> Self {
        let list = scope.listening(event).iter().map(|listens| {
            let reads = listens.consumer.reads.get(event).map(Vec::as_slice);
            Listener { consumer: &listens.consumer.name.value, span: listens.span, reads }
        });
        Self { list: list.collect() }
    }

    /// Nobody: what clients send is read by the server.
    pub(super) fn nobody() -> Self {
        Self { list: Vec::new() }
    }

    /// Those that read what one of the ways leads to, or something in it.
    pub(super) fn reading(&self, ways: &[Vec<Step<'_>>]) -> Vec<Reader> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let ways: Vec<_> = ways.iter().map(|steps| path::fields(steps)).collect();
        let reading = self.list.iter().filter_map(|listener| {
            let span = match listener.reads {
                None => listener.span,
                Some(reads) => reads.iter().find(|read| ways.iter().any(|way| meets(&read.keys, way)))?.span,
            };
            Some(Reader { consumer: listener.consumer.to_owned(), span })
        });
        reading.collect()
    }
}

/// Whether one of two ways leads along the other.
fn meets(read: &[String], way: &[&str]) -> bool {
    read.iter().zip(way).all(|(read, key)| read == key)
}
