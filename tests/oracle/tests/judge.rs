//! The judge of frames: every example is fine, and a changed one is refused when the validator refuses it.

use std::sync::Arc;

use event_spec::catalogue::{Catalogue, Event};
use event_spec::judge::{Judge, Kind, Sender, Verdict};
use oracle::cases::{CATALOGUES, Case, Side, cases, load};
use oracle::mutate::mutations;
use oracle::validator::Validators;
use serde_json::{Map, Value, json};

/// The frame of a payload, as its side sends it; none where it comes through a request.
fn frame(catalogue: &Catalogue, case: &Case, payload: &Value) -> Option<Value> {
    let event: &Event = catalogue.events.get(&case.event)?;
    let envelope = match case.side {
        Side::Server => catalogue.envelope.as_ref(),
        Side::Client if !event.client_sends() => return None,
        Side::Client => catalogue.client_envelope(),
        Side::Ack => None,
    };
    let Some(envelope) = envelope else { return Some(json!([case.event, payload])) };
    let mut frame = Map::new();
    frame.insert(envelope.name.clone(), json!(case.event));
    frame.insert(envelope.payload.clone(), payload.clone());
    frame.insert("timestamp".to_owned(), json!("2026-02-12T10:30:00Z"));
    frame.insert("metadata".to_owned(), json!({ "version": "1.0", "source": "test", "request_id": "req_1" }));
    Some(match catalogue.transport {
        event_spec::catalogue::Transport::SocketIo { .. } => json!([case.event, frame]),
        event_spec::catalogue::Transport::WebSocket { .. } => Value::Object(frame),
    })
}

fn judged<'a>(judge: &'a Judge, case: &Case, payload: &Value) -> Option<Verdict<'a>> {
    if case.side == Side::Ack {
        let event = judge.catalogue().events.get(&case.event)?;
        let sender = if event.server_ack().is_some() { Sender::Server } else { Sender::Client };
        return Some(judge.acknowledgement(sender, &case.event, std::slice::from_ref(payload)));
    }
    let sender = if case.side == Side::Server { Sender::Server } else { Sender::Client };
    Some(judge.text(sender, &frame(judge.catalogue(), case, payload)?.to_string()))
}

#[test]
fn every_example_is_fine() {
    let mut judged_so_far = 0;
    for name in CATALOGUES {
        let judge = Judge::new(Arc::new(load(name).catalogue), None);
        for case in cases(name) {
            let Some(verdict) = judged(&judge, &case, &case.payload) else { continue };
            assert!(verdict.is_fine(), "{case}: {:#?}", verdict.problems);
            judged_so_far += 1;
        }
    }
    assert!(judged_so_far > 100, "only {judged_so_far} examples were judged");
}

#[test]
fn changed_examples_are_judged_as_the_validator_does() {
    let mut validators = Validators::default();
    let (mut accepted, mut refused) = (0, 0);
    let mut disagreements = Vec::new();
    for name in CATALOGUES {
        let judge = Judge::new(Arc::new(load(name).catalogue), None);
        for case in cases(name) {
            let validator = validators.of(&case);
            for mutation in mutations(&case.payload) {
                let Some(verdict) = judged(&judge, &case, &mutation.payload) else { continue };
                // That an address is one of the contract's is nothing that a schema says.
                let mut problems = verdict.problems.iter().filter(|problem| problem.kind != Kind::Channel);
                let (valid, problem) = (validator.is_valid(&mutation.payload), problems.next());
                if valid != problem.is_none() {
                    disagreements.push(format!("{case}, {}: valid {valid}, {problem:?}", mutation.what));
                } else if valid {
                    accepted += 1;
                } else {
                    refused += 1;
                    let path = problem.and_then(|problem| problem.path.as_deref()).unwrap_or_default();
                    let root = if case.side == Side::Ack { "acknowledgement" } else { "payload" };
                    assert!(path.starts_with(root), "{case}, {}: {problem:?}", mutation.what);
                }
            }
        }
    }
    assert!(disagreements.is_empty(), "{} disagree\n{}", disagreements.len(), disagreements.join("\n"));
    assert!(accepted > 500 && refused > 2_000, "{accepted} accepted, {refused} refused");
}
