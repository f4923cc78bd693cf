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
    let shares = [
        ("per_connection", &limits.per_connection),
        ("per_user", &limits.per_user),
        ("per_channel", &limits.per_channel),
    ];
    for (part, small) in shares {
        if let (Some(small), Some(large)) = (small, &limits.total)
            && per_second(small.value, large.value)
        {
            diagnostics.push(finding(part, small, "total", large));
        }
    }
    if let (Some(small), Some(large)) = (&limits.per_connection, &limits.per_user)
        && in_its_time(small.value, large.value)
    {
        diagnostics.push(finding("per_connection", small, "per_user", large));
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

/// Whether one rate is above another in the long run: one of many must not use up what all of them share.
fn per_second(one: Rate, other: Rate) -> bool {
    let scaled = |rate: Rate, by: Rate| u128::from(rate.count) * by.per.as_millis();
    scaled(one, other) > scaled(other, one)
}

/// Whether the rate of one connection is above what its user may send in the same time. In a shorter time than that of the
/// user's limit all of it may come at once: `10/s` of a connection limits bursts, and `100/min` of its user what lasts.
fn in_its_time(connection: Rate, user: Rate) -> bool {
    let (short, long) = (connection.per.as_millis(), user.per.as_millis());
    u128::from(connection.count) * long > u128::from(user.count) * short.max(long)
}
