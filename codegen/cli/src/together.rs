//! Whether catalogues can be generated, by their names alone: `gen` refuses what `lint` reports.
//!
//! In: the catalogues of a run. Out: nothing, or why their files could not lie in one folder on every system.

use event_spec::{Catalogue, Valid};

use crate::ending::Failure;
use crate::output;

/// Refuses catalogues whose files would meet, each given with its path.
///
/// # Errors
/// When two have one name, or when a name cannot be a file's.
pub fn check<'a>(catalogues: impl IntoIterator<Item = (&'a Valid<Catalogue>, &'a str)>) -> Result<(), Failure> {
    let named: Vec<(&str, &str)> =
        catalogues.into_iter().map(|(catalogue, path)| (catalogue.name.as_str(), path)).collect();
    for (at, (name, path)) in named.iter().enumerate() {
        if let Some(reason) = fault(name) {
            return Err(Failure::with_help(
                format!("`{path}`: the catalogue's name `{name}` {reason}"),
                "files are named after the catalogue: give it another name",
            ));
        }
        if let Some((_, other)) = named[at + 1..].iter().find(|(other, _)| other == name) {
            return Err(Failure::with_help(
                format!("`{path}` and `{other}` are both called `{name}`"),
                "catalogues that are generated together need names of their own",
            ));
        }
    }
    Ok(())
}

fn fault(name: &str) -> Option<&'static str> {
    if name.eq_ignore_ascii_case("readme") {
        return Some(
            "is taken: its page and the list of all pages, `README.md`, are one file where case does not count",
        );
    }
    output::name_fault(name)
}
