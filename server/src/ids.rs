//! New ids and the present moment, as the contracts write them.

use std::time::SystemTime;

use event_contracts::runtime::Timestamp;

/// A new id such as `msg_01k9…`: what it is of, and 26 characters that nobody guesses, the first ten of which grow with time.
pub fn new_id(prefix: &str) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let millis = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
    let number = (millis << 80) | (rand::random::<u128>() >> 48);
    let digit = |at: u32| DIGITS.get(usize::try_from((number >> (5 * at)) & 31).unwrap_or_default());
    let digits = (0..26).rev().filter_map(digit).map(|digit| char::from(*digit));
    format!("{prefix}_{}", digits.collect::<String>())
}

/// The present moment in UTC, with milliseconds (RFC 3339), as it is stored. Texts of this form sort by time.
pub fn now() -> String {
    humantime::format_rfc3339_millis(SystemTime::now()).to_string()
}

/// A stored moment, as events and answers carry it.
///
/// # Errors
/// A text that is no moment: somebody else wrote it into the database.
pub fn moment(text: &str) -> Result<Timestamp, sqlx::Error> {
    Timestamp::new(text).map_err(|violation| sqlx::Error::Decode(violation.message.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_with_time_and_never_repeat() {
        let first = new_id("msg");
        assert_eq!(first.len(), "msg_".len() + 26);
        std::thread::sleep(std::time::Duration::from_millis(2));
        let second = new_id("msg");
        assert!(first < second, "{first} {second}");
    }

    #[test]
    fn now_is_a_moment() {
        assert!(moment(&now()).is_ok());
        assert!(moment("yesterday").is_err());
    }
}
