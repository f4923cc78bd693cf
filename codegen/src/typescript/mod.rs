//! The TypeScript backend: catalogues as an npm package of ES modules with their declarations.
//!
//! In: checked catalogues. Out: `<catalogue>.js` and `<catalogue>.d.ts`, and what they share. Lowering settles every
//! name and every type's text; emitting prints. What repeats in the output is written by hand in `internal/`.

mod emit;
mod lower;
mod model;
mod package;
mod syntax;
mod tsdoc;

use std::collections::BTreeMap;

use event_spec::{Catalogue, Valid};

use crate::OutputTree;

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

/// The module of one catalogue. It imports what [`package`] adds.
pub fn generate(catalogue: &Valid<Catalogue>, options: &Options) -> OutputTree {
    let module = lower::lower(catalogue, options);
    let mut tree = OutputTree::default();
    tree.add(format!("{}.d.ts", module.stem), emit::declarations(&module));
    tree.add(format!("{}.js", module.stem), emit::script(&module));
    tree
}

/// A whole package with an entry for each catalogue, in the order given.
pub fn package(catalogues: &[&Valid<Catalogue>], options: &Options) -> OutputTree {
    let mut tree = package::package(catalogues, options);
    for catalogue in catalogues {
        tree.merge("", generate(catalogue, options));
    }
    tree
}
