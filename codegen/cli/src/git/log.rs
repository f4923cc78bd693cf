//! The commits that touched some folders, with what each did to their files: all from one process.

use std::path::Path;

use crate::ending::Failure;
use crate::git::listing::Item;
use crate::git::program;

/// What stands before the head of a commit: no path can begin with it.
const HEAD: u8 = 1;

/// A commit.
#[derive(Debug)]
pub struct Commit {
    /// Its digits.
    pub id: String,
    /// The day on which it was made, where its maker was: an RFC 3339 full-date.
    pub day: String,
    /// The files that it changed, seen from its first parent.
    pub touched: Vec<Touched>,
}

/// A file that a commit changed.
#[derive(Debug)]
pub struct Touched {
    /// Its path, with `/` between its parts.
    pub path: String,
    /// What was there before; nothing where the commit brought it.
    pub before: Option<Item>,
}

/// The commits that lead to `start` and touched one of the folders, the newest first, `most` of them at most. Of a merge only
/// what it brought counts, so that each commit's files follow from those of the one before it.
///
/// # Errors
/// When git fails.
pub fn log(top: &Path, start: &str, folders: &[String], most: usize) -> Result<Vec<Commit>, Failure> {
    let mut command = program::git(top);
    command.args(["-c", "log.showRoot=true", "-c", "log.diffMerges=separate", "log", "-z", "--raw", "--no-abbrev"]);
    command.args(["--no-renames", "--first-parent", "-m", "--no-notes", "--no-show-signature", "--no-decorate"]);
    command.args([&format!("--max-count={most}"), "--format=%x01%H %cI", start, "--"]);
    command.args(folders.iter().map(|folder| format!(":(top,literal){folder}")));
    let output = program::output(&mut command)?;
    if !output.status.success() {
        return Err(Failure::new(format!("git cannot tell the history: {}", program::complaint(&output.stderr))));
    }
    Ok(parse(&output.stdout))
}

/// Heads `\x01DIGITS DATE`, each followed by pairs of `:MODE MODE OBJECT OBJECT STATUS` and a path, with a NUL after each part.
fn parse(bytes: &[u8]) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    let mut parts = bytes.split(|byte| *byte == 0).map(|part| part.strip_prefix(b"\n").unwrap_or(part));
    while let Some(part) = parts.next() {
        let words = String::from_utf8_lossy(part);
        if part.first() == Some(&HEAD) {
            let Some((id, date)) = words.get(1..).and_then(|head| head.trim_end().split_once(' ')) else { continue };
            let day = date.get(..10).unwrap_or_default().to_owned();
            commits.push(Commit { id: id.to_owned(), day, touched: Vec::new() });
        } else if let Some(change) = words.strip_prefix(':') {
            let mut words = change.split(' ');
            let (Some(mode), Some(_), Some(object)) = (words.next(), words.next(), words.next()) else { continue };
            let Some(path) = parts.next() else { break };
            // No catalogue can name a file whose name is not UTF-8.
            let Ok(path) = std::str::from_utf8(path) else { continue };
            let before = Item::of(mode, object);
            if let Some(commit) = commits.last_mut() {
                commit.touched.push(Touched { path: path.to_owned(), before });
            }
        }
    }
    commits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_files_are_told_apart() {
        let text = "\x01a1 2026-11-20T20:00:00+01:00\0\n:100644 100644 b1 b2 M\0contracts/a b.yaml\0:000000 100644 0 b3 A\0new\0\
                    \x01a0 2026-01-01T00:00:00Z\0\n:120000 000000 b4 0 D\0link\0";
        let commits = parse(text.as_bytes());
        let told: Vec<_> = commits
            .iter()
            .map(|commit| {
                let files = commit.touched.iter().map(|file| (file.path.as_str(), file.before.clone()));
                (commit.id.as_str(), commit.day.as_str(), files.collect::<Vec<_>>())
            })
            .collect();
        let file = |object: &str| Some(Item::File(object.to_owned()));
        assert_eq!(
            told,
            [
                ("a1", "2026-11-20", vec![("contracts/a b.yaml", file("b1")), ("new", None)]),
                ("a0", "2026-01-01", vec![("link", Some(Item::Link("b4".to_owned())))]),
            ]
        );
    }
}
