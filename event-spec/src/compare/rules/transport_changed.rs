//! What carries the events, and where.

use super::{Check, Held};
use crate::catalogue::Transport;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};
use crate::source::Span;

static RULE: Rule = rule!(error Changes "transport-changed", "clients connect to the server as before");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&scope.old.transport, &scope.new.transport);
    if old == new {
        return;
    }
    let places = (&scope.old.places, &scope.new.places);
    let (was_at, is_at) = (places.0.endpoint.or(places.0.transport), places.1.endpoint.or(places.1.transport));
    let (subject, before, now): (_, _, _) = match (old, new) {
        (Transport::SocketIo { namespace: before }, Transport::SocketIo { namespace: now }) => {
            ("namespace", before.clone(), now.clone())
        }
        (Transport::WebSocket { path: Some(before) }, Transport::WebSocket { path: Some(now) }) => {
            ("path", before.clone(), now.clone())
        }
        (Transport::WebSocket { path: before }, Transport::WebSocket { path: now }) => {
            return changes.push(path_unsaid(before.as_deref(), now.as_deref(), was_at, is_at));
        }
        _ => ("transport", kind(old).to_owned(), kind(new).to_owned()),
    };
    let reaches = |age: &str, place: &str, server: &str| {
        Answer::clients(if subject == "transport" {
            format!("{age} clients speak {place}, and the {server} server does not")
        } else {
            format!("{age} clients connect to the {subject} `{place}`, where the {server} server is not")
        })
    };
    let effect = Effect { server_first: reaches("old", &before, "new"), clients_first: reaches("new", &now, "old") };
    let change = Change::new(&RULE, subject, format!("is `{now}` instead of `{before}`"), effect);
    changes.push(change.between(was_at, is_at).help("serve both for a while"));
}

/// Where only one catalogue says a path.
fn path_unsaid(old: Option<&str>, new: Option<&str>, was_at: Option<Span>, is_at: Option<Span>) -> Change {
    let why = || Answer::unclear("only one of the catalogues says where the endpoint is");
    let what = match (old, new) {
        (_, Some(path)) => format!("is `{path}` now, and was not said before"),
        (path, None) => format!("is not said any more, and was `{}`", path.unwrap_or_default()),
    };
    Change::new(&RULE, "path", what, Effect { server_first: why(), clients_first: why() }).between(was_at, is_at)
}

fn kind(transport: &Transport) -> &'static str {
    match transport {
        Transport::SocketIo { .. } => "socket.io",
        Transport::WebSocket { .. } => "websocket",
    }
}
