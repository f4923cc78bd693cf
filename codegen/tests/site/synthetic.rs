//! A catalogue of many events.

use std::fmt::Write;

use event_codegen::OutputTree;
use event_spec::files::{FileError, Files};

/// The site of a catalogue with so many events, twenty to a group, with channels, shared types and former names.
pub fn site(events: usize) -> OutputTree {
    let mut yaml = String::from("catalogue: many\nversion: 1.0.0\ntransport: socket.io\nchannels:\n");
    // Writing to a string cannot fail.
    let _ = (0..events / 20).try_for_each(|at| {
        writeln!(yaml, "  c{at}: {{ address: \"c{at}.{{id}}\", params: {{ id: {{ type: string }} }}, access: member }}")
    });
    yaml.push_str("events:\n");
    let _ = (0..events).try_for_each(|at| {
        let group = at / 20;
        write!(
            yaml,
            "  resource{group}.action{at}:\n    summary: Something number {at} became of resource {group}.\n    \
             direction: server-to-client\n    channel: c{group}\n    aliases: [{{ name: old.action{at}, reason: renamed }}]\n    \
             payload:\n      type: object\n      required: [id]\n      properties: {{ id: {{ type: string }}, field{at}: {{ $ref: \
             \"#/schemas/Part{group}\" }} }}\n"
        )
    });
    yaml.push_str("schemas:\n");
    let _ = (0..events / 20).try_for_each(|at| {
        writeln!(yaml, "  Part{at}: {{ type: object, properties: {{ a{at}: {{ type: integer }} }} }}")
    });
    let outcome = event_spec::load(&Alone(yaml), "catalogue.yaml");
    let catalogue = outcome.catalogue.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
    super::made(&[catalogue])
}

/// A catalogue that is one file.
struct Alone(String);

impl Files for Alone {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.clone())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}
