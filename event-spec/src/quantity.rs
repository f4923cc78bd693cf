//! Durations and rates as a catalogue writes them, and counts as people do.

use std::time::Duration;

use crate::catalogue::Rate;

/// `500ms`, `10s`, `2m`, `24h`, `7d`: in the largest unit that needs no fraction.
pub(crate) fn duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")];
    let unit = units.into_iter().find(|(size, _)| millis > 0 && millis.is_multiple_of(*size));
    let (size, unit) = unit.unwrap_or((1, "ms"));
    format!("{}{unit}", millis / size)
}

/// `100/min`.
pub(crate) fn rate(rate: Rate) -> String {
    let per = match rate.per.as_secs() {
        1 => "s".to_owned(),
        60 => "min".to_owned(),
        3600 => "h".to_owned(),
        _ => duration(rate.per),
    };
    format!("{}/{per}", rate.count)
}

/// A count with its thousands apart: `10,000`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count with what is counted: `1 event`, `1,000 events`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_written_as_catalogues_write_them() {
        for (millis, text) in [(500, "500ms"), (10_000, "10s"), (90_000, "90s"), (86_400_000, "1d"), (0, "0ms")] {
            assert_eq!(duration(Duration::from_millis(millis)), text);
        }
        let counts = [0, 7, 999, 1_000, 65_536, 1_234_567].map(grouped);
        assert_eq!(counts, ["0", "7", "999", "1,000", "65,536", "1,234,567"]);
        assert_eq!(
            (counted(1, "item", "items"), counted(4_000, "item", "items")),
            ("1 item".into(), "4,000 items".into())
        );
        assert_eq!(rate(Rate { count: 100, per: Duration::from_secs(60) }), "100/min");
    }
}
