//! Tables of a TOML text, read with their places.
//!
//! What is wrong is collected; a part that could not be read is absent.

use event_spec::diagnostic::{Diagnostic, Diagnostics, Level};
use event_spec::rule::Rule;
use event_spec::source::{SourceId, Span};
use event_spec::suggest;
use toml::de::{DeArray, DeTable, DeValue};

use crate::config::Text;

/// What every finding here is.
static CONFIGURATION: Rule =
    Rule::outside("configuration", Level::Error, "the configuration says only what the command knows");

/// A text under reading.
pub struct Reader {
    source: SourceId,
    /// What was found wrong.
    pub found: Diagnostics,
}

impl Reader {
    /// Reads places into `source`.
    pub fn new(source: SourceId) -> Self {
        Self { source, found: Diagnostics::default() }
    }

    /// The place of a range of bytes.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span { source: self.source, start: range.start as u32, end: range.end as u32 }
    }

    /// Adds a finding, for the caller to say more about.
    pub fn wrong(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&CONFIGURATION, span, message)
    }

    /// The whole text as a table; nothing where it is no TOML, of which the first fault alone means much.
    pub fn document<'t>(&mut self, text: &'t str) -> Option<DeTable<'t>> {
        match DeTable::parse(text) {
            Ok(document) => Some(document.into_inner()),
            Err(error) => {
                let span = self.span(error.span().unwrap_or(0..0));
                let finding = self.wrong(span, error.message().replace('\n', ", "));
                self.found.push(finding);
                None
            }
        }
    }

    /// Reports every key of a table that is not among `known`.
    pub fn keys(&mut self, table: &DeTable, what: &str, known: &[&str]) {
        for key in table.keys() {
            let written: &str = key.get_ref();
            if known.contains(&written) {
                continue;
            }
            let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let help = suggest::did_you_mean(written, known.iter().copied()).unwrap_or(format!("known are {list}"));
            let finding = self.wrong(self.span(key.span()), format!("unknown key `{written}` in {what}"));
            self.found.push(finding.help(help));
        }
    }

    /// The table under a key.
    pub fn table<'a, 't>(&mut self, table: &'a DeTable<'t>, key: &str) -> Option<&'a DeTable<'t>> {
        let value = table.get(key)?;
        let found = value.get_ref().as_table();
        if found.is_none() {
            self.mistyped(&format!("`{key}`"), "a table", value);
        }
        found
    }

    /// The array under a key.
    pub fn array<'a, 't>(&mut self, table: &'a DeTable<'t>, key: &str) -> Option<&'a DeArray<'t>> {
        let value = table.get(key)?;
        let found = value.get_ref().as_array();
        if found.is_none() {
            self.mistyped(&format!("`{key}`"), "an array", value);
        }
        found
    }

    /// The text under a key; an empty one is wrong everywhere.
    pub fn text(&mut self, table: &DeTable, key: &str) -> Option<Text> {
        let value = table.get(key)?;
        self.text_value(&format!("`{key}`"), value)
    }

    /// The texts of the array under a key.
    pub fn texts(&mut self, table: &DeTable, key: &str) -> Vec<Text> {
        let Some(list) = self.array(table, key) else { return Vec::new() };
        list.iter().filter_map(|item| self.text_value(&format!("each of `{key}`"), item)).collect()
    }

    /// A value that must be a text; `what` is what a finding calls it.
    pub fn text_value(&mut self, what: &str, value: &toml::Spanned<DeValue>) -> Option<Text> {
        let Some(text) = value.get_ref().as_str() else {
            self.mistyped(what, "a string", value);
            return None;
        };
        let span = self.span(value.span());
        if text.is_empty() {
            let finding = self.wrong(span, format!("{what} is empty"));
            self.found.push(finding);
            return None;
        }
        Some(Text::new(text.to_owned(), span))
    }

    /// One of several words under a key.
    pub fn word<T: clap::ValueEnum>(&mut self, table: &DeTable, key: &str) -> Option<T> {
        let text = self.text(table, key)?;
        let word = T::from_str(&text, false).ok();
        if word.is_none() {
            let words = T::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value);
            let list = words.map(|word| format!("`{}`", word.get_name())).collect::<Vec<_>>().join(", ");
            let finding = self.wrong(text.span, format!("`{key}` cannot be `{}`", text.value));
            self.found.push(finding.help(format!("write one of {list}")));
        }
        word
    }

    fn mistyped(&mut self, what: &str, wanted: &str, value: &toml::Spanned<DeValue>) {
        let message = format!("{what} is {wanted}, and not {}", article(value.get_ref().type_str()));
        let finding = self.wrong(self.span(value.span()), message);
        self.found.push(finding);
    }
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
