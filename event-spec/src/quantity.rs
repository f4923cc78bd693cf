//! Durations and rates as a catalogue writes them.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_written_as_catalogues_write_them() {
        for (millis, text) in [(500, "500ms"), (10_000, "10s"), (90_000, "90s"), (86_400_000, "1d"), (0, "0ms")] {
            assert_eq!(duration(Duration::from_millis(millis)), text);
        }
        assert_eq!(rate(Rate { count: 100, per: Duration::from_secs(60) }), "100/min");
    }
}
