//! Scenes that are good, and the findings of those that are not.

use super::*;
use crate::files::FileError;

const CATALOGUE: &str = r#"
catalogue: chat
version: 1.0.0
transport: socket.io
naming: "{resource}.{action}"
events:
  message.new:
    direction: server-to-client
    to: everybody
    aliases: [{ name: new_message }]
    payload:
      type: object
      required: [id, text, count]
      properties: { id: { type: string }, text: { type: string }, count: { type: integer, maximum: 9 } }
  typing.started:
    direction: client-to-server
    payload: { type: object, properties: { room: { type: string } } }
"#;

struct Texts<'a>(&'a str);

impl Files for Texts<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        match path {
            "catalogue.yaml" => Ok(CATALOGUE.to_owned()),
            "scene.yaml" => Ok(self.0.to_owned()),
            _ => Err(FileError::NotFound),
        }
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::NotFound)
    }
}

fn told(text: &str) -> Vec<String> {
    let files = Texts(text);
    let catalogue = crate::load(&files, "catalogue.yaml").catalogue.expect("it is checked");
    let outcome = load(&files, "scene.yaml", &[&catalogue]);
    assert_eq!(outcome.scene.is_some(), outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    let line = |finding: &Diagnostic| {
        let at = outcome.sources.positions(finding.primary.span).start;
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}:{} {}: {}{help}", at.line, at.column, finding.rule.id, finding.message)
    };
    outcome.diagnostics.iter().map(line).collect()
}

#[test]
fn a_good_scene_is_read() {
    let text = r#"
scene: Somebody asks
records: { rooms: [{ id: r1 }] }
connected:
  - when: { without_role: visitor }
    steps: [{ join: "room.${it.id}", who: { user: "${user.id}" } }]
requests:
  POST /rooms:
    - { keep: rooms, record: { id: "${new.room}" }, unless: { owner: "${user.id}" } }
    - { answer: 201, body: { id: "${it.id}" } }
steps:
  - { wait: 500ms }
  - { send: message.new, payload: { text: "Hello ${user.id}", count: 3 } }
  - { expect: typing.started, where: { room: r1 }, within: 10s }
  - { repeat: 3, steps: [{ cut: true }] }
"#;
    assert_eq!(told(text), Vec::<String>::new());
}

#[test]
fn what_does_not_fit_is_told_where_it_stands() {
    let text = r#"
steps:
  - { send: mesage.new }
  - { send: new_message }
  - { send: typing.started }
  - send: message.new
    payload: { txt: Hi, count: 10, id: 7 }
  - { wait: 5 }
  - { send: message.new, wait: 1s }
  - { repeat: 2 }
  - { payload: {} }
  - { expect: message.new }
  - { answer: 99 }
requests:
  post /rooms: []
"#;
    insta::assert_snapshot!(told(text).join("\n"));
}

#[test]
fn a_file_that_is_no_scene_is_told() {
    assert_eq!(told("[]"), ["1:1 wrong-type: this file takes a map that says what a scene is, not a list"]);
    assert_eq!(told("catalogue: other"), ["1:12 event-undeclared: no catalogue `other` is served (there are `chat`)"]);
}
