//! The TypeScript backend: catalogues as an npm package of ES modules with their declarations.
//!
//! In: checked catalogues. Out: `<catalogue>.js` and `<catalogue>.d.ts`, the modules beside them (`entries`), and what they
//! share. Lowering settles every name and every type's text; emitting prints. What repeats in the output is written by hand
//! in `internal/`.

mod emit;
mod entries;
mod lower;
mod model;
mod package;
mod syntax;
mod tsdoc;

use std::collections::{BTreeMap, HashMap};

use event_spec::types::TypeId;
use event_spec::{Catalogue, Valid};

use crate::OutputTree;
use model::Module;

/// What the user may choose.
#[derive(Clone, Debug)]
pub struct Options {
    /// The package's name on npm.
    pub package: String,
    /// The package's version, as in Semantic Versioning 2.0.0.
    pub version: String,
    /// The path of each catalogue's entry file as the headers name it, by the catalogue's name. The header of a
    /// catalogue that is not listed names the catalogue alone.
    pub sources: BTreeMap<String, String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { package: "@event-contracts/generated".to_owned(), version: "0.0.0".to_owned(), sources: BTreeMap::new() }
    }
}

/// The modules of one catalogue. They import what [`package`] adds.
pub fn generate(catalogue: &Valid<Catalogue>, options: &Options) -> OutputTree {
    modules(catalogue, &lower::lower(catalogue, options))
}

/// The declaration of each named type, as its module has it.
pub(crate) fn definitions(catalogue: &Catalogue) -> HashMap<TypeId, String> {
    let declared = lower::declarations(catalogue).into_iter();
    declared.map(|(id, declaration)| (id, emit::definition(&declaration))).collect()
}

/// A whole package with the modules of each catalogue, in the order given.
pub fn package(catalogues: &[&Valid<Catalogue>], options: &Options) -> OutputTree {
    let lowered: Vec<Module> = catalogues.iter().map(|catalogue| lower::lower(catalogue, options)).collect();
    let mut tree = package::package(catalogues, &lowered, options);
    for (catalogue, module) in catalogues.iter().zip(&lowered) {
        tree.merge("", modules(catalogue, module));
    }
    tree
}

fn modules(catalogue: &Valid<Catalogue>, module: &Module) -> OutputTree {
    let mut tree = OutputTree::default();
    for entry in entries::of(module) {
        let files = (entry.emit)(catalogue, module);
        let path = entry.path(module);
        tree.add(format!("{path}.d.ts"), files.declarations);
        tree.add(format!("{path}.js"), files.script);
    }
    tree
}
