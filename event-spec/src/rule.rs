//! The rules that a finding can name.
//!
//! A rule is its declaration beside the check that reports it, its page in `rules/`, and its line in a table: here for
//! the rules that every catalogue must keep to be understood, in [`crate::lint`] for the others, in [`crate::compare`] for
//! what two versions of a catalogue are held to.

use std::sync::LazyLock;

use crate::check::names;
use crate::diagnostic::Level;
use crate::document::read;
use crate::resolve::{
    channel, conflict, consumer, deprecation, envelope, event, flow, header, message, names as references, route,
};
use crate::tree::faults;
use crate::{compare, ignore, lint, lower, record, resolve, schema, tree};

/// A rule: its stable id and what it holds a catalogue to.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable id, in kebab case.
    pub id: &'static str,
    /// How much a finding weighs unless the configuration says otherwise.
    pub level: Level,
    /// What it is about; a configuration can name it.
    pub category: Category,
    /// What the rule asks for, in one line.
    pub summary: &'static str,
    /// Whether it is asked when the configuration says nothing.
    pub default: bool,
    /// The version of this library that had it first.
    pub since: &'static str,
    /// Its page, in Markdown: what it does, why, and examples with the findings expected in them. The tests run it.
    pub page: &'static str,
}

impl Rule {
    /// Whether the catalogue cannot be understood without it: no configuration turns it off, and no comment ignores it.
    pub fn is_required(&self) -> bool {
        self.level == Level::Error && REQUIRED.iter().flat_map(|table| *table).any(|rule| rule.id == self.id)
    }

    /// A rule of a front door's own, about what is no catalogue: it has no page, and no configuration chooses it.
    pub const fn outside(id: &'static str, level: Level, summary: &'static str) -> Self {
        Self { id, level, category: Category::Format, summary, default: true, since: "0.1.0", page: "" }
    }

    /// The rule of this id.
    pub fn of(id: &str) -> Option<&'static Self> {
        let at = rules().binary_search_by(|rule| rule.id.cmp(id)).ok()?;
        Some(rules()[at])
    }
}

/// Declares a rule: level, category, id and summary; `off` for one that is asked only where it is named. Its page is
/// `rules/ID.md`.
macro_rules! rule {
    ($level:ident $category:ident $id:literal, $summary:literal) => {
        $crate::rule::rule!(@ $level $category $id $summary true)
    };
    (off $level:ident $category:ident $id:literal, $summary:literal) => {
        $crate::rule::rule!(@ $level $category $id $summary false)
    };
    (@ $level:ident $category:ident $id:literal $summary:literal $default:literal) => {
        $crate::rule::Rule {
            id: $id,
            level: $crate::rule::rule!(@level $level),
            category: $crate::rule::Category::$category,
            summary: $summary,
            default: $default,
            since: "0.1.0",
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $id, ".md")),
        }
    };
    (@level error) => { $crate::diagnostic::Level::Error };
    (@level warning) => { $crate::diagnostic::Level::Warning };
    (@level note) => { $crate::diagnostic::Level::Note };
}
pub(crate) use rule;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Files as texts: YAML, JSON, includes.
    Files,
    /// Keys and values of the format.
    Format,
    /// How things are called.
    Names,
    /// What lies around the events: transport, envelope, handshake.
    Connection,
    /// Channels, and how events reach them.
    Channels,
    /// What an event says of itself.
    Events,
    /// Payload schemas.
    Schemas,
    /// Examples and defaults.
    Examples,
    /// Views of front ends.
    Consumers,
    /// Courses of events.
    Flows,
    /// Priorities, storage and limits.
    Delivery,
    /// What goes wrong between languages.
    Languages,
    /// Aliases, deprecations and their dates.
    Lifecycle,
    /// Comments that ignore a rule.
    Ignores,
    /// What changed between two versions of a catalogue.
    Changes,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 15] = [
        Self::Files,
        Self::Format,
        Self::Names,
        Self::Connection,
        Self::Channels,
        Self::Events,
        Self::Schemas,
        Self::Examples,
        Self::Consumers,
        Self::Flows,
        Self::Delivery,
        Self::Languages,
        Self::Lifecycle,
        Self::Ignores,
        Self::Changes,
    ];

    /// The category as a configuration names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Format => "format",
            Self::Names => "names",
            Self::Connection => "connection",
            Self::Channels => "channels",
            Self::Events => "events",
            Self::Schemas => "schemas",
            Self::Examples => "examples",
            Self::Consumers => "consumers",
            Self::Flows => "flows",
            Self::Delivery => "delivery",
            Self::Languages => "languages",
            Self::Lifecycle => "lifecycle",
            Self::Ignores => "ignores",
            Self::Changes => "changes",
        }
    }
}

/// Every rule that a run can report, sorted by id.
pub fn rules() -> &'static [&'static Rule] {
    static SORTED: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let required = REQUIRED.iter().flat_map(|table| table.iter().copied());
        let others = ignore::RULES.iter().copied().chain(lint::rules()).chain(compare::rules());
        let mut rules: Vec<_> = required.chain(others).collect();
        rules.sort_by_key(|rule| rule.id);
        rules
    });
    &SORTED
}

/// What every catalogue is held to, whoever reads it.
const REQUIRED: [&[&Rule]; 9] =
    [FILES, FORMAT, NAMES, CONNECTION, CHANNELS, EVENTS, flow::RULES, schema::RULES, lower::RULES];

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
