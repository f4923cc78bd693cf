//! Files as trees, each read and parsed once, and the paths between them.
//!
//! In: paths as a catalogue writes them. Out: [`Node`]s, and [`Sources`] that hold every text that was read. Nothing
//! is fetched over a network and no path is followed that [`Files`] does not allow.

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use crate::diagnostic::Diagnostics;
use crate::files::{FileError, Files, MAX_SOURCE_BYTES};
use crate::source::{Sources, Span};
use crate::tree::{Node, json, yaml};

/// What became of a file: its tree, or nothing where its text is no YAML or JSON.
type Loaded = Result<Option<Rc<Node>>, FileError>;

/// Reads and parses files, each once.
pub(crate) struct Loader<'files> {
    files: &'files dyn Files,
    sources: Sources,
    loaded: HashMap<String, Loaded>,
}

impl<'files> Loader<'files> {
    /// A loader that has read nothing yet.
    pub(crate) fn new(files: &'files dyn Files) -> Self {
        Self { files, sources: Sources::default(), loaded: HashMap::new() }
    }

    /// The tree of a file; `None` where its text could not be parsed, which is reported when it is first asked for.
    ///
    /// # Errors
    /// When the file could not be read; the caller knows what asked for it, and reports it there.
    pub(crate) fn node(&mut self, path: &str, diagnostics: &mut Diagnostics) -> Loaded {
        if let Some(loaded) = self.loaded.get(path) {
            return loaded.clone();
        }
        let loaded = self.read(path).map(|text| {
            let id = self.sources.add(path, text);
            let text = self.sources.get(id).text();
            if path.ends_with(".json") && !json::check(id, text, diagnostics) {
                return None;
            }
            yaml::parse(id, text, diagnostics).map(Rc::new)
        });
        self.loaded.insert(path.to_owned(), loaded.clone());
        loaded
    }

    /// The files directly in a folder, sorted.
    ///
    /// # Errors
    /// When there is no such folder or it cannot be listed.
    pub(crate) fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        self.files.list(folder)
    }

    /// An empty text in the place of a file that is not there, for a diagnostic to point at.
    pub(crate) fn add_missing(&mut self, path: &str) -> Span {
        Span { source: self.sources.add(path, ""), start: 0, end: 0 }
    }

    /// Every text that was read, in the order of reading.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Ends the run, and leaves the texts for the renderers.
    pub(crate) fn into_sources(self) -> Sources {
        self.sources
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let text = self.files.read(path)?;
        // Spans hold offsets of 32 bits, whatever a front door promises.
        if text.len() as u64 > MAX_SOURCE_BYTES { Err(FileError::TooLarge) } else { Ok(text) }
    }
}

/// The path of a file that is written as `reference` in the file `from`: relative to its folder, normalised. It may
/// begin with `..`; whether that is allowed is for [`Files`] to say.
///
/// # Errors
/// When the reference is no relative path.
pub(crate) fn join(from: &str, reference: &str) -> Result<String, PathError> {
    if reference.is_empty() {
        return Err(PathError::Empty);
    }
    if reference.contains('\\') {
        return Err(PathError::Backslash);
    }
    if reference.starts_with('/') {
        return Err(PathError::Absolute);
    }
    if let Some((scheme, _)) = reference.split_once(':')
        && !scheme.contains('/')
    {
        return Err(if scheme.len() == 1 { PathError::Absolute } else { PathError::Remote });
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// Why a reference is not a path that can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathError {
    /// It says nothing.
    Empty,
    /// It has a scheme, as in `https://`.
    Remote,
    /// It starts at the root of a file system.
    Absolute,
    /// It separates its parts with `\`.
    Backslash,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty",
            Self::Remote => "nothing is read over the network",
            Self::Absolute => "it is absolute",
            Self::Backslash => "its parts must be separated by `/`",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_the_file_that_they_stand_in() {
        let join = |reference| join("contracts/chatflow/catalogue.yaml", reference);
        assert_eq!(join("shared.yaml").as_deref(), Ok("contracts/chatflow/shared.yaml"));
        assert_eq!(join("./a/../b//c.json").as_deref(), Ok("contracts/chatflow/b/c.json"));
        assert_eq!(join("../../shared.yaml").as_deref(), Ok("shared.yaml"));
        assert_eq!(join("../../../up.yaml").as_deref(), Ok("../up.yaml"));
        assert_eq!(join("../../../../up.yaml").as_deref(), Ok("../../up.yaml"));
    }

    #[test]
    fn what_is_no_relative_path_is_refused() {
        assert_eq!(join("a.yaml", ""), Err(PathError::Empty));
        assert_eq!(join("a.yaml", "https://example.com/a.yaml"), Err(PathError::Remote));
        assert_eq!(join("a.yaml", "file:a.yaml"), Err(PathError::Remote));
        assert_eq!(join("a.yaml", "/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(join("a.yaml", "C:/a.yaml"), Err(PathError::Absolute));
        assert_eq!(join("a.yaml", "..\\a.yaml"), Err(PathError::Backslash));
    }
}
