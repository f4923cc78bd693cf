//! One line a finding: `path:line:col: error[rule-id]: message`.

use event_spec::diagnostic::Level;

use crate::render::plain::{file_link, one_line};
use crate::render::{Finding, Report};
use crate::terminal::Stream;

/// Renders a report.
pub fn render(report: &Report, stream: Stream) -> String {
    report.findings().map(|finding| line(finding, finding.diagnostic.level.as_str(), stream)).collect()
}

/// A finding in one line; `word` says what it is, or what became of it.
pub fn line(finding: Finding<'_>, word: &str, stream: Stream) -> String {
    let (diagnostic, span) = (finding.diagnostic, finding.diagnostic.primary.span);
    let start = finding.positions(span).start;
    let mut place = format!("{}:{}:{}", one_line(&finding.path(span)), start.line, start.column);
    if stream.links {
        place = file_link(&place, &finding.absolute(span));
    }
    let mut head = format!("{word}[{}]", diagnostic.rule.id);
    if stream.styled {
        head = format!("\u{1b}[1m{}{head}\u{1b}[0m", colour(diagnostic.level));
    }
    format!("{place}: {head}: {}\n", one_line(&diagnostic.message))
}

fn colour(level: Level) -> &'static str {
    match level {
        Level::Error => "\u{1b}[31m",
        Level::Warning => "\u{1b}[33m",
        Level::Note => "\u{1b}[32m",
    }
}
