//! Changes as GitHub's workflow commands, beside the changed lines; what is gone stands at the catalogue's first line.
//!
//! An error is what fails the run, a warning what needs an order of deployment, a notice what is safe.

use std::ops::Range;

use event_spec::compare::{Change, Verdict};
use event_spec::source::{Position, Span};

use crate::diff::{Compared, Differences, FailOn};
use crate::render::changes::words;
use crate::render::github::annotation;
use crate::render::plain::one_line;

/// Renders the differences, the worst of each catalogue first: GitHub shows no more than ten of a kind.
pub fn render(differences: &Differences, fail_on: FailOn) -> String {
    let mut text = String::new();
    for compared in &differences.catalogues {
        if let Some(change) = compared.comparison.version_too_low() {
            let command = if fail_on == FailOn::Version { "error" } else { "warning" };
            text.push_str(&changed(compared, &change, command, change.rule.id));
        }
        for change in words::worst_first(compared) {
            let verdict = change.effect.verdict();
            let title = format!("{}: {}", words::verdict(verdict), change.rule.id);
            text.push_str(&changed(compared, change, level(verdict, fail_on), &title));
        }
    }
    text
}

fn changed(compared: &Compared, change: &Change, command: &str, title: &str) -> String {
    let mut message = format!("{} {}", one_line(&change.subject), one_line(&change.what));
    for (order, why) in words::reasons(change) {
        message.push_str(&format!("\n{order}: {}", one_line(why)));
    }
    if !change.also.is_empty() {
        message.push_str(&format!("\nalso {}", words::few(change.also.iter().map(|subject| one_line(subject)))));
    }
    let readers = words::readers(change);
    if !readers.is_empty() {
        message.push_str(&format!("\nread by {}", words::few(readers.iter().map(|reader| one_line(&reader.consumer)))));
    }
    if let Some(help) = &change.help {
        message.push_str(&format!("\nhelp: {}", one_line(help)));
    }
    let (path, place) = spot(compared, change.new);
    annotation(command, &path, &place, title, &message)
}

fn level(verdict: Verdict, fail_on: FailOn) -> &'static str {
    match verdict {
        _ if fail_on.counts(verdict) => "error",
        Verdict::Safe => "notice",
        _ => "warning",
    }
}

/// A place of the new version; the first line of its catalogue where there is none, and of the old one's if that is gone.
fn spot(compared: &Compared, span: Option<Span>) -> (String, Range<Position>) {
    match (&compared.new, span) {
        (Some(new), Some(span)) => (new.texts.path(span), new.texts.sources.positions(span)),
        _ => (compared.file().to_owned(), START..START),
    }
}

const START: Position = Position { line: 1, column: 1 };
