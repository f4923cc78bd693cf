//! The rules that a diagnostic can name.
//!
//! A rule is declared beside the check that reports it, and listed once in [`rules`].

use std::sync::LazyLock;

use crate::check::{names, naming};
use crate::diagnostic::Level;
use crate::document::read;
use crate::resolve::{
    channel, conflict, consumer, deprecation, envelope, event, header, message, names as references, route,
};
use crate::tree::faults;
use crate::{lower, record, resolve, schema, tree};

/// A rule: its stable id and what it holds a catalogue to.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable id, in kebab case.
    pub id: &'static str,
    /// How much a finding weighs unless the configuration says otherwise.
    pub level: Level,
    /// What the rule asks for, in one line.
    pub summary: &'static str,
}

impl Rule {
    /// A rule whose findings forbid generation.
    pub const fn error(id: &'static str, summary: &'static str) -> Self {
        Self { id, level: Level::Error, summary }
    }

    /// A rule whose findings leave generation possible.
    pub const fn warning(id: &'static str, summary: &'static str) -> Self {
        Self { id, level: Level::Warning, summary }
    }
}

/// Every rule that a run can report, sorted by id.
pub fn rules() -> &'static [&'static Rule] {
    static SORTED: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let mut rules = [FILES, FORMAT, NAMES, CONNECTION, CHANNELS, EVENTS, schema::RULES, lower::RULES].concat();
        rules.sort_by_key(|rule| rule.id);
        rules
    });
    &SORTED
}

/// Files as texts.
const FILES: &[&Rule] = &[
    &read::EMPTY_FILE,
    &read::FILE_UNREADABLE,
    &tree::DUPLICATE_KEY,
    &tree::MERGE_KEY,
    &faults::ALIAS_BOMB,
    &faults::AMBIGUOUS_SCALAR,
    &faults::KEY_NOT_TEXT,
    &faults::NOT_FINITE,
    &faults::SEVERAL_DOCUMENTS,
    &faults::SYNTAX,
    &faults::TOO_DEEP,
    &faults::UNKNOWN_ALIAS,
    &faults::UNKNOWN_TAG,
];

/// Keys and values of the format.
const FORMAT: &[&Rule] = &[
    &record::INVALID_VALUE,
    &record::MISSING_KEY,
    &record::UNKNOWN_KEY,
    &record::WRONG_TYPE,
    &resolve::EXCLUSIVE_KEYS,
    &resolve::REPEATED_ITEM,
];

/// Names, and what they lead to.
const NAMES: &[&Rule] = &[
    &names::ALIAS_TAKEN,
    &names::NAME_CHARACTER,
    &names::NAME_EMPTY,
    &names::NAME_LENGTH,
    &names::RESERVED_NAME,
    &naming::NAME_PATTERN,
    &references::CHANNEL_UNDECLARED,
    &references::EVENT_UNDECLARED,
    &references::PRIORITY_UNDECLARED,
];

/// What lies around the events.
const CONNECTION: &[&Rule] = &[&envelope::ENVELOPE_KEY, &header::ENVELOPE_MISSING, &resolve::TRANSPORT_CONFLICT];

/// Channels, and how events reach them.
const CHANNELS: &[&Rule] = &[
    &channel::ACCESS_MISSPELT,
    &channel::CHANNEL_AMBIGUOUS,
    &channel::CHANNEL_PARAMETER,
    &route::BINDING_OPTIONAL_FIELD,
    &route::BINDING_TYPE,
    &route::BINDING_UNKNOWN_FIELD,
    &route::BINDING_UNKNOWN_PARAMETER,
];

/// Events and their readers.
const EVENTS: &[&Rule] = &[
    &consumer::CONSUMER_LISTENS_CLIENT,
    &consumer::CONSUMER_READS_UNHEARD,
    &consumer::CONSUMER_READS_UNKNOWN,
    &event::COALESCE_UNKNOWN_FIELD,
    &event::COALESCE_UNUSED,
    &conflict::DIRECTION_CONFLICT,
    &deprecation::REPLACED_BY_ITSELF,
    &deprecation::SUNSET_ORDER,
    &event::MEMBERSHIP_PAYLOAD,
    &event::ROUTE_MISSING,
    &message::EXAMPLE_ARGUMENTS,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_an_id_of_its_own() {
        for pair in rules().windows(2) {
            assert!(pair[0].id < pair[1].id, "`{}` is listed twice", pair[1].id);
        }
    }

    #[test]
    fn ids_are_kebab_case_and_summaries_are_sentences_without_an_end() {
        for rule in rules() {
            assert!(
                rule.id.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
            );
            assert!(!rule.summary.ends_with('.') && !rule.summary.is_empty(), "{}", rule.id);
        }
    }
}
