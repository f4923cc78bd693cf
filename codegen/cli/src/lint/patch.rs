//! Edits as a unified diff, for `git apply` and `patch -p1`.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::paths;

/// How many lines stand around a change.
const CONTEXT: usize = 3;

/// The difference of a file's texts; `path` is relative to the folder in which the patch is applied.
pub fn of_file(path: &Path, before: &str, after: &str) -> String {
    // A line ends with a line feed, as the tools that read patches have it; what stands before it belongs to the line.
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let diff = TextDiff::from_slices(&old, &new);
    let path = paths::slashed(path);
    let mut text = format!("--- {}\n+++ {}\n", name("a", &path), name("b", &path));
    for group in diff.grouped_ops(CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let old = range(first.old_range().start, last.old_range().end);
        let new = range(first.new_range().start, last.new_range().end);
        text.push_str(&format!("@@ -{old} +{new} @@\n"));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            text.push(match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            });
            text.push_str(change.value());
            if !change.value().ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// Lines from 1 and their count; of no lines, the line before them.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        count => format!("{},{count}", start + 1),
    }
}

/// A path as a patch names it: quoted where it would end early, and closed by a tab where it has blanks.
fn name(side: &str, path: &str) -> String {
    let path = format!("{side}/{path}");
    if path.contains(|ch: char| ch.is_control() || matches!(ch, '"' | '\\')) {
        let escaped = path.chars().map(|ch| match ch {
            '"' | '\\' => format!("\\{ch}"),
            ch if ch.is_control() => {
                let mut bytes = [0; 4];
                ch.encode_utf8(&mut bytes).bytes().map(|byte| format!("\\{byte:03o}")).collect()
            }
            ch => ch.to_string(),
        });
        return format!("\"{}\"", escaped.collect::<String>());
    }
    if path.contains(' ') { format!("{path}\t") } else { path }
}
