//! What the tests share: catalogues in memory, and findings as a person sees them.

use std::collections::BTreeMap;
use std::fmt::Write;

use event_spec::files::FileError;
use event_spec::{Files, Outcome, Sources, Span};

/// Files in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory(BTreeMap<String, String>);

impl Memory {
    /// Files by path and text.
    pub fn of<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self(files.into_iter().map(|(path, text)| (path.into(), text.into())).collect())
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path.starts_with("..") {
            return Err(FileError::OutsideRoot);
        }
        self.0.get(path).cloned().ok_or(FileError::NotFound)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let inside = self.0.keys().filter(|path| path.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/')));
        let files: Vec<_> = inside.cloned().collect();
        if files.is_empty() { Err(FileError::NotFound) } else { Ok(files) }
    }
}

/// The findings as a person sees them.
pub fn render(outcome: &Outcome) -> String {
    let mut out = String::new();
    for diagnostic in &outcome.diagnostics {
        let at = place(&outcome.sources, diagnostic.primary.span);
        let (level, rule) = (diagnostic.level.as_str(), diagnostic.rule.id);
        line(&mut out, format_args!("{at}: {level}[{rule}]: {}", diagnostic.message));
        underline(&mut out, &outcome.sources, diagnostic.primary.span, &diagnostic.primary.text);
        for label in &diagnostic.labels {
            line(&mut out, format_args!("  {}: {}", place(&outcome.sources, label.span), label.text));
        }
        if let Some(help) = &diagnostic.help {
            line(&mut out, format_args!("  help: {help}"));
        }
        if let Some(fix) = &diagnostic.fix {
            line(&mut out, format_args!("  fix: {} -> {}", outcome.sources.text(fix.span), fix.replacement));
        }
    }
    out
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("a string takes whatever is written to it");
}

fn place(sources: &Sources, span: Span) -> String {
    let start = sources.positions(span).start;
    format!("{}:{}:{}", sources.get(span.source).path(), start.line, start.column)
}

/// The line that a place starts in, and marks under the place.
fn underline(out: &mut String, sources: &Sources, span: Span, text: &str) {
    let start = sources.positions(span).start;
    let source = sources.get(span.source).text();
    let shown = source.lines().nth(start.line as usize - 1).unwrap_or_default();
    let shown: String = shown.chars().take(160).map(|ch| if ch.is_control() { ' ' } else { ch }).collect();
    let covered = sources.text(span).lines().next().unwrap_or_default().chars().count();
    let before = start.column as usize - 1;
    let marks = covered.clamp(1, 160usize.saturating_sub(before).max(1));
    line(out, format_args!("  | {}", shown.trim_end()));
    line(out, format_args!("  | {}{} {text}", " ".repeat(before.min(160)), "^".repeat(marks)));
    // No space at the end of a line without words.
    let trimmed = out.trim_end().len();
    out.truncate(trimmed);
    out.push('\n');
}
