//! The numbers that rules leave: whole ones exactly, others as the doubles that readers see.

use crate::fit::scalars;
use crate::tree::Number;
use crate::types::{IntegerRules, NumberRules};

/// What every number is a multiple of.
pub(super) fn step_of(rules: &IntegerRules) -> i128 {
    rules.multiple_of.map_or(1, |step| i128::from(step).abs().max(1))
}

/// A set of whole numbers: from the lowest to the highest in steps.
pub(super) struct Whole {
    pub(super) low: i128,
    pub(super) high: i128,
    pub(super) step: i128,
}

impl Whole {
    pub(super) fn of(rules: &IntegerRules) -> Self {
        let (low, high) = Self::bounds(rules);
        let step = step_of(rules);
        let low = low + (-low).rem_euclid(step);
        let high = high - high.rem_euclid(step);
        Self { low, high, step }
    }

    /// The bounds of what is sent: 64 bits with a sign. Where the minimum is 0 or more readers hold the double of it, which no
    /// writer counts on, so that a minimum that is added or dropped is nothing but that.
    pub(super) fn bounds(rules: &IntegerRules) -> (i128, i128) {
        (rules.minimum.unwrap_or(i64::MIN).into(), rules.maximum.unwrap_or(i64::MAX).into())
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        if self.low > self.high {
            return 0;
        }
        u64::try_from((self.high - self.low) / self.step + 1).unwrap_or(u64::MAX)
    }

    /// All of them, the lowest first.
    pub(super) fn values(&self) -> impl Iterator<Item = i128> {
        let (low, step) = (self.low, self.step);
        (0..self.count()).map(move |at| low + i128::from(at) * step)
    }

    /// Some of them, from both ends and around 0.
    pub(super) fn samples(&self) -> impl Iterator<Item = i128> {
        let middle = [-2, -1, 0, 1, 2, 3, 5, 7].map(|times| times * self.step);
        let (low, high, step) = (self.low, self.high, self.step);
        let ends = [low, low + step, high - step, high];
        ends.into_iter().chain(middle).filter(move |value| (low..=high).contains(value))
    }
}

/// A range of doubles, both ends included.
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Interval {
    pub(super) fn of(rules: &NumberRules) -> Self {
        let low = rules.minimum.unwrap_or(f64::MIN);
        let high = rules.maximum.unwrap_or(f64::MAX);
        Self {
            low: rules.exclusive_minimum.map_or(low, |bound| low.max(bound.next_up())),
            high: rules.exclusive_maximum.map_or(high, |bound| high.min(bound.next_down())),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.low > self.high
    }

    /// How many doubles there are, 0 counted once.
    pub(super) fn count(&self) -> u64 {
        if self.is_empty() {
            return 0;
        }
        let place = |value: f64| {
            let bits = value.abs().to_bits() as i128;
            if value < 0.0 { -bits } else { bits }
        };
        u64::try_from(place(self.high) - place(self.low) + 1).unwrap_or(u64::MAX)
    }

    /// Some numbers that fit the rules, different from each other: around the bounds, around 0, and around `others`.
    pub(super) fn samples(&self, rules: &NumberRules, others: &[f64]) -> Vec<f64> {
        let step = rules.multiple_of.unwrap_or(1.0);
        let mut found: Vec<f64> = Vec::new();
        for around in [self.low, self.high, 0.0].iter().chain(others) {
            let multiple = (around / step).round() * step;
            let near = [0.0, 1.0, -1.0, 2.0, -2.0].map(|times| multiple + times * step);
            let apart = [0.0, 0.5, -0.5, 0.1, 1e6, -1e6].map(|distance| around + distance);
            let ends = [around.next_up(), around.next_down(), around.trunc(), around.ceil()];
            for value in near.into_iter().chain(apart).chain(ends) {
                let fits = value.is_finite() && scalars::number(rules, &Number(value.to_string())).is_none();
                if fits && !found.contains(&value) {
                    found.push(value);
                }
            }
        }
        found
    }
}
