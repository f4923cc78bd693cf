//! Events with another name, where an alias tells so.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::scope::Scope;
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "event-renamed", "a renamed event is served under its old name until clients have moved");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Name(check) };

fn check(old: &Event, new: &Event, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let (was, is) = (&old.name.value, &new.name.value);
    let until = scope.served_until(new, was);
    let joins = scope.old.events.contains_key(is);
    let (ways, now) = (Sending::of(old), Sending::of(new));
    let server_first = if until.is_some() && joins && ways.server && now.server {
        Answer::unclear(format!("old clients that know `{was}` and `{is}` hear each event twice"))
    } else if until.is_some() || scope.has_ended(old) {
        Answer::Yes
    } else if ways.server {
        Answer::clients(format!("old clients wait for `{was}`, and the new server sends `{is}` alone"))
    } else if ways.clients {
        Answer::server(format!("old clients send `{was}`, which the new server answers with an error"))
    } else {
        Answer::Yes
    };
    let known = joins || scope.served_until(old, is).is_some();
    let clients_first = if joins && ways.server {
        Answer::unclear(format!(
            "new clients do not listen to `{was}`, and no catalogue says whether the old server sends it all as `{is}` too"
        ))
    } else if known {
        Answer::Yes
    } else if now.clients {
        Answer::server(format!("new clients send `{is}`, which the old server answers with an error"))
    } else if now.server {
        Answer::clients(format!("new clients wait for `{is}`, and the old server sends `{was}`"))
    } else {
        Answer::Yes
    };
    let became = if joins { "is now one with" } else { "is now called" };
    let what = match &until {
        Some(day) => format!("{became} `{is}`, and served under its old name until {day}"),
        None => format!("{became} `{is}`, and nobody is served under its old name"),
    };
    let effect = Effect { server_first, clients_first };
    let breaks = effect.server_first.is_no();
    let mut change = Change::new(&RULE, was.clone(), what, effect).until(until);
    if breaks {
        change = change.help(format!("give the alias `{was}` a `sunset`, and clients are served until then"));
    }
    changes.push(change.read_by(scope.listeners(&[was])).was_at(old.span).is_at(new.span));
}
