//! Changes as JSON: one object a line. Each change is an object with `"kind": "change"`; after those of a catalogue stands one with
//! `"kind": "catalogue"`, its summary. `docs/diff.md` says what each key means.

use event_spec::compare::{Answer, Change, Side, Verdict};
use event_spec::source::Span;
use serde::Serialize;

use crate::diff::{Compared, Differences, FailOn, Version};
use crate::render::changes::words;
use crate::render::json::Range;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Change(ChangeLine<'a>),
    Catalogue(CatalogueLine<'a>),
}

#[derive(Serialize)]
struct ChangeLine<'a> {
    catalogue: &'a str,
    rule: &'a str,
    verdict: &'a str,
    subject: &'a str,
    what: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    also: &'a [String],
    server_first: AnswerPart<'a>,
    clients_first: AnswerPart<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a str>,
    bump: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readers: Vec<ReaderPart<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "answer", rename_all = "lowercase")]
enum AnswerPart<'a> {
    Yes,
    No { who: &'static str, why: &'a str },
    Unclear { why: &'a str },
}

#[derive(Serialize)]
struct ReaderPart<'a> {
    consumer: &'a str,
    #[serde(flatten)]
    place: Range,
}

#[derive(Serialize)]
struct CatalogueLine<'a> {
    catalogue: &'a str,
    fate: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_from: Option<&'a str>,
    since: &'a str,
    verdict: &'a str,
    changes: Counts,
    deploy: &'a str,
    version: Versions<'a>,
    fails: bool,
    summary: Vec<String>,
}

#[derive(Serialize)]
struct Counts {
    breaking: usize,
    unclear: usize,
    clients_first: usize,
    server_first: usize,
    safe: usize,
}

#[derive(Serialize)]
struct Versions<'a> {
    old: Option<&'a str>,
    new: Option<&'a str>,
    next: Option<String>,
    enough: bool,
}

/// Renders the differences.
pub fn render(differences: &Differences, fail_on: FailOn) -> String {
    let mut text = String::new();
    let mut push = |line: &Line| {
        text.push_str(&serde_json::to_string(line).expect("texts and numbers are always JSON"));
        text.push('\n');
    };
    for compared in &differences.catalogues {
        for change in words::worst_first(compared) {
            push(&Line::Change(change_line(compared, change)));
        }
        push(&Line::Catalogue(catalogue_line(compared, &differences.since, fail_on)));
    }
    text
}

fn change_line<'a>(compared: &'a Compared, change: &'a Change) -> ChangeLine<'a> {
    let readers = compared.old.iter().flat_map(|old| {
        change.readers.iter().map(|reader| ReaderPart { consumer: &reader.consumer, place: range(old, reader.span) })
    });
    ChangeLine {
        catalogue: compared.name(),
        rule: change.rule.id,
        verdict: change.effect.verdict().as_str(),
        subject: &change.subject,
        what: &change.what,
        also: &change.also,
        server_first: answer(&change.effect.server_first),
        clients_first: answer(&change.effect.clients_first),
        until: change.until.as_ref().map(event_spec::Date::as_str),
        bump: change.bump().as_str(),
        readers: readers.collect(),
        old: compared.old.as_ref().zip(change.old).map(|(old, span)| range(old, span)),
        new: compared.new.as_ref().zip(change.new).map(|(new, span)| range(new, span)),
        help: change.help.as_deref(),
    }
}

fn catalogue_line<'a>(compared: &'a Compared, since: &'a str, fail_on: FailOn) -> CatalogueLine<'a> {
    let count = |verdict: Verdict| {
        compared.comparison.changes.iter().filter(|change| change.effect.verdict() == verdict).count()
    };
    let declared = |version: &'a Option<Version>| version.as_ref().map(|version| version.catalogue.version.as_str());
    CatalogueLine {
        catalogue: compared.name(),
        fate: compared.fate().as_str(),
        path: compared.home(),
        moved_from: compared.moved_from(),
        since,
        verdict: compared.verdict().as_str(),
        changes: Counts {
            breaking: count(Verdict::Breaking),
            unclear: count(Verdict::Unclear),
            clients_first: count(Verdict::ClientsFirst),
            server_first: count(Verdict::ServerFirst),
            safe: count(Verdict::Safe),
        },
        deploy: compared.comparison.deploy().as_str(),
        version: Versions {
            old: declared(&compared.old),
            new: declared(&compared.new),
            next: compared.comparison.next_version(),
            enough: compared.is_version_enough(),
        },
        fails: fail_on.fails(compared),
        summary: compared.comparison.summary(),
    }
}

fn answer(answer: &Answer) -> AnswerPart<'_> {
    match answer {
        Answer::Yes => AnswerPart::Yes,
        Answer::No { who: Side::Server, why } => AnswerPart::No { who: "server", why },
        Answer::No { who: Side::Clients, why } => AnswerPart::No { who: "clients", why },
        Answer::Unclear { why } => AnswerPart::Unclear { why },
    }
}

fn range(version: &Version, span: Span) -> Range {
    Range::new(version.texts.path(span), &version.texts.sources.positions(span))
}
