//! What gochat keeps: people, conversations, messages, friendships, notifications.
//!
//! In: a connection of the database, in a transaction or not. Out: the contract's own types, ready to be sent. A thing that does
//! not exist is `None`; who may do what is decided by the callers.

pub mod conversations;
pub mod friendships;
pub mod messages;
pub mod notices;
pub mod users;

/// Two users, whoever comes first. The length keeps pairs apart, whatever is in the ids.
fn pair(a: &str, b: &str) -> String {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    format!("{}:{first}:{second}", first.len())
}
