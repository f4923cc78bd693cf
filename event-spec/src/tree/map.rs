//! A map while it is read: keys stay unique, merge keys are applied.

use std::collections::{HashMap, HashSet};

use super::{Entry, Kind, Node};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};

/// Each key once.
pub static DUPLICATE_KEY: Rule = rule!(error Files "duplicate-key", "a map has each key once");
/// `<<` takes maps.
pub static MERGE_KEY: Rule = rule!(error Files "merge-key", "`<<` merges a map, or a list of maps");

/// From this many keys on, a map is searched by hash.
const INDEXED_FROM: usize = 16;

/// A key whose value is still to come.
pub(super) enum Key {
    /// A text.
    Text(Spanned<String>),
    /// `<<`.
    Merge(Span),
    /// Something that was reported; its value is left out.
    Refused,
}

/// A map that is being read.
#[derive(Default)]
pub(super) struct MapBuilder {
    entries: Vec<Entry>,
    index: HashMap<String, usize>,
    /// Where in `entries` a merge key stood, and what it brings in.
    merges: Vec<(usize, Vec<Entry>)>,
    merge_key: Option<Span>,
    pending: Option<Key>,
    last: Option<Span>,
}

impl MapBuilder {
    /// Whether the next node is a key.
    pub(super) fn awaits_key(&self) -> bool {
        self.pending.is_none()
    }

    /// Takes a key, written at `span`.
    pub(super) fn key(&mut self, key: Key, span: Span) {
        self.pending = Some(key);
        self.last = Some(span);
    }

    /// The latest key or value.
    pub(super) fn last(&self) -> Option<Span> {
        self.last
    }

    /// Takes the value of the pending key.
    pub(super) fn value(&mut self, value: Node, diagnostics: &mut Diagnostics) {
        self.last = Some(value.span);
        match self.pending.take() {
            Some(Key::Text(key)) => self.insert(key, value, diagnostics),
            Some(Key::Merge(span)) => self.merge(span, value, diagnostics),
            Some(Key::Refused) | None => {}
        }
    }

    /// Leaves out the value of the pending key, written at `span`.
    pub(super) fn skip_value(&mut self, span: Span) {
        self.last = Some(span);
        self.pending = None;
    }

    fn insert(&mut self, key: Spanned<String>, value: Node, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.position(&key.value) {
            diagnostics.push(duplicate(&key.value, key.span, self.entries[first].key.span));
            return;
        }
        if self.entries.len() >= INDEXED_FROM {
            self.index.insert(key.value.clone(), self.entries.len());
        }
        self.entries.push(Entry { key, value });
    }

    fn position(&self, key: &str) -> Option<usize> {
        let unindexed = &self.entries[..self.entries.len().min(INDEXED_FROM)];
        unindexed.iter().position(|entry| entry.key.value == key).or_else(|| self.index.get(key).copied())
    }

    fn merge(&mut self, span: Span, value: Node, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.merge_key {
            diagnostics
                .push(duplicate("<<", span, first).help("merge several maps with a list: `<<: [*first, *second]`"));
            return;
        }
        self.merge_key = Some(span);
        let maps = match value.kind {
            Kind::List(items) => items,
            _ => vec![value],
        };
        for map in maps {
            if let Kind::Map(entries) = map.kind {
                self.merges.push((self.entries.len(), entries));
            } else {
                let message = format!("`<<` merges maps, and this is {}", map.describe());
                let help = "name a map by its anchor, as in `<<: *name`";
                diagnostics.push(Diagnostic::new(&MERGE_KEY, map.span, message).help(help));
            }
        }
    }

    /// The finished map. Its own keys win over merged ones, earlier merged maps over later ones; merged keys stand
    /// where `<<` stood.
    pub(super) fn finish(self) -> Vec<Entry> {
        if self.merges.is_empty() {
            return self.entries;
        }
        let mut seen: HashSet<String> = self.entries.iter().map(|entry| entry.key.value.clone()).collect();
        let mut merged = Vec::new();
        let mut at = 0;
        for (position, entries) in self.merges {
            at = position;
            merged.extend(entries.into_iter().filter(|entry| seen.insert(entry.key.value.clone())));
        }
        let mut entries = self.entries;
        entries.splice(at..at, merged);
        entries
    }
}

fn duplicate(key: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&DUPLICATE_KEY, span, format!("the key `{key}` is given twice"))
        .underlined("again here")
        .label(first, "first here")
        .help("join the two, or give one of them a key of its own")
}
