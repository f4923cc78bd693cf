//! Dates and times of RFC 3339, section 5.6.

use std::fmt;

/// A `full-date`, as in `2027-03-01`; the order of dates is the order of days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(String);

impl Date {
    /// The date of a text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        is_full_date(text).then(|| Self(text.to_owned()))
    }

    /// The date so many days after 1970-01-01; none beyond the year 9999.
    pub fn after_epoch(days: u32) -> Option<Self> {
        // The calendar repeats every 400 years, which begin with a March here: so a leap day ends its year.
        let since = u64::from(days) + 719_468;
        let (era, day) = (since / 146_097, since % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (month, year) = if month < 10 { (month + 3, year) } else { (month - 9, year + 1) };
        Self::parse(&format!("{:04}-{month:02}-{day:02}", era * 400 + year))
    }

    /// The date as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `date-time`; `T` and `Z` in either case.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.as_bytes().split_at_checked(10) else {
        return false;
    };
    is_date(date) && matches!(rest, [b'T' | b't', time @ ..] if is_time(time))
}

/// `full-date`, on the proleptic Gregorian calendar.
pub(crate) fn is_full_date(text: &str) -> bool {
    is_date(text.as_bytes())
}

fn is_date(text: &[u8]) -> bool {
    let [c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2] = *text else {
        return false;
    };
    let (Some(century), Some(in_century)) = (two(c1, c2), two(y1, y2)) else {
        return false;
    };
    let (Some(month), Some(day)) = (two(m1, m2), two(d1, d2)) else {
        return false;
    };
    let year = century * 100 + in_century;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &[u8]) -> bool {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (two(*h1, *h2), two(*m1, *m2), two(*s1, *s2)) else {
        return false;
    };
    let offset = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
        _ => rest,
    };
    let Some(offset) = offset_minutes(offset) else {
        return false;
    };
    // A leap second is the last of a day in UTC.
    let in_utc = (i32::from(hour) * 60 + i32::from(minute) - offset).rem_euclid(24 * 60);
    hour <= 23 && minute <= 59 && (second <= 59 || second == 60 && in_utc == 24 * 60 - 1)
}

fn offset_minutes(text: &[u8]) -> Option<i32> {
    match *text {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
            let offset = i32::from(hours) * 60 + i32::from(minutes);
            (hours <= 23 && minutes <= 59).then_some(if sign == b'-' { -offset } else { offset })
        }
        _ => None,
    }
}

fn two(tens: u8, ones: u8) -> Option<u16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let after = |days| Date::after_epoch(days).map_or_else(String::new, |date| date.to_string());
        for (days, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_777, "2026-11-20"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
            (2_932_896, "9999-12-31"),
            (2_932_897, ""),
            (u32::MAX, ""),
        ] {
            assert_eq!(after(days), date, "{days}");
        }
    }

    #[test]
    fn dates_and_times_are_those_of_rfc_3339() {
        for text in [
            "2026-02-12T10:30:00Z",
            "2026-02-12t10:30:00.123456789z",
            "2024-02-29T23:59:59+05:30",
            "1990-12-31T23:59:60Z",
            "1990-12-31T15:59:60-08:00",
            "0000-01-01T00:00:00-00:00",
        ] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "2026-02-12 10:30:00Z",
            "2026-02-12T10:30:00",
            "2026-02-12T10:30Z",
            "2026-02-30T10:30:00Z",
            "2026-13-01T10:30:00Z",
            "2026-02-12T24:00:00Z",
            "2026-02-12T10:30:60Z",
            "2026-02-12T10:30:00.Z",
            "2026-02-12T10:30:00+0530",
            "2026-02-12T10:30:00+24:00",
            "٢٠٢٦-02-12T10:30:00Z",
            "",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
        assert!(is_full_date("2000-02-29") && !is_full_date("1900-02-29") && !is_full_date("2026-2-12"));
    }
}
