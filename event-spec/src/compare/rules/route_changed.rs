//! Who hears an event.

use super::{Check, Held};
use crate::catalogue::{Event, Route};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::compare::target::{self, Target};
use crate::rule::{Rule, rule};
use crate::source::Span;

static RULE: Rule = rule!(error Changes "route-changed", "whoever heard an event still hears it, and nobody else does");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    let (before, now) = (&old.route, &new.route);
    let (what, effect) = match (before, now) {
        // Where the server sends it in one version alone, its direction changed.
        (Route::Server, _) | (_, Route::Server) => return,
        (Route::Everybody, Route::Everybody) | (Route::Connection, Route::Connection) => return,
        (Route::Channel(from), Route::Channel(to)) => match target::compare(from, to, scope) {
            Target::Same => return,
            Target::Bound { param, old, new } => {
                let why = || Answer::unclear("no catalogue says whether both name the same channel");
                let what =
                    format!("goes to the `{}` whose `{param}` comes from {new} instead of {old}", to.channel.value);
                (what, Effect { server_first: why(), clients_first: why() })
            }
            Target::Other => (moved(before, now), others(before, now)),
        },
        (Route::Everybody, _) => {
            let server_first = Answer::clients(format!("old clients hear it {} alone", place(now)));
            (moved(before, now), Effect { server_first, clients_first: more("new clients") })
        }
        (_, Route::Everybody) => {
            let clients_first =
                Answer::clients(format!("new clients hear it from the old server {} alone", place(before)));
            (moved(before, now), Effect { server_first: more("old clients"), clients_first })
        }
        _ => (moved(before, now), others(before, now)),
    };
    let change = Change::new(&RULE, new.name.value.clone(), what, effect);
    changes.push(change.read_by(scope.listeners(&[&old.name.value])).was_at(span(old)).is_at(span(new)));
}

fn moved(old: &Route, new: &Route) -> String {
    format!("goes {} instead of {}", audience(new), audience(old))
}

/// Others hear it: those who did no longer do.
fn others(old: &Route, new: &Route) -> Effect {
    Effect {
        server_first: Answer::clients(format!(
            "old clients wait for it {}, where the new server does not send it",
            place(old)
        )),
        clients_first: Answer::clients(format!(
            "new clients wait for it {}, where the old server does not send it",
            place(new)
        )),
    }
}

/// Some hear what is not meant for them: of rooms that they are not in, say.
fn more(readers: &str) -> Answer {
    Answer::unclear(format!("{readers} hear what is not for them, and no catalogue says what they do with it"))
}

fn audience(route: &Route) -> String {
    match route {
        Route::Server => "to the server".to_owned(),
        Route::Channel(route) => format!("to `{}`", route.channel.value),
        Route::Everybody => "to everybody".to_owned(),
        Route::Connection => "to the connection that asked".to_owned(),
    }
}

fn place(route: &Route) -> String {
    match route {
        Route::Channel(route) => format!("in `{}`", route.channel.value),
        Route::Connection => "as an answer".to_owned(),
        Route::Everybody | Route::Server => "everywhere".to_owned(),
    }
}

fn span(event: &Event) -> Span {
    match &event.route {
        Route::Channel(route) => route.channel.span,
        _ => event.span,
    }
}
