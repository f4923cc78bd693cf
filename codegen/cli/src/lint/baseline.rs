//! The findings that are known, and that nobody has to mend today.
//!
//! In: a file that an earlier run wrote. Out: which findings it covers, and how many of its own are mended. It names findings
//! by rule, file and message, and not by line: it stays true while lines move. Promise: it only shrinks.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::ending::Failure;
use crate::paths;
use crate::render::{Finding, Report};
use crate::replace;

/// The only form of the file so far.
const VERSION: u32 = 1;

/// A file of known findings.
#[derive(Debug)]
pub struct Baseline {
    /// Where it lies, absolute.
    file: PathBuf,
    /// The file as a person knows it.
    shown: String,
    /// What it lists; nothing where there is no such file yet.
    known: Option<Findings>,
}

/// Findings with how often each occurs.
pub type Findings = BTreeMap<Known, usize>;

/// A finding, wherever in its file it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    path: String,
    rule: String,
    message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    rule: String,
    message: String,
    count: usize,
}

/// What writing a baseline did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is new, with so many findings.
    New(usize),
    /// So many of its findings were mended, and are gone from it.
    Shrunk(usize),
}

impl Baseline {
    /// Reads the file, which a person knows as `shown`. Where there is none it can only be written.
    ///
    /// # Errors
    /// When it cannot be read, or is no baseline.
    pub fn open(file: &Path, shown: &Path) -> Result<Self, Failure> {
        let file = without_links(file);
        let shown = paths::slashed(shown);
        let known = match fs::read_to_string(&file) {
            Ok(text) => Some(parse(&text, &shown)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Failure::io("read", shown.as_ref(), &error)),
        };
        Ok(Self { file, shown, known })
    }

    /// The file as a person knows it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether there is such a file.
    pub fn exists(&self) -> bool {
        self.known.is_some()
    }

    /// Leaves the findings that are known out of a report; gives all that it had and that may be known.
    pub fn hide(&self, report: &mut Report) -> Findings {
        let mut found = Findings::new();
        report.hide(|finding| {
            if finding.diagnostic.rule.is_required() {
                return false;
            }
            let name = self.name(finding);
            let covered = self.known.as_ref().and_then(|known| known.get(&name)).copied().unwrap_or(0);
            let count = found.entry(name).or_insert(0);
            *count += 1;
            *count <= covered
        });
        found
    }

    /// How many known findings do not occur any more. Of the files that were not `read` nothing is known, unless all were.
    pub fn mended(&self, found: &Findings, read: Option<&HashSet<PathBuf>>) -> usize {
        let gone = |(known, count): (&Known, &usize)| count - self.remaining(known, *count, found, read);
        self.known.iter().flatten().map(gone).sum()
    }

    /// Writes what was found, where there is no baseline yet; else takes out of it what does not occur any more, and adds nothing.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&mut self, found: &Findings, read: Option<&HashSet<PathBuf>>) -> Result<Written, Failure> {
        let (kept, written) = match &self.known {
            None => {
                let count = found.values().sum();
                (found.clone(), Written::New(count))
            }
            Some(known) => {
                let rest = known.iter().map(|(key, count)| (key.clone(), self.remaining(key, *count, found, read)));
                (rest.filter(|(_, count)| *count > 0).collect(), Written::Shrunk(self.mended(found, read)))
            }
        };
        if written != Written::Shrunk(0) {
            replace::all(&[(self.file.as_path(), print(&kept))])?;
        }
        self.known = Some(kept);
        Ok(written)
    }

    fn remaining(&self, known: &Known, count: usize, found: &Findings, read: Option<&HashSet<PathBuf>>) -> usize {
        if read.is_some_and(|read| !read.contains(&paths::normalised(&self.folder().join(&known.path)))) {
            return count;
        }
        found.get(known).copied().unwrap_or(0).min(count)
    }

    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("/"))
    }

    fn name(&self, finding: Finding<'_>) -> Known {
        let diagnostic = finding.diagnostic;
        let path = paths::relative(self.folder(), &finding.absolute(diagnostic.primary.span));
        Known { path: paths::slashed(&path), rule: diagnostic.rule.id.to_owned(), message: diagnostic.message.clone() }
    }
}

/// A file's place with links followed, so that what one leads to is read and replaced; of a file that is not there, its folder's.
fn without_links(file: &Path) -> PathBuf {
    let folder = || Some(file.parent()?.canonicalize().ok()?.join(file.file_name()?));
    file.canonicalize().ok().or_else(folder).unwrap_or_else(|| paths::normalised(file))
}

fn parse(text: &str, shown: &str) -> Result<Findings, Failure> {
    let wrong = |reason: String| {
        Failure::with_help(
            format!("`{shown}` is no baseline: {reason}"),
            "take the file back from the version control, or delete it and write it anew with `--write-baseline`",
        )
    };
    let file: File = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
    if file.version != VERSION {
        return Err(wrong(format!("its version is {}, and this command knows {VERSION}", file.version)));
    }
    let mut known = Findings::new();
    for Line { path, rule, message, count } in file.findings {
        let sum = known.entry(Known { path, rule, message }).or_insert(0_usize);
        *sum = sum.saturating_add(count);
    }
    Ok(known)
}

/// One finding a line, sorted, so that two branches that shrink it seldom meet.
fn print(known: &Findings) -> String {
    let lines = known.iter().map(|(known, count)| {
        let Known { path, rule, message } = known.clone();
        let line = Line { path, rule, message, count: *count };
        format!("    {}", serde_json::to_string(&line).expect("texts and numbers are always JSON"))
    });
    let lines = lines.collect::<Vec<_>>().join(",\n");
    let findings = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{lines}\n  ]") };
    format!("{{\n  \"version\": {VERSION},\n  \"findings\": {findings}\n}}\n")
}
