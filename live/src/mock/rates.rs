//! How often the mock sends by itself, by priority.

use event_spec::Catalogue;

/// How often the mock sends by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// Events a second in all, shared out among the priorities.
    all: f64,
    /// Events a second of a priority.
    by: Vec<(String, f64)>,
}

impl Default for Rates {
    fn default() -> Self {
        Self { all: 2.0, by: Vec::new() }
    }
}

impl Rates {
    /// Nothing by itself.
    pub fn none() -> Self {
        Self { all: 0.0, by: Vec::new() }
    }

    /// What is written: a rate for all, as in `5/s`, or rates by priority, as in `high=1/s,low=20/s`.
    ///
    /// # Errors
    /// What it should look like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rates = Self { all: 0.0, by: Vec::new() };
        for part in text.split(',') {
            match part.split_once('=') {
                Some((priority, rate)) => rates.by.push((priority.trim().to_owned(), per_second(rate)?)),
                None => rates.all = per_second(part)?,
            }
        }
        Ok(rates)
    }

    /// The names of priorities that no catalogue has.
    pub fn unknown<'a>(&'a self, catalogues: &[&Catalogue]) -> Vec<&'a str> {
        let known = |name: &str| catalogues.iter().any(|catalogue| catalogue.priorities.contains_key(name));
        self.by.iter().map(|(name, _)| name.as_str()).filter(|name| !known(name)).collect()
    }

    /// Events a second of each class of a catalogue: its priorities, the most urgent first, and what has none.
    ///
    /// What is urgent is rare: each class has twice as much as the one before it, where nothing else is said.
    pub fn of(&self, classes: &[Option<&str>]) -> Vec<f64> {
        let said = |class: &Option<&str>| {
            self.by.iter().find(|(name, _)| Some(name.as_str()) == *class).map(|(_, rate)| *rate)
        };
        let weight = |at: usize| f64::from(1_u32 << at.min(16));
        let rest: f64 =
            classes.iter().enumerate().filter(|(_, class)| said(class).is_none()).map(|(at, _)| weight(at)).sum();
        let share =
            |(at, class)| said(class).unwrap_or_else(|| if rest > 0.0 { self.all * weight(at) / rest } else { 0.0 });
        classes.iter().enumerate().map(share).collect()
    }
}

/// The fastest that is of any use.
const FASTEST: f64 = 10_000.0;

fn per_second(text: &str) -> Result<f64, String> {
    let (number, unit) = text.trim().split_once('/').unwrap_or((text.trim(), "s"));
    let seconds = match unit.trim() {
        "s" | "sec" | "second" => Some(1.0),
        "m" | "min" | "minute" => Some(60.0),
        "h" | "hour" => Some(3600.0),
        _ => None,
    };
    let rate = number.trim().parse::<f64>().ok().zip(seconds).map(|(number, seconds)| number / seconds);
    rate.filter(|rate| (0.0..=FASTEST).contains(rate))
        .ok_or_else(|| format!("`{}` is no rate: expected one such as `5/s` or `20/min`", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_and_shared_out() {
        let classes = [Some("high"), Some("low"), None];
        assert_eq!(Rates::parse("7/s").map(|rates| rates.of(&classes)), Ok(vec![1.0, 2.0, 4.0]));
        assert_eq!(Rates::parse("60/min,low=5/s").map(|rates| rates.of(&classes)), Ok(vec![0.2, 5.0, 0.8]));
        assert_eq!(Rates::parse("low=5").map(|rates| rates.of(&classes)), Ok(vec![0.0, 5.0, 0.0]));
        assert_eq!(Rates::none().of(&classes), [0.0; 3]);
        for wrong in ["", "fast", "5/year", "-1/s", "high=", "1e99/s"] {
            assert!(Rates::parse(wrong).is_err(), "{wrong}");
        }
    }
}
