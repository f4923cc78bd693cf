//! The ids of one page: what links lead to, no two alike.

use std::collections::HashSet;

use super::names;

/// The ids that a page has given away.
#[derive(Debug, Default)]
pub struct Ids {
    used: HashSet<String>,
}

impl Ids {
    /// The ids of a page whose frame has `own` ones.
    pub fn without(own: &[&str]) -> Self {
        Self { used: own.iter().map(|id| (*id).to_owned()).collect() }
    }

    /// An id that says these words, with the lowest number that makes it new where they are taken.
    pub fn give(&mut self, words: &str) -> String {
        let slug = names::slug(words);
        let slug = if slug.is_empty() { "part".to_owned() } else { slug };
        let numbered = (2_u32..).map(|number| format!("{slug}-{number}"));
        let free = std::iter::once(slug.clone()).chain(numbered).find(|id| self.used.insert(id.clone()));
        free.unwrap_or(slug)
    }
}
