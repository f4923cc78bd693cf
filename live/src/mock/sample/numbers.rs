//! Numbers: within their bounds, and of a size that fits the word.

use event_spec::types::{IntegerRules, NumberRules};
use serde_json::{Number, Value};

use super::{At, Making};
use crate::mock::ids;

/// What a double holds without a gap; JavaScript knows no larger whole numbers.
const SAFE: i64 = (1 << 53) - 1;

impl Making<'_> {
    pub(super) fn integer(&mut self, rules: &IntegerRules, at: At<'_>) -> Value {
        let least = rules.minimum.unwrap_or(-SAFE);
        let most = rules.maximum.unwrap_or(SAFE);
        if ids::is_id(at.field) {
            let id = self.ids.number(at.field, at.owner, self.random);
            if (least..=most).contains(&id) && rules.multiple_of.is_none_or(|step| step == 0 || id % step == 0) {
                return id.into();
            }
        }
        let (from, to) = usual(at.field);
        // The usual numbers as far as they are allowed, else what is allowed near its lower end.
        let (from, to) = if from > most || to < least {
            (if rules.minimum.is_some() { least } else { most.saturating_sub(100) }, most)
        } else {
            (from.max(least), to.min(most))
        };
        let to = to.min(from.saturating_add(1_000_000_000)).max(from);
        let value = self.random.between(from, to);
        Value::from(match rules.multiple_of {
            Some(step) if step != 0 => multiple(value, step, least, most),
            _ => value,
        })
    }

    pub(super) fn number(&mut self, rules: &NumberRules, at: At<'_>) -> Value {
        let lower = rules.minimum.into_iter().chain(rules.exclusive_minimum).fold(f64::NEG_INFINITY, f64::max);
        let upper = rules.maximum.into_iter().chain(rules.exclusive_maximum).fold(f64::INFINITY, f64::min);
        let (from, to) = usual(at.field);
        let (from, to) = (from as f64, to as f64);
        let (from, to) = match (lower.is_finite(), upper.is_finite()) {
            (true, true) => (lower, upper),
            (true, false) => (from.max(lower), to.max(lower + 100.0)),
            (false, true) => (from.min(upper - 100.0), to.min(upper)),
            (false, false) => (from, to),
        };
        let value = from + (to - from) * (0.01 + 0.98 * self.random.fraction());
        let value = match rules.multiple_of {
            Some(step) if step > 0.0 => (value / step).round() * step,
            // Two digits, where that stays within the bounds.
            _ => {
                Some((value * 100.0).round() / 100.0).filter(|round| *round > lower && *round < upper).unwrap_or(value)
            }
        };
        let within = |value: &f64| {
            rules.minimum.is_none_or(|bound| *value >= bound)
                && rules.maximum.is_none_or(|bound| *value <= bound)
                && rules.exclusive_minimum.is_none_or(|bound| *value > bound)
                && rules.exclusive_maximum.is_none_or(|bound| *value < bound)
        };
        let value = match rules.multiple_of {
            Some(step) if !within(&value) => {
                [value + step, value - step].into_iter().find(|other| within(other)).unwrap_or(value)
            }
            _ => value,
        };
        Number::from_f64(value).map_or(Value::from(0), Value::Number)
    }
}

/// A multiple near a value.
fn multiple(value: i64, step: i64, least: i64, most: i64) -> i64 {
    let step = step.saturating_abs();
    let down = value.saturating_sub(value.rem_euclid(step));
    let candidates =
        [down, down.saturating_add(step), least.saturating_add(step - 1).div_euclid(step).saturating_mul(step)];
    candidates.into_iter().find(|candidate| (least..=most).contains(candidate)).unwrap_or(down)
}

/// Between which numbers those of a word usually lie.
fn usual(field: &str) -> (i64, i64) {
    let words = event_spec::words::split(field);
    let says = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    if says(&["price", "amount", "cost", "fee", "outstanding", "balance", "budget", "salary"]) {
        (5, 2_000)
    } else if says(&["percent", "percentage", "progress", "discount"]) {
        (0, 100)
    } else if says(&["rating", "stars", "score"]) {
        (1, 5)
    } else if says(&["size", "bytes", "length"]) {
        (1_000, 5_000_000)
    } else if says(&["duration", "seconds"]) {
        (1, 600)
    } else if says(&["retry", "after", "millis", "ms"]) {
        (100, 10_000)
    } else if says(&["lat", "latitude", "lng", "longitude", "lon"]) {
        (-80, 80)
    } else if says(&["width", "height"]) {
        (100, 1_920)
    } else if says(&["year"]) {
        (2020, 2026)
    } else if says(&["views", "view", "total"]) {
        (1, 5_000)
    } else {
        (0, 20)
    }
}
