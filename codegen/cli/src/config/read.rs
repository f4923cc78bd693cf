//! The configuration out of its text.

use std::path::{Component, Path, PathBuf};

use event_spec::source::Sources;
use toml::de::DeTable;

use crate::config::table::Reader;
use crate::config::{
    CataloguePattern, Config, DocsOutput, NOT_UTF8, Outputs, RustOutput, SiteOutput, Text, TypescriptOutput,
    name_fault, runtime_path,
};
use crate::ending::Failure;
use crate::paths;
use crate::render::{Place, Report, text};
use crate::terminal;

/// Reads the text of the file `shown`, which lies in `folder`.
///
/// # Errors
/// With everything that is wrong in it, rendered.
pub fn read(folder: &Path, shown: String, text: String) -> Result<Config, Failure> {
    let mut sources = Sources::default();
    let (before, name) = shown.split_at(prefix(&shown));
    let source = sources.add(name, text.as_str());
    let mut file = FileReader { reader: Reader::new(source), folder, name };
    let config = file.config(&text, &shown);
    let found = file.reader.found;
    if let Some(config) = config.filter(|_| found.is_empty()) {
        return Ok(config);
    }
    let mut report = Report::default();
    report.add(sources, found.into_sorted(), Place { folder: folder.to_owned(), shown: before.to_owned() });
    Err(Failure::Findings(text::render(&report, terminal::stderr())))
}

/// Where a file's name begins in the way that leads to it, which may begin with a revision: `main:eventspec.toml`.
fn prefix(shown: &str) -> usize {
    shown.rfind(['/', ':']).map_or(0, |at| at + 1)
}

/// A configuration under reading.
pub(super) struct FileReader<'a> {
    pub(super) reader: Reader,
    folder: &'a Path,
    name: &'a str,
}

impl FileReader<'_> {
    /// The configuration; what is wrong with it is found by the reader.
    fn config(&mut self, text: &str, shown: &str) -> Option<Config> {
        let table = self.reader.document(text)?;
        let known = ["catalogue", "catalogues", "root", "rust", "typescript", "docs", "site", "lint"];
        self.reader.keys(&table, "the configuration", &known);
        let root = self.reader.text(&table, "root");
        let root = root.and_then(|root| self.root(&root));
        let mut catalogues = self.patterns(&table, root.as_deref());
        catalogues.extend(self.tables(&table, root.as_deref()));
        let lists = ["catalogues", "catalogue"].map(|key| table.get(key));
        if lists.iter().flatten().all(|list| list.get_ref().as_array().is_some_and(|list| list.is_empty())) {
            let at = lists.iter().flatten().next().map_or(0..0, |list| list.span());
            let finding = self.reader.wrong(self.reader.span(at), "the configuration names no catalogue");
            self.reader
                .found
                .push(finding.help("write `catalogues = [\"contracts/*\"]`, with the folders that you have"));
        }
        let outputs = Outputs {
            rust: self.rust(&table),
            typescript: self.typescript(&table),
            docs: self.docs(&table),
            site: self.site(&table),
        };
        let lint = self.lint(&table);
        Some(Config { folder: self.folder.to_owned(), shown: shown.to_owned(), catalogues, outputs, lint })
    }

    /// `catalogues = ["contracts/*"]`
    fn patterns(&mut self, table: &DeTable, root: Option<&Path>) -> Vec<CataloguePattern> {
        let texts = self.reader.texts(table, "catalogues");
        texts.iter().filter_map(|path| self.pattern(path, root.map(Path::to_owned))).collect()
    }

    /// `[[catalogue]]`
    fn tables(&mut self, table: &DeTable, root: Option<&Path>) -> Vec<CataloguePattern> {
        let Some(list) = self.reader.array(table, "catalogue") else { return Vec::new() };
        let mut patterns = Vec::new();
        for item in list.iter() {
            let span = self.reader.span(item.span());
            let Some(entry) = item.get_ref().as_table() else {
                let finding = self.reader.wrong(span, "each `catalogue` is a table");
                self.reader.found.push(finding.help("write `[[catalogue]]`, and below it `path = \"contracts/chat\"`"));
                continue;
            };
            self.reader.keys(entry, "`catalogue`", &["path", "root"]);
            let own = self.reader.text(entry, "root").and_then(|root| self.root(&root));
            match self.reader.text(entry, "path") {
                Some(path) => patterns.extend(self.pattern(&path, own.or(root.map(Path::to_owned)))),
                None if entry.contains_key("path") => {}
                None => {
                    let finding = self.reader.wrong(span, "a `catalogue` without a `path`");
                    self.reader.found.push(finding);
                }
            }
        }
        patterns
    }

    fn pattern(&mut self, path: &Text, root: Option<PathBuf>) -> Option<CataloguePattern> {
        self.below(path, "a catalogue")?;
        Some(CataloguePattern { path: path.value.clone(), root })
    }

    fn root(&mut self, path: &Text) -> Option<PathBuf> {
        self.below(path, "`root`")
    }

    fn rust(&mut self, table: &DeTable) -> Option<RustOutput> {
        let table = self.reader.table(table, "rust")?;
        self.reader.keys(table, "`rust`", &["out", "crate-name", "runtime-path", "side", "types"]);
        let crate_name = self.name(table, "crate-name", false);
        let side = self.reader.word(table, "side").unwrap_or_default();
        let types = self.reader.word(table, "types").unwrap_or_default();
        let runtime = self.reader.text(table, "runtime-path");
        let out = self.out(table, "rust")?;
        let runtime_path = runtime.and_then(|path| self.runtime_path(&out, &path));
        Some(RustOutput { out, crate_name, runtime_path, side, types })
    }

    fn runtime_path(&mut self, out: &Path, written: &Text) -> Option<String> {
        let path = runtime_path(self.folder, out, Path::new(&written.value));
        if path.is_none() {
            let finding = self.reader.wrong(written.span, format!("`{}` {NOT_UTF8}", written.value));
            self.reader.found.push(finding);
        }
        path
    }

    fn typescript(&mut self, table: &DeTable) -> Option<TypescriptOutput> {
        let table = self.reader.table(table, "typescript")?;
        self.reader.keys(table, "`typescript`", &["out", "package"]);
        let package = self.name(table, "package", true);
        Some(TypescriptOutput { out: self.out(table, "typescript")?, package })
    }

    fn docs(&mut self, table: &DeTable) -> Option<DocsOutput> {
        let table = self.reader.table(table, "docs")?;
        self.reader.keys(table, "`docs`", &["out"]);
        Some(DocsOutput { out: self.out(table, "docs")? })
    }

    fn site(&mut self, table: &DeTable) -> Option<SiteOutput> {
        let table = self.reader.table(table, "site")?;
        self.reader.keys(table, "`site`", &["out", "title"]);
        let title = self.reader.text(table, "title").map(|title| title.value);
        Some(SiteOutput { out: self.out(table, "site")?, title })
    }

    fn name(&mut self, table: &DeTable, key: &str, scoped: bool) -> Option<String> {
        let name = self.reader.text(table, key)?;
        if let Some(fault) = name_fault(&name, scoped) {
            let finding = self.reader.wrong(name.span, format!("`{}` {fault}", name.value));
            self.reader.found.push(finding);
        }
        Some(name.value)
    }

    /// The output folder of a table.
    fn out(&mut self, table: &DeTable, what: &str) -> Option<PathBuf> {
        let Some(out) = self.reader.text(table, "out") else {
            if !table.contains_key("out") {
                let at = table.keys().next().map_or(0..0, toml::Spanned::span);
                let finding = self.reader.wrong(self.reader.span(at), format!("`{what}` without an `out` folder"));
                let help = format!("write `out = \"generated/{what}\"` in `[{what}]`");
                self.reader.found.push(finding.help(help));
            }
            return None;
        };
        let folder = self.below(&out, "an output folder")?;
        if folder == self.folder {
            let finding = self.reader.wrong(out.span, "an output folder cannot be the folder of the configuration");
            self.reader.found.push(finding.help(format!("write `out = \"generated/{what}\"`")));
            return None;
        }
        Some(folder)
    }

    /// A path that must not leave the configuration's folder, absolute.
    pub(super) fn below(&mut self, path: &Text, what: &str) -> Option<PathBuf> {
        let clean = paths::normalised(Path::new(&path.value));
        let leaves =
            clean.has_root() || matches!(clean.components().next(), Some(Component::ParentDir | Component::Prefix(_)));
        if leaves {
            let message = format!("`{}` leaves the folder of the configuration", path.value);
            let help = format!("{what} lies below it: move `{}` up, or what it names down", self.name);
            let finding = self.reader.wrong(path.span, message);
            self.reader.found.push(finding.help(help));
            return None;
        }
        Some(self.folder.join(clean))
    }
}
