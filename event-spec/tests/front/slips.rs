//! One slip is one finding, or one for each place where it was made: what follows from it is not reported as well.

use event_spec::{LintOptions, lint};

use crate::support::Memory;

const SHOP: &str = r##"catalogue: shop
version: 1.0.0
transport: socket.io
naming: "{resource}.{action}"
handshake: {}
priorities: { high: { deliver: immediately } }
channels:
  order: { summary: One order., address: "order.{order_id}", params: { order_id: { type: string } }, access: owner }
events:
  order.paid:
    summary: Somebody paid.
    direction: server-to-client
    channel: order
    priority: high
    storage: stored
    payload: { $ref: "#/schemas/Order" }
    examples: [{ order_id: o1 }]
schemas:
  Order: { type: object, required: [order_id], properties: { order_id: { type: string } } }
consumers:
  page: { summary: The page., listens: [order.paid], reads: { order.paid: [order_id] } }
flows:
  buying: { summary: A purchase., parties: [page], steps: [{ request: POST /orders }, { event: order.paid, to: page }] }
"##;

/// The ids of what is found where one text of the catalogue is replaced.
fn found(written: &str, slip: &str) -> String {
    assert!(SHOP.contains(written), "{written}");
    ids(&[("catalogue.yaml", &SHOP.replace(written, slip))])
}

/// The ids of what is found in a catalogue of some files.
fn ids(files: &[(&str, &str)]) -> String {
    let outcome = lint(&Memory::of(files.iter().copied()), "catalogue.yaml", &LintOptions::default());
    let on = outcome.diagnostics.iter().filter(|found| found.rule.default);
    on.map(|found| found.rule.id).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_misspelt_key_is_one_finding() {
    assert_eq!(found("shop", "shop"), "");
    for (key, slip) in [
        ("naming:", "namin:"),
        ("handshake:", "handshke:"),
        ("priorities:", "prioritys:"),
        ("channels:", "chanels:"),
        ("events:", "event:"),
        ("schemas:", "schema:"),
        ("consumers:", "consumer:"),
        ("summary: One", "sumary: One"),
        ("address:", "adress:"),
        ("params:", "parms:"),
        ("access:", "acces:"),
        ("deliver:", "delivr:"),
        ("summary: Somebody", "sumary: Somebody"),
        ("direction:", "dierction:"),
        ("channel:", "chanel:"),
        ("priority:", "priorty:"),
        ("storage:", "storgae:"),
        ("payload:", "paylod:"),
        ("examples:", "example:"),
        ("listens:", "listen:"),
        ("reads:", "read:"),
        ("flows:", "flow:"),
        ("parties:", "partys:"),
        ("steps:", "step:"),
        ("request:", "requst:"),
        ("event: order", "evnt: order"),
    ] {
        assert_eq!(found(key, slip), "unknown-key", "{slip}");
    }
    for (keyword, slip) in [("properties:", "propertis:"), ("required:", "requird:")] {
        assert_eq!(found(keyword, slip), "schema-unknown-keyword", "{slip}");
    }
}

#[test]
fn a_value_that_cannot_be_read_is_one_finding() {
    for (written, slip, rule) in [
        ("summary: Somebody paid.", "summary:", "wrong-type"),
        ("summary: One order.", "summary: {}", "wrong-type"),
        ("storage: stored", "storage: persistent", "invalid-value"),
        ("priority: high", "priority: []", "wrong-type"),
        ("priority: high", "priority: hgih", "priority-undeclared"),
        ("channel: order", "channel: oder", "channel-undeclared"),
        ("direction: server-to-client", "direction: server", "invalid-value"),
        ("examples: [{ order_id: o1 }]", "examples: o1", "wrong-type"),
        ("params: { order_id", "params: { oder_id", "channel-parameter"),
        ("required: [order_id]", "required: [orderid]", "schema-required"),
        ("naming: \"{resource}.{action}\"", "naming: \"{resource\"", "invalid-value"),
        ("priorities: { high: { deliver: immediately } }", "priorities: high", "wrong-type"),
        ("listens: [order.paid]", "listens: 1", "wrong-type"),
        ("type: string } }, access", "type: integer } }, access", "binding-type"),
    ] {
        assert_eq!(found(written, slip), rule, "{slip}");
    }
}

#[test]
fn what_a_lost_file_may_declare_is_no_finding() {
    let text = format!("{SHOP}include: [lost.yaml]\n")
        .replace("channel: order", "channel: elsewhere")
        .replace("priority: high", "priority: urgent")
        .replace("listens: [order.paid]", "listens: [order.paid, cart.emptied]");
    assert_eq!(ids(&[("catalogue.yaml", &text)]), "file-unreadable");
    assert_eq!(ids(&[("catalogue.yaml", &text), ("lost.yaml", "channels: [")]), "syntax");
    assert_eq!(ids(&[("catalogue.yaml", &text), ("lost.yaml", "")]), "empty-file");
}
