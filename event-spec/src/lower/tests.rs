//! Every schema in `tests/schemas`: what is accepted, with the types that it becomes, and what is refused, with the findings.
//!
//! A schema stands in a file `name.yaml` with its snapshot beside it, or in a folder `name` whose entry is `catalogue.yaml`. The file holds
//! the `schemas` and the `events` of a catalogue, of each event the payload alone.

mod hostile;
pub(crate) mod show;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::Lowering;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::files::{FileError, Files};
use crate::loader::Loader;
use crate::source::Sources;
use crate::types::{Origin, Type, Types};
use crate::words;

/// Files in memory.
pub(crate) struct Memory(pub(crate) BTreeMap<String, String>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path.starts_with("..") {
            return Err(FileError::OutsideRoot);
        }
        self.0.get(path).cloned().ok_or(FileError::NotFound)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let inside = |path: &&String| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
        Ok(self.0.keys().filter(inside).cloned().collect())
    }
}

/// What became of a file's schemas and payloads.
pub(crate) struct Lowered {
    pub(crate) types: Types,
    pub(crate) payloads: Vec<(String, Option<Type>)>,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) sources: Sources,
}

/// Lowers the schemas and payloads of `catalogue.yaml`, and the schemas of every other file that has a map of them.
pub(crate) fn lower(files: BTreeMap<String, String>) -> Lowered {
    let paths: Vec<String> = files.keys().cloned().collect();
    let files = Memory(files);
    let mut loader = Loader::new(&files);
    let mut diagnostics = Diagnostics::default();
    let mut cx = Context { loader: &mut loader, diagnostics: &mut diagnostics };
    let mut lowering = Lowering::new();
    for path in paths.iter().filter(|path| path.ends_with("catalogue.yaml")) {
        let Some(root) = cx.loader.node(path, cx.diagnostics).expect("the file is there") else { continue };
        for entry in root.get("schemas").map_or(&[][..], |schemas| schemas.entries()) {
            lowering.shared(&mut cx, &entry.key, path, &entry.value);
        }
    }
    let root = cx.loader.node("catalogue.yaml", cx.diagnostics).expect("the file is there");
    let mut payloads = Vec::new();
    for entry in root.iter().filter_map(|root| root.get("events")).flat_map(|events| events.entries()) {
        let name = &entry.key.value;
        let origin = Origin::ServerPayload(name.clone());
        let ty = lowering.payload(&mut cx, &entry.value, "catalogue.yaml", origin, &words::pascal(name));
        payloads.push((name.clone(), ty));
    }
    let (types, _) = lowering.finish(&mut cx);
    Lowered { types, payloads, findings: diagnostics.into_sorted(), sources: loader.into_sources() }
}

/// [`lower`] for one file.
pub(crate) fn lower_text(text: &str) -> Lowered {
    lower(BTreeMap::from([("catalogue.yaml".to_owned(), text.to_owned())]))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name)
}

/// The cases in a folder: a name, and the files by their path.
fn cases(folder: &Path) -> io::Result<BTreeMap<String, BTreeMap<String, String>>> {
    let mut cases = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            let mut files = BTreeMap::new();
            collect(&path, &path, &mut files)?;
            cases.insert(name, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            cases.insert(name, BTreeMap::from([("catalogue.yaml".to_owned(), fs::read_to_string(path)?)]));
        }
    }
    Ok(cases)
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read_to_string(path)?);
        }
    }
    Ok(())
}

/// Holds every case of a folder to its snapshot.
fn hold(name: &str, text_of: impl Fn(&Lowered) -> String) {
    let folder = folder(name);
    let cases = cases(&folder).expect("the folder can be read");
    assert!(!cases.is_empty());
    for (case, files) in cases {
        let text = text_of(&lower(files));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case, text));
    }
}

#[test]
fn accepted_schemas_become_types() {
    hold("accepted", |lowered| {
        let errors = lowered.findings.iter().filter(|finding| finding.level == crate::Level::Error).count();
        let findings = show::findings(&lowered.findings, &lowered.sources);
        assert_eq!(errors, 0, "{findings}");
        let types = show::types(&lowered.types, &lowered.payloads);
        if findings.is_empty() { types } else { format!("{types}\n{findings}") }
    });
}

#[test]
fn refused_schemas_are_reported_where_they_are_wrong() {
    hold("refused", |lowered| {
        let findings = show::findings(&lowered.findings, &lowered.sources);
        assert!(!findings.is_empty());
        findings
    });
}
