//! The anchors that GitHub gives to headings.

use std::collections::HashMap;

use crate::docs::page::{Anchor, Inline, Page, Section};

/// The slug of every section of a page.
pub struct Slugs<'a> {
    slugs: HashMap<&'a Anchor, String>,
}

impl<'a> Slugs<'a> {
    /// Walks the headings in the order of the page, as GitHub does to number those that are alike.
    pub fn of(page: &'a Page) -> Self {
        let mut slugs = Self { slugs: HashMap::new() };
        let mut seen = HashMap::new();
        unique(slug(&page.title), &mut seen);
        page.sections.iter().for_each(|section| slugs.add(section, &mut seen));
        slugs
    }

    /// The slug of a section.
    ///
    /// # Panics
    /// When the page has no such section: lowering links only to what it makes.
    pub fn get(&self, anchor: &Anchor) -> &str {
        self.slugs.get(anchor).unwrap_or_else(|| panic!("a page links to {anchor:?}, which it does not have"))
    }

    fn add(&mut self, section: &'a Section, seen: &mut HashMap<String, usize>) {
        let slug = unique(slug(&plain(&section.title)), seen);
        self.slugs.insert(&section.anchor, slug);
        section.sections.iter().for_each(|part| self.add(part, seen));
    }
}

/// A heading as GitHub's anchors have it: lower case, spaces as hyphens, without what is neither letter, digit, hyphen
/// nor underscore.
pub fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|ch| ch.is_alphanumeric() || matches!(ch, ' ' | '-' | '_'));
    kept.map(|ch| if ch == ' ' { '-' } else { ch }).flat_map(char::to_lowercase).collect()
}

/// The slug itself where nobody has it yet, else with the lowest number that makes it new.
fn unique(slug: String, seen: &mut HashMap<String, usize>) -> String {
    let mut candidate = slug.clone();
    while seen.contains_key(&candidate) {
        let number = seen.entry(slug.clone()).or_insert(0);
        *number += 1;
        candidate = format!("{slug}-{number}");
    }
    seen.insert(candidate.clone(), 0);
    candidate
}

fn plain(inline: &Inline) -> String {
    match inline {
        Inline::Text(words) => super::escape::shown(words).into_owned(),
        Inline::Code(words) => super::escape::shown(words).into_owned(),
        Inline::Strong(words) | Inline::Emphasis(words) | Inline::Link(words, _) => words.iter().map(plain).collect(),
        Inline::Mark(mark) => mark.words().to_owned(),
        Inline::Break => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_anchors() {
        assert_eq!(slug("message.new"), "messagenew");
        assert_eq!(slug("room:new_message"), "roomnew_message");
        assert_eq!(slug("How an event lies on the wire"), "how-an-event-lies-on-the-wire");
        assert_eq!(slug("user.{user_id}.orders"), "useruser_idorders");
    }

    #[test]
    fn headings_that_are_alike_are_numbered() {
        let mut seen = HashMap::new();
        let slugs = ["a", "a", "a-1", "a", "b"].map(|heading| unique(slug(heading), &mut seen));
        assert_eq!(slugs, ["a", "a-1", "a-1-1", "a-2", "b"]);
    }
}
