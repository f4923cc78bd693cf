//! One run reports everything.

use crate::support::{lint_text, render};

/// A catalogue in which each marked line has one fault, of the rule that the mark names.
const FAULTY: &str = "catalogue: faulty
version: one # invalid-value
transport: socket.io
sumary: Twenty faults. # unknown-key
namespace: [/] # wrong-type
naming: '{resource}.{action}'
priorities:
  high: { deliver: immediately }
  low: { batch: 10s, deliver: immediately } # exclusive-keys
limits: { total: 100 } # invalid-value
channels:
  room: { address: 'room.{room_id}', params: { room: { type: string } }, access: public } # channel-parameter channel-parameter
  hall: { address: hall } # missing-key
  Hall: { address: halls, access: public } # name-collision
events:
  message.new:
    direction: server-to-client
    channel: lobby # channel-undeclared
    priority: urgent # priority-undeclared
    aliases: [{ name: message.read }] # alias-taken
    payload: { type: object, required: [text], properties: { text: { type: string, maxLength: 5 } } }
  message.read: { direction: server-to-client } # route-missing
  message.read: { direction: client-to-server } # duplicate-key
  message.typed: { direction: up } # invalid-value
  messageGone: { direction: server-to-client, to: everybody } # name-pattern
  connect: { direction: client-to-server, deprecated: true } # reserved-name
  message.sent: { direction: client-to-server, answer: message.snet } # event-undeclared
  message.went: { direction: server-to-client, to: everybody, ack: {} } # direction-conflict
  message.edited:
    direction: server-to-client
    to: everybody
    payload: { type: object, properties: { text: { type: string } } }
consumers:
  inbox:
    listens: [message.edited]
    reads: { message.edited: [txet] } # consumer-reads-unknown
";

#[test]
fn twenty_faults_are_twenty_findings_each_at_its_line() {
    let marks = FAULTY.lines().zip(1u32..).flat_map(|(line, number)| {
        let rules = line.split_once(" # ").map_or("", |(_, rules)| rules).split(' ').filter(|rule| !rule.is_empty());
        rules.map(move |rule| (number, rule.to_owned()))
    });
    let expected: Vec<_> = marks.collect();
    let outcome = lint_text(FAULTY, &["name-pattern"]);
    let mut found: Vec<_> = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| {
            (outcome.sources.positions(diagnostic.primary.span).start.line, diagnostic.rule.id.to_owned())
        })
        .collect();
    found.sort();
    assert!(expected.len() >= 20);
    assert_eq!(found, expected, "{}", render(&outcome));
    assert!(outcome.catalogue.is_none());
    insta::assert_snapshot!(render(&outcome));
}
