//! Names that collide, mislead or cannot be said.

use crate::support::{lint_text, load_text, render};

#[test]
fn names_that_become_one() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: names
version: 1.0.0
transport: socket.io
priorities:
  high: { deliver: immediately }
  HIGH: { deliver: immediately }
errors:
  not-found: {}
  not_found: {}
channels:
  user:
    address: user.{user_id}.{userId}
    params: { user_id: { type: string }, userId: { enum: [a-b, a_b, '-'] } }
    access: public
  User: { address: admin, access: public }
events:
  message.new: { direction: server-to-client, to: everybody }
  message_new: { direction: server-to-client, to: everybody }
  messageNew: { direction: server-to-client, to: everybody }
  a.b_1: { direction: client-to-server, args: [{ name: x, schema: true }, { name: X, schema: true }] }
  a.b1: { direction: client-to-server }
consumers:
  in box: { listens: [] }
  inBox: { listens: [] }
"
    )));
}

#[test]
fn names_that_look_like_others() {
    insta::assert_snapshot!(render(&load_text(&format!(
        "catalogue: names
version: 1.0.0
transport: socket.io
events:
  mess\u{430}ge.new: {{ direction: server-to-client, to: everybody }}
  \"a\u{202e}b\": {{ direction: server-to-client, to: everybody }}
  \"a\u{200b}b\": {{ direction: server-to-client, to: everybody }}
  \"a\\tb\": {{ direction: server-to-client, to: everybody }}
  \" a\": {{ direction: server-to-client, to: everybody }}
  ａ: {{ direction: server-to-client, to: everybody }}
  повідомлення: {{ direction: server-to-client, to: everybody }}
  \"\": {{ direction: server-to-client, to: everybody }}
  \"...\": {{ direction: server-to-client, to: everybody }}
  {}: {{ direction: server-to-client, to: everybody }}
  2fa.asked: {{ direction: server-to-client, to: everybody }}
  $price.type: {{ direction: server-to-client, to: everybody }}
  constructor: {{ direction: server-to-client, to: everybody }}
  __proto__: {{ direction: server-to-client, to: everybody }}
  new message: {{ direction: server-to-client, to: everybody }}
",
        "x".repeat(129)
    ))));
}

#[test]
fn names_that_socket_io_keeps() {
    let text = |transport: &str| {
        format!(
            "catalogue: names
version: 1.0.0
{transport}
events:
  connect: {{ direction: server-to-client, to: connection }}
  disconnecting: {{ direction: client-to-server }}
  a.opened:
    direction: client-to-server
    aliases: [{{ name: disconnect, sunset: 2030-01-01 }}, {{ name: connect_error }}]
"
        )
    };
    insta::assert_snapshot!(render(&load_text(&text("transport: socket.io"))));
    let plain = load_text(&text("transport: websocket\nenvelope: { name: type, payload: data }"));
    assert_eq!(render(&plain), "");
}

#[test]
fn aliases_that_are_taken() {
    insta::assert_snapshot!(render(&load_text(
        "catalogue: names
version: 1.0.0
transport: socket.io
events:
  a.opened:
    direction: server-to-client
    to: everybody
    aliases: [{ name: a.closed }, { name: a.open }, { name: a.open }]
  a.closed:
    direction: server-to-client
    to: everybody
    aliases: [{ name: a.open, sunset: 2026-02-30 }, { reason: nothing }]
"
    )));
}

#[test]
fn names_off_the_pattern() {
    insta::assert_snapshot!(render(&lint_text(
        "catalogue: names
version: 1.0.0
transport: socket.io
naming: ['{resource}.{action}', { pattern: 'room:{action}', style: camelCase }]
events:
  message.new: { direction: server-to-client, to: everybody }
  message.status_changed: { direction: server-to-client, to: everybody }
  room:statusChanged: { direction: server-to-client, to: everybody }
  messageNew: { direction: server-to-client, to: everybody }
  message.new.now: { direction: server-to-client, to: everybody }
  message.New: { direction: server-to-client, to: everybody }
  old_name: { direction: server-to-client, to: everybody, deprecated: true }
",
        &["name-pattern"]
    )));
    insta::assert_snapshot!(render(&load_text(
        "catalogue: names
version: 1.0.0
transport: socket.io
naming: ['{resource', '', '{a} {b}', '{a}.{a}', { style: snake }]
"
    )));
}
