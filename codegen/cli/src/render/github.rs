//! GitHub's workflow commands: `::error file=,line=,col=,endLine=,endColumn=,title=::message`.

use std::ops::Range;

use event_spec::diagnostic::Level;
use event_spec::source::Position;

use crate::render::Report;
use crate::render::plain::with_help;

/// Renders a report. GitHub takes paths from the root of the repository.
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    for finding in report.findings() {
        let diagnostic = finding.diagnostic;
        let span = diagnostic.primary.span;
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        text.push_str(&annotation(
            command,
            &finding.path(span),
            &finding.positions(span),
            diagnostic.rule.id,
            &with_help(diagnostic),
        ));
    }
    text
}

/// One command: what to show beside a place of a file. Its end column is inclusive, and GitHub takes columns only where they
/// are on one line.
pub fn annotation(command: &str, path: &str, place: &Range<Position>, title: &str, message: &str) -> String {
    let (start, end) = (place.start, place.end);
    let (mut first, mut last) = (String::new(), String::new());
    if start.line == end.line {
        first = format!(",col={}", start.column);
        last = format!(",endColumn={}", end.column.saturating_sub(1).max(start.column));
    }
    let (path, title, message) = (property(path), property(title), data(message));
    format!("::{command} file={path},line={}{first},endLine={}{last},title={title}::{message}\n", start.line, end.line)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
