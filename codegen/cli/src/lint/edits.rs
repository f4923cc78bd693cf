//! The edits of one round: those that findings carry, as far as they do not touch each other.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::render::{Finding, Report};

/// An edit of a file, with the findings that it mends.
struct Edit<'a> {
    range: Range<usize>,
    replacement: String,
    finding: Finding<'a>,
}

/// What a round does to one file.
pub struct FileEdits<'a> {
    /// The text that the edits were made for.
    pub before: &'a str,
    /// The text with the edits.
    pub after: String,
    /// The findings that it mends, in the order of their places.
    pub mended: Vec<Finding<'a>>,
}

/// The edits of a report's findings, by absolute path. Where edits overlap, the first is made, and the others wait. A file that a
/// link leads to is left alone: it may lie, or be used, elsewhere.
pub fn of_report(report: &Report) -> BTreeMap<PathBuf, FileEdits<'_>> {
    let mut edits: BTreeMap<PathBuf, (&str, Vec<Edit<'_>>)> = BTreeMap::new();
    for finding in report.findings() {
        let Some(fix) = &finding.diagnostic.fix else { continue };
        let (text, range) = (finding.sources().get(fix.span.source).text(), fix.span.range());
        let replacement = with_line_ends_of(text, &fix.replacement);
        if text.get(range.clone()).is_none_or(|written| written == replacement) {
            continue;
        }
        let (_, list) = edits.entry(finding.absolute(fix.span)).or_insert((text, Vec::new()));
        list.push(Edit { range, replacement, finding });
    }
    edits.retain(|path, _| is_itself(path));
    edits.into_iter().map(|(path, (text, edits))| (path, apply(text, edits))).collect()
}

fn is_itself(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|canonical| canonical == path)
}

fn apply<'a>(text: &'a str, mut edits: Vec<Edit<'a>>) -> FileEdits<'a> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut file = FileEdits { before: text, after: String::with_capacity(text.len()), mended: Vec::new() };
    let mut last: Option<&Edit<'_>> = None;
    for edit in &edits {
        match last {
            // Two rules, or two catalogues that share the file, may want the same.
            Some(last) if last.range == edit.range && last.replacement == edit.replacement => {}
            Some(last) if edit.range.start < last.range.end || edit.range.start == last.range.start => continue,
            _ => {
                let kept = last.map_or(0, |last| last.range.end);
                file.after.push_str(&text[kept..edit.range.start]);
                file.after.push_str(&edit.replacement);
                last = Some(edit);
            }
        }
        file.mended.push(edit.finding);
    }
    file.after.push_str(&text[last.map_or(0, |last| last.range.end)..]);
    file
}

/// A replacement with the line ends that the text has.
fn with_line_ends_of(text: &str, replacement: &str) -> String {
    let first = text.find('\n').filter(|_| replacement.contains('\n') && !replacement.contains('\r'));
    if first.is_some_and(|at| text[..at].ends_with('\r')) {
        return replacement.replace('\n', "\r\n");
    }
    replacement.to_owned()
}
