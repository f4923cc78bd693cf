//! Days of the calendar, in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// A day, counted from the first of January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(i64);

const SECONDS: u64 = 24 * 60 * 60;

impl Day {
    pub(super) fn today() -> Self {
        Self::of(SystemTime::now())
    }

    pub(super) fn of(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_secs() / SECONDS).unwrap_or(i64::MAX))
    }

    /// A `full-date` of RFC 3339, as in `2026-12-31`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let time = humantime::parse_rfc3339(&format!("{text}T00:00:00Z")).ok()?;
        Some(Self::of(time))
    }

    /// How many days it is until then; negative where then is over.
    pub(super) fn until(self, then: Self) -> i64 {
        then.0.saturating_sub(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        let day = |text| Day::parse(text).expect("a date");
        assert_eq!(Day::of(UNIX_EPOCH), day("1970-01-01"));
        assert_eq!(day("2024-02-28").until(day("2024-03-01")), 2);
        assert_eq!(day("2026-12-31").until(day("2026-12-01")), -30);
        assert!(day("2026-12-31") < day("2027-01-01"));
        for text in ["", "2026-02-30", "2026-2-3", "20260203", "soon"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
