//! What this node has seen, and has not written yet.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The fingerprint of a contract's version; the empty text stands for clients that tell none.
pub(super) type Version = Arc<str>;

/// So many versions are told apart. Fingerprints come from clients, who could make up new ones for ever: any further one counts as
/// none.
const MOST_VERSIONS: usize = 200;

/// How long a fingerprint is: hexadecimal digits.
const DIGITS: usize = 16;

/// Whoever stays connected is written again after this long, though nothing else has changed.
pub(super) const REWRITING: Duration = Duration::from_secs(60);

/// What can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Seen {
    /// A connection of a version.
    Version(Version),
    /// An event under a former name.
    Alias(Arc<str>),
}

/// What this node has seen.
#[derive(Clone, Debug)]
pub(super) struct State {
    connections: HashMap<Version, u64>,
    known: HashSet<Version>,
    unwritten: HashMap<Seen, SystemTime>,
    /// Whether who is connected has changed since it was written last, and when that was.
    changed: bool,
    written: Option<SystemTime>,
}

/// What is to be written.
#[derive(Debug)]
pub(super) struct News {
    pub(super) at: SystemTime,
    pub(super) seen: HashMap<Seen, SystemTime>,
    pub(super) connections: HashMap<Version, u64>,
}

impl State {
    pub(super) fn new(own: &str) -> Self {
        Self {
            connections: HashMap::new(),
            known: HashSet::from([own.into()]),
            unwritten: HashMap::new(),
            changed: false,
            written: None,
        }
    }

    /// A connection has begun. Gives back the version that it counts for.
    pub(super) fn open(&mut self, told: Option<&str>, now: SystemTime) -> Version {
        let version = self.version(told);
        let count = self.connections.entry(version.clone()).or_default();
        *count = count.saturating_add(1);
        self.changed = true;
        self.see(Seen::Version(version.clone()), now);
        version
    }

    /// A connection has ended.
    pub(super) fn close(&mut self, version: &Version, now: SystemTime) {
        if let Some(count) = self.connections.get_mut(version) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.connections.remove(version);
            }
        }
        self.changed = true;
        self.see(Seen::Version(version.clone()), now);
    }

    pub(super) fn see(&mut self, what: Seen, now: SystemTime) {
        self.unwritten.insert(what, now);
    }

    /// The connections of this node, by version.
    pub(super) fn connections(&self) -> &HashMap<Version, u64> {
        &self.connections
    }

    /// When something was seen that is not written yet.
    pub(super) fn unwritten(&self) -> &HashMap<Seen, SystemTime> {
        &self.unwritten
    }

    /// What is to be written now, if anything is.
    pub(super) fn take_news(&mut self, now: SystemTime) -> Option<News> {
        let old = |written: SystemTime| now.duration_since(written).is_ok_and(|since| since >= REWRITING);
        let again = !self.connections.is_empty() && self.written.is_none_or(old);
        if !again && !self.changed && self.unwritten.is_empty() {
            return None;
        }
        for version in self.connections.keys() {
            self.unwritten.insert(Seen::Version(version.clone()), now);
        }
        self.changed = false;
        self.written = Some(now);
        let seen = std::mem::take(&mut self.unwritten);
        Some(News { at: now, seen, connections: self.connections.clone() })
    }

    /// What could not be written is written next time.
    pub(super) fn put_back(&mut self, news: News) {
        for (what, at) in news.seen {
            self.unwritten.entry(what).and_modify(|later| *later = at.max(*later)).or_insert(at);
        }
        self.changed = true;
    }

    /// The versions that the database knows.
    pub(super) fn learn(&mut self, known: Vec<Version>) {
        let room = MOST_VERSIONS.saturating_sub(self.known.len());
        self.known.extend(known.into_iter().take(room));
    }

    fn version(&mut self, told: Option<&str>) -> Version {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let Some(told) = told.filter(|told| told.len() == DIGITS && told.bytes().all(is_digit)) else {
            return "".into();
        };
        if let Some(known) = self.known.get(told) {
            return known.clone();
        }
        if self.known.len() >= MOST_VERSIONS {
            return "".into();
        }
        let version = Version::from(told);
        self.known.insert(version.clone());
        version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_versions_are_bounded() {
        let mut state = State::new("0000000000000000");
        let now = SystemTime::now();
        for number in 0..2 * MOST_VERSIONS {
            state.open(Some(&format!("{number:016x}")), now);
        }
        for wrong in ["", "short", "00000000000000000", "000000000000000G", "00000000000000é"] {
            assert_eq!(&*state.open(Some(wrong), now), "", "{wrong}");
        }
        assert_eq!(state.connections.len(), MOST_VERSIONS + 1);
        assert_eq!(state.unwritten.len(), MOST_VERSIONS + 1);
        assert_eq!(&*state.open(Some("0000000000000000"), now), "0000000000000000");
    }

    #[test]
    fn an_idle_node_writes_nothing_but_that_somebody_is_still_there() {
        let mut state = State::new("0000000000000000");
        let now = SystemTime::now();
        assert!(state.take_news(now).is_none());
        let version = state.open(None, now);
        assert_eq!(state.take_news(now).expect("somebody came").connections.len(), 1);
        assert!(state.take_news(now + REWRITING / 2).is_none());
        let again = state.take_news(now + REWRITING).expect("a minute has passed");
        assert_eq!(again.seen.get(&Seen::Version(version.clone())), Some(&(now + REWRITING)));
        state.close(&version, now + REWRITING);
        assert!(state.take_news(now + REWRITING).expect("somebody went").connections.is_empty());
        assert!(state.take_news(now + 5 * REWRITING).is_none());
    }

    #[test]
    fn what_was_not_written_is_written_next_time() {
        let mut state = State::new("0000000000000000");
        let now = SystemTime::now();
        state.see(Seen::Alias("old".into()), now);
        let news = state.take_news(now).expect("something was seen");
        let later = now + Duration::from_secs(1);
        state.see(Seen::Alias("old".into()), later);
        state.put_back(news);
        assert_eq!(state.take_news(later).expect("still").seen.get(&Seen::Alias("old".into())), Some(&later));
    }
}
