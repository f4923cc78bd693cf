//! Durations and rates in words.

use std::time::Duration;

use event_spec::catalogue::Rate;
use event_spec::quantity::grouped;

/// `500 ms`, `10 s`, `2 min`, `24 h`, `7 days`: the largest unit that leaves nothing over.
pub fn duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    let units = [(86_400_000, " days"), (3_600_000, " h"), (60_000, " min"), (1_000, " s")];
    let fits = |(size, _): &&(u128, &str)| {
        millis >= *size && millis.is_multiple_of(*size) && (*size < 86_400_000 || millis > *size)
    };
    match units.iter().find(fits) {
        Some((size, unit)) => format!("{}{unit}", millis / size),
        None => format!("{millis} ms"),
    }
}

/// `100 a minute`
pub fn rate(rate: Rate) -> String {
    let per = match rate.per.as_secs() {
        1 => "a second".to_owned(),
        60 => "a minute".to_owned(),
        3600 => "an hour".to_owned(),
        _ => format!("in {}", duration(rate.per)),
    };
    format!("{} {per}", grouped(rate.count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_like_words() {
        let words = [500, 1_500, 10_000, 120_000, 86_400_000, 604_800_000].map(Duration::from_millis).map(duration);
        assert_eq!(words, ["500 ms", "1500 ms", "10 s", "2 min", "24 h", "7 days"]);
        assert_eq!(rate(Rate { count: 10_000, per: Duration::from_secs(60) }), "10,000 a minute");
    }
}
