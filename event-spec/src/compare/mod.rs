//! Two versions of a catalogue: what changed, who breaks, and who must go first.
//!
//! In: an old and a new checked catalogue. Out: a [`Comparison`]: every change that a peer can observe, each with its
//! [`Effect`]. A rule is a file in `rules/`, a page of the same name in the crate's folder `rules`, and a line in the table;
//! it sees one matched pair, and matching belongs to the driver.
//!
//! ```text
//! (old, new) -> matching -> rules, payload (pairs of types) -> contain -> Change -> Comparison -> deploy, next version
//! ```

pub mod change;
pub mod contain;
pub mod deploy;
pub mod effect;
pub mod version;

mod matching;
mod pair;
mod payload;
mod promise;
mod rules;
mod scope;
mod sending;
mod summary;
mod target;

use crate::catalogue::Catalogue;
use crate::dates::Date;
use crate::rule::Rule;
use crate::source::{Span, Spanned};
use crate::valid::Valid;
use pair::Pair;
use scope::Scope;

pub use change::{Change, Reader};
pub use deploy::Deploy;
pub use effect::{Answer, Effect, Side, Verdict};
pub use version::{Bump, Version};

/// What became of a catalogue.
#[derive(Debug)]
pub struct Comparison {
    /// Every change that a peer can observe, in the order of the rules.
    pub changes: Vec<Change>,
    /// The old catalogue, unless there was none.
    pub old: Option<Identity>,
    /// The new catalogue, unless it is gone.
    pub new: Option<Identity>,
}

/// Which catalogue, and which version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// Its version as declared.
    pub version: String,
    /// Where it is declared.
    pub span: Span,
}

impl Identity {
    fn of(catalogue: &Catalogue) -> Self {
        let Spanned { value: version, span } = catalogue.version.clone();
        Self { name: catalogue.name.value.clone(), version, span }
    }
}

/// Compares two versions of a catalogue. Without `today` no sunset has passed.
pub fn compare(old: &Valid<Catalogue>, new: &Valid<Catalogue>, today: Option<&Date>) -> Comparison {
    let scope = Scope::of(old, new, today);
    let mut changes = Vec::new();
    rules::run_whole(Pair::Kept { old: &**old, new: &**new }, &mut changes);
    rules::run(&scope, &mut changes);
    let changes = payload::join(changes, &scope);
    Comparison { changes, old: Some(Identity::of(old)), new: Some(Identity::of(new)) }
}

impl Comparison {
    /// A catalogue that was not there before.
    pub fn added(new: &Valid<Catalogue>) -> Self {
        let mut changes = Vec::new();
        rules::run_whole(Pair::Added(&**new), &mut changes);
        Self { changes, old: None, new: Some(Identity::of(new)) }
    }

    /// A catalogue that is gone.
    pub fn removed(old: &Valid<Catalogue>) -> Self {
        let mut changes = Vec::new();
        rules::run_whole(Pair::Removed(&**old), &mut changes);
        Self { changes, old: Some(Identity::of(old)), new: None }
    }

    /// What all the changes do together: each order is safe if it is safe for every change.
    pub fn effect(&self) -> Effect {
        self.changes.iter().fold(Effect::SAFE, |all, change| all.and(change.effect.clone()))
    }

    /// The verdict on all the changes together. Two changes of which one needs the server first and the other the clients
    /// first are breaking together, although each alone is not: see [`Deploy::TwoSteps`].
    pub fn verdict(&self) -> Verdict {
        self.effect().verdict()
    }

    /// Who must be deployed first, and which changes force it.
    pub fn deploy(&self) -> Deploy<'_> {
        Deploy::of(&self.changes)
    }

    /// How far the version must move: as far as the change that asks for most.
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(Change::bump).max().unwrap_or(Bump::None)
    }

    /// The least version that the changes allow after the old one. None where there is no old catalogue or no new one, and
    /// where a number of the old version has more than 64 bits.
    pub fn next_version(&self) -> Option<String> {
        let old = self.new.as_ref().and(self.old.as_ref())?;
        Some(Version::parse(&old.version)?.next(self.bump()).to_string())
    }

    /// Whether the version that the new catalogue declares is as high as the changes ask for.
    pub fn is_version_enough(&self) -> bool {
        self.version_too_low().is_none()
    }

    /// That the declared version is too low for the changes, if it is: no change that a peer can observe, and not one of
    /// [`changes`](Self::changes).
    pub fn version_too_low(&self) -> Option<Change> {
        rules::run_version(self.old.as_ref()?, self.new.as_ref()?, self.bump())
    }
}

/// The rules of the comparison.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().map(|held| held.rule)
}
