//! Findings in rustc's look: message, place, the text underlined, and what to write instead.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use event_spec::diagnostic::{Diagnostic, Fix, Label, Level as Weight};
use event_spec::source::{Source, SourceId, Span};

use crate::render::plain::{file_link, one_line};
use crate::render::{Finding, Report};
use crate::terminal::Stream;

/// Text beyond this size is not quoted: a catalogue on a single line would otherwise be printed at every finding.
const QUOTED_BYTES: usize = 64 * 1024;

/// Renders a report, with a blank line after each finding.
pub fn render(report: &Report, stream: Stream) -> String {
    let renderer = if stream.styled { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for finding in report.findings() {
        let rendered = renderer.render(&groups(finding));
        text.push_str(&if stream.links { linked(&rendered, finding) } else { rendered });
        text.push_str("\n\n");
    }
    text
}

fn groups(finding: Finding<'_>) -> Vec<Group<'_>> {
    let diagnostic = finding.diagnostic;
    let level = match diagnostic.level {
        Weight::Error => Level::ERROR,
        Weight::Warning => Level::WARNING,
        Weight::Note => Level::NOTE,
    };
    let mut main = Group::with_title(level.primary_title(one_line(&diagnostic.message)).id(diagnostic.rule.id));
    for source in sources_of(diagnostic) {
        main = quoted(main, finding, source);
    }
    let mut groups = vec![main];
    match (&diagnostic.help, &diagnostic.fix) {
        (help, Some(fix)) => groups.extend(patched(finding, help.as_deref(), fix)),
        (Some(help), None) => groups.push(Group::with_title(Level::HELP.secondary_title(one_line(help)))),
        (None, None) => {}
    }
    groups
}

/// The sources that a finding points into, its own first.
fn sources_of(diagnostic: &Diagnostic) -> Vec<SourceId> {
    let mut sources = vec![diagnostic.primary.span.source];
    for label in &diagnostic.labels {
        if !sources.contains(&label.span.source) {
            sources.push(label.span.source);
        }
    }
    sources
}

/// Adds the lines of one source that the finding points at.
fn quoted<'a>(group: Group<'a>, finding: Finding<'a>, id: SourceId) -> Group<'a> {
    let diagnostic = finding.diagnostic;
    let labels = diagnostic.labels.iter().map(|label| (AnnotationKind::Context, label));
    let labels = std::iter::once((AnnotationKind::Primary, &diagnostic.primary)).chain(labels);
    let labels: Vec<(AnnotationKind, &Label)> = labels.filter(|(_, label)| label.span.source == id).collect();
    let source = finding.sources().get(id);
    let first = labels[0].1.span;
    let Some(window) = Window::around(source, labels.iter().map(|(_, label)| label.span)) else {
        let start = finding.positions(first).start;
        let origin = Origin::path(one_line(&finding.path(first)));
        return group.element(origin.line(start.line as usize).char_column(start.column as usize));
    };
    let annotations = labels.iter().map(|(kind, label)| -> Annotation<'a> {
        let text = Some(one_line(&label.text)).filter(|text| !text.is_empty());
        kind.span(window.range(label.span)).label(text)
    });
    let snippet = Snippet::source(window.text).path(one_line(&finding.path(first))).line_start(window.line);
    group.element(snippet.annotations(annotations))
}

/// The mending edit, shown as the line that it makes.
fn patched<'a>(finding: Finding<'a>, help: Option<&'a str>, fix: &'a Fix) -> Option<Group<'a>> {
    let title = Level::HELP.secondary_title(one_line(help.unwrap_or("write this instead")));
    let source = finding.sources().get(fix.span.source);
    let Some(window) = Window::around(source, [fix.span].into_iter()) else {
        return Some(Group::with_title(title));
    };
    let patch = Patch::new(window.range(fix.span), fix.replacement.as_str());
    Some(title.element(Snippet::source(window.text).line_start(window.line).patch(patch)))
}

/// Whole lines of a source.
struct Window<'a> {
    text: &'a str,
    line: usize,
    offset: usize,
}

impl<'a> Window<'a> {
    /// The lines that the spans touch and all between them; `None` where that is too much to quote.
    fn around(source: &'a Source, spans: impl Iterator<Item = Span> + Clone) -> Option<Self> {
        let whole = source.text();
        let start = spans.clone().map(|span| span.start as usize).min()?.min(whole.len());
        let end = spans.map(|span| span.end as usize).max()?.clamp(start, whole.len());
        let offset = whole.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let end = whole.get(end..)?.find('\n').map_or(whole.len(), |at| end + at);
        let text = &whole[offset..end];
        let line = source.position(offset as u32).line as usize;
        (text.len() <= QUOTED_BYTES).then_some(Self { text, line, offset })
    }

    fn range(&self, span: Span) -> Range<usize> {
        let range = span.range();
        let inside = |at: usize| at.saturating_sub(self.offset).min(self.text.len());
        inside(range.start)..inside(range.end)
    }
}

/// Makes the place in the first lines a link to the file.
fn linked(rendered: &str, finding: Finding) -> String {
    let span = finding.diagnostic.primary.span;
    let start = finding.positions(span).start;
    let place = format!("{}:{}:{}", one_line(&finding.path(span)), start.line, start.column);
    rendered.replacen(&place, &file_link(&place, &finding.absolute(span)), 1)
}
