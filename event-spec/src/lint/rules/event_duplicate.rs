//! Two events that tell the same.

use std::collections::{BTreeSet, HashMap};

use crate::catalogue::{Catalogue, Event, Message, Payload, Route};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::action::is_action_word;
use crate::lint::{Check, Lint, Scope, pattern};
use crate::resolve::fingerprint;
use crate::rule::{Rule, rule};
use crate::types::{Origin, Type, TypeKind};
use crate::words;

static RULE: Rule = rule!(warning Events "event-duplicate", "no two events carry the same to the same readers, one named as a part of the other");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Of a name with more words than this only the parts that lack one of them are looked for.
const MANY: usize = 6;

/// Words that tell nothing.
const EMPTY: [&str; 10] =
    ["data", "event", "info", "live", "message", "msg", "notification", "payload", "realtime", "ws"];

/// Objects with fewer fields are alike by chance: two events about an order both carry its id.
const TELLING: usize = 3;

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let catalogue = scope.catalogue;
    let events: Vec<(&Event, Vec<String>)> =
        pattern::staying(catalogue).map(|event| (event, words_of(event))).collect();
    let mut by_words: HashMap<String, &Event> = HashMap::new();
    for (event, words) in &events {
        by_words.entry(words.join(" ")).or_insert(event);
    }
    for (event, words) in &events {
        let parts = parts(words).into_iter();
        let shorter =
            parts.filter_map(|part| by_words.get(&part).copied()).find(|shorter| is_same(event, shorter, catalogue));
        let Some(shorter) = shorter else { continue };
        let (name, other) = (&event.name.value, &shorter.name.value);
        let message = format!("event `{name}` carries what `{other}` carries, {}", place(event, shorter));
        let help = format!(
            "keep `{other}`, and make `{name}` its alias; or deprecate `{name}` with `use: {other}` while clients listen to it"
        );
        diagnostics.push(Diagnostic::new(&RULE, event.span, message).label(shorter.span, "the other").help(help));
    }
}

/// The words of an event's name, each once, in alphabetical order.
fn words_of(event: &Event) -> Vec<String> {
    words::split(&event.name.value).into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

/// Every selection of some of the words, and not all.
fn parts(words: &[String]) -> Vec<String> {
    let join = |keep: &dyn Fn(usize) -> bool| {
        let kept = words.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, word)| word.as_str());
        kept.collect::<Vec<_>>().join(" ")
    };
    if words.len() > MANY {
        return (0..words.len()).map(|left| join(&|at| at != left)).collect();
    }
    (1..(1u32 << words.len()).saturating_sub(1)).map(|set| join(&|at| set & (1 << at) != 0)).collect()
}

/// Whether two events, the words of one a part of the other's, tell the same readers the same.
fn is_same(longer: &Event, shorter: &Event, catalogue: &Catalogue) -> bool {
    let (Some(one), Some(other)) = (&longer.server, &shorter.server) else { return false };
    if !overlap(&longer.route, &shorter.route) || matches!(one.payload, Payload::Empty) {
        return false;
    }
    let known = words_of(shorter);
    let more: Vec<String> = words_of(longer).into_iter().filter(|word| !known.contains(word)).collect();
    // `message` and `message.deleted` are two, whatever they carry.
    if more.iter().any(|word| is_action_word(word)) {
        return false;
    }
    let places: Vec<String> =
        [longer, shorter].into_iter().flat_map(|event| words_of_place(event, catalogue)).collect();
    let carried = names_of_payload(one, catalogue);
    let says_nothing = |word: &String| {
        places.contains(word)
            || EMPTY.contains(&word.as_str())
            || (is_telling(one, catalogue) && carried.contains(word))
    };
    more.iter().all(says_nothing)
        && fingerprint::payload(one, &catalogue.types) == fingerprint::payload(other, &catalogue.types)
}

/// Whether there are readers who get both.
fn overlap(one: &Route, other: &Route) -> bool {
    match (one, other) {
        (Route::Channel(one), Route::Channel(other)) => one.channel.value == other.channel.value,
        (Route::Everybody, Route::Everybody | Route::Channel(_)) | (Route::Channel(_), Route::Everybody) => true,
        (Route::Connection, Route::Connection) => true,
        _ => false,
    }
}

fn words_of_place(event: &Event, catalogue: &Catalogue) -> Vec<String> {
    let Route::Channel(route) = &event.route else { return Vec::new() };
    let address = catalogue.channels.get(&route.channel.value).map_or("", |channel| channel.pattern.as_str());
    [words::split(&route.channel.value), words::split(address)].concat()
}

/// The words of the name of the shared schema that an event carries.
fn names_of_payload(message: &Message, catalogue: &Catalogue) -> Vec<String> {
    let Payload::One(Type::Named(id)) = &message.payload else { return Vec::new() };
    let def = catalogue.types.get(*id);
    let shared = match &def.kind {
        TypeKind::Alias(Type::Named(id)) => catalogue.types.get(*id),
        _ => def,
    };
    if shared.origin == Origin::Shared { words::split(&shared.name) } else { Vec::new() }
}

fn is_telling(message: &Message, catalogue: &Catalogue) -> bool {
    match &message.payload {
        Payload::One(ty) => catalogue.types.as_object(ty).is_some_and(|object| object.fields.len() >= TELLING),
        Payload::Args(args) => args.len() >= TELLING,
        Payload::Empty => false,
    }
}

fn place(one: &Event, other: &Event) -> &'static str {
    match (&one.route, &other.route) {
        (Route::Everybody, Route::Channel(_)) | (Route::Channel(_), Route::Everybody) => {
            "and one of the two goes to everybody"
        }
        _ => "to the same readers",
    }
}
