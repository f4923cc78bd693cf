//! Two versions of a catalogue: what changed, who breaks, and who must go first.
//!
//! In: an old and a new checked catalogue. Out: a [`Comparison`]: every change that a peer can observe, each with its
//! [`Effect`]. A rule is a file in `rules/`, a page of the same name in the crate's folder `rules`, and a line in the table;
//! it sees one matched pair, and matching belongs to the driver.
//!
//! ```text
//! (old, new) -> pair -> rules, payload (pairs of types) -> contain -> Change -> Comparison -> deploy, next version
//! ```

pub mod change;
pub mod contain;
pub mod effect;

mod pair;
mod rules;

use crate::catalogue::Catalogue;
use crate::dates::Date;
use crate::rule::Rule;
use crate::valid::Valid;

pub use change::{Change, Reader};
pub use effect::{Answer, Effect, Side, Verdict};

/// What became of a catalogue.
#[derive(Debug)]
pub struct Comparison {
    /// Every change that a peer can observe, in the order of the new catalogue, what is gone last.
    pub changes: Vec<Change>,
}

/// What every rule can ask.
pub(crate) struct Scope<'a> {
    pub(crate) old: &'a Catalogue,
    pub(crate) new: &'a Catalogue,
    /// Today, where the front door has a calendar: without it no sunset has passed.
    pub(crate) today: Option<&'a Date>,
}

/// Compares two versions of a catalogue.
pub fn compare(old: &Valid<Catalogue>, new: &Valid<Catalogue>, today: Option<&Date>) -> Comparison {
    let scope = Scope { old, new, today };
    let mut changes = Vec::new();
    rules::run(&scope, &mut changes);
    Comparison { changes }
}

/// The rules of the comparison.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().map(|held| held.rule)
}
