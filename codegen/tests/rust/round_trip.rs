//! Every example of a catalogue through the generated types, and out again.
//!
//! A helper program reads lines of a key and a JSON text, decodes the text as the type behind the key, and prints it
//! encoded. Which types there are is read from the generated files themselves: they say `event!(Type = "name" ..)`.

use std::collections::HashMap;
use std::io::Write;
use std::process::{Command, Stdio};

use event_codegen::OutputTree;
use event_spec::catalogue::{Answer, Catalogue, Example};
use serde_json::Value;

/// The source of the helper program for the modules of a crate.
pub fn program(crate_name: &str, tree: &OutputTree) -> String {
    let mut arms = String::new();
    for (module, name, types) in events(tree) {
        for (way, ty) in ["server", "client"].into_iter().zip(&types) {
            arms.push_str(&format!("        {:?} => through::<{ty}>(text),\n", format!("{module} {way} {name}")));
        }
        let ack = format!("<{} as runtime::Acknowledged>::Ack", types.last().expect("an event has a type"));
        if acknowledged(tree, &module, &name) {
            arms.push_str(&format!("        {:?} => through::<{ack}>(text),\n", format!("{module} ack {name}")));
        }
    }
    format!(
        r#"//! Reads `key<tab>json` lines, writes the JSON as the type behind the key has it.

use std::io::BufRead;

use {crate_name}::*;

fn main() {{
    for line in std::io::stdin().lock().lines() {{
        let line = line.expect("a line");
        let (key, text) = line.split_once('\t').expect("a tab");
        println!("{{}}", pass(key, text).unwrap_or_else(|error| format!("error: {{error}}")));
    }}
}}

fn through<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> serde_json::Result<String> {{
    serde_json::to_string(&serde_json::from_str::<T>(text)?)
}}

fn pass(key: &str, text: &str) -> serde_json::Result<String> {{
    match key {{
{arms}        other => panic!("no type is called `{{other}}`"),
    }}
}}
"#
    )
}

/// Every example of a catalogue with its key.
pub fn examples<'a>(module: &'a str, catalogue: &'a Catalogue) -> Vec<(String, &'a Value)> {
    let mut all = Vec::new();
    for (name, event) in &catalogue.events {
        let mut add = |way: &str, examples: &'a [Example]| {
            all.extend(examples.iter().map(|example| (format!("{module} {way} {name}"), &example.value)));
        };
        if let Some(message) = &event.server {
            add("server", &message.examples);
        }
        if let Some(message) = &event.client {
            add(if event.server.is_some() && event.same_both_ways { "server" } else { "client" }, &message.examples);
        }
        if let Answer::Ack(message) = &event.answer {
            add("ack", &message.examples);
        }
    }
    all
}

/// Asks the helper program for all of them.
pub fn pass(command: &mut Command, examples: &[(String, &Value)]) -> Vec<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let lines: String = examples.iter().map(|(key, value)| format!("{key}\t{value}\n")).collect();
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends").expect("the program reads");
    assert!(output.status.success(), "the program failed");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// Whether two values are one in JSON: `1` and `1.0` are the same number.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

/// Module, event name, and the types of the event: the server's, then the client's where it differs. An event that
/// clients alone send has its one type in both places.
fn events(tree: &OutputTree) -> Vec<(String, String, Vec<String>)> {
    let mut all = Vec::new();
    for (module, text) in event_files(tree) {
        let mut types: HashMap<String, Vec<String>> = HashMap::new();
        let mut names = Vec::new();
        for (ty, name) in invocations(text) {
            let known = types.entry(name.clone()).or_default();
            if known.is_empty() {
                names.push(name);
            }
            known.push(format!("{module}::events::{ty}"));
        }
        for name in names {
            let mut types = types.remove(&name).expect("a name has types");
            if types.len() == 1 {
                types.push(types[0].clone());
            }
            all.push((module.to_owned(), name, types));
        }
    }
    all
}

fn event_files(tree: &OutputTree) -> impl Iterator<Item = (&str, &str)> {
    tree.iter().filter_map(|(path, text)| Some((path.strip_prefix("src/")?.strip_suffix("/events.rs")?, text)))
}

/// The types and names of every `event!`.
fn invocations(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split("\nevent!").skip(1).map(|after| {
        let (ty, after) = after.trim_start_matches(['(', '{', ' ', '\n']).split_once(" = ").expect("a type");
        let literal = after.split_once(" in ").expect("a contract").0;
        let name = serde_json::from_str(literal).expect("a plain literal");
        (ty.to_owned(), name)
    })
}

fn acknowledged(tree: &OutputTree, module: &str, name: &str) -> bool {
    let text = tree.get(&format!("src/{module}/events.rs")).expect("the file is there");
    let literal = format!(" = {} in ", Value::from(name));
    let mut invocations = text.split("\nevent!").skip(1).filter(|after| after.contains(&literal));
    invocations
        .any(|after| after.split(';').next().is_some_and(|line| line.contains("ack = ") && line.contains(&literal)))
}
