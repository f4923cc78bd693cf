//! Whether a former name can be removed, and what stands against it, in words.

use std::time::Duration;

use super::report::Direction;

/// Somebody who was there, or used a name, within this time may come back and do so again.
const MAY_RETURN: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What is known of a former name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// In how many days its last day is; negative where that is over, none where no such day will come.
    pub(super) days_left: Option<i64>,
    /// How long ago a client last sent under it.
    pub(super) used: Option<Duration>,
    /// The connections of other versions.
    pub(super) others: u64,
    /// The connections that tell no version.
    pub(super) unknown: u64,
    /// How long ago a client of another version, or of none that is known, was last there.
    pub(super) last_other: Option<Duration>,
}

/// Everything that stands against the removal of a former name.
pub(super) fn against(direction: Direction, known: &Evidence) -> Vec<String> {
    let mut reasons = Vec::new();
    match known.days_left {
        None => reasons.push("its sunset is no date that ever comes".to_owned()),
        Some(0) => reasons.push("sunset is today: clients were promised it for the whole day".to_owned()),
        Some(days) => {
            // Negative: the last day is over.
            let left = u64::try_from(days).ok().map(|days| count(days, "day"));
            reasons.extend(left.map(|left| format!("sunset is in {left}: clients were promised it until then")));
        }
    }
    let recent = |ago: Option<Duration>| ago.filter(|ago| *ago < MAY_RETURN);
    if let Some(used) = recent(known.used) {
        reasons.push(format!("used by a client {}", ago(used)));
    }
    let may = match direction {
        Direction::ServerToClient => "wait for this name",
        Direction::ClientToServer => "send under this name",
        Direction::Both => "use this name",
    };
    if known.others > 0 {
        reasons.push(format!("{} of another version, which may {may}", count(known.others, "connection")));
    }
    if known.unknown > 0 {
        let tell = if known.unknown == 1 { "does not tell its version and" } else { "do not tell their version and" };
        reasons.push(format!("{} that {tell} may {may}", count(known.unknown, "connection")));
    }
    if known.others == 0
        && known.unknown == 0
        && let Some(last) = recent(known.last_other)
    {
        reasons.push(format!("a client of another version was there {}, and may come back", ago(last)));
    }
    reasons
}

fn count(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn ago(time: Duration) -> String {
    let minutes = time.as_secs() / 60;
    match minutes {
        0 => "less than a minute ago".to_owned(),
        1..60 => format!("{} ago", count(minutes, "minute")),
        60..1440 => format!("{} ago", count(minutes / 60, "hour")),
        _ => format!("{} ago", count(minutes / 1440, "day")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    const OVER: Evidence = Evidence { days_left: Some(-1), used: None, others: 0, unknown: 0, last_other: None };

    fn said(direction: Direction, known: Evidence) -> String {
        against(direction, &known).join("; ")
    }

    #[test]
    fn nothing_stands_against_what_nobody_uses_any_more() {
        assert_eq!(said(Direction::Both, OVER), "");
        assert_eq!(said(Direction::Both, Evidence { used: Some(31 * DAY), last_other: Some(40 * DAY), ..OVER }), "");
    }

    #[test]
    fn a_promise_is_kept_to_its_last_day() {
        let left = |days_left| said(Direction::ServerToClient, Evidence { days_left, ..OVER });
        assert_eq!(left(Some(40)), "sunset is in 40 days: clients were promised it until then");
        assert_eq!(left(Some(1)), "sunset is in 1 day: clients were promised it until then");
        assert_eq!(left(Some(0)), "sunset is today: clients were promised it for the whole day");
        assert_eq!(left(None), "its sunset is no date that ever comes");
    }

    #[test]
    fn whoever_may_use_it_stands_against_it() {
        let used = |used| said(Direction::ClientToServer, Evidence { used: Some(used), ..OVER });
        assert_eq!(used(2 * DAY), "used by a client 2 days ago");
        assert_eq!(used(DAY / 24), "used by a client 1 hour ago");
        assert_eq!(used(DAY / 1440 * 5), "used by a client 5 minutes ago");
        assert_eq!(used(Duration::ZERO), "used by a client less than a minute ago");
        let three = Evidence { others: 3, last_other: Some(Duration::ZERO), ..OVER };
        assert_eq!(
            said(Direction::ServerToClient, three),
            "3 connections of another version, which may wait for this name"
        );
        let one = Evidence { others: 1, unknown: 2, ..OVER };
        assert_eq!(
            said(Direction::ClientToServer, one),
            "1 connection of another version, which may send under this name; 2 connections that do not tell their \
             version and may send under this name"
        );
        let gone = Evidence { last_other: Some(3 * DAY), ..OVER };
        assert_eq!(said(Direction::Both, gone), "a client of another version was there 3 days ago, and may come back");
    }
}
