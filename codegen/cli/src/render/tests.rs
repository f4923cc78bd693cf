//! Every format over the same findings.

use std::path::{Path, PathBuf};

use event_spec::diagnostic::{Diagnostic, Diagnostics, Level};
use event_spec::rule::Rule;
use event_spec::source::{SourceId, Sources, Span};

use super::{Format, Place, Report};
use crate::terminal::Stream;

const PIPE: Stream = Stream { interactive: false, styled: false, links: false };
const TERMINAL: Stream = Stream { interactive: true, styled: true, links: true };

static UNDECLARED: Rule =
    Rule::outside("channel-undeclared", Level::Error, "an event goes to a channel that is declared");
static UNUSED: Rule = Rule::outside("schema-unused", Level::Warning, "a schema is used");

const ENTRY: &str = "\
events:
  marketplace.stock.updated:
    direction: server-to-client
    channel: product
    priority: low
    storage: transient
channels:
  marketplace: { address: marketplace.global, access: public }
  продукт: { adress: x }
";
const PART: &str = "schemas:\n  Stock: {}\n";

fn span(sources: &Sources, source: SourceId, text: &str) -> Span {
    let start = sources.get(source).text().find(text).expect("the text is there") as u32;
    Span { source, start, end: start + text.len() as u32 }
}

fn report() -> Report {
    let mut sources = Sources::default();
    let entry = sources.add("catalogue.yaml", ENTRY);
    let part = sources.add("parts/100%, all.yaml", PART);
    let mut found = Diagnostics::default();
    let product = span(&sources, entry, "product");
    found.push(
        Diagnostic::new(
            &UNDECLARED,
            product,
            "event `marketplace.stock.updated` goes to `product`, which no channel declares",
        )
        .underlined("not declared")
        .label(span(&sources, entry, "marketplace:"), "the only channel")
        .label(span(&sources, part, "Stock"), "its payload")
        .help("declare it in `channels`, or use `marketplace`"),
    );
    let adress = span(&sources, entry, "adress");
    found.push(Diagnostic::new(&UNDECLARED, adress, "unknown key `adress`").fix(adress, "address"));
    let hostile = "a line\nthat \u{1b}[31mbreaks, and \u{202e}turns";
    found.push(Diagnostic::new(&UNUSED, span(&sources, part, "Stock"), hostile).help("mend\nit"));
    let mut report = Report::new(Path::new("/work tree"));
    let place = Place { folder: PathBuf::from("/work tree/shop"), shown: "contracts/shop/".to_owned() };
    report.add(sources, found.into_sorted(), place);
    report
}

#[test]
fn text_on_a_pipe() {
    insta::assert_snapshot!(Format::Text.render(&report(), PIPE));
}

#[test]
fn text_on_a_terminal() {
    insta::assert_snapshot!(Format::Text.render(&report(), TERMINAL).replace('\u{1b}', "ESC"));
}

#[test]
fn short_on_a_pipe() {
    insta::assert_snapshot!(Format::Short.render(&report(), PIPE));
}

#[test]
fn json() {
    insta::assert_snapshot!(Format::Json.render(&report(), PIPE));
}

#[test]
fn github() {
    insta::assert_snapshot!(Format::Github.render(&report(), PIPE));
}

#[test]
fn sarif() {
    insta::assert_snapshot!(Format::Sarif.render(&report(), PIPE));
}

#[test]
fn junit() {
    insta::assert_snapshot!(Format::Junit.render(&report(), PIPE));
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(Format::Gitlab.render(&report(), PIPE));
}

#[test]
fn a_file_that_two_catalogues_share_is_reported_once() {
    let mut report = report();
    let count = report.findings().count();
    for part in self::report().parts {
        report.add(part.texts.sources, part.diagnostics, part.texts.place);
    }
    assert_eq!(report.findings().count(), count);
    assert_eq!(report.count_words(), "2 errors and 1 warning");
}

#[test]
fn a_catalogue_on_one_long_line_is_not_quoted() {
    let mut sources = Sources::default();
    let text = format!("{{\"catalogue\": \"{}\"}}", "x".repeat(100_000));
    let source = sources.add("catalogue.json", text);
    let place = span(&sources, source, "catalogue");
    let found = vec![Diagnostic::new(&UNUSED, place, "too long").help("break it up")];
    let mut report = Report::default();
    report.add(sources, found, Place { folder: PathBuf::from("/"), shown: String::new() });
    insta::assert_snapshot!(Format::Text.render(&report, PIPE));
}
