//! Generated Rust as rustc, clippy, rustfmt and a reader of JSON see it.

mod contract_macro;
mod inputs;
mod replaced;
mod round_trip;
mod scratch;
mod views;
mod widths;

use std::sync::LazyLock;

#[cfg(feature = "typify")]
use event_codegen::rust::Engine;
use event_codegen::rust::{self, Dependency, Options, Package, Side};
use inputs::{Input, contracts, fixtures, repository};
use scratch::{Scratch, succeed};
use serde_json::{Value, json};

/// All catalogues, in one crate.
struct Everything {
    inputs: Vec<Input>,
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
    Everything { inputs, scratch }
});

fn package(name: &str) -> Package {
    let runtime = repository().join("codegen/runtime");
    Package {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        runtime: Dependency::Path(runtime.display().to_string()),
    }
}

#[test]
fn chatflow_reads_as_if_written_by_hand() {
    let input = inputs::input("contracts/chatflow");
    let tree = rust::generate(&input.catalogue, &input.options());
    for (path, text) in tree.iter() {
        // What is no Rust is the model, which has tests of its own.
        let Some(name) = path.strip_suffix(".rs") else { continue };
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn rustc_clippy_and_rustdoc_have_nothing_to_say() {
    succeed(&mut EVERYTHING.scratch.cargo(["doc", "--lib", "--no-deps", "--quiet"]));
    succeed(&mut EVERYTHING.scratch.cargo(["clippy", "--lib", "--quiet"]));
}

#[test]
fn rustfmt_changes_nothing() {
    succeed(&mut EVERYTHING.scratch.rustfmt());
}

#[test]
fn each_side_compiles_alone() {
    for (name, side) in [("server-side", Side::Server), ("client-side", Side::Client)] {
        let inputs: Vec<Input> = contracts().into_iter().chain(fixtures()).collect();
        let modules: Vec<_> =
            inputs.iter().map(|input| (&input.catalogue, Options { side, ..input.options() })).collect();
        let scratch = Scratch::new(name);
        scratch.write_tree(&rust::package(&modules, &package(name)), "");
        succeed(&mut scratch.cargo(["clippy", "--quiet"]));
    }
}

#[cfg(feature = "typify")]
#[test]
fn contracts_of_the_second_engine_compile() {
    let inputs = contracts();
    let modules: Vec<_> = inputs
        .iter()
        .map(|input| {
            let printed = event_codegen::typify::print(&input.catalogue.types, "crate::runtime");
            let engine = Engine::Printed(printed.expect("typify renders the five catalogues"));
            (&input.catalogue, Options { engine, ..input.options() })
        })
        .collect();
    let scratch = Scratch::new("typified");
    // What typify prints is not held to clippy.
    scratch.write_tree(&rust::package(&modules, &package("typified")), "");
    succeed(&mut scratch.cargo(["check", "--quiet"]));
}

#[test]
fn a_broken_rule_is_named_with_its_field() {
    let rules = inputs::input("codegen/tests/fixtures/rules");
    let (key, example) = &round_trip::examples("rules", &rules.catalogue)[1];
    let broken = [
        ("/id", json!("123e4567")),
        ("/sku", json!("A-1")),
        ("/sku", json!("ab-12")),
        ("/note", json!("four")),
        ("/note", json!("a b")),
        ("/note", json!(null)),
        ("/remark", json!("x")),
        ("/tags", json!([])),
        ("/tags", json!(["a", "a"])),
        ("/tags/1", json!("1")),
        ("/maybe/0", json!("abc")),
        ("/classes/0/0", json!(10)),
        ("/count", json!(0)),
        ("/count", json!(7)),
        ("/count", json!(-5)),
        ("/count", json!(105)),
        ("/price", json!(0)),
        ("/price", json!(0.3)),
        ("/nullable", json!(-6)),
        ("/level", json!(4)),
        ("/labels/a", json!("12345")),
        ("/point/0", json!(-1)),
        ("/point/1", json!("ab")),
        ("/codes", json!(["abc", "abc", "abc"])),
        ("/codes", json!(["abcd"])),
        ("/alias", json!("ab")),
        ("/fixed", json!(8)),
        ("/nothing", json!(1)),
        ("/inner/text", json!("x")),
        ("/inner", json!({ "text": "ok", "more": 1 })),
        ("/other", json!(-1)),
        ("", json!([])),
    ];
    let values: Vec<Value> = broken
        .iter()
        .map(|(place, value)| {
            let mut example = (*example).clone();
            *example.pointer_mut(place).expect("the example has this place") = value.clone();
            example
        })
        .collect();
    let asked: Vec<(String, &Value)> = values.iter().map(|value| (key.clone(), value)).collect();
    let answers = round_trip::pass(&mut EVERYTHING.scratch.cargo(["run", "--quiet"]), &asked);
    let lines: Vec<String> =
        broken.iter().zip(answers).map(|((place, value), answer)| format!("{place} {value}\n    {answer}")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_wrong_argument_is_called_as_in_the_catalogue() {
    let arguments = json!([1.5, 2.5, 3]);
    let asked = [("arguments server pointer:moved".to_owned(), &arguments)];
    let answers = round_trip::pass(&mut EVERYTHING.scratch.cargo(["run", "--quiet"]), &asked);
    assert_eq!(answers, ["error: `type`: invalid type: integer `3`, expected a string at line 1 column 10"]);
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
