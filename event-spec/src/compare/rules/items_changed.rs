//! How many items a list or keys a map has, whether they differ, and what stands in fixed places.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, words};
use crate::rule::{Rule, rule};
use crate::types::{List, Type};

static RULE: Rule =
    rule!(error Changes "items-changed", "a list or map keeps its size, or its readers take more first");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let (what, effect) = match met {
        Met::Count { old, new } => {
            let (one, many) = if new.keys { ("key", "keys") } else { ("item", "items") };
            let amounts = words::amounts((old.least, old.most), (new.least, new.most), one, many);
            (format!("holds {amounts}"), at.held_to(&old.alone(), &new.alone()))
        }
        Met::Unique { old, new } => {
            let what = if *new { "must now hold different items" } else { "may now hold equal items" };
            (what.to_owned(), at.held_to(&unique(*old), &unique(*new)))
        }
        Met::Places { old, new } => (format!("is now {} (was {})", places(*new), places(*old)), at.whole()),
        _ => return,
    };
    changes.push(at.change(&RULE, what, effect));
}

fn unique(unique: bool) -> Type {
    Type::List(Box::new(List { items: Type::Any, min_items: None, max_items: None, unique }))
}

fn places(places: Option<usize>) -> String {
    match places {
        None => "a list of like items".to_owned(),
        Some(1) => "a tuple of 1 item".to_owned(),
        Some(count) => format!("a tuple of {count} items"),
    }
}
