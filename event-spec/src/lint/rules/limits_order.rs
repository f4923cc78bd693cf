//! A limit of a part is not above the limit of the whole.

use crate::catalogue::Rate;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::source::Spanned;

static RULE: Rule = rule!(warning Delivery "limits-order", "the limit of a part is not above the limit of the whole");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(limits) = &scope.document.limits else {
        return;
    };
    let rates = [
        ("per_connection", &limits.per_connection, "per_user", &limits.per_user),
        ("per_connection", &limits.per_connection, "total", &limits.total),
        ("per_user", &limits.per_user, "total", &limits.total),
        ("per_channel", &limits.per_channel, "total", &limits.total),
    ];
    for (part, small, whole, large) in rates {
        if let (Some(small), Some(large)) = (small, large)
            && exceeds(small.value, large.value)
        {
            diagnostics.push(finding(part, small, whole, large));
        }
    }
    if let (Some(small), Some(large)) = (&limits.connections_per_user, &limits.connections)
        && small.value > large.value
    {
        diagnostics.push(finding("connections_per_user", small, "connections", large));
    }
}

fn finding<T>(part: &str, small: &Spanned<T>, whole: &str, large: &Spanned<T>) -> Diagnostic {
    let message = format!("`{part}` allows more than `{whole}`, and so limits nobody");
    let diagnostic = Diagnostic::new(&RULE, small.span, message).label(large.span, format!("`{whole}`"));
    diagnostic.help(format!("lower `{part}`, or raise `{whole}`"))
}

/// Whether one rate is above another, per second.
fn exceeds(one: Rate, other: Rate) -> bool {
    let scaled = |rate: Rate, by: Rate| u128::from(rate.count) * by.per.as_millis();
    scaled(one, other) > scaled(other, one)
}
