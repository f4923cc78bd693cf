//! Naming patterns against names, and the pattern that a catalogue's names follow without being asked.

use regex_lite::Regex;

use super::action::is_action;
use super::style::{Style, common_style};
use crate::catalogue::{Catalogue, Event, NamingPattern, Segment, WordStyle};
use crate::tree::write::quoted;

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

    /// Whether it is a single word, such as `ping`, which has neither segments to separate nor words to join.
    pub(crate) fn is_plain(&self) -> bool {
        self.separators.is_empty() && self.style.is_none()
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
    let names = staying(catalogue).map(|event| event.name.value.as_str());
    let names: Vec<(Shape, Vec<&str>)> = names.map(|name| (Shape::of(name), segments(name).collect())).collect();
    let telling = names.iter().filter(|(shape, _)| !shape.is_plain());
    let telling = most(telling.map(|(shape, segments)| (&*shape.separators, segments.len())));
    let ((separators, count), _) = telling.unwrap_or((("", 1), 0));
    // Of several signs nobody knows which goes where.
    if separators.chars().count() > 1 {
        return None;
    }
    let alike = names.iter().filter(|(shape, segments)| shape.separators == separators && segments.len() == count);
    let things: &[&str] = match count {
        1 => &["event"],
        2 => &["resource"],
        3 => &["module", "resource"],
        _ => return None,
    };
    let mut words = things.to_vec();
    if count > 1 {
        let deeds = |segments: &[&str]| (0..count).filter(|at| is_action(segments[*at])).collect::<Vec<_>>();
        let action = most(alike.clone().flat_map(|(_, segments)| deeds(segments)));
        words.insert(action.map_or(count - 1, |(at, _)| at), "action");
    }
    let words: Vec<String> = words.iter().map(|word| format!("{{{word}}}")).collect();
    let pattern = quoted(&words.join(separators));
    let style =
        common_style(alike.clone().filter_map(|(shape, _)| shape.style)).map_or(WordStyle::Snake, |(style, _)| style);
    let follow = alike.filter(|(shape, _)| shape.style.is_none_or(|own| own == Style::Of(style))).count();
    let naming = match style {
        WordStyle::Snake => format!("naming: {pattern}"),
        style => format!("naming: {{ pattern: {pattern}, style: {} }}", style.as_str()),
    };
    Some((naming, follow))
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
