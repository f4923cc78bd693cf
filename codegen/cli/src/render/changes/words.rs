//! Words and orders that several formats share.

use event_spec::compare::{Answer, Change, Side, Verdict};
use event_spec::source::Span;

use crate::diff::{Compared, Differences, Fate, Version};

/// The verdicts, the worst first.
pub const VERDICTS: [Verdict; 5] =
    [Verdict::Breaking, Verdict::Unclear, Verdict::ClientsFirst, Verdict::ServerFirst, Verdict::Safe];

/// A verdict in two words.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "breaking",
        Verdict::Unclear => "unclear",
        Verdict::ClientsFirst => "clients first",
        Verdict::ServerFirst => "server first",
        Verdict::Safe => "safe",
    }
}

/// What a verdict means.
pub fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "something breaks, whoever is deployed first",
        Verdict::Unclear => "it cannot be told what breaks",
        Verdict::ClientsFirst => "nothing breaks if the clients are deployed before the server",
        Verdict::ServerFirst => "nothing breaks if the server is deployed before the clients",
        Verdict::Safe => "nothing breaks, whoever is deployed first",
    }
}

/// Who breaks in at least one order: `breaks clients`, `breaks the server`, both; `may break` where it cannot be told.
pub fn breaks(change: &Change) -> String {
    let answers = [&change.effect.server_first, &change.effect.clients_first];
    let fails = |side| answers.iter().any(|answer| matches!(answer, Answer::No { who, .. } if *who == side));
    match (fails(Side::Clients), fails(Side::Server)) {
        (true, true) => "breaks clients and the server".to_owned(),
        (true, false) => "breaks clients".to_owned(),
        (false, true) => "breaks the server".to_owned(),
        (false, false) if change.effect.verdict() == Verdict::Safe => String::new(),
        (false, false) => "may break".to_owned(),
    }
}

/// The reasons of a change, each with the order of deployment that it forbids.
pub fn reasons(change: &Change) -> impl Iterator<Item = (&'static str, &str)> {
    let answers = [
        ("if the server goes first", &change.effect.server_first),
        ("if the clients go first", &change.effect.clients_first),
    ];
    answers.into_iter().filter_map(|(order, answer)| Some((order, answer.why()?)))
}

/// A verdict with the day until which it holds.
pub fn group(change: &Change) -> (Verdict, Option<&str>) {
    (change.effect.verdict(), change.until.as_ref().map(event_spec::Date::as_str))
}

/// The changes of a catalogue, the worst first and else in their order; what holds for a time alone comes after what stays.
pub fn worst_first(compared: &Compared) -> Vec<&Change> {
    let mut changes: Vec<&Change> = compared.comparison.changes.iter().collect();
    let rank = |verdict: Verdict| VERDICTS.iter().position(|known| *known == verdict);
    changes.sort_by_key(|change| {
        let (verdict, until) = group(change);
        (rank(verdict), until)
    });
    changes
}

/// Where a change stands: `contracts/leads/catalogue.yaml:41:7`, and the version that holds it.
pub fn place<'a>(compared: &'a Compared, change: &Change) -> Option<(&'a Version, Span)> {
    let new = compared.new.as_ref().zip(change.new);
    new.or_else(|| compared.old.as_ref().zip(change.old))
}

/// A span of a version as `path:line:column`.
pub fn spot(version: &Version, span: Span) -> String {
    let start = version.texts.sources.positions(span).start;
    format!("{}:{}:{}", version.texts.path(span), start.line, start.column)
}

/// `3 changes`.
pub fn count(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The whole run in a line: `3 changes in 1 of 5 catalogues since main`.
pub fn tally(differences: &Differences) -> String {
    let (catalogues, since) = (&differences.catalogues, &differences.since);
    let with = |fate| catalogues.iter().filter(|compared| compared.fate() == fate).count();
    let changed = catalogues.iter().filter(|compared| compared.fate() == Fate::Changed);
    let changes: usize = changed.map(|compared| compared.comparison.changes.len()).sum();
    let all = count(catalogues.len(), "catalogue");
    let mut parts = Vec::new();
    if with(Fate::Changed) > 0 {
        parts.push(format!("{} in {}", count(changes, "change"), with(Fate::Changed)));
    }
    for (fate, word) in [(Fate::Added, "new"), (Fate::Removed, "gone")] {
        if with(fate) > 0 {
            parts.push(format!("{} {word}", with(fate)));
        }
    }
    match (parts.is_empty(), catalogues.len()) {
        (true, _) => format!("no changes in {all} since {since}"),
        (false, 1) if changes > 0 => format!("{} in {all} since {since}", count(changes, "change")),
        (false, _) => format!("{} of {all} since {since}", parts.join(", ")),
    }
}
