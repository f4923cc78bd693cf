//! Booleans and numbers.
//!
//! Bounds are compared exactly: whole numbers as such, others as the doubles that readers see. Where `multipleOf` makes doubles
//! inexact, a gap is certain if a number shows it, and unclear else.

use super::ranges::{Interval, Whole, step_of};
use super::walk::{At, Outcome, Walk};
use crate::fit::scalars;
use crate::tree::Number;
use crate::types::{IntegerRules, Literal, NumberRules, Type};

/// A whole number below this is exact as a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'a> Walk<'a> {
    pub(super) fn booleans(&mut self, at: At, writer: &'a Type, reader: &'a Type) -> Outcome {
        match (writer, reader) {
            (_, Type::Boolean) => Ok(()),
            (Type::Literal(sent), Type::Literal(read)) if sent == read => Ok(()),
            (_, Type::Literal(Literal::Boolean(read))) => self.gap(at, format!("the value `{}`", !read), true),
            _ => Ok(()),
        }
    }

    pub(super) fn numbers(&mut self, at: At, writer: &'a Type, reader: &'a Type) -> Outcome {
        match (writer, reader) {
            (Type::Literal(Literal::Integer(value)), _) => self.listed_numbers(at, &[*value], reader),
            (Type::Integers(values), _) => self.listed_numbers(at, values, reader),
            (Type::Integer(sent), Type::Integer(read)) => self.integers(at, sent, read),
            (Type::Integer(sent), Type::Number(read)) => self.integer_into_number(at, sent, read),
            (Type::Integer(sent), Type::Integers(read)) => self.integer_into_listed(at, sent, read),
            (Type::Integer(sent), Type::Literal(Literal::Integer(read))) => {
                self.integer_into_listed(at, sent, &[*read])
            }
            (Type::Number(sent), Type::Number(read)) => self.number_into_number(at, sent, read),
            (Type::Number(_), _) => {
                let certain = self.count(writer).is_certain();
                self.gap(at, "numbers written with a fraction", certain)
            }
            _ => Ok(()),
        }
    }

    fn listed_numbers(&mut self, at: At, values: &[i64], reader: &Type) -> Outcome {
        let mut refused = values.iter().filter(|value| !takes(reader, **value));
        match refused.next() {
            Some(value) => self.gap(at, format!("the number {value}"), true),
            None => Ok(()),
        }
    }

    fn integers(&mut self, at: At, sent: &IntegerRules, read: &IntegerRules) -> Outcome {
        let whole = Whole::of(sent);
        let (low, high) = Whole::bounds(read);
        if whole.low < low {
            return self.gap(at, format!("numbers below {low}"), true);
        }
        if whole.high > high {
            return self.gap(at, format!("numbers above {high}"), true);
        }
        let step = step_of(read);
        // Two neighbours are both multiples only if their distance is one.
        let holds = if whole.count() == 1 { whole.low % step == 0 } else { whole.step % step == 0 };
        if holds { Ok(()) } else { self.gap(at, format!("numbers that are no multiples of {step}"), true) }
    }

    fn integer_into_listed(&mut self, at: At, sent: &IntegerRules, read: &[i64]) -> Outcome {
        let whole = Whole::of(sent);
        let mut values = whole.values().take(read.len() + 1);
        match values.find(|value| !i64::try_from(*value).is_ok_and(|value| read.contains(&value))) {
            Some(value) => self.gap(at, format!("other numbers, as {value}"), true),
            None => Ok(()),
        }
    }

    fn integer_into_number(&mut self, at: At, sent: &IntegerRules, read: &NumberRules) -> Outcome {
        let whole = Whole::of(sent);
        let interval = Interval::of(read);
        if (whole.low as f64) < interval.low {
            return self.gap(at, below(read), true);
        }
        if whole.high as f64 > interval.high {
            return self.gap(at, above(read), true);
        }
        let Some(step) = read.multiple_of else {
            return Ok(());
        };
        if whole.step as f64 <= EXACT && divides(step, whole.step as f64) {
            return Ok(());
        }
        let refused = whole.samples().find(|value| scalars::number(read, &Number(value.to_string())).is_some());
        self.no_multiple(at, step, refused.is_some())
    }

    fn number_into_number(&mut self, at: At, sent: &NumberRules, read: &NumberRules) -> Outcome {
        let (ours, theirs) = (Interval::of(sent), Interval::of(read));
        let samples = ours.samples(sent, &[theirs.low, theirs.high, read.multiple_of.unwrap_or(1.0)]);
        if ours.low < theirs.low {
            let certain = sent.multiple_of.is_none() || samples.iter().any(|value| *value < theirs.low);
            self.gap(at, below(read), certain)?;
        }
        if ours.high > theirs.high {
            let certain = sent.multiple_of.is_none() || samples.iter().any(|value| *value > theirs.high);
            self.gap(at, above(read), certain)?;
        }
        let Some(step) = read.multiple_of else {
            return Ok(());
        };
        if sent.multiple_of.is_some_and(|sent| sent == step || divides(step, sent)) {
            return Ok(());
        }
        let only_step = NumberRules { multiple_of: Some(step), ..NumberRules::default() };
        let refused = samples.iter().any(|value| scalars::number(&only_step, &Number(value.to_string())).is_some());
        self.no_multiple(at, step, refused)
    }

    fn no_multiple(&mut self, at: At, step: f64, refused: bool) -> Outcome {
        if refused {
            return self.gap(at, format!("numbers that are no multiples of {step}"), true);
        }
        self.doubt(at, format!("whether all are multiples of {step} cannot be told"));
        Ok(())
    }
}

/// Whether every multiple of `sent` is one of `step`, in exact arithmetic.
fn divides(step: f64, sent: f64) -> bool {
    let quotient = sent / step;
    quotient.fract() == 0.0 && quotient.abs() <= EXACT && quotient.mul_add(step, -sent) == 0.0
}

/// Whether a reader takes a whole number.
fn takes(reader: &Type, value: i64) -> bool {
    match reader {
        Type::Integer(rules) => scalars::integer(rules, &Number(value.to_string())).is_none(),
        Type::Number(rules) => scalars::number(rules, &Number(value.to_string())).is_none(),
        Type::Integers(values) => values.contains(&value),
        Type::Literal(literal) => *literal == Literal::Integer(value),
        _ => false,
    }
}

fn below(rules: &NumberRules) -> String {
    match (rules.minimum, rules.exclusive_minimum) {
        (minimum, Some(bound)) if minimum.is_none_or(|minimum| minimum <= bound) => {
            format!("numbers of {bound} or less")
        }
        (minimum, _) => format!("numbers below {}", minimum.unwrap_or(f64::MIN)),
    }
}

fn above(rules: &NumberRules) -> String {
    match (rules.maximum, rules.exclusive_maximum) {
        (maximum, Some(bound)) if maximum.is_none_or(|maximum| maximum >= bound) => {
            format!("numbers of {bound} or more")
        }
        (maximum, _) => format!("numbers above {}", maximum.unwrap_or(f64::MAX)),
    }
}
