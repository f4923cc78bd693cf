//! Which files of an output folder are ours: `.eventspec-manifest`.
//!
//! One line a file, ordered by path: the digest of what was written, and the path. A digest tells an edit from what was
//! written; it is no protection against forgery. A path may stand there with several digests: a run that is under way
//! lists what was and what will be, and a merge of two branches leaves both sides, conflict markers and all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use xxhash_rust::xxh3::xxh3_64;

use crate::output::names;

/// The name of the manifest in its folder.
pub const FILE: &str = ".eventspec-manifest";

const HEADER: &str = "# The files that `eventspec` wrote here, with a digest (XXH3) of each. It touches no others.\n";

/// The digest of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(u64);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_64(bytes))
    }
}

/// The files of a folder that are ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<String, Vec<Digest>>,
}

impl Manifest {
    /// Adds a file with what was written to it.
    pub fn add(&mut self, path: &str, digest: Digest) {
        let digests = self.files.entry(path.to_owned()).or_default();
        if !digests.contains(&digest) {
            digests.push(digest);
        }
    }

    /// Whether the file is ours.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Every path with what was written there.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Digest])> {
        self.files.iter().map(|(path, digests)| (path.as_str(), digests.as_slice()))
    }

    /// What either of the two lists.
    pub fn union(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (path, digests) in other.iter() {
            for digest in digests {
                both.add(path, *digest);
            }
        }
        both
    }

    /// The text of the file.
    pub fn print(&self) -> String {
        let mut text = HEADER.to_owned();
        for (path, digests) in self.iter() {
            for digest in digests {
                writeln!(text, "{:016x} {path}", digest.0).expect("a string takes every line");
            }
        }
        text
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// When a line is neither an entry, a comment nor a conflict marker, or names a file outside the folder: in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        const SKIPPED: [&str; 5] = ["#", "<<<<<<<", "|||||||", "=======", ">>>>>>>"];
        let mut manifest = Self::default();
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || SKIPPED.iter().any(|marker| line.starts_with(marker)) {
                continue;
            }
            let entry = line.split_once(' ').filter(|(digest, _)| digest.len() == 16);
            let entry = entry.and_then(|(digest, path)| Some((u64::from_str_radix(digest, 16).ok()?, path)));
            let (digest, path) = entry.ok_or_else(|| format!("line {} is not an entry", at + 1))?;
            names::check_path(path).map_err(|reason| format!("line {}: {reason}", at + 1))?;
            manifest.add(path, Digest(digest));
        }
        Ok(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let mut manifest = Manifest::default();
        manifest.add("src/b c.rs", Digest::of(b"b"));
        manifest.add("src/a.rs", Digest::of(b"a"));
        let text = manifest.print();
        assert!(text.lines().nth(1).is_some_and(|line| line.ends_with(" src/a.rs")), "{text}");
        assert_eq!(Manifest::parse(&text), Ok(manifest));
    }

    #[test]
    fn both_sides_of_a_merge_conflict_count() {
        let (mut ours, mut theirs) = (Manifest::default(), Manifest::default());
        ours.add("a.rs", Digest::of(b"ours"));
        theirs.add("a.rs", Digest::of(b"theirs"));
        theirs.add("b.rs", Digest::of(b"b"));
        let body = |manifest: &Manifest| manifest.print().replace(HEADER, "");
        let text = format!("{HEADER}<<<<<<< HEAD\n{}=======\n{}>>>>>>> topic\n", body(&ours), body(&theirs));
        assert_eq!(Manifest::parse(&text), Ok(ours.union(&theirs)));
    }

    #[test]
    fn entries_outside_the_folder_are_refused() {
        let reason = Manifest::parse("0000000000000000 ../../etc/passwd\n").expect_err("it climbs");
        assert_eq!(reason, "line 1: the file name `../../etc/passwd` leaves the output folder or names it");
        assert_eq!(Manifest::parse("nonsense\n"), Err("line 1 is not an entry".to_owned()));
    }
}
