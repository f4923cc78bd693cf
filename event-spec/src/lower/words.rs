//! What schemas say for people.

use std::collections::HashSet;

use super::Lowering;
use crate::schema::{SchemaId, Words};
use crate::tree::Node;

impl Lowering {
    /// A schema's words about itself: its own, or those of what it consists of, the last first.
    fn words_of<'a, T>(&'a self, id: SchemaId, pick: impl Fn(&'a Words) -> Option<T>) -> Option<T> {
        let own = |id: SchemaId| self.arena.get(id).words.as_deref().and_then(&pick);
        if let Some(found) = own(id) {
            return Some(found);
        }
        // Parts can be shared many times over.
        let mut seen = HashSet::new();
        let mut waiting = self.parts(id);
        while let Some(part) = waiting.pop() {
            if !seen.insert(part) {
                continue;
            }
            if let Some(found) = own(part) {
                return Some(found);
            }
            waiting.extend(self.parts(part));
        }
        None
    }

    /// The schemas inside a schema that describe the same value.
    fn parts(&self, id: SchemaId) -> Vec<SchemaId> {
        let schema = self.arena.get(id);
        let single = schema.choices.iter().filter(|choice| choice.branches.len() == 1);
        schema.all_of.iter().chain(single.flat_map(|choice| &choice.branches)).copied().collect()
    }

    /// The `description`, or the `title`.
    pub(super) fn docs(&self, id: SchemaId) -> Option<String> {
        let words = self.words_of(id, |words| words.description.as_ref().or(words.title.as_ref()));
        words.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// `deprecated`
    pub(super) fn is_deprecated(&self, id: SchemaId) -> bool {
        self.words_of(id, |words| words.deprecated.then_some(())).is_some()
    }

    /// `default`
    pub(super) fn default_of(&self, id: SchemaId) -> Option<serde_json::Value> {
        self.words_of(id, |words| words.default.as_ref()).map(Node::to_json)
    }

    /// The `format`, where it is for people alone.
    pub(super) fn format_of(&self, id: SchemaId) -> Option<String> {
        self.words_of(id, |words| words.format.as_ref()).map(|format| format.value.clone())
    }

    /// The first of the `examples`.
    pub(super) fn example_of(&self, id: SchemaId) -> Option<serde_json::Value> {
        self.words_of(id, |words| words.example.as_ref()).map(Node::to_json)
    }
}
