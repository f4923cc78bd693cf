//! Which thing of the old catalogue became which of the new one.
//!
//! In: two catalogues. Out: each event and each channel of either in exactly one pair, but that several old events may have
//! become one.

use indexmap::IndexMap;

use crate::catalogue::{Catalogue, Channel, Event, Segment};
use crate::compare::pair::Pair;

/// The pairs of two catalogues.
pub(crate) struct Matching<'a> {
    /// Events, in the order of the new catalogue; what is gone comes last.
    pub(crate) events: Vec<Pair<&'a Event>>,
    /// Channels, in the same order.
    pub(crate) channels: Vec<Pair<&'a Channel>>,
}

impl<'a> Matching<'a> {
    /// Matches events by their names, and by the aliases of events whose names were not there or are gone. Matches channels by
    /// their names, and by their addresses: the name of a channel is no part of any frame.
    pub(crate) fn of(old: &'a Catalogue, new: &'a Catalogue) -> Self {
        let events = pairs(&old.events, &new.events, |gone| renamed(gone, old, new));
        let channels = pairs(&old.channels, &new.channels, |gone| {
            let mut added = new.channels.values().filter(|channel| !old.channels.contains_key(&channel.name.value));
            added.find(|channel| address(channel) == address(gone))
        });
        Self { events, channels }
    }

    /// The new channel that an old one became.
    pub(crate) fn channel(&self, old: &str) -> Option<&'a Channel> {
        self.channels.iter().find_map(|pair| match pair {
            Pair::Kept { old: was, new } if was.name.value == old => Some(*new),
            _ => None,
        })
    }

    /// The new event that an old one became.
    pub(crate) fn event(&self, old: &str) -> Option<&'a Event> {
        self.events.iter().find_map(|pair| match pair {
            Pair::Kept { old: was, new } if was.name.value == old => Some(*new),
            _ => None,
        })
    }
}

/// The event that one whose name is gone became: the one that has its name as an alias, else a new one whose name was its
/// alias.
fn renamed<'a>(gone: &Event, old: &Catalogue, new: &'a Catalogue) -> Option<&'a Event> {
    let has = |event: &Event, name: &str| event.aliases.iter().any(|alias| alias.name.value == name);
    let added = || new.events.values().filter(|event| !old.events.contains_key(&event.name.value));
    let heir = new.events.values().find(|event| has(event, &gone.name.value));
    heir.or_else(|| added().find(|event| has(gone, &event.name.value)))
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
    let gone: Vec<_> = old.iter().filter(|(name, _)| !new.contains_key(*name)).collect();
    let gone: Vec<_> = gone.into_iter().map(|(_, thing)| (thing, heir(thing))).collect();
    let mut pairs = Vec::with_capacity(new.len() + gone.len());
    for (name, thing) in new {
        let before = pairs.len();
        pairs.extend(old.get(name).map(|old| Pair::Kept { old, new: thing }));
        let became = gone.iter().filter(|(_, heir)| heir.is_some_and(|heir| std::ptr::eq(heir, thing)));
        pairs.extend(became.map(|(old, _)| Pair::Kept { old: *old, new: thing }));
        if pairs.len() == before {
            pairs.push(Pair::Added(thing));
        }
    }
    pairs.extend(gone.iter().filter(|(_, heir)| heir.is_none()).map(|(old, _)| Pair::Removed(*old)));
    pairs
}
