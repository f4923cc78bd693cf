//! Comments that ignore a rule for one place: `# eventspec-ignore RULE reason`.
//!
//! In: the texts of a run, and its findings. Out: the findings that no comment ignores, with what is wrong with such comments,
//! and those that one ignores. A file without such a comment is searched for the word, and no more.

mod comment;

use std::collections::HashMap;

use comment::Comment;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Rule, rule};
use crate::source::{SourceId, Sources};

/// A comment does what its writer meant.
static IGNORE_MALFORMED: Rule =
    rule!(error Ignores "ignore-malformed", "a comment that ignores a rule names the rule and the reason");
/// A comment is still needed.
static IGNORE_UNUSED: Rule =
    rule!(warning Ignores "ignore-unused", "a comment that ignores a rule has something to ignore");

/// What such comments are held to.
pub(crate) const RULES: &[&Rule] = &[&IGNORE_MALFORMED, &IGNORE_UNUSED];

/// Parts findings into those that stay and those that a comment ignores. That a comment ignores nothing is said where the
/// findings are `complete`.
pub(crate) fn apply(
    sources: &Sources,
    diagnostics: Vec<Diagnostic>,
    complete: bool,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let mut said = Diagnostics::default();
    let mut comments: Vec<Comment> = sources.iter().flat_map(|(id, _)| read(sources, id, &mut said)).collect();
    if comments.is_empty() && said.is_empty() {
        return (diagnostics, Vec::new());
    }
    let mut by_line: HashMap<(SourceId, u32), Vec<usize>> = HashMap::new();
    for (at, comment) in comments.iter().enumerate() {
        by_line.entry((comment.source(), comment.target.unwrap_or(0))).or_default().push(at);
    }
    let mut ignored = Vec::new();
    for found in diagnostics {
        let place = (found.primary.span.source, sources.positions(found.primary.span).start.line);
        let there = by_line.get(&place).into_iter().flatten().copied();
        let ours: Vec<usize> = there.filter(|at| comments[*at].rule.id == found.rule.id).collect();
        ours.iter().for_each(|at| comments[*at].used = true);
        if ours.is_empty() { said.push(found) } else { ignored.push(found) }
    }
    if complete {
        said.extend(comments.iter().filter(|comment| !comment.used).map(Comment::unused));
    }
    (said.into_sorted(), ignored)
}

/// The comments of a text; those that are wrong are reported, and left out.
fn read(sources: &Sources, id: SourceId, said: &mut Diagnostics) -> Vec<Comment> {
    // JSON has no comments, and says so itself.
    if sources.get(id).path().ends_with(".json") {
        return Vec::new();
    }
    let mut comments = Vec::new();
    for comment in comment::all(id, sources.get(id)) {
        match comment {
            Ok(comment) => comments.push(comment),
            Err(fault) => said.push(*fault),
        }
    }
    comments
}
