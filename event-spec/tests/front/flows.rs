//! Flows: what their steps resolve to, and what is said where they tell something that cannot happen.

use event_spec::catalogue::{Role, StepKind};

use crate::support::{load_text, render};

const HEAD: &str = "catalogue: flows
version: 1.0.0
transport: socket.io
events:
  message.new:
    direction: server-to-client
    to: everybody
    rest: POST /messages
    aliases: [{ name: new_message }]
  message.edit: { direction: both, to: everybody, rest: PATCH /messages/:id }
  typing: { direction: both, to: everybody }
  ping: { direction: client-to-server, answer: pong }
  pong: { direction: server-to-client, to: connection }
  join: { direction: client-to-server, ack: { payload: { type: boolean } } }
  nudge: { direction: server-to-client, to: connection, ack: { payload: { type: boolean } } }
";

/// The parties and steps of a flow, a line each.
fn told(flow: &str) -> String {
    let outcome = load_text(&format!("{HEAD}flows:\n  course:\n    {}\n", flow.replace('\n', "\n    ")));
    let Some(catalogue) = &outcome.catalogue else { return render(&outcome) };
    let flow = &catalogue.flows["course"];
    let parties = flow.parties.iter().map(|(name, party)| match party.role {
        Role::Server => format!("[{name}]"),
        Role::Client => name.clone(),
        Role::Other => format!("({name})"),
    });
    let steps = flow.steps.iter().map(|step| match &step.kind {
        StepKind::Event { event, from, to } => format!("{from} -> {}: {}", to.join(", "), event.value),
        StepKind::Ack { event, from, to } => format!("{from} --> {to}: {}", event.value),
        StepKind::Request { request, from } => format!("{from}: {}", request.value),
        StepKind::Response { text, to } => format!("--> {to}: {text}"),
        StepKind::Call { text, from, to } => format!("{from} => {to}: {text}"),
        StepKind::Note { text, at } => format!("note {}: {text}", at.join(", ")),
    });
    std::iter::once(parties.collect::<Vec<_>>().join(" ")).chain(steps).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_flow_with_one_client_names_nobody() {
    assert_eq!(told("steps: [ping, pong]"), "client [server]\nclient -> server: ping\nserver -> client: pong");
    assert_eq!(
        told("parties: [browser]\nsteps: [join, { ack: join }]"),
        "browser [server]\nbrowser -> server: join\nserver --> browser: join"
    );
    assert_eq!(
        told("steps: [{ event: nudge, to: app }, { ack: nudge }]"),
        "app [server]\nserver -> app: nudge\napp --> server: nudge"
    );
}

#[test]
fn an_event_of_both_goes_over_the_server() {
    assert_eq!(
        told("steps: [{ event: typing, from: ann, to: [bob, eve] }]"),
        "ann [server] bob eve\nann -> server: typing\nserver -> bob, eve: typing"
    );
    assert_eq!(told("steps: [{ event: typing, to: server }]"), "client [server]\nclient -> server: typing");
}

#[test]
fn parties_stand_where_they_are_declared() {
    let flow = "parties: { ann: She writes., database: It keeps., server: It tells., bob: He reads. }
steps:
  - { request: POST /messages, from: ann }
  - { call: stores, to: database }
  - { event: message.new, to: bob }
  - { response: stored }
  - { note: Done., at: [ann, bob] }";
    let steps = "ann: POST /messages\nserver => database: stores\nserver -> bob: message.new\n--> ann: stored\nnote ann, bob: Done.";
    assert_eq!(told(flow), format!("ann (database) [server] bob\n{steps}"));
}

#[test]
fn what_cannot_happen() {
    insta::assert_snapshot!(told(
        "parties: [ann, bob]
steps:
  - { event: message.nwe, to: bob }
  - { event: new_message, to: bob }
  - { event: ping, from: server }
  - { event: ping, from: ann, to: bob }
  - { event: message.new, from: ann }
  - { event: message.new, to: [server, bob] }
  - { event: message.edit, from: ann }
  - { event: message.new, to: [bob, bob] }
  - { event: typing, from: server, to: server }
  - message.new
  - { request: GET /x }
  - { event: pong, to: bobb }
  - { ack: ping }
  - { ack: pong }
  - { ack: join }
  - { ack: messages }
  - { event: join, from: ann }
  - { ack: join, from: ann }
  - { ack: join, to: server }
  - { request: GET /x, from: server }
  - { response: nothing }
  - { call: counts }
  - { call: counts, to: [ann, bob] }
  - { note: None., from: ann }
  - { note: None., summary: nothing }
  - { summary: nothing }
  - {}
  - 7
  - { request: messages, from: ann }
  - { request: POST /x, event: ping, from: ann }"
    ));
}

#[test]
fn one_slip_is_one_finding() {
    let count = |flow: &str| told(flow).matches("error[").count();
    assert_eq!(count("steps: [{ event: jion, from: ann }, { ack: join }, { event: pong, to: ann }]"), 1);
    assert_eq!(count("steps: [{ request: messages }, { response: done }]"), 1);
    assert_eq!(count("parties: [ann, bob]\nsteps: [{ event: pong, to: bobb }, { event: ping, from: ann }]"), 1);
    assert_eq!(count("steps: [{ request: GET /x, from: ann }, { respons: x }]"), 1);
}

#[test]
fn names_that_are_no_parties() {
    insta::assert_snapshot!(told(&format!(
        "steps:
  - {{ event: pong, to: '' }}
  - {{ event: pong, to: {} }}",
        "a".repeat(50)
    )));
}
