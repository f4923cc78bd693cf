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

/// Words that do where nothing but a change follows: `user.online`, and not `online_payment.created`. Whose they are must be a
/// person: a stream that went online is news, and a server that went offline is an incident.
const STATE: [&str; 4] = ["online", "offline", "away", "idle"];

/// The same of what a person has in hand.
const HAND: [&str; 2] = ["cursor", "pointer"];

/// Who comes and goes.
const PEOPLE: [&str; 36] = [
    "admin",
    "agent",
    "attendee",
    "author",
    "buyer",
    "caller",
    "client",
    "colleague",
    "contact",
    "courier",
    "customer",
    "doctor",
    "driver",
    "employee",
    "friend",
    "guest",
    "member",
    "moderator",
    "operator",
    "owner",
    "participant",
    "partner",
    "patient",
    "peer",
    "people",
    "person",
    "player",
    "rider",
    "seller",
    "student",
    "subscriber",
    "teacher",
    "teammate",
    "user",
    "viewer",
    "visitor",
];

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

/// What pings without anybody being there.
const MACHINES: [&str; 3] = ["gateway", "server", "web"];

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
    if let Some(word) = words.iter().find(|word| is_one_of(word, &MOMENT)) {
        return (!words.iter().any(|word| is_one_of(word, &MACHINES))).then_some(word);
    }
    if words.windows(2).any(|pair| is_one_of(pair[0], &["last"]) && is_one_of(pair[1], &["seen"])) {
        return Some("last seen");
    }
    let at = words.iter().rposition(|word| !is_one_of(word, &CHANGE))?;
    let of_person = || at == 0 || words[..at].iter().any(|word| is_person(word));
    (is_one_of(words[at], &HAND) || (is_one_of(words[at], &STATE) && of_person())).then_some(words[at])
}

/// Whether a word is one for a person, or for several.
fn is_person(word: &str) -> bool {
    is_one_of(word, &PEOPLE) || word.strip_suffix(['s', 'S']).is_some_and(|one| is_one_of(one, &PEOPLE))
}
