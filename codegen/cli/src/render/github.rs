//! GitHub's workflow commands: `::error file=,line=,col=,endLine=,endColumn=,title=::message`.

use std::ops::Range;

use event_spec::diagnostic::Level;
use event_spec::source::Position;

use crate::render::Report;
use crate::render::plain::one_line;

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
        let mut message = one_line(&diagnostic.message);
        if let Some(help) = &diagnostic.help {
            message.push_str("\nhelp: ");
            message.push_str(&one_line(help));
        }
        text.push_str(&annotation(
            command,
            &finding.path(span),
            &finding.positions(span),
            diagnostic.rule.id,
            &message,
        ));
    }
    text
}

/// One command: what to show beside a place of a file. Its end column is inclusive.
pub fn annotation(command: &str, path: &str, place: &Range<Position>, title: &str, message: &str) -> String {
    let (start, end) = (place.start, place.end);
    format!(
        "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
        property(path),
        start.line,
        start.column,
        end.line,
        end.column.saturating_sub(1).max(if end.line == start.line { start.column } else { 1 }),
        property(title),
        data(message),
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
