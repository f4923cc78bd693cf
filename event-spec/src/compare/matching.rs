//! Which thing of the old catalogue became which of the new one.
//!
//! In: two catalogues. Out: each event and each channel of either in exactly one pair, but that several old events may have
//! become one.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::catalogue::{Catalogue, Channel, Event, Segment};
use crate::compare::pair::Pair;

/// The pairs of two catalogues.
pub(crate) struct Matching<'a> {
    /// Events, in the order of the new catalogue; what is gone comes last.
    pub(crate) events: Vec<Pair<&'a Event>>,
    /// Channels, in the same order.
    pub(crate) channels: Vec<Pair<&'a Channel>>,
    /// What each old event became, by its name.
    heirs: FxHashMap<&'a str, &'a Event>,
    /// The same of channels.
    channel_heirs: FxHashMap<&'a str, &'a Channel>,
}

impl<'a> Matching<'a> {
    /// Matches events by their names, and by the aliases of events whose names were not there or are gone. Matches channels by
    /// their names, and by their addresses: the name of a channel is no part of any frame.
    pub(crate) fn of(old: &'a Catalogue, new: &'a Catalogue) -> Self {
        let events = pairs(&old.events, &new.events, renamed(old, new));
        let mut added = FxHashMap::default();
        for channel in new.channels.values().filter(|channel| !old.channels.contains_key(&channel.name.value)) {
            added.entry(address(channel)).or_insert(channel);
        }
        let channels = pairs(&old.channels, &new.channels, |gone| added.get(&address(gone)).copied());
        let heirs = kept(&events).map(|(old, new)| (old.name.value.as_str(), new)).collect();
        let channel_heirs = kept(&channels).map(|(old, new)| (old.name.value.as_str(), new)).collect();
        Self { events, channels, heirs, channel_heirs }
    }

    /// The new channel that an old one became.
    pub(crate) fn channel(&self, old: &str) -> Option<&'a Channel> {
        self.channel_heirs.get(old).copied()
    }

    /// The new event that an old one became.
    pub(crate) fn event(&self, old: &str) -> Option<&'a Event> {
        self.heirs.get(old).copied()
    }
}

fn kept<'p, 'a, T>(pairs: &'p [Pair<&'a T>]) -> impl Iterator<Item = (&'a T, &'a T)> + use<'p, 'a, T> {
    pairs.iter().filter_map(|pair| match pair {
        Pair::Kept { old, new } => Some((*old, *new)),
        Pair::Added(_) | Pair::Removed(_) => None,
    })
}

/// The event that one whose name is gone became: the one that has its name as an alias, else a new one whose name was its
/// alias.
fn renamed<'a>(old: &'a Catalogue, new: &'a Catalogue) -> impl Fn(&Event) -> Option<&'a Event> {
    let mut heirs = FxHashMap::default();
    for event in new.events.values() {
        for alias in &event.aliases {
            heirs.entry(alias.name.value.as_str()).or_insert(event);
        }
    }
    move |gone| {
        let added = |name: &str| new.events.get(name).filter(|_| !old.events.contains_key(name));
        let heir = heirs.get(gone.name.value.as_str()).copied();
        heir.or_else(|| gone.aliases.iter().find_map(|alias| added(&alias.name.value)))
    }
}

/// An address with its parameters unnamed: their names are not printed.
pub(crate) fn address(channel: &Channel) -> Vec<Option<&str>> {
    let segments = channel.address.iter();
    segments
        .map(|segment| match segment {
            Segment::Literal(text) => Some(text.as_str()),
            Segment::Named(_) => None,
        })
        .collect()
}

/// Pairs two maps by key, and what is gone with what `heir` finds for it.
fn pairs<'a, T>(
    old: &'a IndexMap<String, T>,
    new: &'a IndexMap<String, T>,
    heir: impl Fn(&'a T) -> Option<&'a T>,
) -> Vec<Pair<&'a T>> {
    let mut became: FxHashMap<*const T, Vec<&T>> = FxHashMap::default();
    let mut removed = Vec::new();
    for (_, gone) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        match heir(gone) {
            Some(heir) => became.entry(std::ptr::from_ref(heir)).or_default().push(gone),
            None => removed.push(Pair::Removed(gone)),
        }
    }
    let mut pairs = Vec::with_capacity(new.len() + removed.len());
    for (name, thing) in new {
        let same = old.get(name).into_iter();
        let others = became.remove(&std::ptr::from_ref(thing)).into_iter().flatten();
        let before = pairs.len();
        pairs.extend(same.chain(others).map(|old| Pair::Kept { old, new: thing }));
        if pairs.len() == before {
            pairs.push(Pair::Added(thing));
        }
    }
    pairs.extend(removed);
    pairs
}
