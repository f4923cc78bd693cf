//! One edit, one change: a shared schema is met in several messages.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::compare::change::Change;

/// Joins the changes that one edit made in several places, where they say the same. The first keeps its place, and names the
/// subjects of the others.
pub(crate) fn join(changes: Vec<Change>) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    let mut known: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for change in changes {
        // Without a place there is no telling whether it is the same.
        if change.old.is_none() && change.new.is_none() {
            joined.push(change);
            continue;
        }
        match known.entry((change.rule.id, change.old, change.new)) {
            Entry::Occupied(mut entry) => {
                let same = entry.get().iter().find(|at| says_the_same(&joined[**at], &change));
                if let Some(at) = same {
                    take_in(&mut joined[*at], change);
                } else {
                    entry.get_mut().push(joined.len());
                    joined.push(change);
                }
            }
            Entry::Vacant(entry) => {
                entry.insert(vec![joined.len()]);
                joined.push(change);
            }
        }
    }
    joined
}

fn says_the_same(one: &Change, other: &Change) -> bool {
    one.what == other.what && one.effect == other.effect && one.until == other.until && one.help == other.help
}

/// Adds the subjects and readers of another change.
fn take_in(change: &mut Change, other: Change) {
    for subject in std::iter::once(other.subject).chain(other.also) {
        if subject != change.subject && !change.also.contains(&subject) {
            change.also.push(subject);
        }
    }
    for reader in other.readers {
        if !change.readers.contains(&reader) {
            change.readers.push(reader);
        }
    }
}
