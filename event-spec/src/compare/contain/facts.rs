//! What is known of the named types of two catalogues before any two types meet, so that it is found out once.

use rustc_hash::FxHashSet;

use super::count::Counts;
use super::samples::Samples;
use crate::types::{TypeId, Types};

/// Pairs of an old and a new object that differ neither in themselves nor in anything inside them.
pub(in crate::compare) type Alike = FxHashSet<(TypeId, TypeId)>;

/// How many values each named type of two catalogues has.
#[derive(Debug)]
pub(in crate::compare) struct Known {
    old: Counts,
    new: Counts,
}

/// What is known of the types of one of the two catalogues.
#[derive(Clone, Copy, Debug)]
pub(in crate::compare) struct Facts<'a> {
    pub(super) counts: &'a Counts,
    pub(super) alike: &'a Alike,
    pub(super) is_old: bool,
}

impl Known {
    pub(in crate::compare) fn of(old: &Types, new: &Types) -> Self {
        let mut samples = Samples::default();
        Self { old: Counts::all(old, &mut samples), new: Counts::all(new, &mut samples) }
    }

    /// What is known of the old types, and of the new ones.
    pub(in crate::compare) fn facts<'a>(&'a self, alike: &'a Alike) -> [Facts<'a>; 2] {
        [(&self.old, true), (&self.new, false)].map(|(counts, is_old)| Facts { counts, alike, is_old })
    }
}
