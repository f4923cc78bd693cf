//! Naming patterns against names, and the pattern that a catalogue's names follow without being asked.

use regex_lite::Regex;

use super::action::is_action;
use super::style::{Style, common_style};
use crate::catalogue::{Catalogue, Event, NamingPattern, Segment, WordStyle};

/// The events whose names are to follow a convention: those that stay.
pub(crate) fn staying(catalogue: &Catalogue) -> impl Iterator<Item = &Event> {
    catalogue.events.values().filter(|event| event.deprecated.is_none())
}

/// The expression that matches the names of a pattern, with a group for each word in braces. Nothing for a pattern that no
/// expression can hold.
pub(crate) fn regex(pattern: &NamingPattern) -> Option<Regex> {
    let word = match pattern.style {
        WordStyle::Snake => "([a-z][a-z0-9]*(?:_[a-z0-9]+)*)",
        WordStyle::Kebab => "([a-z][a-z0-9]*(?:-[a-z0-9]+)*)",
        WordStyle::Camel => "([a-z][a-zA-Z0-9]*)",
        WordStyle::Pascal => "([A-Z][a-zA-Z0-9]*)",
    };
    let parts = pattern.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => regex_lite::escape(text),
        Segment::Named(_) => word.to_owned(),
    });
    // Literals are escaped and a pattern is short, so this fails for no catalogue that was read.
    Regex::new(&format!("^(?:{})$", parts.collect::<String>())).ok()
}

/// How a name is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The signs between its segments, each once.
    pub(crate) separators: String,
    /// How the words of its segments are joined, where a segment has several.
    pub(crate) style: Option<Style>,
}

impl Shape {
    /// The shape of a name.
    pub(crate) fn of(name: &str) -> Self {
        let mut separators = String::new();
        for ch in name.chars().filter(|ch| is_separator(*ch)) {
            if !separators.contains(ch) {
                separators.push(ch);
            }
        }
        let mut styles = segments(name).filter_map(Style::of);
        let first = styles.next();
        let style = if styles.all(|style| Some(style) == first) { first } else { Some(Style::Mixed) };
        Self { separators, style }
    }
}

/// The segments of a name.
pub(crate) fn segments(name: &str) -> impl Iterator<Item = &str> {
    name.split(is_separator).filter(|segment| !segment.is_empty())
}

fn is_separator(ch: char) -> bool {
    !ch.is_alphanumeric() && ch != '_' && ch != '-'
}

/// What most of some values are, the first of those that are equally many, with its count.
pub(crate) fn most<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    let best = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == best)
}

/// What `naming` could say of a catalogue's names, as YAML, with how many names follow it.
pub(crate) fn proposal(catalogue: &Catalogue) -> Option<(String, usize)> {
    let names: Vec<&str> = staying(catalogue).map(|event| event.name.value.as_str()).collect();
    let count_of = |name: &str| segments(name).count();
    let ((separators, count), _) = most(names.iter().map(|name| (Shape::of(name).separators, count_of(name))))?;
    let alike = names.iter().filter(|name| Shape::of(name).separators == separators && count_of(name) == count);
    let alike: Vec<&str> = alike.copied().collect();
    let places = alike.iter().flat_map(|name| segments(name).enumerate().filter(|(_, segment)| is_action(segment)));
    let action = most(places.map(|(at, _)| at)).map_or(count.saturating_sub(1), |(at, _)| at);
    let things: &[&str] = match count {
        1 => &["event"],
        2 => &["resource"],
        3 => &["module", "resource"],
        _ => return None,
    };
    let mut words = things.to_vec();
    if count > 1 {
        words.insert(action, "action");
    }
    let words: Vec<String> = words.iter().map(|word| format!("{{{word}}}")).collect();
    let pattern = words.join(&separators);
    let naming = match common_style(alike.iter().filter_map(|name| Shape::of(name).style)) {
        None | Some((WordStyle::Snake, _)) => format!("naming: \"{pattern}\""),
        Some((style, _)) => format!("naming: {{ pattern: \"{pattern}\", style: {} }}", style.as_str()),
    };
    Some((naming, alike.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_separators_and_style() {
        let shape = |name| Shape::of(name);
        assert_eq!(shape("ping"), Shape { separators: String::new(), style: None });
        assert_eq!(shape("room:new_message").separators, ":");
        assert_eq!(shape("user.status.changed").separators, ".");
        assert_eq!(shape("message.newOne").style, Some(Style::Of(WordStyle::Camel)));
        assert_eq!(shape("my_message.newOne").style, Some(Style::Mixed));
    }

    #[test]
    fn the_first_of_equals_is_most() {
        assert_eq!(most(["a", "b", "b", "a"]), Some(("a", 2)));
        assert_eq!(most(Vec::<u8>::new()), None);
    }
}
