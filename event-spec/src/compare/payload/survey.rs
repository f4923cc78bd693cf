//! What is alike in two catalogues, found out once for all messages.
//!
//! In: the types of each message, as it comes. Out: the pairs of objects that differ neither in themselves nor in anything inside
//! them. So a shared schema is looked through once, and in each message that holds it only the way to what changed.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::walk::{Matched, Walk};
use crate::compare::contain::{Alike, Facts, Known};
use crate::types::{TypeId, Types};

/// What was found out so far.
pub(crate) struct Survey<'a> {
    old: &'a Types,
    new: &'a Types,
    /// Every pair of objects that was met, with whether anything differs there.
    met: FxHashMap<(TypeId, TypeId), bool>,
    alike: Alike,
    known: OnceCell<Known>,
}

impl<'a> Survey<'a> {
    /// Nothing, of the types of two catalogues.
    pub(crate) fn of(old: &'a Types, new: &'a Types) -> Self {
        Self { old, new, met: FxHashMap::default(), alike: Alike::default(), known: OnceCell::new() }
    }

    /// Looks through the types of a message. Answers whether anything differs that readers can notice.
    pub(super) fn differs(&mut self, pairs: &[Matched<'a>]) -> bool {
        let (differs, inside) = Walk::survey(self.old, self.new, pairs);
        self.visit(&inside);
        differs || inside.iter().any(|pair| self.met[pair])
    }

    /// The pairs that are alike, of those that were met.
    pub(super) fn alike(&self) -> &Alike {
        &self.alike
    }

    /// What is known of the old types, and of the new ones.
    pub(super) fn facts(&self) -> [Facts<'_>; 2] {
        self.known.get_or_init(|| Known::of(self.old, self.new)).facts(&self.alike)
    }

    /// Looks through pairs of objects, and whatever is inside them. What was met before is not looked at again: all that is
    /// inside it was met then.
    fn visit(&mut self, pairs: &[(TypeId, TypeId)]) {
        let mut open: Vec<_> = pairs.to_vec();
        let mut fresh = Vec::new();
        let mut around: FxHashMap<_, Vec<_>> = FxHashMap::default();
        let mut differing = Vec::new();
        while let Some(pair) = open.pop() {
            if self.met.contains_key(&pair) {
                continue;
            }
            let (differs, inside) = Walk::survey_objects(self.old, self.new, pair);
            if differs || inside.iter().any(|inner| self.met.get(inner) == Some(&true)) {
                differing.push(pair);
            }
            self.met.insert(pair, false);
            inside.iter().for_each(|inner| around.entry(*inner).or_default().push(pair));
            open.extend(inside);
            fresh.push(pair);
        }
        while let Some(pair) = differing.pop() {
            if self.met.insert(pair, true) == Some(false) {
                differing.extend(around.remove(&pair).into_iter().flatten());
            }
        }
        self.alike.extend(fresh.into_iter().filter(|pair| !self.met[pair]));
    }
}
