//! The catalogues that the tests generate from.

use std::fs;
use std::path::{Path, PathBuf};

use event_spec::{Catalogue, Valid};
use event_spec_disk::Disk;

/// One of the contracts of this repository.
pub fn contract(name: &str) -> Valid<Catalogue> {
    load(&root().join("contracts").join(name))
}

/// All of them.
pub fn contracts() -> Vec<Valid<Catalogue>> {
    folders(&root().join("contracts"))
}

/// Catalogues with what is hard to generate from.
pub fn fixtures() -> Vec<Valid<Catalogue>> {
    folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folders(folder: &Path) -> Vec<Valid<Catalogue>> {
    let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("readable").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().map(|folder| load(folder)).collect()
}

fn load(folder: &Path) -> Valid<Catalogue> {
    let (disk, entry) = Disk::catalogue(&folder.join("catalogue.yaml")).expect("the catalogue is there");
    let outcome = event_spec::load(&disk, &entry);
    let shown = || outcome.diagnostics.iter().map(|finding| format!("{finding:?}\n")).collect::<String>();
    outcome.catalogue.clone().unwrap_or_else(|| panic!("{}:\n{}", folder.display(), shown()))
}
