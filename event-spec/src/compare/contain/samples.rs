//! Texts that a writer may send, to be tried on a reader.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::texts::Sent;
use crate::fit::scalars::{self, Patterns};
use crate::pattern::samples;
use crate::types::{Format, StringRules};

/// Longer texts are not tried, in characters.
const LONG: u64 = 4_096;
/// Texts of many kinds, short ones first.
const TEXTS: &[&str] = &[
    "",
    "a",
    "0",
    "A",
    " ",
    "-",
    "é",
    "ab",
    "42",
    "a-b",
    "a_b",
    "a.b",
    "a b",
    "a\nb",
    "abc",
    "ABC",
    "user@example.com",
    "https://example.com/a?b=c",
    "2026-02-12",
    "2026-02-12T10:30:00Z",
    "123e4567-e89b-12d3-a456-426614174000",
];
const TIMESTAMPS: &[&str] =
    &["2026-02-12T10:30:00Z", "1999-12-31t23:59:59.999999999+14:00", "2026-02-12T10:30:00-08:00"];
const DATES: &[&str] = &["2026-02-12", "1999-12-31", "0000-01-01"];
const UUIDS: &[&str] = &["123e4567-e89b-12d3-a456-426614174000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"];

/// Makes samples, and remembers those of patterns.
#[derive(Default)]
pub(super) struct Samples {
    patterns: Patterns,
    made: FxHashMap<StringRulesKey, Rc<[String]>>,
}

/// What tells rules apart.
type StringRulesKey = (Option<u64>, Option<u64>, Option<String>, bool);

impl Samples {
    /// The patterns that were met.
    pub(super) fn patterns(&mut self) -> &mut Patterns {
        &mut self.patterns
    }

    /// Some different texts that fit the rules.
    pub(super) fn of(&mut self, rules: &StringRules) -> Rc<[String]> {
        let key = (rules.min_length, rules.max_length, rules.pattern.clone(), rules.format.is_some());
        if let Some(made) = self.made.get(&key) {
            return Rc::clone(made);
        }
        let mut texts: Vec<String> = Vec::new();
        for text in candidates(rules) {
            if scalars::text(rules, &text, &mut self.patterns).is_none() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        let made: Rc<[String]> = texts.into();
        self.made.insert(key, Rc::clone(&made));
        made
    }

    /// Some texts that a writer may send.
    pub(super) fn sent_by(&mut self, sent: &Sent<'_>) -> Rc<[String]> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        match sent {
            Sent::Values(values) => owned(values),
            Sent::Rules(rules) => self.of(rules),
            Sent::Timestamp => owned(TIMESTAMPS),
            Sent::Date => owned(DATES),
            Sent::Any => self.of(&StringRules::default()),
        }
    }
}

fn candidates(rules: &StringRules) -> Vec<String> {
    let mut texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    if rules.format == Some(Format::Uuid) {
        texts.extend(UUIDS.iter().map(|text| (*text).to_owned()));
    }
    let matching = rules.pattern.as_deref().map(samples).unwrap_or_default();
    let around = matching.iter().flat_map(|text| [format!("-{text}"), format!("{text}-"), format!("{text}{text}")]);
    texts.extend(around.collect::<Vec<_>>());
    texts.extend(matching);
    let lengths = [rules.min_length, rules.max_length].into_iter().flatten();
    for length in lengths.flat_map(|length| [length, length.saturating_add(1)]).filter(|length| *length <= LONG) {
        texts.extend(["a", "0", "A", " "].map(|text| text.repeat(length as usize)));
    }
    texts
}
