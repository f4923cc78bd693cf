//! A catalogue that does not say how its events are called.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope, pattern};
use crate::record::Record;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Names "naming-missing", "a catalogue says by `naming` how its events are called");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let count = pattern::staying(scope.catalogue).count();
    if scope.document.marks().key("naming").is_some() || count == 0 {
        return;
    }
    let help = match pattern::proposal(scope.catalogue).filter(|(_, alike)| *alike > 0) {
        Some((naming, alike)) => format!("add `{naming}`, which {alike} of {count} names follow"),
        None => "add `naming: \"{resource}.{action}\"`, or the pattern that your names are to follow".to_owned(),
    };
    let name = &scope.catalogue.name;
    let message = format!("nothing says how the events of `{}` are called", name.value);
    diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
}
