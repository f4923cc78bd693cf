//! Channels that belong to one person.
//!
//! In: a channel. Out: the word for whose it is, by its address. A heuristic on English: what it is not sure of belongs to nobody.

use crate::catalogue::{Channel, Segment};
use crate::words;

/// Who has things of their own. Sellers, authors and the like are left out: theirs is often a page for everybody.
const PEOPLE: [&str; 16] = [
    "account",
    "buyer",
    "client",
    "contact",
    "customer",
    "employee",
    "guest",
    "lead",
    "member",
    "owner",
    "patient",
    "person",
    "recipient",
    "subscriber",
    "user",
    "visitor",
];

/// What is said of a person to everybody.
const PUBLIC: [&str; 16] = [
    "avatar",
    "badge",
    "feed",
    "followers",
    "live",
    "online",
    "page",
    "posts",
    "presence",
    "profile",
    "public",
    "reviews",
    "status",
    "stories",
    "stream",
    "wall",
];

/// The person whose channel it is: it begins with their word, and tells one channel from another by them alone.
pub(crate) fn owner(channel: &Channel) -> Option<&'static str> {
    let (Segment::Literal(start), Segment::Named(param)) = (channel.address.first()?, channel.address.get(1)?) else {
        return None;
    };
    let first = words::split(start);
    let person = PEOPLE.into_iter().find(|person| first.first().is_some_and(|word| is(word, person)))?;
    let names_person =
        channel.params.len() == 1 && words::split(param).first().is_some_and(|word| is(word, person) || word == "id");
    let literals = channel.address.iter().filter_map(|segment| match segment {
        Segment::Literal(text) => Some(words::split(text)),
        Segment::Named(_) => None,
    });
    let is_public = literals.flatten().any(|word| PUBLIC.contains(&word.as_str()));
    (names_person && !is_public).then_some(person)
}

/// Whether a word is the person's, or that of several.
fn is(word: &str, person: &str) -> bool {
    word.strip_prefix(person).is_some_and(|rest| rest.is_empty() || rest == "s")
}
