//! Events that the server sends say how urgent they are.

use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::record::{Record, listed};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Events "event-without-priority", "an event that the server sends says by its priority what may wait");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// How many priorities the help lists at most.
const LISTED: usize = 8;

/// What only clients send has no priority to miss: the server's policies hold for what the server sends.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let lacks =
        |event: &&Event| event.server.is_some() && event.priority.is_none() && !scope.mentions(event, "priority");
    let without: Vec<&Event> = scope.catalogue.events.values().filter(lacks).collect();
    let declared = all(&scope.document.priorities).iter().map(|(name, _)| name.value.as_str());
    let help = match &declared.collect::<Vec<_>>()[..] {
        [] => return undeclared(&without, scope, diagnostics),
        [only] => format!("add `priority:` with `{only}`, or declare another in `priorities`"),
        several if several.len() <= LISTED => format!("add `priority:` with one of {}", listed(several)),
        several => format!("add `priority:` with one of {}, ...", listed(&several[..LISTED])),
    };
    for event in without {
        let message = format!("event `{}` has no priority: nothing says whether it may wait", event.name.value);
        diagnostics.push(Diagnostic::new(&RULE, event.span, message).help(help.clone()));
    }
}

/// Where there are no priorities the catalogue is to blame, and not each event.
fn undeclared(without: &[&Event], scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if without.is_empty() || !scope.read || scope.document.marks().key("priorities").is_some() {
        return;
    }
    let name = &scope.catalogue.name;
    let message = format!("`{}` has no priorities: nothing says which of its events may wait", name.value);
    let help =
        "declare some, as in `priorities: { high: { deliver: immediately } }`, and name one of them in each event";
    diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
}
