//! What people and attackers put into a catalogue's files.

use crate::support::{load_files, load_text, render};

/// A catalogue with something at its end.
fn with(more: &str) -> String {
    format!("catalogue: hostile\nversion: 1.0.0\ntransport: socket.io\n{more}")
}

#[test]
fn alias_bombs() {
    let mut text = with("x-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        text += &format!("x-a{level}: &a{level} [{}]\n", [below.as_str(); 9].join(", "));
    }
    // Expanded, these would be 9^12 texts: the file is refused before.
    insta::assert_snapshot!(render(&load_text(&text)));
}

#[test]
fn deep_nesting() {
    let brackets = with(&format!("x-deep: {}\n", "[".repeat(5000)));
    let maps: String = (0..5000).map(|depth| format!("{}a:\n", " ".repeat(depth + 1))).collect();
    let maps = with(&format!("x-deep:\n{maps}"));
    insta::assert_snapshot!([brackets, maps].map(|text| render(&load_text(&text))).join("\n"));
}

#[test]
fn duplicate_and_merge_keys() {
    insta::assert_snapshot!(render(&load_text(&with(
        "x-base: &base { direction: server-to-client, to: everybody }
transport: websocket
events:
  a.opened: { <<: *base, to: connection }
  a.closed: { <<: [*base, 7], summary: x, summary: y }
  a.opened: { direction: both }
"
    ))));
}

#[test]
fn values_that_are_not_what_they_seem() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: no
version: 1.0
transport: on
errors:
  404: { summary: Nothing there. }
  yes: { summary: 010 }
priorities:
  low: { batch: 10, coalesce: true }
limits:
  connections: 1_000
  frame_bytes: 010
  connections_per_user: 12345678901234567890123456
  total: 100
events:
  a: { direction: both, to: everybody, deprecated: yes }
"
    )));
}

#[test]
fn byte_order_mark_and_carriage_returns() {
    let text = "\u{feff}catalogue: Hostile\r\nversion: 1.0.0\r\ntransport: socket.io\r\nsumary: x\r\n";
    insta::assert_snapshot!(render(&load_text(text)));
}

#[test]
fn tags_and_documents() {
    insta::assert_snapshot!(render(&load_text(&with("summary: !!python/object:os.system rm\n---\nevents: 1\n"))));
}

#[test]
fn nothing_at_all() {
    let found = ["", "# nothing\n", "null", "[]", "text", "\u{feff}", "\0", "{", "- a\n"];
    insta::assert_snapshot!(found.map(|text| render(&load_text(text))).join("\n"));
}

#[test]
fn files_that_are_not_there() {
    insta::assert_snapshot!(render(&load_files([
        (
            "catalogue.yaml",
            "catalogue: hostile
version: 1.0.0
transport: socket.io
include:
  - events.yaml
  - https://example.com/events.yaml
  - /etc/events.yaml
  - ../above.yaml
  - nowhere
  - ''
  - C:\\events.yaml
  - events.txt
  - broken.yaml
  - empty.yaml
  - catalogue.yaml
",
        ),
        ("broken.yaml", "a: b: c"),
        ("empty.yaml", ""),
    ])));
    insta::assert_snapshot!(render(&load_files([("other.yaml", "")])));
}

#[test]
fn the_same_name_in_two_files() {
    insta::assert_snapshot!(render(&load_files([
        (
            "catalogue.yaml",
            "catalogue: hostile
version: 1.0.0
transport: socket.io
include: parts
events:
  a.opened: { direction: server-to-client, to: everybody }
",
        ),
        (
            "parts/one.yaml",
            "events:
  a.opened: { direction: server-to-client, to: connection }
errors: { a: {} }
",
        ),
        ("parts/two.yml", "errors: { a: {} }\nversion: 2.0.0\n"),
        ("parts/notes.txt", "not a part"),
    ])));
}

#[test]
fn a_json_catalogue() {
    let text = r#"{
    "catalogue": "hostile", "version": "1.0.0", "transport": "socket.io",
    "summary": "\ud83d\ude00 \u2028 </script> */",
    "events": { "a.opened": { "direction": "server-to-client", "to": "everyone" } }
}"#;
    let outcome = event_spec::load(&crate::support::Memory::of([("catalogue.json", text)]), ".");
    insta::assert_snapshot!(render(&outcome));
}

#[test]
fn values_that_quotes_would_not_mend() {
    insta::assert_snapshot!(
        ["catalogue: 5\nversion: 1.0", "catalogue: true\nversion: 2", "catalogue: a\nversion: v1.2"]
            .map(|text| render(&load_text(&format!("{text}\ntransport: socket.io\n"))))
            .join("\n")
    );
}

#[test]
fn json_with_what_only_yaml_allows() {
    let text =
        |more: &str| format!("{{ \"catalogue\": \"a\", \"version\": \"1.0.0\", \"transport\": \"socket.io\"{more} }}");
    let load = |text: String| event_spec::load(&crate::support::Memory::of([("catalogue.json", text)]), ".");
    let tabs = load(text(",\n\t\"events\":\n\t{\n\t}"));
    assert_eq!(render(&tabs), "");
    insta::assert_snapshot!(
        [",\n// words\n\"errors\": {}", ",", ", errors: {}"].map(|more| render(&load(text(more)))).join("\n")
    );
}

#[test]
fn long_keys() {
    let key = "k".repeat(5000);
    let json =
        format!("{{ \"catalogue\": \"a\", \"version\": \"1.0.0\", \"transport\": \"socket.io\", \"x-{key}\": 1 }}");
    let json = event_spec::load(&crate::support::Memory::of([("catalogue.json", json)]), ".");
    assert_eq!(render(&json), "");
    assert_eq!(render(&load_text(&with(&format!("x-{key}: 1\n")))), "");
}
