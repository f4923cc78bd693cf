//! A naming pattern that the names beside it do not follow in spirit: `{module}.{action}.{entity}` over `forum.comment.created`.

use crate::catalogue::{NamingPattern, Segment};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::action::is_action;
use crate::lint::pattern::{self, most};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::tree::write::quoted;

static RULE: Rule = rule!(warning Names "naming-contradicted",
    "what a naming pattern calls the action is where the names have their action");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// How a pattern calls the segment that tells what happens.
const ACTION: [&str; 4] = ["action", "event", "operation", "verb"];

/// What else a segment for the action can say: how something stands or how it ended.
const OUTCOMES: [&str; 24] = [
    "ack",
    "alert",
    "changes",
    "completion",
    "error",
    "failure",
    "health",
    "info",
    "list",
    "metrics",
    "notification",
    "ping",
    "pong",
    "progress",
    "refresh",
    "request",
    "reset",
    "response",
    "result",
    "snapshot",
    "state",
    "status",
    "success",
    "sync",
];

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let mut names: Vec<&str> = pattern::staying(scope.catalogue).map(|event| event.name.value.as_str()).collect();
    for naming in &scope.catalogue.naming {
        let Some(regex) = pattern::regex(naming) else { continue };
        // A name belongs to the first pattern that allows it.
        let (own, others): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| regex.is_match(name));
        names = others;
        let words: Vec<&str> = naming.segments.iter().filter_map(word).collect();
        let Some(declared) = words.iter().position(|word| ACTION.contains(word)) else { continue };
        let segments = own.iter().filter_map(|name| {
            let captures = regex.captures(name)?;
            let groups = captures.iter().skip(1).map(|group| group.map_or("", |group| group.as_str()));
            Some(groups.collect::<Vec<_>>())
        });
        let segments: Vec<Vec<&str>> = segments.collect();
        let tells = |segment: &str| is_action(segment) || OUTCOMES.contains(&segment);
        let misplaced = segments.iter().enumerate().filter(|(_, segments)| !tells(segments[declared]));
        let elsewhere = misplaced.flat_map(|(name, segments)| {
            segments.iter().enumerate().filter(|(_, segment)| is_action(segment)).map(move |(at, _)| (at, name))
        });
        let elsewhere: Vec<(usize, usize)> = elsewhere.collect();
        let Some((actual, count)) = most(elsewhere.iter().map(|(at, _)| *at)) else { continue };
        // One name may be an accident, and half of them no rule.
        if count < 2 || count * 2 <= own.len() {
            continue;
        }
        let message = format!(
            "{count} of the {} names that follow `{}` have the {} where it says `{}`",
            own.len(),
            naming.pattern.value,
            words[declared],
            words[actual]
        );
        let mended = moved(naming, declared, actual);
        let mut diagnostic = Diagnostic::new(&RULE, naming.pattern.span, message);
        let example = elsewhere.iter().find(|(at, _)| *at == actual).map(|(_, name)| *name);
        if let Some(name) = example
            && let Some(event) = scope.catalogue.events.get(own[name])
        {
            let label = format!("here `{}` is the {}", segments[name][actual], words[declared]);
            diagnostic = diagnostic.label(event.name.span, label);
        }
        diagnostic = diagnostic.help(format!("names that are in use are right: write `{mended}`"));
        // Further apart, it is for the author to say what becomes of the segments between.
        let swapped = declared.abs_diff(actual) == 1;
        diagnostics.push(if swapped { diagnostic.fix(naming.pattern.span, quoted(&mended)) } else { diagnostic });
    }
}

fn word(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Named(word) => Some(word),
        Segment::Literal(_) => None,
    }
}

/// The pattern with its word at `from` moved to `to`; what stands between words stays.
fn moved(naming: &NamingPattern, from: usize, to: usize) -> String {
    let mut words: Vec<&str> = naming.segments.iter().filter_map(word).collect();
    let action = words.remove(from);
    words.insert(to, action);
    let mut words = words.into_iter();
    let parts = naming.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Named(_) => format!("{{{}}}", words.next().unwrap_or_default()),
    });
    parts.collect()
}
