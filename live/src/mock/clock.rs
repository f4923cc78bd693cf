//! What time it is in a mock: that of its seed, or the real one.

use std::time::{Duration, SystemTime};

/// When seeded times begin: 2026-01-05T09:00:00Z, a Monday.
const BEGIN: Duration = Duration::from_secs(1_767_603_600);

/// Where the times in payloads come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// From the seed: the same run tells the same times.
    #[default]
    Seeded,
    /// From the machine.
    Real,
}

impl Clock {
    /// The moment so long after the beginning; with the real clock, now.
    pub fn after(self, since: Duration) -> Moment {
        match self {
            Self::Seeded => Moment(BEGIN.saturating_add(since)),
            Self::Real => Moment(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()),
        }
    }
}

/// A moment, since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(Duration);

impl Moment {
    /// So much earlier.
    #[must_use]
    pub fn before(self, time: Duration) -> Self {
        Self(self.0.saturating_sub(time))
    }

    /// So much later.
    #[must_use]
    pub fn later(self, time: Duration) -> Self {
        Self(self.0.saturating_add(time))
    }

    /// RFC 3339, in UTC, with milliseconds.
    pub fn text(self) -> String {
        let at = SystemTime::UNIX_EPOCH.checked_add(self.0).unwrap_or(SystemTime::UNIX_EPOCH);
        humantime::format_rfc3339_millis(at).to_string()
    }

    /// The day, as RFC 3339's `full-date`.
    pub fn day(self) -> String {
        self.text().chars().take(10).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_time_begins_at_one_moment() {
        let moment = Clock::Seeded.after(Duration::from_millis(1500));
        assert_eq!(moment.text(), "2026-01-05T09:00:01.500Z");
        assert_eq!(moment.before(Duration::from_secs(10 * 3600)).day(), "2026-01-04");
    }
}
