//! The time, as events and tables have it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use event_contracts::runtime::Timestamp;

/// This moment, as in `2026-02-12T10:30:00.123Z`: all of one width, so that texts sort as times do.
pub fn now() -> Timestamp {
    timestamp(SystemTime::now())
}

/// A moment in UTC, to the millisecond; what lies outside of the years 1970 to 9999 is the first day of them.
pub fn timestamp(at: SystemTime) -> Timestamp {
    let at = if milliseconds(at) < LAST { at.max(UNIX_EPOCH) } else { UNIX_EPOCH };
    let text = humantime::format_rfc3339_millis(at).to_string();
    Timestamp::new(text).unwrap_or_else(|_| unreachable!("a moment of these years is a time of RFC 3339"))
}

/// A moment in milliseconds since 1970.
pub fn milliseconds(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The end of the year 9999.
const LAST: u64 = 253_402_300_800_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_is_a_time_of_one_width() {
        let at = |millis| timestamp(UNIX_EPOCH + Duration::from_millis(millis)).to_string();
        assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(1_770_892_200_123), "2026-02-12T10:30:00.123Z");
        assert_eq!(at(LAST - 1), "9999-12-31T23:59:59.999Z");
        assert_eq!(at(LAST), at(0));
        assert_eq!(timestamp(UNIX_EPOCH - Duration::from_secs(1)), timestamp(UNIX_EPOCH));
    }
}
