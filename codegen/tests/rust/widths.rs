//! Names of every length: wherever a line is just short enough or just too long, rustfmt agrees.

use event_codegen::rust::{self, Options};
use event_spec::Files;
use event_spec::files::FileError;

use crate::package;
use crate::scratch::{Scratch, succeed};

/// One file, in memory.
struct Text(String);

impl Files for Text {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.clone())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(vec!["catalogue.yaml".to_owned()])
    }
}

/// A catalogue whose names are all about `length` characters long.
fn catalogue(length: usize) -> String {
    let name = |start: &str| format!("{start}{}", "x".repeat(length.saturating_sub(start.len())));
    let (one, two, three, four) = (name("aa"), name("bb"), name("cc"), name("dd"));
    format!(
        r##"
catalogue: {one}
version: 1.0.0
transport: socket.io
naming: "{{event}}"
priorities: {{ {one}: {{ deliver: immediately }}, {two}: {{ deliver: immediately }} }}
limits: {{ per_user: {length}/min, connections: {length} }}
reconnect: {{ attempts: {length}, delay: 1s, step: 1s }}
channels:
  {one}: {{ address: "{two}.{{{one}}}", params: {{ {one}: {{ type: string }} }}, access: {three} }}
  {two}: {{ address: "{two}.{{{one}}}.{{{two}}}", params: {{ {one}: {{ type: string }}, {two}: {{ type: string }} }}, access: {three} }}
events:
  {one}:
    direction: both
    channel: {one}
    priority: {one}
    payload: {{ type: object, required: [{one}], properties: {{ {one}: {{ type: string, maxLength: 3, minLength: 1 }}, {two}: {{ type: array, items: {{ type: string, maxLength: 3 }} }}, {three}: {{ type: string, pattern: "^\\/{one}{two}$" }}, {four}: {{ type: string, pattern: "^\\S{one}$" }} }} }}
    ack: {{ payload: {{ $ref: "#/schemas/{four}s" }} }}
  {two}:
    direction: both
    channel: {{ name: {two}, given: {{ {two}: {two} }} }}
    payload: {{ type: object, required: [{one}], properties: {{ {one}: {{ type: string }} }} }}
  {three}: {{ direction: client-to-server, args: [{{ name: {one}, schema: {{ type: string }} }}, {{ name: {two}, schema: {{ type: number, maximum: 7 }} }}] }}
schemas:
  {four}s: {{ type: string, enum: [{one}, {two}, {three}] }}
consumers:
  {one}s: {{ listens: [{one}, {two}] }}
"##
    )
}

#[test]
fn rustfmt_agrees_at_every_length() {
    let mut modules = Vec::new();
    for length in 3..40 {
        let outcome = event_spec::load(&Text(catalogue(length)), "catalogue.yaml");
        let catalogue = outcome.catalogue.unwrap_or_else(|| panic!("{length}: {:#?}", outcome.diagnostics));
        modules.push((catalogue, Options::new("widths.yaml")));
    }
    let modules: Vec<_> = modules.iter().map(|(catalogue, options)| (catalogue, options.clone())).collect();
    let scratch = Scratch::new("widths");
    scratch.write_tree(&rust::package(&modules, &package("widths")), "");
    succeed(&mut scratch.rustfmt());
}
