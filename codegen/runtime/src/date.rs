//! Points in time that are checked and keep their text.

use std::fmt;
use std::str::FromStr;

use serde_core::de::{Deserialize, Deserializer, Error, Visitor};
use serde_core::ser::{Serialize, Serializer};

use crate::Violation;

/// Declares a text that was checked once and is kept as it was written.
macro_rules! checked_text {
    ($(#[$docs:meta])* $name:ident, $fits:path, $message:literal) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks a text.
            ///
            /// # Errors
            /// A text in another form, or one that names no point in time.
            pub fn new(text: impl Into<String>) -> Result<Self, Violation> {
                let text = text.into();
                if $fits(text.as_bytes()) {
                    return Ok(Self(text));
                }
                Err(Violation { field: "".into(), rule: "format", message: $message.to_owned() })
            }

            /// The text as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = Violation;

            fn from_str(text: &str) -> Result<Self, Violation> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E: Error>(self, text: &str) -> Result<$name, E> {
                        $name::new(text).map_err(E::custom)
                    }

                    fn visit_string<E: Error>(self, text: String) -> Result<$name, E> {
                        $name::new(text).map_err(E::custom)
                    }
                }

                deserializer.deserialize_string(Text)
            }
        }
    };
}

checked_text! {
    /// A date and time of day with its offset: `date-time` of
    /// [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6).
    ///
    /// The text is kept, so that what was read is what is written; two texts for one instant are not equal.
    ///
    /// ```
    /// use event_contracts_runtime::Timestamp;
    ///
    /// let sent = Timestamp::new("2026-02-12T10:30:00.0Z")?;
    /// assert_eq!(sent.as_str(), "2026-02-12T10:30:00.0Z");
    /// assert!(Timestamp::new("2026-02-30T10:30:00Z").is_err());
    /// # Ok::<(), event_contracts_runtime::Violation>(())
    /// ```
    Timestamp, is_date_time, "must be a date and time as in `2026-02-12T10:30:00Z`"
}

checked_text! {
    /// A day: `full-date` of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6), its text kept.
    ///
    /// ```
    /// use event_contracts_runtime::Date;
    ///
    /// assert!(Date::new("2024-02-29").is_ok());
    /// assert!(Date::new("2026-02-29").is_err());
    /// ```
    Date, is_full_date, "must be a date as in `2026-02-12`"
}

/// `full-date "T" full-time`
fn is_date_time(text: &[u8]) -> bool {
    let Some((date, rest)) = text.split_at_checked(10) else { return false };
    is_full_date(date) && matches!(rest, [b'T' | b't', time @ ..] if is_full_time(time))
}

/// `4DIGIT "-" 2DIGIT "-" 2DIGIT`, on the proleptic Gregorian calendar.
fn is_full_date(text: &[u8]) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return false };
    let (Some(century), Some(of_century)) = (two_digits(y1, y2), two_digits(y3, y4)) else { return false };
    let (Some(month), Some(day)) = (two_digits(m1, m2), two_digits(d1, d2)) else { return false };
    let year = 100 * century + of_century;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `2DIGIT ":" 2DIGIT ":" 2DIGIT ["." 1*DIGIT] ("Z" / ("+" / "-") 2DIGIT ":" 2DIGIT)`
fn is_full_time(text: &[u8]) -> bool {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else { return false };
    let (Some(hour), Some(minute)) = (two_digits(*h1, *h2), two_digits(*m1, *m2)) else { return false };
    let Some(second) = two_digits(*s1, *s2) else { return false };
    let Some(offset) = after_fraction(rest).and_then(offset_minutes) else { return false };
    if hour > 23 || minute > 59 {
        return false;
    }
    match second {
        0..=59 => true,
        // A leap second is the last of a day in UTC.
        60 => (i32::from(hour) * 60 + i32::from(minute) - offset).rem_euclid(MINUTES_OF_DAY) == MINUTES_OF_DAY - 1,
        _ => false,
    }
}

const MINUTES_OF_DAY: i32 = 24 * 60;

/// What follows the fraction of a second, if it has one.
fn after_fraction(text: &[u8]) -> Option<&[u8]> {
    let [b'.', rest @ ..] = text else { return Some(text) };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| &rest[digits..])
}

/// An offset from UTC in minutes, east positive.
fn offset_minutes(text: &[u8]) -> Option<i32> {
    match *text {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two_digits(h1, h2)?, two_digits(m1, m2)?);
            let offset = i32::from(hours) * 60 + i32::from(minutes);
            (hours <= 23 && minutes <= 59).then_some(if sign == b'+' { offset } else { -offset })
        }
        _ => None,
    }
}

fn two_digits(tens: u8, ones: u8) -> Option<u16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    Some(10 * digit(tens)? + digit(ones)?)
}
