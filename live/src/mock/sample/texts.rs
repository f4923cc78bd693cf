//! Texts: what the field's name leads one to expect, within the rules for its length and its pattern.

use event_spec::types::{Format, StringRules};
use regex_lite::Regex;

use super::words::{COLOURS, CURRENCIES, LANGUAGES, NAMES, REACTIONS, REASONS, SENTENCES, TITLES, WORDS};
use super::{At, Making};
use crate::mock::ids;

impl Making<'_> {
    pub(super) fn text(&mut self, rules: &StringRules, at: At<'_>) -> String {
        if rules.format == Some(Format::Uuid) {
            return self.uuid();
        }
        let plausible = self.word(at);
        let Some(pattern) = &rules.pattern else { return fitted(plausible, rules) };
        let matches = event_spec::pattern::to_regex_lite(pattern).ok().and_then(|regex| Regex::new(&regex).ok());
        let fits = |text: &String| {
            let length = text.chars().count() as u64;
            rules.min_length.is_none_or(|least| length >= least)
                && rules.max_length.is_none_or(|most| length <= most)
                && matches.as_ref().is_some_and(|regex| regex.is_match(text))
        };
        if fits(&plausible) {
            return plausible;
        }
        let fitting: Vec<String> = event_spec::pattern::samples(pattern).into_iter().filter(fits).collect();
        self.random.pick(&fitting).cloned().unwrap_or_else(|| fitted(plausible, rules))
    }

    /// A text for a field of this name.
    pub(super) fn word(&mut self, at: At<'_>) -> String {
        if ids::is_id(at.field) {
            return self.ids.text(at.field, at.owner, self.random);
        }
        let words = event_spec::words::split(at.field);
        let says = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
        let of = |making: &mut Self, texts: &[&str]| making.random.pick(texts).copied().unwrap_or_default().to_owned();
        if says(&["url", "uri", "link", "href", "avatar", "image", "picture", "photo", "thumbnail"]) {
            let word = of(self, &WORDS);
            let ending = if says(&["avatar", "image", "picture", "photo", "thumbnail"]) { ".png" } else { "" };
            format!("https://example.com/{word}{ending}")
        } else if says(&["email", "mail"]) {
            format!("{}@example.com", of(self, &WORDS))
        } else if says(&["phone", "mobile", "msisdn"]) {
            format!("+62812{:08}", self.random.below(100_000_000))
        } else if says(&["filename", "file"]) {
            format!("{}.pdf", of(self, &WORDS))
        } else if says(&["mime", "mimetype"]) {
            "application/pdf".to_owned()
        } else if says(&["text", "content", "message", "body", "comment", "preview", "caption", "quote"]) {
            of(self, &SENTENCES)
        } else if says(&["title", "subject", "headline", "topic", "thread", "product", "label"]) {
            of(self, &TITLES)
        } else if says(&["username", "login", "handle", "nickname"]) {
            of(self, &WORDS)
        } else if says(&["name", "author", "customer", "user", "sender", "agent"]) {
            of(self, &NAMES)
        } else if says(&["reason", "cause", "note", "description", "details", "summary"]) {
            of(self, &REASONS)
        } else if says(&["reaction", "emoji"]) {
            of(self, &REACTIONS)
        } else if says(&["language", "locale", "lang"]) {
            of(self, &LANGUAGES)
        } else if says(&["currency"]) {
            of(self, &CURRENCIES)
        } else if says(&["color", "colour"]) {
            of(self, &COLOURS)
        } else if says(&["version"]) {
            "1.0".to_owned()
        } else if says(&["time", "date", "at"]) {
            self.moment(at).text()
        } else {
            of(self, &WORDS)
        }
    }

    fn uuid(&mut self) -> String {
        let (high, low) = (self.random.next(), self.random.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            0x8000 | ((low >> 48) & 0x3fff),
            low & 0xffff_ffff_ffff
        )
    }
}

/// A text of an allowed length: more words behind it, or less of it.
fn fitted(text: String, rules: &StringRules) -> String {
    let least = usize::try_from(rules.min_length.unwrap_or(0)).unwrap_or(usize::MAX).min(1_000_000);
    let most = usize::try_from(rules.max_length.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let mut length = text.chars().count();
    if length > most {
        return text.chars().take(most).collect();
    }
    let mut longer = text;
    let mut words = WORDS.iter().cycle();
    while length < least {
        let word = words.next().copied().unwrap_or("more");
        let room = most.saturating_sub(length);
        let piece: String = std::iter::once(' ').chain(word.chars()).take(room).collect();
        length = length.saturating_add(piece.chars().count());
        longer.push_str(&piece);
    }
    longer
}
