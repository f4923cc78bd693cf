//! The lint's rules about names, with everything that they say.

use crate::support::{lint_text, render};

/// A catalogue of events that say nothing but their names, after a beginning of its own.
fn events(head: &str, names: &[&str]) -> String {
    let mut text = format!("catalogue: names\nversion: 1.0.0\ntransport: socket.io\n{head}events:\n");
    for name in names {
        text += &format!("  {name}: {{ direction: server-to-client, to: everybody }}\n");
    }
    text
}

fn found(text: &str, rules: &[&str]) -> String {
    render(&lint_text(text, rules))
}

#[test]
fn a_pattern_that_its_names_contradict() {
    let names = [
        "forum.comment.created",
        "forum.typing.started",
        "marketplace.order.status_changed",
        "messaging.message.sent",
        "notification.security.alert",
    ];
    let rules = ["naming-contradicted", "name-pattern"];
    insta::assert_snapshot!(found(&events("naming: '{module}.{action}.{entity}'\n", &names), &rules));
    // Further apart: what becomes of the word between is for the author to say.
    insta::assert_snapshot!(found(&events("naming: '{verb}.{module}.{entity}'\n", &names), &rules));
    for fine in ["naming: '{module}.{entity}.{action}'\n", "naming: '{a}.{b}.{c}'\n", "naming: '{action}'\n"] {
        assert_eq!(found(&events(fine, &names), &["naming-contradicted"]), "");
    }
}

#[test]
fn one_name_is_no_contradiction() {
    let naming = "naming: ['{action}.{entity}', '{entity}']\n";
    assert_eq!(found(&events(naming, &["message.created", "ping", "pong"]), &["naming-contradicted"]), "");
    // Neither are as many against it as follow it.
    let names = ["create.message", "delete.message", "message.created", "message.deleted"];
    assert_eq!(found(&events(naming, &names), &["naming-contradicted"]), "");
}

#[test]
fn shapes_without_a_pattern() {
    let rules = ["naming-missing", "naming-mixed"];
    let leads = ["new_room", "new_message", "room:new_message", "room:join", "room:leave", "ping"];
    insta::assert_snapshot!(found(&events("", &leads), &rules));
    let styles = ["order.status_changed", "order.paidInFull", "order.item_added", "order.new"];
    insta::assert_snapshot!(found(&events("", &styles), &rules));
    insta::assert_snapshot!(found(&events("", &["created.order", "deleted.order"]), &rules));
    insta::assert_snapshot!(found(&events("", &["a.b.c.d"]), &rules));
    let capitals = found(&events("", &["MESSAGE_CREATE", "MESSAGE_DELETE"]), &rules);
    assert!(capitals.contains("or the pattern that your names are to follow"), "{capitals}");
    assert_eq!(found(&events("naming: ['{event}', 'room:{event}']\n", &leads), &rules), "");
    assert_eq!(found("catalogue: names\nversion: 1.0.0\ntransport: socket.io\n", &rules), "");
}

#[test]
fn names_that_are_near() {
    insta::assert_snapshot!(found(
        "catalogue: names
version: 1.0.0
transport: socket.io
channels:
  room: { address: 'room.{room_id}', params: { room_id: { type: string } }, access: public }
  rooms: { address: rooms, access: public }
  order_list: { address: orders, access: public }
  list_order: { address: lists, access: public }
events:
  message.new:
    direction: server-to-client
    to: everybody
    aliases: [{ name: new.message }, { name: order.canceled }]
  messages.new: { direction: server-to-client, to: everybody }
  new_message: { direction: server-to-client, to: everybody, deprecated: true }
  message.send: { direction: client-to-server }
  message.sent: { direction: server-to-client, to: everybody }
  order.cancelled: { direction: server-to-client, to: everybody }
  user.online: { direction: server-to-client, to: everybody }
  user.offline: { direction: server-to-client, to: everybody }
  form.sent: { direction: server-to-client, to: everybody }
  from.sent: { direction: server-to-client, to: everybody }
consumers:
  order: { listens: [message.new] }
  orders: { listens: [message.new] }
  modem: { listens: [message.new] }
  modern: { listens: [message.new] }
",
        &["name-near"]
    ));
}

#[test]
fn fields_of_another_style() {
    insta::assert_snapshot!(found(
        "catalogue: fields
version: 1.0.0
transport: socket.io
envelope:
  name: eventName
  payload: data
  meta: { type: object, properties: { sentAt: { type: string }, requestId: { type: string }, traceId: { type: string } } }
events:
  message.new:
    direction: server-to-client
    to: everybody
    payload:
      allOf:
        - { $ref: '#/schemas/Base' }
        - type: object
          required: [sender_name, Text, URL]
          properties: { sender_name: { type: string }, Text: { type: string }, URL: { type: string }, text_2: { type: string } }
  message.edited: { direction: server-to-client, to: everybody, payload: { $ref: '#/schemas/Base' } }
schemas:
  Base: { type: object, required: [id, created_at, editedAt], properties: { id: { type: string }, created_at: { type: string }, editedAt: { type: string } } }
",
        &["field-style"]
    ));
}

#[test]
fn events_that_tell_the_same() {
    insta::assert_snapshot!(found(
        "catalogue: duplicates
version: 1.0.0
transport: socket.io
channels:
  conversation: { address: 'conversation.{conversation_id}', params: { conversation_id: { type: string } }, access: public }
events:
  message.new: { direction: server-to-client, channel: conversation, payload: { $ref: '#/schemas/Message' } }
  # Written in place, and the same all the same.
  conversation.new_message:
    direction: server-to-client
    channel: conversation
    payload: { type: object, required: [conversation_id], properties: { conversation_id: { type: string } } }
  # Another thing, and an id is all that it carries.
  message.pin.new: { direction: server-to-client, channel: conversation, payload: { $ref: '#/schemas/Message' } }
  # It happened something else.
  message: { direction: server-to-client, channel: conversation, payload: { $ref: '#/schemas/Message' } }
  # Nobody hears both.
  message.connection.new: { direction: server-to-client, to: connection, payload: { $ref: '#/schemas/Message' } }
  # Deprecated already.
  conversation.message.new: { direction: server-to-client, to: everybody, payload: { $ref: '#/schemas/Message' }, deprecated: { use: message.new } }
  agent.online: { direction: server-to-client, channel: conversation, payload: { $ref: '#/schemas/Message' } }
  agent.offline: { direction: server-to-client, channel: conversation, payload: { $ref: '#/schemas/Message' } }
schemas:
  Message: { type: object, required: [conversation_id], properties: { conversation_id: { type: string } } }
",
        &["event-duplicate"]
    ));
}
