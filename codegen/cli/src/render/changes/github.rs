//! Changes as GitHub's workflow commands, beside the changed lines; what is gone stands at the catalogue's first line.
//!
//! An error is what fails the run, a warning what needs an order of deployment, a notice what is safe.

use std::ops::Range;

use event_spec::compare::{Change, Verdict};
use event_spec::source::{Position, Span};

use crate::diff::{Compared, Differences, FailOn, Fate, Version};
use crate::render::changes::words;
use crate::render::github::annotation;
use crate::render::plain::one_line;

/// Renders the differences, the worst of each catalogue first: GitHub shows no more than ten of a kind.
pub fn render(differences: &Differences, fail_on: FailOn) -> String {
    let mut text = String::new();
    for compared in &differences.catalogues {
        match (compared.fate(), &compared.new) {
            (Fate::Removed, _) => text.push_str(&gone(compared, fail_on)),
            (Fate::Changed, Some(new)) => {
                text.push_str(&version(compared, new, fail_on));
                let changes = words::worst_first(compared);
                changes.iter().for_each(|change| text.push_str(&changed(new, change, fail_on)));
            }
            (Fate::Changed | Fate::Added | Fate::Unchanged, _) => {}
        }
    }
    text
}

/// A catalogue that is gone has no file to point at but the one that it had.
fn gone(compared: &Compared, fail_on: FailOn) -> String {
    let Some(old) = &compared.old else { return String::new() };
    let message = format!("the catalogue `{}` is gone: whoever uses it breaks", one_line(compared.name()));
    annotation(level(Verdict::Breaking, fail_on), &old.file, &(START..START), "catalogue gone", &message)
}

/// A version that is too low, at the place that declares it.
fn version(compared: &Compared, new: &Version, fail_on: FailOn) -> String {
    let Some(next) = compared.next_version().filter(|_| !compared.is_version_enough()) else { return String::new() };
    let declared = &new.catalogue.version;
    let command = if fail_on == FailOn::Version { "error" } else { "warning" };
    let message = format!("the changes ask for version {next}, and {} is declared", declared.value);
    let (path, place) = spot(new, Some(declared.span));
    annotation(command, &path, &place, "version", &message)
}

fn changed(new: &Version, change: &Change, fail_on: FailOn) -> String {
    let verdict = change.effect.verdict();
    let mut message = format!("{} {}", one_line(&change.subject), one_line(&change.what));
    for (order, why) in words::reasons(change) {
        message.push_str(&format!("\n{order}: {}", one_line(why)));
    }
    if !change.readers.is_empty() {
        let readers = change.readers.iter().map(|reader| one_line(&reader.consumer)).collect::<Vec<_>>();
        message.push_str(&format!("\nread by {}", readers.join(", ")));
    }
    if let Some(help) = &change.help {
        message.push_str(&format!("\nhelp: {}", one_line(help)));
    }
    let (path, place) = spot(new, change.new);
    annotation(
        level(verdict, fail_on),
        &path,
        &place,
        &format!("{}: {}", words::verdict(verdict), change.rule.id),
        &message,
    )
}

fn level(verdict: Verdict, fail_on: FailOn) -> &'static str {
    match verdict {
        _ if fail_on.counts(verdict) => "error",
        Verdict::Safe => "notice",
        _ => "warning",
    }
}

/// A place of the new version; its catalogue's first line where there is none.
fn spot(new: &Version, span: Option<Span>) -> (String, Range<Position>) {
    let place = span.map_or(START..START, |span| new.texts.sources.positions(span));
    (new.texts.path(span.unwrap_or(new.catalogue.name.span)), place)
}

const START: Position = Position { line: 1, column: 1 };
