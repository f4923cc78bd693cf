//! Generated Rust as rustc, clippy, rustfmt and a reader of JSON see it.

mod inputs;
mod round_trip;
mod scratch;
mod widths;

use std::sync::LazyLock;

use event_codegen::OutputTree;
use event_codegen::rust::{self, Dependency, Package};
use inputs::{Input, contracts, fixtures, repository};
use scratch::{Scratch, succeed};

/// All catalogues, in one crate.
struct Everything {
    inputs: Vec<Input>,
    tree: OutputTree,
    scratch: Scratch,
}

const CRATE: &str = "everything";

static EVERYTHING: LazyLock<Everything> = LazyLock::new(|| {
    let inputs: Vec<Input> = contracts().into_iter().chain(fixtures()).collect();
    let modules: Vec<_> = inputs.iter().map(|input| (&input.catalogue, input.options())).collect();
    let tree = rust::package(&modules, &package(CRATE));
    let scratch = Scratch::new(CRATE);
    scratch.write_tree(&tree, "serde = \"1\"\nserde_json = \"1\"\n");
    scratch.write("src/main.rs", &round_trip::program(CRATE, &tree));
    Everything { inputs, tree, scratch }
});

fn package(name: &str) -> Package {
    let runtime = repository().join("codegen/runtime");
    Package { name: name.to_owned(), version: "1.0.0".to_owned(), runtime: Dependency::Path(runtime.display().to_string()) }
}

#[test]
fn chatflow_reads_as_if_written_by_hand() {
    let input = inputs::input("contracts/chatflow");
    let tree = rust::generate(&input.catalogue, &input.options());
    for (path, text) in tree.iter() {
        insta::assert_snapshot!(path.trim_end_matches(".rs"), text);
    }
}

#[test]
fn rustc_and_clippy_have_nothing_to_say() {
    succeed(&mut EVERYTHING.scratch.cargo(["clippy", "--lib", "--quiet", "--config", "build.rustflags=['-Dwarnings']"]));
}

#[test]
fn rustfmt_changes_nothing() {
    succeed(&mut EVERYTHING.scratch.rustfmt());
}

#[test]
fn every_example_survives() {
    let everything = &*EVERYTHING;
    let mut examples = Vec::new();
    let modules: Vec<String> = everything.inputs.iter().map(|input| rust::module_name(&input.catalogue)).collect();
    for (module, input) in modules.iter().zip(&everything.inputs) {
        examples.extend(round_trip::examples(module, &input.catalogue));
    }
    let answers = round_trip::pass(&mut everything.scratch.cargo(["run", "--quiet"]), &examples);
    assert_eq!(answers.len(), examples.len());
    let mut lost = Vec::new();
    for ((key, value), answer) in examples.iter().zip(&answers) {
        let kept = serde_json::from_str(answer).is_ok_and(|after| round_trip::same(value, &after));
        if !kept {
            lost.push(format!("{key}\n  {value}\n  {answer}"));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
