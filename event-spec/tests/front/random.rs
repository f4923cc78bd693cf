//! Whatever the text, loading ends and does not panic.

use event_spec::LintOptions;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{Memory, load_text};

/// A catalogue that uses most of the format.
const SEED: &str = "catalogue: seed
version: 1.0.0-rc.1
transport: socket.io
naming: ['{a}.{b}', { pattern: '{a}:{b}', style: camelCase }]
handshake: { auth: { type: object, properties: { token: { type: string } } } }
envelope: { name: type, payload: data, channel: ch, priority: p, meta: { type: object, properties: { error: { type: string } } }, error: error }
priorities: { high: { deliver: immediately, ttl: 2m }, low: { batch: 10s, coalesce: latest, when_slow: drop } }
limits: { total: 100/min, connections: 5 }
reconnect: { attempts: 5, delay: 1s, step: 1s }
errors: { gone: { summary: It is gone. } }
channels:
  room: &room { address: 'room.{id}', params: { id: { type: string } }, access: participant, auto_join: all }
x-room: { <<: *room, access: public }
events:
  a.opened:
    direction: both
    channel: { name: room, params: { id: room.id } }
    priority: low
    storage: stored
    payload: { $ref: '#/schemas/Opened' }
    client_payload: { oneOf: [{ type: string }, { $ref: '#/schemas/Opened' }] }
    examples: { first: { summary: é, value: { room: { id: '1' } } } }
    coalesce_by: [room.id]
    deprecated: { since: 1.0.0, sunset: 2027-01-01, use: a.closed }
    aliases: [{ name: a.open, sunset: 2027-01-01 }]
  a.closed: { direction: client-to-server, joins: any, payload: { type: string }, ack: { payload: true } }
schemas:
  Opened: { type: object, required: [room], properties: { room: { $ref: '#/schemas/Room' }, next: { $ref: '#/schemas/Opened' } } }
  Room: { allOf: [{ type: object, required: [id], properties: { id: { type: string, pattern: '^[a-z0-9]+$' } } }] }
consumers:
  view: { listens: [a.opened], reads: { a.opened: [room.id] } }
";

/// Pieces that mean something to YAML, to JSON Schema or to the format.
const PIECES: &[&str] = &[
    "\n",
    " ",
    "  ",
    "\t",
    ":",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "!x ",
    "|",
    ">",
    "'",
    "\"",
    "#",
    "---\n",
    "...\n",
    "?",
    "%",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "😀",
    "null",
    "true",
    "010",
    "1e999",
    "-0",
    "$ref: ",
    "'#/schemas/Opened'",
    "'#/schemas/Room'",
    "'../x.yaml'",
    "'catalogue.yaml#/events'",
    "allOf: ",
    "oneOf: ",
    "type: ",
    "object",
    "properties: ",
    "events: ",
    "channel: ",
    "payload: ",
    "examples: ",
    "include: ",
    "schemas: ",
    "{id}",
    "..",
    "# eventspec-ignore",
    " # eventspec-ignore name-pattern why\n",
];

#[test]
fn the_seed_is_a_catalogue() {
    assert!(load_text(SEED).catalogue.is_some(), "{}", crate::support::render(&load_text(SEED)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_of_any_characters(text in "\\PC{0,400}") {
        load_text(&text);
    }

    #[test]
    fn texts_of_meaningful_pieces(pieces in vec(proptest::sample::select(PIECES), 0..120)) {
        load_text(&pieces.concat());
    }

    #[test]
    fn catalogues_with_pieces_put_in_and_taken_out(
        edits in vec((0..SEED.len(), 0..40usize, proptest::sample::select(PIECES)), 1..6),
    ) {
        let mut text = SEED.to_owned();
        for (at, length, piece) in edits {
            let start = floor(&text, at);
            let end = floor(&text, start + length);
            text.replace_range(start..end, piece);
        }
        let files = Memory::of([("catalogue.yaml", text.as_str()), ("x.yaml", SEED)]);
        let outcome = event_spec::lint(&files, "catalogue.yaml", &LintOptions::default());
        for diagnostic in outcome.diagnostics.iter().chain(&outcome.ignored) {
            // Every place lies in its text, on the boundaries of characters.
            let labels = diagnostic.labels.iter().map(|label| label.span);
            let fix = diagnostic.fix.iter().map(|fix| fix.span);
            for span in labels.chain(fix).chain([diagnostic.primary.span]) {
                let source = outcome.sources.get(span.source).text();
                prop_assert!(source.get(span.range()).is_some(), "{diagnostic:?}");
            }
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
