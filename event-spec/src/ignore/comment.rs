//! One comment: which rule it ignores, and on which line.

use std::ops::Range;

use super::{IGNORE_MALFORMED, IGNORE_UNUSED};
use crate::diagnostic::Diagnostic;
use crate::rule::{Category, Rule, rules};
use crate::source::{Source, SourceId, Span};
use crate::suggest;
use crate::tree::comments;

/// The word that such a comment begins with.
const MARKER: &str = "eventspec-ignore";

/// How such a comment is written.
const FORM: &str = "write `# eventspec-ignore RULE reason`";

/// A comment that ignores a rule.
pub(super) struct Comment {
    /// The rule.
    pub(super) rule: &'static Rule,
    /// The line whose findings it ignores, from 1; none where nothing stands below it.
    pub(super) target: Option<u32>,
    /// Whether it ignored something.
    pub(super) used: bool,
    /// From `#` to the last word.
    span: Span,
    /// What goes with it when it is taken out: its line, or the blanks before it.
    removal: Span,
    /// Whether it has a line of its own.
    is_above: bool,
}

impl Comment {
    /// The file that it stands in.
    pub(super) fn source(&self) -> SourceId {
        self.span.source
    }

    /// Says that it ignores nothing.
    pub(super) fn unused(&self) -> Diagnostic {
        let place = match (self.is_above, self.target) {
            (false, _) => "on this line",
            (true, Some(_)) => "on the line below",
            (true, None) => "below: there is no line",
        };
        let message = format!("nothing to ignore: `{}` finds nothing {place}", self.rule.id);
        Diagnostic::new(&IGNORE_UNUSED, self.span, message).help("take the comment out").fix(self.removal, "")
    }
}

/// Every comment of a text that ignores a rule, or says what is wrong with it.
pub(super) fn all(id: SourceId, source: &Source) -> Vec<Result<Comment, Box<Diagnostic>>> {
    comments::beginning_with(source.text(), MARKER).into_iter().map(|range| parse(id, source, range)).collect()
}

fn parse(id: SourceId, source: &Source, range: Range<usize>) -> Result<Comment, Box<Diagnostic>> {
    let text = source.text();
    let written = text[range.clone()].trim_end();
    let end = range.start + written.len();
    let span = |from: usize, to: usize| Span { source: id, start: from as u32, end: to as u32 };
    let wrong = |at: Span, message: String, help: String| {
        Err(Box::new(Diagnostic::new(&IGNORE_MALFORMED, at, message).help(help)))
    };

    let mut words = words(text, range.start + 1, end);
    let marker = words.next().unwrap_or(range.start..end);
    if &text[marker.clone()] != MARKER {
        let message = format!("`{}` is not `{MARKER}`", &text[marker.clone()]);
        return wrong(span(marker.start, marker.end), message, FORM.to_owned());
    }
    let Some(named) = words.next() else {
        return wrong(span(range.start, end), "this comment names no rule to ignore".to_owned(), FORM.to_owned());
    };
    let (place, named) = (span(named.start, named.end), &text[named]);
    let Some(rule) = Rule::of(named) else {
        let near = suggest::did_you_mean(named, rules().iter().map(|rule| rule.id));
        let help = near.unwrap_or_else(|| "`eventspec rules` lists the rules".to_owned());
        return wrong(place, format!("there is no rule `{named}`"), help);
    };
    if let Some(reason) = never_ignored(rule) {
        return wrong(place, format!("`{named}` cannot be ignored: {reason}"), "take the comment out".to_owned());
    }
    if words.next().is_none() {
        let message = format!("this comment ignores `{named}` and gives no reason");
        let help = format!("say after `{named}` why it does not hold here");
        return wrong(span(range.start, end), message, help);
    }

    let line = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line..range.start];
    let is_above = before.trim_start_matches('\u{feff}').trim().is_empty();
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    let number = source.position(range.start as u32).line;
    let (target, removal) = if is_above {
        (line_below(&text[line_end..]).map(|lines| number + 1 + lines), span(line, line_end))
    } else {
        (Some(number), span(line + before.trim_end().len(), range.end))
    };
    Ok(Comment { rule, target, used: false, span: span(range.start, end), removal, is_above })
}

/// Why no comment ignores a rule.
fn never_ignored(rule: &Rule) -> Option<&'static str> {
    match rule.category {
        Category::Changes => Some("it compares two versions, and the lint sees one"),
        Category::Ignores => Some("it is about comments like this one"),
        _ if rule.is_required() => Some("a catalogue that breaks it cannot be understood"),
        _ => None,
    }
}

/// The first of some lines that holds more than a comment, counted from 0.
fn line_below(rest: &str) -> Option<u32> {
    let place = rest.lines().position(|line| !matches!(line.trim_start().chars().next(), None | Some('#')));
    place.map(|at| at as u32)
}

/// Where the words of a part of a text stand.
fn words(text: &str, start: usize, end: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text[at..end].trim_start();
        let from = end - rest.len();
        at = from + rest.split_whitespace().next()?.len();
        Some(from..at)
    })
}
