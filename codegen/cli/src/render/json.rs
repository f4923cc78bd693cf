//! One JSON object a line.

use event_spec::diagnostic::Label;
use event_spec::source::{Position, Span};
use serde::Serialize;

use crate::render::{Finding, Report};

#[derive(Serialize)]
struct Line<'a> {
    rule: &'a str,
    level: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Range,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Replacement<'a>>,
}

#[derive(Serialize)]
struct Text<'a> {
    #[serde(flatten)]
    place: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    place: Range,
    replacement: &'a str,
}

/// A place: lines and columns count from 1, columns in Unicode scalar values; the end is exclusive.
#[derive(Serialize)]
pub struct Range {
    path: String,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

impl Range {
    /// The place of a file.
    pub fn new(path: String, positions: &std::ops::Range<Position>) -> Self {
        Self { path, start: point(positions.start), end: point(positions.end) }
    }
}

/// Renders a report.
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    for finding in report.findings() {
        let diagnostic = finding.diagnostic;
        let line = Line {
            rule: diagnostic.rule.id,
            level: diagnostic.level.as_str(),
            message: &diagnostic.message,
            place: range(finding, diagnostic.primary.span),
            label: &diagnostic.primary.text,
            help: diagnostic.help.as_deref(),
            labels: diagnostic.labels.iter().map(|label| label_text(finding, label)).collect(),
            fix: diagnostic
                .fix
                .as_ref()
                .map(|fix| Replacement { place: range(finding, fix.span), replacement: &fix.replacement }),
        };
        text.push_str(&serde_json::to_string(&line).expect("texts and numbers are always JSON"));
        text.push('\n');
    }
    text
}

fn label_text<'a>(finding: Finding<'a>, label: &'a Label) -> Text<'a> {
    Text { place: range(finding, label.span), message: &label.text }
}

fn range(finding: Finding, span: Span) -> Range {
    Range::new(finding.path(span), &finding.positions(span))
}

fn point(position: Position) -> Point {
    Point { line: position.line, column: position.column }
}
