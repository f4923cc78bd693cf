//! The catalogues that the tests print: the five of this repository, and the fixtures.

use std::fs;
use std::path::{Path, PathBuf};

use event_codegen::rust::Options;
use event_spec::{Catalogue, Valid};
use event_spec_disk::Disk;

/// A catalogue, and how generated files name it.
pub struct Input {
    pub catalogue: Valid<Catalogue>,
    pub source: String,
}

impl Input {
    pub fn options(&self) -> Options {
        Options::new(&self.source)
    }
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    let codegen = Path::new(env!("CARGO_MANIFEST_DIR"));
    codegen.parent().expect("the crate lies in the repository").to_owned()
}

/// The catalogue in a folder, given from the root of the repository.
pub fn input(folder: &str) -> Input {
    let (disk, entry) = Disk::catalogue(&repository().join(folder)).expect("the folder exists");
    let outcome = event_spec::load(&disk, &entry);
    let faults = outcome.diagnostics.iter().map(|diagnostic| {
        let start = outcome.sources.positions(diagnostic.primary.span).start;
        format!("{}:{}: {}", start.line, start.column, diagnostic.message)
    });
    let faults: Vec<String> = faults.collect();
    let catalogue = outcome.catalogue.unwrap_or_else(|| panic!("{folder}:\n{}", faults.join("\n")));
    Input { catalogue, source: format!("{folder}/catalogue.yaml") }
}

/// The five catalogues of this repository.
pub fn contracts() -> Vec<Input> {
    inputs("contracts")
}

/// The catalogues in `tests/fixtures`.
pub fn fixtures() -> Vec<Input> {
    inputs("codegen/tests/fixtures")
}

fn inputs(folder: &str) -> Vec<Input> {
    let entries = fs::read_dir(repository().join(folder)).expect("the folder can be read");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names.iter().map(|name| input(&format!("{folder}/{name}"))).collect()
}
