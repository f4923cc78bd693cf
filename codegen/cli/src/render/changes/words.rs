//! Words and orders that several formats share.

use std::collections::HashMap;

use event_spec::compare::{Answer, Change, Reader, Side, Verdict};
use event_spec::quantity::{counted, grouped};
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
pub fn reasons(change: &Change) -> Vec<(&'static str, &str)> {
    match (change.effect.server_first.why(), change.effect.clients_first.why()) {
        (Some(one), Some(other)) if one == other => vec![("whoever goes first", one)],
        (server_first, clients_first) => {
            let answers = [("if the server goes first", server_first), ("if the clients go first", clients_first)];
            answers.into_iter().filter_map(|(order, why)| Some((order, why?))).collect()
        }
    }
}

/// The consumers that are concerned: not where the server alone breaks.
pub fn readers(change: &Change) -> &[Reader] {
    let concerns = |answer: &Answer| !matches!(answer, Answer::Yes | Answer::No { who: Side::Server, .. });
    let concerned = concerns(&change.effect.server_first) || concerns(&change.effect.clients_first);
    if concerned { &change.readers } else { &[] }
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

/// Changes that say the same of several subjects.
pub struct Block<'a> {
    /// The changes; the first speaks for all.
    pub changes: Vec<&'a Change>,
    /// What else one of them changed.
    pub also: Vec<&'a str>,
    /// The consumers that read one of them, each once.
    pub readers: Vec<&'a Reader>,
}

impl<'a> Block<'a> {
    /// The change that speaks for all.
    pub fn first(&self) -> &'a Change {
        self.changes[0]
    }

    fn add(&mut self, change: &'a Change) {
        self.changes.push(change);
        self.also.extend(change.also.iter().map(String::as_str));
        for reader in readers(change) {
            if self.readers.iter().all(|known| known.consumer != reader.consumer) {
                self.readers.push(reader);
            }
        }
    }
}

/// The changes of a catalogue, the worst first, and those together that say the same.
pub fn blocks(compared: &Compared) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for change in worst_first(compared) {
        let says = (change.rule.id, &change.what, group(change), reasons(change), &change.help);
        let at = *known.entry(says).or_insert(blocks.len());
        if at == blocks.len() {
            blocks.push(Block { changes: Vec::new(), also: Vec::new(), readers: Vec::new() });
        }
        blocks[at].add(change);
    }
    blocks
}

/// So many subjects of changes that say the same are listed.
pub const SUBJECTS: usize = 12;

/// The first of some things, with commas between, and how many more there are.
pub fn few(things: impl ExactSizeIterator<Item = String>) -> String {
    first(4, things)
}

/// The first `most` of some things, with commas between, and how many more there are.
pub fn first(most: usize, things: impl ExactSizeIterator<Item = String>) -> String {
    let shown = shown(most, things.len());
    let more = things.len() - shown;
    let listed = things.take(shown).collect::<Vec<_>>().join(", ");
    if more == 0 { listed } else { format!("{listed} and {} more", grouped(more as u64)) }
}

/// How many things of `count` to show where `most` are enough: if one is left over, it takes no more room than its count.
pub fn shown(most: usize, count: usize) -> usize {
    if count <= most + 1 { count } else { most }
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

/// Places of a text: the path once, and then the lines alone.
#[derive(Default)]
pub struct Spots {
    path: String,
}

impl Spots {
    /// A place as `path:line:column`, or as `line 41` in the file that was named last.
    pub fn spot(&mut self, version: &Version, span: Span) -> String {
        let path = version.texts.path(span);
        if path == self.path {
            return format!("line {}", version.texts.sources.positions(span).start.line);
        }
        self.path = path.to_owned();
        spot(version, span)
    }
}

/// `3 changes`.
pub fn count(count: usize, noun: &str) -> String {
    counted(count as u64, noun, &format!("{noun}s"))
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
        parts.push(format!("{} in {}", count(changes, "change"), grouped(with(Fate::Changed) as u64)));
    }
    for (fate, word) in [(Fate::Added, "new"), (Fate::Removed, "gone")] {
        if with(fate) > 0 {
            parts.push(format!("{} {word}", grouped(with(fate) as u64)));
        }
    }
    match (parts.is_empty(), catalogues.len()) {
        (true, _) => format!("no changes in {all} since {since}"),
        (false, 1) if changes > 0 => format!("{} in {all} since {since}", count(changes, "change")),
        (false, _) => format!("{} of {all} since {since}", parts.join(", ")),
    }
}
