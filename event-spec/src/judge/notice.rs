//! What the delivery hub itself says, beside any contract: `hub:` events. Their payloads are not looked at.

use super::Sender;
use super::problem::{Kind, Problem};
use crate::suggest;
use crate::tree::Node;

/// What their names begin with.
pub(super) const PREFIX: &str = "hub:";

/// What the hub says.
const OF_SERVER: [&str; 9] = [
    "hub:error",
    "hub:position",
    "hub:left",
    "hub:dropped",
    "hub:expiring",
    "hub:closing",
    "hub:contract",
    "hub:renewed",
    "hub:pong",
];

/// What is said to the hub.
const OF_CLIENT: [&str; 2] = ["hub:renew", "hub:ping"];

/// What is wrong with such a name.
pub(super) fn problem(sender: Sender, name: &str) -> Option<Problem> {
    let (own, others): (&[&str], &[&str]) = match sender {
        Sender::Server => (&OF_SERVER, &OF_CLIENT),
        Sender::Client => (&OF_CLIENT, &OF_SERVER),
    };
    if own.contains(&name) {
        return None;
    }
    if others.contains(&name) {
        let message = match sender {
            Sender::Server => format!("clients send `{name}`, and the server does not"),
            Sender::Client => format!("the server sends `{name}`, and clients do not"),
        };
        return Some(Problem::new(Kind::WrongDirection, message));
    }
    let name: String = name.chars().take(128).collect();
    let problem = Problem::new(Kind::UnknownEvent, format!("`{name}` is none of the hub's own events"));
    Some(match suggest::did_you_mean(&name, own.iter().copied()) {
        Some(help) => problem.help(help),
        None => problem,
    })
}

/// Whether an acknowledgement is the hub's refusal: `{"error": {"code", "message", ..}}`.
pub(super) fn is_refusal(arguments: &[Node]) -> bool {
    let [answer] = arguments else { return false };
    let text = |key| answer.get("error").and_then(|error| error.get(key)).and_then(Node::as_str);
    answer.entries().len() == 1 && text("code").is_some() && text("message").is_some()
}
