//! Points in time: RFC 3339, the text kept.

use event_contracts_runtime::{Date, Timestamp};
use proptest::prelude::*;

#[test]
fn what_rfc_3339_allows_is_kept_as_written() {
    for text in [
        "2026-02-12T10:30:00Z",
        "2026-02-12t10:30:00z",
        "1985-04-12T23:20:50.52Z",
        "1996-12-19T16:39:57-08:00",
        "1937-01-01T12:00:27.87+00:20",
        "2026-02-12T10:30:00.000000000000000000000001+23:59",
        "2026-02-12T10:30:00-00:00",
        "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
        "1998-12-31T23:59:60.123Z",
        "1991-01-01T00:59:60+01:00",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z",
        "2026-01-31T00:00:00Z",
        "2026-04-30T00:00:00Z",
    ] {
        let timestamp = Timestamp::new(text).expect("right input");
        assert_eq!(timestamp.as_str(), text);
        let json = serde_json::to_string(&timestamp).expect("right input");
        assert_eq!(json, format!("{text:?}"));
        assert_eq!(serde_json::from_str::<Timestamp>(&json).expect("right input"), timestamp);
    }
}

#[test]
fn everything_else_is_refused() {
    for text in [
        "",
        "2026-02-12",
        "2026-02-12T10:30:00",
        "2026-02-12 10:30:00Z",
        "2026-02-12T10:30Z",
        "2026-02-12T10:30:00.Z",
        "2026-02-12T10:30:00,5Z",
        "2026-02-12T24:00:00Z",
        "2026-02-12T10:60:00Z",
        "2026-02-12T10:30:61Z",
        "1990-12-31T23:58:60Z",
        "1990-12-31T22:59:60Z",
        "1990-12-31T23:59:60+01:00",
        "2026-02-12T10:30:00+24:00",
        "2026-02-12T10:30:00+01:60",
        "2026-02-12T10:30:00+0100",
        "2026-02-12T10:30:00+01",
        "2026-02-12T10:30:00ZZ",
        "2026-02-12T10:30:00Z ",
        " 2026-02-12T10:30:00Z",
        "2026-2-12T10:30:00Z",
        "20260212T103000Z",
        "2026-00-12T10:30:00Z",
        "2026-13-12T10:30:00Z",
        "2026-02-00T10:30:00Z",
        "2026-02-29T10:30:00Z",
        "1900-02-29T10:30:00Z",
        "2024-02-30T10:30:00Z",
        "2026-04-31T10:30:00Z",
        "2026-01-32T10:30:00Z",
        "+026-01-01T10:30:00Z",
        "２０26-01-01T10:30:00Z",
        "2026-02-12T10:30:00\u{2212}01:00",
    ] {
        assert!(Timestamp::new(text).is_err(), "{text}");
    }
    let error = serde_json::from_str::<Timestamp>(r#""yesterday""#).expect_err("wrong input").to_string();
    assert!(error.starts_with("must be a date and time as in `2026-02-12T10:30:00Z` (format)"), "{error}");
    assert!(serde_json::from_str::<Timestamp>("1767225600").is_err());
}

#[test]
fn days() {
    for text in ["2026-02-12", "2024-02-29", "0000-02-29", "2026-12-31"] {
        assert_eq!(text.parse::<Date>().expect("right input").to_string(), text);
    }
    for text in ["2026-02-12T10:30:00Z", "2026-02-29", "2026-2-1", "2026-02-12Z", "", "2026/02/12"] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".*", digits in "[0-9TtZz:.+-]{0,30}") {
        let _ = (Timestamp::new(text.clone()), Date::new(text), Timestamp::new(digits));
    }

    #[test]
    fn every_day_of_the_calendar_fits(days in 0_i64..3_652_425) {
        prop_assert!(Date::new(civil(days)).is_ok());
    }
}

/// The day that lies so many days after 0000-03-01, by counting the lengths of months.
fn civil(days: i64) -> String {
    let (mut year, mut month, mut day) = (days / 146_097 * 400, 3, days % 146_097);
    loop {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = [31, 28 + i64::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
        if day < length {
            return format!("{:04}-{month:02}-{:02}", year % 10_000, day + 1);
        }
        day -= length;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}
