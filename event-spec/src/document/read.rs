//! A catalogue's files, found and read into one [`Document`].
//!
//! In: the entry's path. Out: the trees of the entry and of what it includes, and from those the document that joins
//! them. A file that cannot be read is reported where it is named.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::parts::Named;
use super::{Document, Part};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::files::FileError;
use crate::loader::join;
use crate::record::{FromNode, Owner, Record};
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::tree::{DUPLICATE_KEY, Kind, Node};

/// Every file that a catalogue names is there.
pub(crate) static FILE_UNREADABLE: Rule = rule!(error Files "file-unreadable", "every file that is named can be read");
/// A catalogue has an entry.
pub(crate) static EMPTY_FILE: Rule = rule!(error Files "empty-file", "a catalogue's files are not empty");

/// What a catalogue's folder may call its entry.
const ENTRY_NAMES: [&str; 3] = ["catalogue.yaml", "catalogue.yml", "catalogue.json"];

/// The path and tree of the entry, which is a file or a folder that holds one.
pub(crate) fn read_entry(entry: &str, cx: &mut Context<'_, '_>) -> Option<(String, Rc<Node>)> {
    let folder = entry.trim_end_matches('/');
    let candidates = if is_source(entry) {
        vec![entry.to_owned()]
    } else if matches!(folder, "" | ".") {
        ENTRY_NAMES.map(str::to_owned).to_vec()
    } else {
        ENTRY_NAMES.map(|name| format!("{folder}/{name}")).to_vec()
    };
    let mut why = FileError::NotFound;
    for path in &candidates {
        match cx.loader.node(path, cx.diagnostics) {
            Ok(node) => return node.map(|node| (path.clone(), node)),
            Err(FileError::NotFound) => {}
            Err(error) => why = error,
        }
    }
    // There is no text to underline: an empty one stands for the file that should be there.
    let span = cx.loader.add_missing(&candidates[0]);
    let message = format!("`{}` cannot be read: {why}", candidates[0]);
    let help = (candidates.len() > 1).then(|| "a catalogue's folder holds a `catalogue.yaml`".to_owned());
    cx.diagnostics.push(Diagnostic::new(&FILE_UNREADABLE, span, message).help_if(help));
    None
}

/// The document of the entry alone.
pub(crate) fn read_document<'t>(entry: &'t Node, diagnostics: &mut Diagnostics) -> Option<Document<'t>> {
    read_root(entry, "a catalogue begins with `catalogue`, `version` and `transport`", diagnostics)
}

fn is_source(path: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending))
}

/// The files that a document includes.
pub(crate) struct Included {
    trees: Vec<Rc<Node>>,
    /// Whether each of them could be read.
    whole: bool,
}

/// The trees that the document names under `include`, each once.
pub(crate) fn read_included(document: &Document<'_>, entry_path: &str, cx: &mut Context<'_, '_>) -> Included {
    let mut seen = HashSet::from([entry_path.to_owned()]);
    let is_list = document.include.is_some() || document.marks().key("include").is_none();
    let mut included = Included { trees: Vec::new(), whole: is_list };
    for item in document.include.iter().flat_map(|include| &include.0) {
        let Some(paths) = include_paths(item, entry_path, cx) else {
            included.whole = false;
            continue;
        };
        for path in paths.into_iter().filter(|path| seen.insert(path.clone())) {
            let tree = cx.loader.node(&path, cx.diagnostics);
            included.whole &= matches!(tree, Ok(Some(_)));
            match tree {
                Ok(tree) => included.trees.extend(tree),
                Err(error) => cx.diagnostics.push(unreadable(item, &path, &error.to_string())),
            }
        }
    }
    included
}

/// The files that one item of `include` stands for; nothing where that cannot be told, which is reported.
fn include_paths(item: &Spanned<String>, entry_path: &str, cx: &mut Context<'_, '_>) -> Option<Vec<String>> {
    let path = match join(entry_path, &item.value) {
        Ok(path) => path,
        Err(error) => {
            let message = format!("`{}` cannot be included: {error}", item.value);
            let help = "write a path relative to this file";
            cx.diagnostics.push(Diagnostic::new(&FILE_UNREADABLE, item.span, message).help(help));
            return None;
        }
    };
    if is_source(&path) {
        return Some(vec![path]);
    }
    let why = match cx.loader.list(&path) {
        Ok(files) => return Some(files.into_iter().filter(|file| is_source(file)).collect()),
        Err(FileError::NotFound) => "there is no such folder".to_owned(),
        Err(error) => error.to_string(),
    };
    cx.diagnostics.push(unreadable(item, &path, &why));
    None
}

fn unreadable(item: &Spanned<String>, path: &str, why: &str) -> Diagnostic {
    let message = format!("`{}` cannot be included: {why}", item.value);
    let help = format!("this means `{path}`; name a `.yaml`, `.yml` or `.json` file, or a folder of such");
    Diagnostic::new(&FILE_UNREADABLE, item.span, message).help(help)
}

/// Joins the maps of included files to the document's, and says whether the document holds every name that was declared: no
/// file, and no map in one, was unreadable.
pub(crate) fn join_parts<'t>(
    document: &mut Document<'t>,
    included: &'t Included,
    diagnostics: &mut Diagnostics,
) -> bool {
    let trees = &included.trees;
    let mut whole = included.whole
        && is_read(&document.priorities, "priorities", document)
        && is_read(&document.channels, "channels", document)
        && is_read(&document.events, "events", document);
    for tree in trees {
        let help = "write `events: {}` where it has none yet, or leave the file out";
        let Some(part) = read_root::<Part<'_>>(tree, help, diagnostics) else {
            whole = false;
            continue;
        };
        whole &= is_read(&part.priorities, "priorities", &part)
            && is_read(&part.channels, "channels", &part)
            && is_read(&part.events, "events", &part);
        append(&mut document.priorities, part.priorities);
        append(&mut document.errors, part.errors);
        append(&mut document.channels, part.channels);
        append(&mut document.events, part.events);
        append(&mut document.schemas, part.schemas);
        append(&mut document.consumers, part.consumers);
        append(&mut document.flows, part.flows);
    }
    if !trees.is_empty() {
        keep_first(&mut document.priorities, diagnostics);
        keep_first(&mut document.errors, diagnostics);
        keep_first(&mut document.channels, diagnostics);
        keep_first(&mut document.events, diagnostics);
        keep_first(&mut document.schemas, diagnostics);
        keep_first(&mut document.consumers, diagnostics);
        keep_first(&mut document.flows, diagnostics);
    }
    whole
}

/// Whether a map is all that stands under its key.
fn is_read<T>(map: &Option<Named<T>>, key: &str, record: &impl Record) -> bool {
    map.is_some() || record.marks().key(key).is_none()
}

fn read_root<'t, T: FromNode<'t>>(node: &'t Node, help: &str, diagnostics: &mut Diagnostics) -> Option<T> {
    if matches!(node.kind, Kind::Null) {
        diagnostics.push(Diagnostic::new(&EMPTY_FILE, node.span, "this file holds nothing").help(help));
        return None;
    }
    T::from_node(node, Owner::file(node), diagnostics)
}

fn append<T>(joined: &mut Option<Named<T>>, more: Option<Named<T>>) {
    joined.get_or_insert_default().0.extend(more.unwrap_or_default().0);
}

/// Reports names that several files declare, and keeps the first.
fn keep_first<T>(joined: &mut Option<Named<T>>, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    if let Some(named) = joined {
        named.0.retain(|(name, _)| match seen.get(&name.value) {
            Some(first) => {
                let message = format!("`{}` is declared twice", name.value);
                let diagnostic = Diagnostic::new(&DUPLICATE_KEY, name.span, message).underlined("again here");
                let diagnostic = diagnostic.label(*first, "first here");
                diagnostics.push(diagnostic.help("keep one of the two, or give one of them a name of its own"));
                false
            }
            None => {
                seen.insert(name.value.clone(), name.span);
                true
            }
        });
    }
}
