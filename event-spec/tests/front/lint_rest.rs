//! The lint's rules about channels, the handshake, what events do not say, and schemas that nobody needs.

use event_spec::{LintOptions, lint};

use crate::support::{Memory, lint_text, render};

const HEAD: &str = "catalogue: rest\nversion: 1.0.0\ntransport: socket.io\n";

fn found(text: &str, rules: &[&str]) -> String {
    render(&lint_text(&format!("{HEAD}{text}"), rules))
}

#[test]
fn personal_channels_are_not_public() {
    let channel = |address: &str, param: &str| {
        let params = format!("{{ {param}: {{ type: string }} }}");
        found(
            &format!("channels:\n  own: {{ summary: s, address: '{address}', params: {params}, access: public }}\n"),
            &["access-personal"],
        )
    };
    insta::assert_snapshot!(channel("user.{user_id}", "user_id"));
    for open in ["users.{id}", "customer:{customer}", "buyer.{buyer_id}.orders", "visitors/{visitorId}"] {
        let param = open.split(['{', '}']).nth(1).expect("a parameter");
        assert!(channel(open, param).contains("access-personal"), "{open}");
    }
    for fine in
        ["user.{user_id}.status", "seller.{seller_id}", "thread.{user_id}", "user_profile.{user_id}", "user.{room_id}"]
    {
        let param = fine.split(['{', '}']).nth(1).expect("a parameter");
        assert_eq!(channel(fine, param), "", "{fine}");
    }
}

#[test]
fn guarded_channels_need_a_handshake() {
    let channels = "channels:
  lobby: { address: lobby, access: public }
  room: { address: 'room.{id}', params: { id: { type: string } }, access: member }
";
    insta::assert_snapshot!(found(channels, &["handshake-missing"]));
    assert_eq!(found(&format!("handshake: {{}}\n{channels}"), &["handshake-missing"]), "");
    assert_eq!(found("channels: { lobby: { address: lobby, access: public } }\n", &["handshake-missing"]), "");
}

#[test]
fn channels_that_nothing_uses() {
    let text = "channels:
  joined: { address: joined, access: public }
  left: { address: left, access: public }
  told: { address: told, access: public }
  forgotten: { address: forgotten, access: public }
events:
  join: { direction: client-to-server, joins: joined }
  leave: { direction: client-to-server, leaves: left }
  news: { direction: server-to-client, channel: told }
";
    insta::assert_snapshot!(found(text, &["channel-unused"]));
    let any = format!("{text}  enter: {{ direction: client-to-server, joins: any, payload: {{ type: string }} }}\n");
    assert_eq!(found(&any, &["channel-unused"]), "");
    let broken = format!("{text}  lost: {{ direction: server-to-client, channel: forgoten }}\n");
    assert!(!found(&broken, &["channel-unused"]).contains("channel-unused"));
}

#[test]
fn what_events_do_not_say() {
    insta::assert_snapshot!(found(
        "events:
  told: { direction: server-to-client, to: everybody, payload: { type: string } }
  asked: { direction: client-to-server, payload: { type: string }, ack: { payload: { type: string } } }
  both:
    direction: both
    to: everybody
    payload: { type: string }
    client_payload: { type: integer }
  empty: { direction: client-to-server }
",
        &["event-without-priority", "event-without-storage", "event-without-example"]
    ));
}

#[test]
fn schemas_that_nothing_refers_to() {
    insta::assert_snapshot!(found(
        "schemas:
  Auth: { type: object, required: [token], properties: { token: { type: string } } }
  Merged: { type: object, required: [id], properties: { id: { $ref: '#/schemas/Id' } } }
  Id: { type: string }
  Whole: { type: object, required: [part], properties: { part: { type: string } } }
  Anchored: { $anchor: anchored, type: string }
  Repeated: &alias { type: string, minLength: 3 }
  Base: &base { type: string, minLength: 2 }
  Alias: { $ref: '#/schemas/Target' }
  Target: { type: string }
  Lonely: { type: object, required: [friend], properties: { friend: { $ref: '#/schemas/Friend' } } }
  Friend: { type: object, properties: { lonely: { $ref: '#/schemas/Lonely' } } }
handshake: { auth: { $ref: '#/schemas/Auth' } }
events:
  told:
    direction: server-to-client
    to: everybody
    payload:
      allOf:
        - { $ref: '#/schemas/Merged' }
        - type: object
          required: [part, named]
          properties:
            part: { $ref: '#/schemas/Whole/properties/part' }
            named: { $ref: '#anchored' }
            repeated: *alias
            mixed: { <<: *base, maxLength: 9 }
  answered: { direction: client-to-server, ack: { payload: { $ref: '#/schemas/Alias' } } }
",
        &["schema-unused"]
    ));
}

#[test]
fn what_has_no_description() {
    insta::assert_snapshot!(found(
        "events:
  told: { direction: server-to-client, to: everybody, payload: { $ref: '#/schemas/More' } }
schemas:
  Base: { title: A base., type: object, required: [id, kind], properties: { id: { type: string }, kind: { const: base } } }
  More:
    allOf:
      - { $ref: '#/schemas/Base' }
      - type: object
        properties:
          state: { $ref: '#/schemas/State' }
          size: { type: [integer, 'null'] }
          text: { type: string, description: What was written. }
  State: { description: How far it has come., type: string, enum: [new, done] }
",
        &["field-without-description", "schema-without-description"]
    ));
}

#[test]
fn schemas_in_other_files() {
    let files = Memory::of([
        (
            "catalogue.yaml",
            format!(
                "{HEAD}include: more.yaml\nevents:\n  told: {{ direction: server-to-client, to: everybody, payload: {{ $ref: 'shared.yaml#/schemas/User' }} }}\n"
            ),
        ),
        ("more.yaml", "schemas:\n  Back: { type: string }\n  Spare: { type: string }\n".to_owned()),
        (
            "shared.yaml",
            "schemas:\n  User: { type: object, required: [id], properties: { id: { $ref: 'more.yaml#/schemas/Back' } } }\n  Other: { type: string }\n"
                .to_owned(),
        ),
    ]);
    let mut outcome = lint(&files, "catalogue.yaml", &LintOptions::default());
    outcome.diagnostics.retain(|found| found.rule.is_required() || found.rule.id == "schema-unused");
    // `Other` is another catalogue's perhaps, and no entry of this one.
    insta::assert_snapshot!(render(&outcome));
}
