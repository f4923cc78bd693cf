//! `eventspec.toml`: which catalogues there are, and what to generate from them.
//!
//! In: a file, named or found in the current folder or above it. Out: a [`Config`], its paths absolute, or findings at
//! their places. Promise: nothing that the file says is ignored, and no output folder lies outside the file's own folder.

mod lint;
mod names;
mod read;
mod table;

use std::io;
use std::path::{Path, PathBuf};

use event_spec::source::Spanned;

use crate::ending::Failure;
use crate::lint::choice::{Choice, Override};
use crate::paths;
use crate::tree::{OnDisk, Tree};

pub use names::name_fault;

/// The name of the file.
pub const FILE: &str = "eventspec.toml";

/// A configuration that was read.
#[derive(Debug)]
pub struct Config {
    /// The folder of the file, canonical.
    pub folder: PathBuf,
    /// The file as a person knows it.
    pub shown: String,
    /// Where catalogues are, in the order of the file.
    pub catalogues: Vec<CataloguePattern>,
    /// What to generate.
    pub outputs: Outputs,
    /// What the lint holds catalogues to.
    pub lint: LintConfig,
}

/// What the lint holds catalogues to.
#[derive(Debug, Default)]
pub struct LintConfig {
    /// The rules for all files.
    pub choice: Choice,
    /// What is different for some.
    pub overrides: Vec<Override>,
    /// The file of findings that are known. Absolute.
    pub baseline: Option<PathBuf>,
}

/// One catalogue, or a pattern of them.
#[derive(Debug)]
pub struct CataloguePattern {
    /// A path relative to the configuration's folder, in which `*` stands for any part of a name.
    pub path: String,
    /// The folder that the catalogue may read from, where it is wider than its own. Absolute.
    pub root: Option<PathBuf>,
}

/// What to generate, and where. Folders are absolute.
#[derive(Debug, Default)]
pub struct Outputs {
    /// The Rust crate.
    pub rust: Option<RustOutput>,
    /// The TypeScript package.
    pub typescript: Option<TypescriptOutput>,
    /// The documents.
    pub docs: Option<DocsOutput>,
    /// The documents' site, which `eventspec docs` writes.
    pub site: Option<SiteOutput>,
}

impl Outputs {
    /// The folders that `eventspec gen` writes.
    pub fn generated(&self) -> impl Iterator<Item = &Path> {
        let rust = self.rust.as_ref().map(|output| output.out.as_path());
        let typescript = self.typescript.as_ref().map(|output| output.out.as_path());
        let docs = self.docs.as_ref().map(|output| output.out.as_path());
        [rust, typescript, docs].into_iter().flatten()
    }
}

/// The Rust crate.
#[derive(Debug)]
pub struct RustOutput {
    /// Its folder.
    pub out: PathBuf,
    /// Its name.
    pub crate_name: Option<String>,
    /// A checkout of the runtime crate to depend on: relative to the output folder, or absolute where it was given so.
    pub runtime_path: Option<String>,
    /// Whom the crate is for.
    pub side: Side,
    /// Which engine prints the payload types.
    pub types: Types,
}

/// The TypeScript package.
#[derive(Debug)]
pub struct TypescriptOutput {
    /// Its folder.
    pub out: PathBuf,
    /// Its name.
    pub package: Option<String>,
}

/// The documents.
#[derive(Debug)]
pub struct DocsOutput {
    /// Their folder.
    pub out: PathBuf,
}

/// The documents' site.
#[derive(Debug)]
pub struct SiteOutput {
    /// Its folder.
    pub out: PathBuf,
    /// What stands at the head of every page.
    pub title: Option<String>,
}

/// Whom generated Rust is for: what a side only sends it need not read, and the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Side {
    /// A server.
    Server,
    /// A client.
    Client,
    /// Either.
    #[default]
    Both,
}

/// Which engine prints the payload types of generated Rust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Types {
    /// Our own: plain structs.
    #[default]
    Native,
    /// typify: with its builders, newtypes and conversions.
    Typify,
}

impl Config {
    /// Reads the named file, or the nearest [`FILE`] in `from` (absolute) or above it; `None` where there is none.
    ///
    /// # Errors
    /// When it cannot be read or is wrong.
    pub fn find(named: Option<&Path>, from: &Path) -> Result<Option<Self>, Failure> {
        if let Some(path) = named {
            return Self::load(&OnDisk, &from.join(path), from, "").map(Some);
        }
        Self::nearest(&OnDisk, FILE, from, from, "")
    }

    /// Reads the nearest file of this name of a tree in `folder` (absolute) or above it. A person who stands in `from` knows it
    /// by its way there, after `prefix`.
    ///
    /// # Errors
    /// When it cannot be read or is wrong.
    pub fn nearest(
        tree: &dyn Tree,
        name: impl AsRef<Path>,
        folder: &Path,
        from: &Path,
        prefix: &str,
    ) -> Result<Option<Self>, Failure> {
        let found = folder.ancestors().map(|folder| folder.join(&name)).find(|path| tree.is_file(path));
        found.map(|path| Self::load(tree, &path, from, prefix)).transpose()
    }

    /// Where the catalogues would be if the file lay in another folder: nothing is generated from there.
    pub fn moved_to(&self, folder: &Path) -> Self {
        let root = |root: &PathBuf| paths::normalised(&folder.join(paths::relative(&self.folder, root)));
        let moved = |pattern: &CataloguePattern| CataloguePattern {
            path: pattern.path.clone(),
            root: pattern.root.as_ref().map(root),
        };
        Self {
            folder: folder.to_owned(),
            shown: self.shown.clone(),
            catalogues: self.catalogues.iter().map(moved).collect(),
            outputs: Outputs::default(),
            lint: LintConfig::default(),
        }
    }

    fn load(tree: &dyn Tree, path: &Path, from: &Path, prefix: &str) -> Result<Self, Failure> {
        let refused = |error: io::Error| Failure::io("read", path, &error);
        let text = tree.text(path).map_err(refused)?;
        let folder = tree.canonical(path.parent().unwrap_or(Path::new(""))).map_err(refused)?;
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        let way = paths::slashed(&paths::relative(from, &folder.join(name)));
        read::read(&folder, format!("{prefix}{way}"), text)
    }
}

/// Why [`runtime_path`] gives nothing.
pub const NOT_UTF8: &str = "leads through a name that is not UTF-8, which no `Cargo.toml` can hold";

/// The way from a crate's folder to the runtime that it depends on; `None` where it is not UTF-8.
pub fn runtime_path(base: &Path, out: &Path, written: &Path) -> Option<String> {
    let way = if written.is_absolute() { written.to_owned() } else { paths::relative(out, &base.join(written)) };
    way.to_str()?;
    Some(paths::slashed(&way))
}

/// A text of the file with its place.
type Text = Spanned<String>;
