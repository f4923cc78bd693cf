//! The rules of the comparison, one per file.

use crate::catalogue::{Channel, Event};
use crate::compare::Scope;
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::rule::Rule;

/// A rule with its check.
pub(crate) struct Held {
    pub(crate) rule: &'static Rule,
    pub(crate) check: Check,
}

/// What a rule looks at; each is called once for every pair of the kind.
pub(crate) enum Check {
    /// The two catalogues.
    Catalogue(fn(&Scope<'_>, &mut Vec<Change>)),
    /// Each channel, matched by its name or address.
    Channel(fn(Pair<&Channel>, &Scope<'_>, &mut Vec<Change>)),
    /// Each event, matched by its name or an alias.
    Event(fn(Pair<&Event>, &Scope<'_>, &mut Vec<Change>)),
}

/// Declares the rules' files, and the table of them.
macro_rules! table {
    ($($rule:ident)*) => {
        $(mod $rule;)*

        /// Every rule.
        pub(super) const ALL: &[Held] = &[$($rule::HELD),*];
    };
}

table! {
    event_removed
}

/// Holds the two catalogues to every rule.
pub(super) fn run(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    for held in ALL {
        match &held.check {
            Check::Catalogue(check) => check(scope, changes),
            Check::Channel(check) => scope.matching.channels.iter().for_each(|pair| check(*pair, scope, changes)),
            Check::Event(check) => scope.matching.events.iter().for_each(|pair| check(*pair, scope, changes)),
        }
    }
}
