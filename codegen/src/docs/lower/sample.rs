//! Values for what no author gave an example of.
//!
//! In: a field or a type. Out: the schema's own example or default where it has one, else a made-up value that keeps the
//! rules of the type. What cannot be made up (a text that fits a pattern, or a very long one) is described in parentheses
//! in the value's place.

use event_spec::types::{
    Field, Format, IntegerRules, List, Literal, NumberRules, Object, StringRules, Type, TypeKind, Types,
};
use serde_json::Value;

/// How deep values are made: a type may hold itself.
const DEEPEST: u32 = 6;

/// The longest text that is made up; of longer ones a reader would learn no more.
const LONGEST: u64 = 64;

/// The value that a field's schema gives.
pub fn given(field: &Field) -> Option<Value> {
    field.example.clone().or_else(|| field.default.clone().filter(|default| !default.is_null()))
}

/// A value for a field.
pub fn of_field(types: &Types, field: &Field) -> Value {
    Sampler { types, depth: 0 }.field(field)
}

#[derive(Clone, Copy)]
struct Sampler<'a> {
    types: &'a Types,
    depth: u32,
}

impl Sampler<'_> {
    fn field(self, field: &Field) -> Value {
        given(field).unwrap_or_else(|| self.value(&field.ty))
    }

    fn value(self, ty: &Type) -> Value {
        if self.depth == DEEPEST {
            return Value::Null;
        }
        let inner = Self { depth: self.depth + 1, ..self };
        match ty {
            Type::Any => Value::from("..."),
            Type::String(rules) => Value::from(text(rules)),
            Type::Null => Value::Null,
            Type::Boolean => Value::from(true),
            Type::Integer(rules) => Value::from(integer(rules)),
            Type::Number(rules) => Value::from(number(rules)),
            Type::Timestamp => Value::from("2026-01-31T12:00:00Z"),
            Type::Date => Value::from("2026-01-31"),
            Type::Literal(Literal::String(words)) => Value::from(words.as_str()),
            Type::Literal(Literal::Integer(number)) => Value::from(*number),
            Type::Literal(Literal::Boolean(flag)) => Value::from(*flag),
            Type::Integers(values) => values.first().copied().map_or(Value::Null, Value::from),
            Type::List(list) => inner.list(list),
            Type::Tuple(items) => items.iter().map(|item| inner.value(item)).collect(),
            Type::Map(map) => {
                let keys = (1..=map.min_properties.unwrap_or(0).min(LONGEST)).map(|at| format!("key_{at}"));
                Value::Object(keys.map(|key| (key, inner.value(&map.values))).collect())
            }
            Type::Nullable(some) => self.value(some),
            Type::Named(id) => match &self.types.get(*id).kind {
                TypeKind::Object(object) => inner.object(object),
                TypeKind::Enum(set) => set.values.first().map_or(Value::Null, |value| Value::from(value.wire.as_str())),
                TypeKind::Union(union) => {
                    union.variants.first().map_or(Value::Null, |variant| inner.value(&variant.ty))
                }
                TypeKind::Alias(other) => inner.value(other),
            },
        }
    }

    /// As few items as there may be. (Where no two may be equal, one stands for all.)
    fn list(self, list: &List) -> Value {
        let least = list.min_items.unwrap_or(0).min(if list.unique { 1 } else { LONGEST });
        (0..least).map(|_| self.value(&list.items)).collect()
    }

    /// An object with the fields that it must have and those whose schemas give a value.
    fn object(self, object: &Object) -> Value {
        let value = |field: &Field| if field.optional { given(field) } else { Some(self.field(field)) };
        Value::Object(object.fields.iter().filter_map(|field| Some((field.wire.clone(), value(field)?))).collect())
    }
}

fn text(rules: &StringRules) -> String {
    let least = rules.min_length.unwrap_or(0);
    match rules {
        StringRules { pattern: Some(pattern), .. } => format!("(matches {pattern})"),
        StringRules { format: Some(Format::Uuid), .. } => "00000000-0000-4000-8000-000000000000".to_owned(),
        _ if least > LONGEST => format!("({least} characters)"),
        _ => (0..least.max(3).min(rules.max_length.unwrap_or(LONGEST))).map(|_| '.').collect(),
    }
}

/// The number nearest to 1 in its bounds, and from there the next multiple.
fn integer(rules: &IntegerRules) -> i64 {
    let start = 1.max(rules.minimum.unwrap_or(i64::MIN)).min(rules.maximum.unwrap_or(i64::MAX));
    let step = rules.multiple_of.unwrap_or(1).max(1);
    let below = start - start.rem_euclid(step);
    let above = if below == start { Some(start) } else { below.checked_add(step) };
    above.filter(|above| rules.maximum.is_none_or(|most| *above <= most)).unwrap_or(below)
}

/// The first of some likely numbers that keeps every rule.
fn number(rules: &NumberRules) -> f64 {
    let fits = |number: &f64| {
        rules.minimum.is_none_or(|bound| *number >= bound)
            && rules.maximum.is_none_or(|bound| *number <= bound)
            && rules.exclusive_minimum.is_none_or(|bound| *number > bound)
            && rules.exclusive_maximum.is_none_or(|bound| *number < bound)
    };
    let least = rules.minimum.or(rules.exclusive_minimum);
    let most = rules.maximum.or(rules.exclusive_maximum);
    let middle = least.zip(most).map(|(least, most)| f64::midpoint(least, most));
    let beside = [least.map(|bound| bound + 1.0), most.map(|bound| bound - 1.0)];
    let likely = [Some(1.0), least, most, middle].into_iter().chain(beside).flatten();
    let mut multiples = likely.flat_map(|number| match rules.multiple_of {
        Some(step) => [(number / step).ceil() * step, (number / step).floor() * step],
        None => [number, number],
    });
    multiples.find(fits).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_keep_their_rules() {
        let sample = |minimum, maximum, multiple_of| integer(&IntegerRules { minimum, maximum, multiple_of });
        assert_eq!(sample(None, None, None), 1);
        assert_eq!(sample(Some(0), None, None), 1);
        assert_eq!(sample(Some(7), None, Some(5)), 10);
        assert_eq!(sample(None, Some(-3), None), -3);
        assert_eq!(sample(Some(-9), Some(-3), Some(4)), -4);
        assert_eq!(sample(Some(0), Some(3), Some(5)), 0);
        assert_eq!(sample(Some(i64::MAX), None, Some(i64::MAX)), i64::MAX);
    }

    #[test]
    fn numbers_keep_their_rules() {
        let open = NumberRules::default;
        for (rules, expected) in [
            (open(), 1.0),
            (NumberRules { exclusive_minimum: Some(1.0), ..open() }, 2.0),
            (NumberRules { exclusive_minimum: Some(0.0), exclusive_maximum: Some(0.5), ..open() }, 0.25),
            (NumberRules { minimum: Some(7.0), multiple_of: Some(2.5), ..open() }, 7.5),
            (NumberRules { maximum: Some(-1.0), multiple_of: Some(2.0), ..open() }, -2.0),
        ] {
            assert_eq!(number(&rules), expected, "{rules:?}");
        }
    }

    #[test]
    fn texts_keep_their_lengths_or_say_what_they_must_be() {
        let open = StringRules::default;
        for (rules, expected) in [
            (open(), "..."),
            (StringRules { min_length: Some(5), ..open() }, "....."),
            (StringRules { max_length: Some(2), ..open() }, ".."),
            (StringRules { min_length: Some(1000), ..open() }, "(1000 characters)"),
            (StringRules { pattern: Some("^v[0-9]+$".to_owned()), ..open() }, "(matches ^v[0-9]+$)"),
        ] {
            assert_eq!(text(&rules), expected);
        }
    }
}
