//! Texts: lengths, patterns, formats, and sets of values.

use super::walk::{At, Outcome, Walk};
use crate::dates;
use crate::fit::listed;
use crate::fit::scalars::{self, Patterns};
use crate::quantity::counted;
use crate::types::{Format, Literal, StringRules, Type, TypeKind, Types};

/// What texts a type has.
pub(super) enum Sent<'a> {
    /// These alone.
    Values(Vec<&'a str>),
    /// Those that hold the rules.
    Rules(&'a StringRules),
    /// Dates and times.
    Timestamp,
    /// Dates.
    Date,
    /// All.
    Any,
}

impl<'a> Sent<'a> {
    /// The texts of a type, if it is one of texts.
    pub(super) fn of(types: &'a Types, ty: &'a Type) -> Option<Self> {
        Some(match ty {
            Type::String(rules) if *rules == StringRules::default() => Self::Any,
            Type::String(rules) => Self::Rules(rules),
            Type::Timestamp => Self::Timestamp,
            Type::Date => Self::Date,
            Type::Literal(Literal::String(text)) => Self::Values(vec![text]),
            Type::Named(id) => match &types.get(*id).kind {
                TypeKind::Enum(values) if values.open => Self::Any,
                TypeKind::Enum(values) => Self::Values(values.values.iter().map(|value| value.wire.as_str()).collect()),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn takes(&self, text: &str, patterns: &mut Patterns) -> bool {
        match self {
            Self::Values(values) => values.contains(&text),
            Self::Rules(rules) => scalars::text(rules, text, patterns).is_none(),
            Self::Timestamp => dates::is_date_time(text),
            Self::Date => dates::is_full_date(text),
            Self::Any => true,
        }
    }

    /// The shortest and the longest length, and whether texts of every length between are certain.
    fn lengths(&self) -> Lengths {
        let exactly = |length| Lengths { least: length, most: Some(length), certain: true };
        match self {
            Self::Rules(rules) => {
                let all = Lengths {
                    least: rules.min_length.unwrap_or(0),
                    most: rules.max_length,
                    certain: rules.pattern.is_none(),
                };
                if rules.format == Some(Format::Uuid) { Lengths { certain: all.certain, ..exactly(36) } } else { all }
            }
            Self::Timestamp => Lengths { least: "2026-02-12T10:30:00Z".len() as u64, most: None, certain: true },
            Self::Date => exactly("2026-02-12".len() as u64),
            Self::Any | Self::Values(_) => Lengths { least: 0, most: None, certain: true },
        }
    }
}

struct Lengths {
    least: u64,
    most: Option<u64>,
    certain: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn texts(&mut self, at: At, writer: &'a Type, reader: &'a Type) -> Outcome {
        let (Some(sent), Some(read)) = (Sent::of(self.writer, writer), Sent::of(self.reader, reader)) else {
            return Ok(());
        };
        match (&sent, &read) {
            (_, Sent::Any) | (Sent::Timestamp, Sent::Timestamp) | (Sent::Date, Sent::Date) => Ok(()),
            (Sent::Values(values), _) => {
                let patterns = self.samples.patterns();
                let refused: Vec<&str> = values.iter().copied().filter(|value| !read.takes(value, patterns)).collect();
                match refused[..] {
                    [] => Ok(()),
                    [only] => self.gap(at, format!("the value `{only}`"), true),
                    _ => self.gap(at, format!("the values {}", quoted(refused)), true),
                }
            }
            (_, Sent::Rules(rules)) => self.for_rules(at, &sent, rules),
            (_, Sent::Timestamp) => self.for_format(at, &sent, &read, "a date and time"),
            (_, Sent::Date) => self.for_format(at, &sent, &read, "a date"),
            (_, Sent::Values(values)) => {
                let why = format!("other texts than {}", quoted(values.iter().copied()));
                let refused = self.is_refused(&sent, &read);
                self.gap(at, why, refused)
            }
        }
    }

    fn for_rules(&mut self, at: At, sent: &Sent<'a>, read: &'a StringRules) -> Outcome {
        let lengths = sent.lengths();
        if let Some(least) = read.min_length.filter(|least| lengths.least < *least) {
            let only = StringRules { min_length: Some(least), ..StringRules::default() };
            let certain = lengths.certain || self.is_refused(sent, &Sent::Rules(&only));
            self.gap(at, format!("texts of fewer than {}", counted(least, "character", "characters")), certain)?;
        }
        if let Some(most) = read.max_length.filter(|most| lengths.most.is_none_or(|sent| sent > *most)) {
            let only = StringRules { max_length: Some(most), ..StringRules::default() };
            let certain = lengths.certain || self.is_refused(sent, &Sent::Rules(&only));
            self.gap(at, format!("texts of more than {}", counted(most, "character", "characters")), certain)?;
        }
        let ours = match sent {
            Sent::Rules(rules) => (rules.pattern.as_ref(), rules.format),
            _ => (None, None),
        };
        if let Some(format) = read.format.filter(|format| ours.1 != Some(*format)) {
            let only = StringRules { format: Some(format), ..StringRules::default() };
            self.for_format(at, sent, &Sent::Rules(&only), "a UUID")?;
        }
        if let Some(pattern) = read.pattern.as_ref().filter(|pattern| ours.0 != Some(*pattern)) {
            let only = StringRules { pattern: Some(pattern.clone()), ..StringRules::default() };
            if self.is_refused(sent, &Sent::Rules(&only)) {
                return self.gap(at, format!("texts that do not match `{pattern}`"), true);
            }
            let why = match ours.0 {
                Some(ours) => format!("whether what matches `{ours}` also matches `{pattern}` cannot be told"),
                None => format!("whether every text matches `{pattern}` cannot be told"),
            };
            self.doubt(at, why);
        }
        Ok(())
    }

    fn for_format(&mut self, at: At, sent: &Sent<'a>, read: &Sent<'_>, what: &str) -> Outcome {
        if self.is_refused(sent, read) {
            return self.gap(at, format!("texts that are not {what}"), true);
        }
        self.doubt(at, format!("whether every text is {what} cannot be told"));
        Ok(())
    }

    /// Whether some text is sent that the reader certainly refuses.
    pub(super) fn is_refused(&mut self, sent: &Sent<'a>, read: &Sent<'_>) -> bool {
        let texts = self.samples.sent_by(sent);
        let patterns = self.samples.patterns();
        texts.iter().any(|text| !read.takes(text, patterns))
    }
}

/// The first of some values, as they are written.
pub(super) fn quoted<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    listed(values.into_iter().map(|value| format!("`{value}`")))
}
