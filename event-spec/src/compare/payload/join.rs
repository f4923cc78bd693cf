//! One edit, one change: a shared schema is met in several messages.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalogue::Catalogue;
use crate::compare::change::Change;
use crate::compare::effect::{Effect, Verdict};
use crate::compare::scope::Scope;
use crate::source::Span;

/// Joins the changes that one edit made in several places, where they say the same. The first keeps its place, and names the
/// subjects of the others.
pub(crate) fn join(changes: Vec<Change>, scope: &Scope<'_>) -> Vec<Change> {
    let vague = [scope.old, scope.new].map(vague);
    let is_vague = |change: &Change| {
        [change.old, change.new].iter().zip(&vague).all(|(at, vague)| match at {
            Some(span) => vague.contains(span),
            None => true,
        })
    };
    let mut joined: Vec<Joined> = Vec::with_capacity(changes.len());
    let mut known: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for change in changes {
        let message = is_vague(&change).then(|| change.subject.clone());
        let alike = known.entry((change.rule.id, change.old, change.new, message)).or_default();
        match alike.iter().find(|at| says_the_same(&joined[**at].change, &change)) {
            Some(at) => joined[*at].take_in(change),
            None => {
                alike.push(joined.len());
                joined.push(Joined { change, subjects: FxHashSet::default(), both_ways: false });
            }
        }
    }
    joined.into_iter().map(Joined::finish).collect()
}

/// The places that do not tell which of several messages or keys was edited.
fn vague(catalogue: &Catalogue) -> FxHashSet<Span> {
    let places = [catalogue.places.handshake, catalogue.places.envelope].into_iter().flatten();
    catalogue.events.values().map(|event| event.span).chain(places).collect()
}

/// A change with those that are the same edit.
struct Joined {
    change: Change,
    /// The subjects of the others.
    subjects: FxHashSet<String>,
    /// Whether each alone had an order of deployment, and all of them have none.
    both_ways: bool,
}

impl Joined {
    fn finish(self) -> Change {
        let Self { mut change, both_ways, .. } = self;
        if both_ways {
            let split = "it travels both ways: with a schema for each way, one can change after the other";
            change.help.get_or_insert_with(|| split.to_owned());
        }
        change
    }

    /// Adds the subjects, effect and readers of another change.
    fn take_in(&mut self, other: Change) {
        let change = &mut self.change;
        let needs_both = change.effect.verdict() != Verdict::Breaking && other.effect.verdict() != Verdict::Breaking;
        change.effect = std::mem::replace(&mut change.effect, Effect::SAFE).and(other.effect);
        self.both_ways |= needs_both && change.effect.verdict() == Verdict::Breaking;
        for subject in std::iter::once(other.subject).chain(other.also) {
            if subject != change.subject && self.subjects.insert(subject.clone()) {
                change.also.push(subject);
            }
        }
        for reader in other.readers {
            if change.readers.iter().all(|known| known.consumer != reader.consumer) {
                change.readers.push(reader);
            }
        }
    }
}

/// Whether two changes are one edit. What breaks one side in one message and the other in another is still one: no release can
/// bring a half of it. What is safe in some messages is told apart from what is not.
fn says_the_same(one: &Change, other: &Change) -> bool {
    let alike = one.what == other.what && one.until == other.until && one.help == other.help;
    alike && (one.effect == other.effect || one.effect != Effect::SAFE && other.effect != Effect::SAFE)
}
