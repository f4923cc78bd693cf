//! Typing and presence are not stored.

use crate::catalogue::{Event, Storage};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::words::{as_written, is_one_of};

static RULE: Rule = rule!(warning Delivery "presence-stored", "events about typing and presence are not stored");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

/// Words that speak of the moment, wherever they stand in a name.
const MOMENT: [&str; 7] = ["typing", "presence", "heartbeat", "keepalive", "ping", "pong", "lastseen"];

/// Words that do where nothing but a change follows: `user.online`, `cursor.moved`, and not `online_payment.created`.
const STATE: [&str; 6] = ["online", "offline", "away", "idle", "cursor", "pointer"];

/// Words for a change.
const CHANGE: [&str; 12] = [
    "changed",
    "updated",
    "moved",
    "started",
    "stopped",
    "status",
    "state",
    "change",
    "update",
    "position",
    "positions",
    "location",
];

/// What is no person: that a device went offline is an incident, and worth keeping.
const DEVICES: [&str; 30] = [
    "appliance",
    "beacon",
    "camera",
    "charger",
    "computer",
    "controller",
    "device",
    "endpoint",
    "gateway",
    "host",
    "hub",
    "instance",
    "machine",
    "meter",
    "node",
    "phone",
    "printer",
    "probe",
    "robot",
    "router",
    "runner",
    "sensor",
    "server",
    "service",
    "site",
    "station",
    "terminal",
    "tracker",
    "vehicle",
    "worker",
];

fn check(event: &Event, _: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(storage) = event.storage.as_ref().filter(|storage| storage.value == Storage::Stored) else {
        return;
    };
    let Some(word) = word_of_the_moment(&event.name.value) else {
        return;
    };
    let name = &event.name.value;
    let message = format!("event `{name}` is stored, and `{}` is out of date a moment later", word.to_lowercase());
    let help = "write `storage: transient`: who comes back later asks for the present state, and needs no replay";
    diagnostics.push(Diagnostic::new(&RULE, storage.span, message).help(help));
}

fn word_of_the_moment(name: &str) -> Option<&str> {
    let words: Vec<&str> = as_written(name).collect();
    if words.iter().any(|word| is_one_of(word, &DEVICES)) {
        return None;
    }
    if let Some(word) = words.iter().find(|word| is_one_of(word, &MOMENT)) {
        return Some(word);
    }
    if words.windows(2).any(|pair| is_one_of(pair[0], &["last"]) && is_one_of(pair[1], &["seen"])) {
        return Some("last seen");
    }
    let last = words.iter().rev().find(|word| !is_one_of(word, &CHANGE))?;
    is_one_of(last, &STATE).then_some(last)
}
