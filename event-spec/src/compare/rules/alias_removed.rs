//! Names under which clients are no longer served.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "alias-removed", "clients are served under an alias until its sunset");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    for alias in &old.aliases {
        let name = &alias.name.value;
        let Some(sunset) = &alias.sunset else { continue };
        // Called by this name now, it serves under it still.
        let kept = new.aliases.iter().any(|alias| alias.name.value == *name && alias.sunset.is_some());
        if kept || new.name.value == *name {
            continue;
        }
        let change = if let Some(heir) = scope.new.events.get(name) {
            let what = format!("is no longer served as `{name}`, which is an event of its own now");
            Change::new(&RULE, new.name.value.clone(), what, taken_over(name, old, heir)).is_at(heir.span)
        } else if scope.is_past(&sunset.value) {
            let what = format!("is no longer served as `{name}`, whose sunset was {}", sunset.value);
            Change::new(&RULE, new.name.value.clone(), what, Effect::SAFE).is_at(new.span)
        } else {
            let answer = if Sending::of(old).server {
                Answer::clients(format!("old clients that still wait for `{name}` no longer hear it"))
            } else {
                Answer::server(format!(
                    "old clients may still send `{name}`, which the new server answers with an error"
                ))
            };
            let what = format!("is no longer served as `{name}`, whose sunset is {}", sunset.value);
            let change = Change::new(&RULE, new.name.value.clone(), what, Effect::clients_go_first(answer));
            change.help(format!("keep the alias until {}", sunset.value)).is_at(new.span)
        };
        changes.push(change.read_by(scope.listeners(&[name])).was_at(alias.name.span));
    }
}

/// Under one name, old and new peers understand two events.
fn taken_over(name: &str, old: &Event, heir: &Event) -> Effect {
    let taken = |age: &str, other: &str, sent: &str, for_: &str, ways: Sending<'_>| {
        if ways.server {
            Answer::clients(format!(
                "{age} clients take `{name}` for {for_}, and the {other} server sends {sent} under that name"
            ))
        } else {
            Answer::server(format!(
                "the {other} server takes `{name}` for {sent}, and {age} clients send {for_} under that name"
            ))
        }
    };
    let (was, other) = (format!("`{}`", old.name.value), "another event");
    Effect {
        server_first: taken("old", "new", other, &was, Sending::of(old)),
        clients_first: taken("new", "old", &was, other, Sending::of(heir)),
    }
}
