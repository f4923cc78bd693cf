//! One person's channel that everybody may enter.

use crate::catalogue::{Access, Channel, Segment};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::words;

static RULE: Rule = rule!(error Channels "access-personal", "one person's own channel is not open to everybody");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Channel(check) };

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
const PUBLIC: [&str; 6] = ["avatar", "online", "presence", "profile", "public", "status"];

fn check(channel: &Channel, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(person) = owner(channel).filter(|_| channel.access == Access::Public) else { return };
    let message = format!("anybody may enter `{}`, which belongs to one {person}", channel.pattern);
    let help = "name a class such as `access: owner`: then the server must decide who that is, by a rule that the compiler \
                asks for";
    let channels = scope.document.channels.iter().flat_map(|channels| channels.iter());
    let written = channels.filter(|(name, _)| name.span == channel.span).find_map(|(_, record)| record.access.as_ref());
    let place = written.map_or(channel.span, |access| access.span);
    diagnostics.push(Diagnostic::new(&RULE, place, message).help(help));
}

/// The person whose channel it is: it begins with their word, and tells one channel from another by them alone.
fn owner(channel: &Channel) -> Option<&'static str> {
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
