//! What a catalogue without faults becomes.

use crate::support::{load_files, load_text, render};

const PARTS: [(&str, &str); 4] = [
    (
        "catalogue.yaml",
        "catalogue: parts
version: 1.2.0
transport: socket.io
include: [events, shared.yaml]
events:
  first.opened: { direction: server-to-client, to: everybody, payload: { $ref: 'shared.yaml#/schemas/User' } }
",
    ),
    (
        "events/second.yaml",
        "events:
  second.opened:
    direction: server-to-client
    channel: user
    payload: { $ref: '../shared.yaml#/schemas/User' }
    examples: [{ user_id: u1 }]
",
    ),
    ("events/third.json", r#"{ "events": { "third.opened": { "direction": "client-to-server" } } }"#),
    (
        "shared.yaml",
        "channels:
  user: { address: 'user.{user_id}', params: { user_id: { type: string } }, access: authenticated }
schemas:
  User: { type: object, required: [user_id], properties: { user_id: { type: string } } }
",
    ),
];

#[test]
fn a_folder_of_files_is_one_catalogue() {
    let outcome = load_files(PARTS);
    assert_eq!(render(&outcome), "");
    let catalogue = outcome.catalogue.expect("it has no fault");
    let events: Vec<_> = catalogue.events.keys().map(String::as_str).collect();
    assert_eq!(events, ["first.opened", "second.opened", "third.opened"]);
    let read: Vec<_> = outcome.sources.iter().map(|(_, source)| source.path()).collect();
    assert_eq!(read, ["catalogue.yaml", "events/second.yaml", "events/third.json", "shared.yaml"]);
}

fn fingerprint(text: &str) -> String {
    let outcome = load_text(text);
    assert_eq!(render(&outcome), "");
    outcome.catalogue.expect("it has no fault").fingerprint.clone()
}

const PRINTED: &str = "catalogue: printed
version: 1.0.0
transport: socket.io
errors: { a: {}, b: {} }
channels:
  room: { address: 'room.{id}', params: { id: { type: string } }, access: participant }
  hall: { address: hall, access: public }
events:
  a.opened:
    summary: It opened.
    direction: server-to-client
    channel: room
    payload: { $ref: '#/schemas/Opened' }
  a.closed: { direction: server-to-client, to: everybody, payload: { $ref: '#/schemas/Opened' } }
schemas:
  Opened: { type: object, required: [id], properties: { id: { type: string }, next: { $ref: '#/schemas/Opened' }, why: { enum: [key, bell] } } }
consumers:
  door: { listens: [a.opened], reads: { a.opened: [id, why] } }
";

#[test]
fn the_fingerprint_is_that_of_the_wire() {
    let printed = fingerprint(PRINTED);
    assert_eq!(printed.len(), 16);
    assert!(printed.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
    for (what, same) in [
        ("words", PRINTED.replace("It opened.", "It is open.")),
        ("the version", PRINTED.replace("1.0.0", "1.0.1")),
        ("a schema's name", PRINTED.replace("Opened", "Door")),
        ("what a consumer copes with", PRINTED.replace("why]", "why?]")),
        ("the policy of content", PRINTED.replace("transport:", "content: closed\ntransport:")),
        ("that a set is complete", PRINTED.replace("[key, bell]", "[key, bell], x-open: false")),
        ("a class of access", PRINTED.replace("participant", "member")),
        ("the order of errors", PRINTED.replace("a: {}, b: {}", "b: {}, a: {}")),
        (
            "the order of channels",
            PRINTED
                .replace("  hall: { address: hall, access: public }\n", "")
                .replace("channels:\n", "channels:\n  hall: { address: hall, access: public }\n"),
        ),
        (
            "the order of fields",
            PRINTED.replace(
                "{ id: { type: string }, next: { $ref: '#/schemas/Opened' },",
                "{ next: { $ref: '#/schemas/Opened' }, id: { type: string },",
            ),
        ),
    ] {
        assert_ne!(same, PRINTED, "{what}");
        assert_eq!(fingerprint(&same), printed, "{what}");
    }
    for (what, other) in [
        ("a name", PRINTED.replace("a.opened", "a.begun")),
        ("a type", PRINTED.replace("id: { type: string }, next", "id: { type: string, maxLength: 9 }, next")),
        (
            "a presence",
            PRINTED
                .replace("required: [id]", "required: [id, next]")
                .replace("next: { $ref: '#/schemas/Opened' }", "next: { type: 'null' }"),
        ),
        ("an address", PRINTED.replace("address: hall", "address: lobby")),
        ("an error code", PRINTED.replace("b: {}", "c: {}")),
        ("a namespace", PRINTED.replace("errors:", "namespace: /x\nerrors:")),
        (
            "an alias that is served",
            PRINTED.replace("to: everybody,", "to: everybody, aliases: [{ name: x, sunset: 2030-01-01 }],"),
        ),
    ] {
        assert_ne!(fingerprint(&other), printed, "{what}");
    }
}

#[test]
fn a_consumer_says_which_fields_it_can_do_without() {
    let catalogue = load_text(&PRINTED.replace("why]", "why?]")).catalogue.expect("it has no fault");
    let read = &catalogue.consumers["door"].reads["a.opened"];
    let read: Vec<_> = read.iter().map(|path| (path.to_string(), path.keys.join("."), path.optional)).collect();
    let [id, why] = &read[..] else { panic!("{read:?}") };
    assert_eq!(*id, ("id".to_owned(), "id".to_owned(), false));
    assert_eq!(*why, ("why?".to_owned(), "why".to_owned(), true));
    let twice = load_text(&PRINTED.replace("[id, why]", "[id, id?]"));
    assert!(render(&twice).contains("error[repeated-item]: `id` stands in `a.opened` twice"), "{}", render(&twice));
}
