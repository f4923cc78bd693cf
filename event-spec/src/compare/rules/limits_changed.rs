//! What the server holds its clients to.

use super::{Check, Held};
use crate::catalogue::{Limits, Rate};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::scope::Scope;
use crate::quantity::{counted, grouped, rate};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "limits-changed", "a client within the limits that it knows is not refused");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Catalogue(check) };

/// A limit; none is the widest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    None,
    Rate(Rate),
    Count(u64),
}

fn check(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    for ((name, old, unit), (_, new, _)) in list(&scope.old.limits).into_iter().zip(list(&scope.new.limits)) {
        if old == new {
            continue;
        }
        let (widened, narrowed) = (admits(new, old), admits(old, new));
        let refuses = |age: &str, server: &str, limit: Limit| {
            Answer::clients(format!(
                "{age} clients are refused beyond {}, the limit of the {server} server",
                words(limit, unit)
            ))
        };
        let (how, effect) = match (widened, narrowed) {
            (true, _) => ("widened", Effect::server_goes_first(refuses("new", "old", old))),
            (false, true) => ("tightened", Effect::clients_go_first(refuses("old", "new", new))),
            (false, false) => {
                let why = || Answer::unclear("each allows bursts that the other refuses");
                ("changed", Effect { server_first: why(), clients_first: why() })
            }
        };
        let before = match (new, old) {
            // Both count the same.
            (Limit::Count(_), Limit::Count(old)) => grouped(old),
            _ => words(old, unit),
        };
        let what = format!("is {how}: {} instead of {}", words(new, unit), before);
        let change = Change::new(&RULE, format!("limits.{name}"), what, effect);
        changes.push(change.between(scope.old.places.limits, scope.new.places.limits));
    }
}

/// The limits, each with what it counts: one of it, and many.
fn list(limits: &Limits) -> [(&'static str, Limit, [&'static str; 2]); 7] {
    let rate = |rate: Option<Rate>| rate.map_or(Limit::None, Limit::Rate);
    let count = |count: Option<u64>| count.map_or(Limit::None, Limit::Count);
    [
        ("per_user", rate(limits.per_user), ["event", "events"]),
        ("per_connection", rate(limits.per_connection), ["event", "events"]),
        ("per_channel", rate(limits.per_channel), ["event", "events"]),
        ("total", rate(limits.total), ["event", "events"]),
        ("connections_per_user", count(limits.connections_per_user), ["connection", "connections"]),
        ("connections", count(limits.connections), ["connection", "connections"]),
        ("frame_bytes", count(limits.frame_bytes), ["byte", "bytes"]),
    ]
}

/// Whether whoever keeps to `kept` is within `limit`.
fn admits(limit: Limit, kept: Limit) -> bool {
    match (limit, kept) {
        (Limit::None, _) => true,
        (_, Limit::None) => false,
        (Limit::Count(limit), Limit::Count(kept)) => kept <= limit,
        (Limit::Rate(limit), Limit::Rate(kept)) => {
            // As many of the windows that are kept to as can touch a window of the limit.
            let windows = limit.per.as_nanos().div_ceil(kept.per.as_nanos().max(1)).max(1);
            u128::from(kept.count).saturating_mul(windows) <= u128::from(limit.count)
        }
        (Limit::Count(_), Limit::Rate(_)) | (Limit::Rate(_), Limit::Count(_)) => false,
    }
}

fn words(limit: Limit, [one, many]: [&str; 2]) -> String {
    match limit {
        Limit::None => "no limit".to_owned(),
        Limit::Rate(limit) => rate(limit),
        Limit::Count(limit) => counted(limit, one, many),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_rate_admits_what_can_never_exceed_it() {
        let rate = |count, seconds| Limit::Rate(Rate { count, per: Duration::from_secs(seconds) });
        assert!(admits(rate(100, 60), rate(100, 60)) && admits(rate(120, 60), rate(2, 1)));
        assert!(!admits(rate(2, 1), rate(120, 60)), "all of a minute's events may come in one second");
        assert!(!admits(rate(119, 60), rate(2, 1)) && admits(rate(60, 1), rate(60, 60)));
        assert!(admits(Limit::None, rate(1, 1)) && !admits(rate(1, 1), Limit::None));
    }
}
