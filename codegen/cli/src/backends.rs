//! Checked catalogues through the backends.
//!
//! In: catalogues, and the outputs that somebody asked for. Out: a [`Target`] per output. A further backend is a function here and
//! a table of the configuration.

use std::path::Path;

use event_codegen::rust::{Dependency, Engine, Package};
use event_codegen::{OutputTree, docs, rust, typescript, typify};
use event_spec::{Catalogue, Valid};

use crate::config::{DocsOutput, Outputs, RustOutput, Side, Types, TypescriptOutput};
use crate::ending::Failure;
use crate::output::Target;
use crate::parallel;
use crate::paths;
use crate::sources::Source;

/// The trees of every output, in the order Rust, TypeScript, documents. `from` is the current folder.
///
/// # Errors
/// When an engine refuses the types of a catalogue.
pub fn generate(sources: &[Source], outputs: &Outputs, from: &Path) -> Result<Vec<Target>, Failure> {
    // The longest work first, so that two cores are done at the same time.
    let mut jobs = Vec::new();
    jobs.extend(outputs.docs.as_ref().map(Job::Docs));
    jobs.extend(outputs.rust.as_ref().map(Job::Rust));
    jobs.extend(outputs.typescript.as_ref().map(Job::Typescript));
    let made = parallel::map(jobs, |job| {
        let (place, folder, tree) = match job {
            Job::Rust(output) => (0, &output.out, rust_crate(sources, output)?),
            Job::Typescript(output) => (1, &output.out, typescript_package(sources, output)),
            Job::Docs(output) => (2, &output.out, documents(sources)),
        };
        let shown = paths::slashed(&paths::relative(from, folder));
        Ok((place, Target { folder: folder.clone(), shown, tree }))
    });
    let mut made = made.into_iter().collect::<Result<Vec<(u8, Target)>, Failure>>()?;
    made.sort_by_key(|(place, _)| *place);
    Ok(made.into_iter().map(|(_, target)| target).collect())
}

enum Job<'a> {
    Rust(&'a RustOutput),
    Typescript(&'a TypescriptOutput),
    Docs(&'a DocsOutput),
}

fn rust_crate(sources: &[Source], output: &RustOutput) -> Result<OutputTree, Failure> {
    let side = match output.side {
        Side::Server => rust::Side::Server,
        Side::Client => rust::Side::Client,
        Side::Both => rust::Side::Both,
    };
    let modules = sources.iter().map(|source| {
        let engine = match output.types {
            Types::Native => Engine::Native,
            Types::Typify => Engine::Printed(
                typify::print(&source.catalogue.types, "crate::runtime")
                    .map_err(|failure| Failure::new(format!("`{}`: {failure}", source.path)))?,
            ),
        };
        Ok((&source.catalogue, rust::Options { source: source.path.clone(), side, engine }))
    });
    let modules = modules.collect::<Result<Vec<(&Valid<Catalogue>, rust::Options)>, Failure>>()?;
    let package = Package {
        name: output.crate_name.clone().unwrap_or_else(|| "event-contracts".to_owned()),
        version: version(sources),
        runtime: match &output.runtime_path {
            Some(path) => Dependency::Path(path.clone()),
            None => Dependency::Version(env!("CARGO_PKG_VERSION").to_owned()),
        },
    };
    Ok(rust::package(&modules, &package))
}

fn typescript_package(sources: &[Source], output: &TypescriptOutput) -> OutputTree {
    let mut options = typescript::Options { version: version(sources), ..typescript::Options::default() };
    if let Some(package) = &output.package {
        options.package.clone_from(package);
    }
    options.sources = sources.iter().map(|source| (source.catalogue.name.value.clone(), source.path.clone())).collect();
    typescript::package(&catalogues(sources), &options)
}

fn documents(sources: &[Source]) -> OutputTree {
    let mut tree = docs::package(&catalogues(sources));
    for source in sources {
        tree.merge(
            "",
            docs::generate(
                &source.catalogue,
                &docs::Options { source: source.path.clone(), ..docs::Options::default() },
            ),
        );
    }
    tree
}

fn catalogues(sources: &[Source]) -> Vec<&Valid<Catalogue>> {
    sources.iter().map(|source| &source.catalogue).collect()
}

/// A package of one contract has its version; one of several has none of its own.
fn version(sources: &[Source]) -> String {
    match sources {
        [source] => source.catalogue.version.value.clone(),
        _ => "0.0.0".to_owned(),
    }
}
