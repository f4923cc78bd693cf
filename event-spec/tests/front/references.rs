//! Names that lead nowhere, and routes that cannot be taken.

use crate::support::{load_text, render};

const HEAD: &str = "catalogue: references
version: 1.0.0
transport: socket.io
priorities:
  high: { deliver: immediately }
channels:
  thread:
    address: thread.{thread_id}
    params: { thread_id: { type: string } }
    access: participant
  product:
    address: product.{product_id}
    params: { product_id: { type: integer } }
    access: public
  state:
    address: state.{state}
    params: { state: { enum: [open, closed] } }
    access: public
";

fn findings(more: &str) -> String {
    render(&load_text(&format!("{HEAD}{more}")))
}

#[test]
fn what_is_not_declared() {
    insta::assert_snapshot!(findings(
        "events:
  stock.updated:
    direction: server-to-client
    channel: marketplace
    priority: hihg
    payload: { type: object, required: [thread_id], properties: { thread_id: { type: string } } }
  thread.opened:
    direction: server-to-client
    channel: thread.{thread_id}
    payload: { type: object, required: [thread_id], properties: { thread_id: { type: string } } }
    aliases: [{ name: thread.created }]
  thread.closed:
    direction: server-to-client
    channel: threads
    priority: urgent
    payload: { type: object, required: [thread_id], properties: { thread_id: { type: string } } }
    deprecated: { use: thread.created }
  ask: { direction: client-to-server, answer: thread.answered }
  ask_again: { direction: client-to-server, answer: ask }
consumers:
  view:
    listens: [thread.opend, thread.created, thread.opened, thread.opened, ask]
    reads:
      thread.opened: [thread_id, thread_di, id]
      thread.closed: [thread_id]
      nothing: [x]
"
    ));
}

#[test]
fn parameters_and_their_fields() {
    insta::assert_snapshot!(findings(
        "events:
  a.missing:
    direction: server-to-client
    channel: thread
    payload: { type: object, required: [threadId], properties: { threadId: { type: string } } }
  a.optional:
    direction: server-to-client
    channel: thread
    payload: { type: object, properties: { thread_id: { type: string } } }
  a.nullable:
    direction: server-to-client
    channel: thread
    payload: { type: object, required: [thread_id], properties: { thread_id: { type: [string, 'null'] } } }
  a.typed:
    direction: server-to-client
    channel: thread
    payload: { type: object, required: [thread_id], properties: { thread_id: { type: integer } } }
  a.typed_too:
    direction: server-to-client
    channel: product
    payload: { type: object, required: [product_id], properties: { product_id: { type: string } } }
  a.set:
    direction: server-to-client
    channel: state
    payload: { type: object, required: [state], properties: { state: { enum: [open, lost] } } }
  a.empty: { direction: server-to-client, channel: thread }
  a.text: { direction: server-to-client, channel: thread, payload: { type: string } }
  a.listed:
    direction: server-to-client
    channel: { name: thread, params: { thread_id: threads.id } }
    payload:
      type: object
      required: [threads]
      properties:
        threads: { type: array, items: { type: object, required: [id], properties: { id: { type: string } } } }
  a.nested:
    direction: server-to-client
    channel: { name: thread, params: { thread_id: thread.id, id: x } }
    payload:
      type: object
      properties: { thread: { type: object, required: [id], properties: { id: { type: string } } } }
  a.both:
    direction: server-to-client
    channel: { name: thread, params: { thread_id: x }, given: { thread_id: y } }
    payload: { type: object, required: [x], properties: { x: { type: string } } }
"
    ));
}

#[test]
fn routes_that_fit() {
    let text = format!(
        "{HEAD}events:
  a.named:
    direction: server-to-client
    channel: thread
    payload: {{ type: object, required: [thread_id], properties: {{ thread_id: {{ type: string }} }} }}
  a.nested:
    direction: server-to-client
    channel: {{ name: product, params: {{ product_id: product.id }} }}
    payload:
      type: object
      required: [product]
      properties: {{ product: {{ type: object, required: [id], properties: {{ id: {{ type: integer }} }} }} }}
  a.given: {{ direction: server-to-client, channel: {{ name: thread, given: {{ thread_id: id }} }} }}
  a.set:
    direction: server-to-client
    channel: state
    payload: {{ type: object, required: [state], properties: {{ state: {{ enum: [open] }} }} }}
  join: {{ direction: client-to-server, joins: any, payload: {{ type: string }} }}
  leave:
    direction: client-to-server
    leaves: thread
    payload: {{ type: object, required: [thread_id], properties: {{ thread_id: {{ type: string }} }} }}
"
    );
    let outcome = load_text(&text);
    assert_eq!(render(&outcome), "");
    let catalogue = outcome.catalogue.expect("it has no fault");
    let routes = catalogue
        .events
        .values()
        .map(|event| format!("{}: {:?} {:?}", event.name.value, event.route, event.membership));
    // Spans are numbers that say little here.
    let routes = routes.map(|route| without_spans(&route)).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(routes);
}

fn without_spans(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(", span: Span {") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once("end: ").and_then(|(_, end)| end.split_once('}')).map_or("", |(_, after)| after);
    }
    out + rest
}

#[test]
fn keys_that_do_not_go_together() {
    insta::assert_snapshot!(findings(
        "path: /ws
events:
  a.nowhere: { direction: server-to-client }
  a.twice: { direction: server-to-client, to: everybody, channel: { name: thread, given: { thread_id: id } } }
  a.client: { direction: client-to-server, to: everybody }
  a.server: { direction: server-to-client, to: everybody, ack: {}, joins: thread, leaves: thread, client_payload: true }
  a.args: { direction: server-to-client, to: everybody, args: [{ name: x, schema: { type: string } }], payload: true, examples: [[1, 2], 3] }
  a.answered: { direction: client-to-server, ack: {}, answer: a.nowhere }
  a.any: { direction: client-to-server, joins: any, payload: { type: integer } }
  a.given: { direction: client-to-server, joins: { name: thread, given: { thread_id: id } } }
  a.coalesced:
    direction: server-to-client
    to: everybody
    priority: high
    coalesce_by: [user_id, user.name, user_id]
    payload: { type: object, properties: { userId: { type: string }, user: { type: string } } }
  a.quiet: { direction: server-to-client, to: everybody, examples: [1] }
"
    ));
    insta::assert_snapshot!(render(&load_text(
        "catalogue: plain
version: 1.0.0
transport: websocket
namespace: /chat
handshake: { auth: { type: object, properties: { token: { type: string } } } }
priorities:
  both: { deliver: immediately, batch: 2s }
  neither: { summary: Nothing. }
events:
  a.acked: { direction: client-to-server, ack: {} }
  a.args: { direction: client-to-server, args: [] }
"
    )));
}

#[test]
fn parameters_are_kept_apart_by_what_neither_can_hold() {
    let channel = |address: &str| {
        render(&load_text(&format!(
            "catalogue: channels
version: 1.0.0
transport: socket.io
channels:
  pair: {{ address: '{address}', params: {{ x: {{ type: string }}, y: {{ type: integer }} }}, access: public }}
"
        )))
    };
    for between in ["", "-", "_", "~", "@", "+", "=", "%", "%2E", "and", "-7-"] {
        let findings = channel(&format!("a.{{x}}{between}{{y}}"));
        assert!(findings.contains("error[channel-ambiguous]: `{x}` and `{y}` run into each other"), "{findings}");
    }
    for between in [".", ":", "/", "-at.", ".at-", "é"] {
        assert_eq!(channel(&format!("a-{{x}}{between}{{y}}-live")), "");
    }
}

#[test]
fn channels_that_cannot_be_told_apart() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: channels
version: 1.0.0
transport: socket.io
channels:
  user: { address: 'user.{id}', params: { id: { type: string } }, access: public }
  person: { address: 'user.{user_id}', params: { user_id: { type: integer } }, access: public }
  open: { address: 'state.{state}', params: { state: { enum: [open, half] } }, access: public }
  closed: { address: 'state.{state}', params: { state: { enum: [closed] } }, access: public }
  glued: { address: 'a.{b}{c}-{d}.{e}', params: { b: {}, c: { type: string, enum: [] }, d: { enum: [] }, f: { type: string } }, access: me too }
  spaced: { address: 'a b', access: public }
  braced: { address: 'a.{b', access: public }
"
    )));
}

#[test]
fn channels_that_meet_for_some_values() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: channels
version: 1.0.0
transport: socket.io
channels:
  room: { address: 'r.{id}', params: { id: { type: string } }, access: public }
  lobby: { address: r.lobby, access: public }
  hall: { address: 'r.{hall}', params: { hall: { enum: [north, 'a/b'] } }, access: public }
  desk: { address: 'r.{id}.desk', params: { id: { type: string } }, access: public }
  number: { address: 'n.{n}', params: { n: { type: integer } }, access: public }
  zero: { address: n.-07, access: public }
  word: { address: n.x, access: public }
  anything: { address: '{any}', params: { any: { type: string } }, access: public }
  plain: { address: plain, access: public }
"
    )));
}

#[test]
fn many_channels_are_told_apart() {
    let mut text = "catalogue: channels\nversion: 1.0.0\ntransport: socket.io\nchannels:\n".to_owned();
    for at in 0..1500 {
        text += &format!(
            "  c{at}: {{ address: 'u.{{id}}.x{at}', params: {{ id: {{ type: string }} }}, access: public }}\n"
        );
    }
    assert_eq!(render(&load_text(&text)), "");
}

#[test]
fn classes_that_are_nearly_words() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: channels
version: 1.0.0
transport: socket.io
channels:
  a: { address: a, access: Public }
  b: { address: b, access: authenticate }
  c: { address: c, access: pubilc }
  d: { address: d, access: participant }
  e: { address: e, access: public }
"
    )));
}

#[test]
fn a_client_says_its_channel_in_the_payload() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: channels
version: 1.0.0
transport: socket.io
channels:
  room: { address: 'r.{id}', params: { id: { type: string } }, access: public }
events:
  a.joined: { direction: client-to-server, joins: room }
  a.left:
    direction: client-to-server
    leaves: room
    payload: { type: object, properties: { id: { type: string } } }
  a.entered:
    direction: client-to-server
    joins: room
    payload: { type: object, required: [name], properties: { name: { type: string } } }
  a.told: { direction: server-to-client, channel: room }
"
    )));
}

#[test]
fn ends_that_make_no_sense() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: ends
version: 1.0.0
transport: socket.io
events:
  a.opened: { direction: server-to-client, to: everybody, deprecated: { use: a.opened } }
  a.closed:
    direction: server-to-client
    to: everybody
    deprecated: { since: 2026-05-01, sunset: 2026-04-30 }
    aliases:
      - { name: a.shut, since: 2026-05-02, sunset: 2025-05-02 }
      - { name: a.done, since: 2026-05-02, sunset: 2026-05-02 }
      - { name: a.over, since: 9.0.0, sunset: 2026-05-02 }
"
    )));
}

#[test]
fn as_many_arguments_as_a_tuple_holds() {
    let text = |count: usize| {
        let args: Vec<_> = (0..count).map(|at| format!("{{ name: a{at}, schema: {{ type: string }} }}")).collect();
        format!(
            "catalogue: many
version: 1.0.0
transport: socket.io
events:
  a.opened: {{ direction: server-to-client, to: everybody, args: [{}] }}
",
            args.join(", ")
        )
    };
    assert_eq!(render(&load_text(&text(12))), "");
    let found = load_text(&text(13));
    let [only] = &found.diagnostics[..] else { panic!("{}", render(&found)) };
    assert_eq!(only.rule.id, "invalid-value");
    assert_eq!(found.sources.text(only.primary.span), "a12");
    assert_eq!(only.message, "event `a.opened` has 13 arguments, and Rust has tuples of up to 12");
}

#[test]
fn envelopes_whose_keys_collide() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: envelopes
version: 1.0.0
transport: websocket
envelope:
  name: type
  payload: type
  channel: room
  meta:
    type: object
    required: [error]
    properties: { room: { type: string }, error: { type: string } }
  error: error
"
    )));
    insta::assert_snapshot!(render(&load_text(
        "catalogue: envelopes
version: 1.0.0
transport: websocket
envelope: { name: type, payload: data, meta: { type: object, properties: { error: { type: string } } }, error: erorr }
"
    )));
}

/// A catalogue whose envelope is for the server's events alone.
fn wraps_the_server(transport: &str, events: &str) -> String {
    format!(
        "catalogue: wraps
version: 1.0.0
transport: {transport}
envelope: {{ name: type, payload: data, wraps: server-to-client }}
events:
{events}"
    )
}

const MOVED: &str = "args: [{ name: x, schema: { type: number } }, { name: y, schema: { type: number } }]";

#[test]
fn what_clients_send_need_not_lie_in_the_envelope() {
    let events = format!(
        "  moved: {{ direction: client-to-server, {MOVED}, examples: [[1, 2.5]] }}
  pinged: {{ direction: both, to: everybody, payload: {{ type: string }}, ack: {{}} }}
"
    );
    let outcome = load_text(&wraps_the_server("socket.io", &events));
    assert_eq!(render(&outcome), "");
    let catalogue = outcome.catalogue.expect("it has no fault");
    assert!(catalogue.envelope.as_ref().is_some_and(|envelope| !envelope.clients));
    assert!(catalogue.client_envelope().is_none());

    let server = wraps_the_server("socket.io", "  pinged: { direction: client-to-server }\n");
    let load = |text: &str| load_text(text).catalogue.expect("it has no fault");
    let both = load(&server.replace("server-to-client", "both"));
    assert!(both.client_envelope().is_some());
    assert_eq!(load(&server.replace(", wraps: server-to-client", "")).fingerprint, both.fingerprint);
    assert_ne!(load(&server).fingerprint, both.fingerprint);
}

#[test]
fn what_the_server_sends_always_lies_in_the_envelope() {
    let events = format!(
        "  moved: {{ direction: server-to-client, to: everybody, {MOVED} }}
  turned: {{ direction: both, to: everybody, {MOVED} }}
"
    );
    insta::assert_snapshot!(render(&load_text(&wraps_the_server("socket.io", &events))));
    let moved = format!("  moved: {{ direction: client-to-server, {MOVED} }}\n");
    insta::assert_snapshot!(render(&load_text(&wraps_the_server("websocket", &moved))));
    insta::assert_snapshot!(render(&load_text(
        &wraps_the_server("socket.io", "  pinged: { direction: client-to-server }")
            .replace("server-to-client", "clients")
    )));
}

#[test]
fn the_metadata_of_an_envelope_is_a_named_type_for_whoever_refers_to_it() {
    let load = |meta: &str, rest: &str| {
        let outcome = load_text(&format!(
            "catalogue: metadata
version: 1.0.0
transport: websocket
envelope: {{ name: type, payload: data, meta: {meta} }}
{rest}"
        ));
        assert_eq!(render(&outcome), "");
        let catalogue = outcome.catalogue.expect("it has no fault");
        let envelope = catalogue.envelope.as_ref().expect("it has one");
        let keys: Vec<_> = envelope.meta.fields.iter().map(|field| field.wire.as_str()).collect();
        let types: Vec<_> = catalogue.types.list.iter().map(|def| def.name.as_str()).collect();
        format!("{} | {} | {}", keys.join(" "), envelope.meta_docs.as_deref().unwrap_or_default(), types.join(" "))
    };
    let meta =
        "{ type: object, description: Who and when., properties: { at: { type: string }, by: { enum: [me, you] } } }";
    assert_eq!(load(meta, ""), "at by | Who and when. | MetaBy");
    assert_eq!(load(&format!("{{ allOf: [{meta}] }}"), ""), "at by | Who and when. | MetaBy");
    assert_eq!(load(meta, "schemas: { Meta: { type: string } }"), "at by | Who and when. | Meta MetaBy");
    let payload =
        "events: { a.sent: { direction: server-to-client, to: everybody, payload: { $ref: '#/envelope/meta' } } }";
    assert_eq!(load(meta, payload), "at by | Who and when. | MetaBy Meta");
    let shared = format!("schemas: {{ Stamp: {meta} }}");
    assert_eq!(load("{ $ref: '#/schemas/Stamp' }", &shared), "at by | Who and when. | Stamp StampBy");
    let described = "{ $ref: '#/schemas/Stamp', description: Where from. }";
    assert_eq!(load(described, &shared), "at by | Where from. | Stamp StampBy");
}

#[test]
fn metadata_is_an_object_with_fields() {
    for meta in ["{ type: string }", "{ type: object }", "{ type: [object, 'null'], properties: { a: true } }"] {
        let text = format!(
            "catalogue: metadata
version: 1.0.0
transport: websocket
envelope: {{ name: type, payload: data, meta: {meta} }}
"
        );
        let findings = render(&load_text(&text));
        assert!(findings.contains("error[wrong-type]: the other keys of an envelope are an object"), "{findings}");
    }
}

#[test]
fn lists_of_themselves_hold_no_fields() {
    insta::assert_snapshot!(findings(
        "events:
  a.opened: { direction: server-to-client, to: everybody, payload: { $ref: '#/schemas/Tree' } }
schemas:
  Tree: { type: array, items: { $ref: '#/schemas/Tree' } }
consumers:
  view: { listens: [a.opened], reads: { a.opened: [leaf] } }
"
    ));
}
