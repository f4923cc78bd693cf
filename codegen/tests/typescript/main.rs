//! The TypeScript that comes out, in the hands of the compilers and of Node.
//!
//! `programs/<contract>/right.ts` must compile. In `wrong.ts` every mistake is an error at its line, in the words of the
//! comment `// error: ...` above it. Every example of every catalogue is a value of its payload's type.

mod examples;
mod inputs;
mod node;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use event_codegen::typescript::{self, Options};
use event_spec::{Catalogue, Valid};
use node::{Compiler, Finding, Project, Resolution};

fn package(catalogues: &[&Valid<Catalogue>]) -> event_codegen::OutputTree {
    let source = |name: &str| (name.to_owned(), format!("contracts/{name}/catalogue.yaml"));
    let sources = catalogues.iter().map(|catalogue| source(&catalogue.name)).collect();
    typescript::package(catalogues, &Options { sources, ..Options::default() })
}

/// A project that has the package of these catalogues.
fn project(name: &str, catalogues: &[Valid<Catalogue>]) -> Project {
    Project::new(name, "@event-contracts/generated", &package(&catalogues.iter().collect::<Vec<_>>()))
}

#[test]
fn chatflow_reads_as_written_by_hand() {
    let chatflow = inputs::contract("chatflow");
    let tree = package(&[&chatflow]);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        let files = ["chatflow.d.ts", "chatflow.js", "chatflow/validators.d.ts", "chatflow/validators.js", "package.json", "README.md"];
        for file in files {
            let text = tree.get(file).expect("the package has it");
            insta::assert_snapshot!(file.replace('/', "-"), text.replace(&chatflow.fingerprint, "<fingerprint>"));
        }
    });
}

#[test]
fn output_is_the_same_from_run_to_run() {
    let contracts = inputs::contracts();
    let all: Vec<&Valid<Catalogue>> = contracts.iter().collect();
    assert_eq!(package(&all), package(&all));
}

#[test]
fn declarations_and_examples_pass_every_resolution_and_both_compilers() {
    for (name, catalogues) in [("contracts", inputs::contracts()), ("fixtures", inputs::fixtures())] {
        let project = project(&format!("examples-{name}"), &catalogues);
        let mut files = Vec::new();
        for catalogue in &catalogues {
            let file = format!("{}.ts", catalogue.name.value);
            project.write(&file, &examples::program(catalogue));
            files.push(file);
        }
        for (compiler, resolution) in [
            (Compiler::Seven, Resolution::NodeNext),
            (Compiler::Seven, Resolution::Node16),
            (Compiler::Seven, Resolution::Bundler),
            (Compiler::Five, Resolution::NodeNext),
        ] {
            let findings = project.check(compiler, resolution, &files);
            assert!(findings.is_empty(), "{name}, {compiler:?}, {resolution:?}:\n{}", node::shown(&findings));
        }
    }
}

#[test]
fn right_programs_compile() {
    let project = project("right", &inputs::contracts());
    let files: Vec<String> = programs("right.ts").into_iter().map(|(name, text)| project.add(&name, &text)).collect();
    for compiler in [Compiler::Seven, Compiler::Five] {
        let findings = project.check(compiler, Resolution::NodeNext, &files);
        assert!(findings.is_empty(), "{compiler:?}:\n{}", node::shown(&findings));
    }
}

#[test]
fn wrong_programs_fail_where_they_are_wrong_and_say_what_is_right() {
    let project = project("wrong", &inputs::contracts());
    let programs = programs("wrong.ts");
    let files: Vec<String> = programs.iter().map(|(name, text)| project.add(name, text)).collect();
    let findings = project.check(Compiler::Seven, Resolution::NodeNext, &files);
    let mut missing = Vec::new();
    let mut unexpected: Vec<&Finding> = findings.iter().collect();
    for (name, text) in &programs {
        for (line, expected) in marks(text) {
            let fits = |finding: &&Finding| {
                finding.file == *name && finding.line == line && finding.message.contains(expected)
            };
            match unexpected.iter().position(fits) {
                Some(at) => drop(unexpected.remove(at)),
                None => missing.push(format!("{name}({line}): {expected}")),
            }
        }
    }
    assert!(
        missing.is_empty() && unexpected.is_empty(),
        "expected and not reported:\n{}\nreported and not expected:\n{}",
        missing.join("\n"),
        unexpected.iter().map(|finding| finding.to_string()).collect::<Vec<_>>().join("\n"),
    );
}

#[test]
fn scripts_load_in_node() {
    for (name, catalogues) in [("contracts", inputs::contracts()), ("fixtures", inputs::fixtures())] {
        let project = project(&format!("run-{name}"), &catalogues);
        let import = |catalogue: &Valid<Catalogue>| {
            let name = &catalogue.name.value;
            let client = if examples::has_client(catalogue) {
                format!(
                    "if (!(await import(\"@event-contracts/generated/{name}/client\")).connect) throw new Error();\n"
                )
            } else {
                String::new()
            };
            format!(
                "{{ const m = await import(\"@event-contracts/generated/{name}\"); \
                 if (m.fingerprint !== \"{}\") throw new Error(\"{name}\"); }}\n{client}",
                catalogue.fingerprint
            )
        };
        project.write("run.js", &catalogues.iter().map(import).collect::<String>());
        project.run("run.js");
    }
}

#[test]
fn validators_take_every_example() {
    for (name, catalogues) in [("contracts", inputs::contracts()), ("fixtures", inputs::fixtures())] {
        let project = project(&format!("validate-{name}"), &catalogues);
        let scripts = catalogues.iter().map(|catalogue| format!("{{\n{}}}\n", examples::validation(catalogue)));
        project.write("run.js", &scripts.collect::<String>());
        project.run("run.js");
    }
}

/// The programs of this name, by contract.
fn programs(file: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/typescript/programs");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        if let Ok(text) = fs::read_to_string(path.join(file)) {
            found.insert(format!("{name}-{file}"), text);
        }
    }
    assert!(!found.is_empty(), "no `{file}`");
    found
}

/// Lines with the text that their error must contain: that of the comments right above.
fn marks(text: &str) -> Vec<(u32, &str)> {
    let mut marks = Vec::new();
    let mut waiting = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        match text.trim().strip_prefix("// error: ") {
            Some(expected) => waiting.push(expected),
            None => marks.extend(waiting.drain(..).map(|expected| (line, expected))),
        }
    }
    marks
}
