//! How name, payload and metadata lie in a frame.

use std::fmt::Display;

use super::{Check, Held};
use crate::catalogue::Envelope;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};
use crate::types::Rest;

static RULE: Rule =
    rule!(error Changes "envelope-changed", "peers find name, payload and metadata where they look for them");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let mut report = |subject: &str, what: String, effect: Effect| {
        let change = Change::new(&RULE, subject, what, effect);
        changes.push(change.between(scope.old.places.envelope, scope.new.places.envelope));
    };
    let (old, new) = match (&scope.old.envelope, &scope.new.envelope) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return,
        (None, Some(_)) => return report("envelope", "added".to_owned(), elsewhere(NONE, ONE)),
        (Some(_), None) => return report("envelope", "removed".to_owned(), elsewhere(ONE, NONE)),
    };
    for (role, before, now) in [("name", &old.name, &new.name), ("payload", &old.payload, &new.payload)] {
        if before != now {
            let place = |key: &str| [format!("look for it under `{key}`"), format!("puts it under `{key}`")];
            let effect = elsewhere(place(before), place(now));
            report(&format!("envelope.{role}"), format!("is the key `{now}` instead of `{before}`"), effect);
        }
    }
    if old.clients != new.clients {
        let words = |envelope: &Envelope| if envelope.clients { "both" } else { "server-to-client" };
        let what = format!("is `{}` instead of `{}`", words(new), words(old));
        let refuses = |server: &str, age: &str| {
            Answer::server(format!("the {server} server looks elsewhere for what {age} clients send"))
        };
        report(
            "envelope.wraps",
            what,
            Effect { server_first: refuses("new", "old"), clients_first: refuses("old", "new") },
        );
    }
    for (role, before, now) in [("channel", &old.channel, &new.channel), ("priority", &old.priority, &new.priority)] {
        if let Some(what) = moved(before.as_deref(), now.as_deref()) {
            report(&format!("envelope.{role}"), what, route_key(before.as_deref(), now.as_deref(), old, new));
        }
    }
    let key = |envelope: &Envelope| envelope.error.as_ref().map(|error| error.key.clone());
    if let Some(what) = moved(key(old).as_deref(), key(new).as_deref()) {
        report("envelope.error", what, error_key(key(old).is_some(), key(new).is_some()));
    }
}

/// Neither side finds what the other sends. Of either version: what clients look for, and what the server does.
fn elsewhere<T: Display>(before: [T; 2], now: [T; 2]) -> Effect {
    let why = |age: &str, look: &T, other: &str, puts: &T| {
        Answer::clients(format!("{age} clients {look}, and the {other} server {puts}"))
    };
    Effect {
        server_first: why("old", &before[0], "new", &now[1]),
        clients_first: why("new", &now[0], "old", &before[1]),
    }
}

const NONE: [&str; 2] = ["expect no envelope", "sends none"];
const ONE: [&str; 2] = ["expect an envelope", "sends one"];

/// Which key it was and is, where that changed.
fn moved(old: Option<&str>, new: Option<&str>) -> Option<String> {
    match (old, new) {
        (Some(old), Some(new)) if old != new => Some(format!("is the key `{new}` instead of `{old}`")),
        (Some(old), None) => Some(format!("is not in a frame any more, and was the key `{old}`")),
        (None, Some(new)) => Some(format!("is the key `{new}` now")),
        _ => None,
    }
}

/// A key that tells the channel or the priority may be absent by contract. A reader without it is no fault of the frame, but
/// whether front ends look for it is not said.
fn route_key(old: Option<&str>, new: Option<&str>, before: &Envelope, now: &Envelope) -> Effect {
    let looks = |age: &str, key: Option<&str>| match key {
        Some(key) => {
            Answer::unclear(format!("no catalogue says what {age} clients do that find no `{key}` in a frame"))
        }
        None => Answer::Yes,
    };
    let absent = Effect { server_first: looks("old", old), clients_first: looks("new", new) };
    let strange = Effect { server_first: refused("old", before, new), clients_first: refused("new", now, old) };
    absent.and(strange)
}

/// What readers do with a key that their envelope does not declare.
fn refused(age: &str, envelope: &Envelope, key: Option<&str>) -> Answer {
    match (key, &envelope.meta.rest) {
        (None, _) | (_, Rest::Ignored) => Answer::Yes,
        (Some(key), Rest::Refused) => Answer::clients(format!("{age} clients refuse a frame with the key `{key}`")),
        (Some(key), Rest::Kept(_)) => Answer::unclear(format!(
            "{age} clients take the key `{key}` for one of their own, and may refuse what it holds"
        )),
    }
}

/// Who knows nothing of the key takes a frame that reports a failure for another. Who looks there in vain may be told of it
/// elsewhere.
fn error_key(was_there: bool, is_there: bool) -> Effect {
    let answer = |age: &str, other: &str, looks: bool, told: bool| match (looks, told) {
        (_, true) => {
            Answer::clients(format!("{age} clients do not notice the failures that the {other} server reports"))
        }
        (true, false) => Answer::unclear(format!("no catalogue says how the {other} server reports failures")),
        (false, false) => Answer::Yes,
    };
    Effect {
        server_first: answer("old", "new", was_there, is_there),
        clients_first: answer("new", "old", is_there, was_there),
    }
}
