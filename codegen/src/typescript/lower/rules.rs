//! What a schema asks for beyond its type, as a sentence.

use std::fmt::Display;

use event_spec::types::{Format, IntegerRules, List, NumberRules, StringRules, Type};
use serde_json::Value;

/// The rules of a type and its default, where there are any: `1 to 200 characters. "x" unless given.`
pub fn sentence(ty: &Type, default: Option<&Value>) -> Option<String> {
    let mut parts = rules(ty);
    if let Some(default) = default {
        parts.push(format!("`{default}` unless given"));
    }
    let sentences = parts.iter().map(|part| format!("{}.", capitalised(part)));
    (!parts.is_empty()).then(|| sentences.collect::<Vec<_>>().join(" "))
}

fn rules(ty: &Type) -> Vec<String> {
    match ty {
        Type::Nullable(inner) => rules(inner),
        Type::String(rules) => string_rules(rules),
        Type::Timestamp => vec!["an RFC 3339 timestamp".to_owned()],
        Type::Date => vec!["an RFC 3339 date".to_owned()],
        Type::Integer(rules) => integer_rules(rules),
        Type::Number(rules) => number_rules(rules),
        Type::List(list) => list_rules(list),
        Type::Map(map) => {
            let mut parts = Vec::from_iter(count(map.min_properties, map.max_properties, "key"));
            parts.extend(each("value", &map.values));
            parts
        }
        Type::Any
        | Type::Null
        | Type::Boolean
        | Type::Literal(_)
        | Type::Integers(_)
        | Type::Tuple(_)
        | Type::Named(_) => Vec::new(),
    }
}

fn string_rules(rules: &StringRules) -> Vec<String> {
    let mut parts = Vec::from_iter(count(rules.min_length, rules.max_length, "character"));
    parts.extend(rules.pattern.as_ref().map(|pattern| format!("matches `{pattern}`")));
    parts.extend(rules.format.map(|format| match format {
        Format::Uuid => "a UUID".to_owned(),
    }));
    parts
}

fn integer_rules(rules: &IntegerRules) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(range(rules.minimum, rules.maximum).map(|range| format!("a whole number, {range}")));
    parts.extend(rules.multiple_of.map(|step| format!("a multiple of {step}")));
    parts
}

fn number_rules(rules: &NumberRules) -> Vec<String> {
    let mut parts = Vec::from_iter(range(rules.minimum, rules.maximum));
    parts.extend(rules.exclusive_minimum.map(|bound| format!("more than {bound}")));
    parts.extend(rules.exclusive_maximum.map(|bound| format!("less than {bound}")));
    parts.extend(rules.multiple_of.map(|step| format!("a multiple of {step}")));
    parts
}

fn list_rules(list: &List) -> Vec<String> {
    let mut parts = Vec::from_iter(count(list.min_items, list.max_items, "item"));
    if list.unique {
        parts.push("no item twice".to_owned());
    }
    parts.extend(each("item", &list.items));
    parts
}

fn each(what: &str, ty: &Type) -> Option<String> {
    let parts = rules(ty);
    (!parts.is_empty()).then(|| format!("each {what}: {}", parts.join(", ")))
}

fn count(minimum: Option<u64>, maximum: Option<u64>, unit: &str) -> Option<String> {
    let plural = |count: u64| if count == 1 { unit.to_owned() } else { format!("{unit}s") };
    match (minimum.filter(|minimum| *minimum > 0), maximum) {
        (None, None) => None,
        (Some(minimum), None) => Some(format!("at least {minimum} {}", plural(minimum))),
        (None, Some(maximum)) => Some(format!("at most {maximum} {}", plural(maximum))),
        (Some(minimum), Some(maximum)) if minimum == maximum => Some(format!("{minimum} {}", plural(minimum))),
        (Some(minimum), Some(maximum)) => Some(format!("{minimum} to {maximum} {}", plural(maximum))),
    }
}

fn range<N: Display>(minimum: Option<N>, maximum: Option<N>) -> Option<String> {
    match (minimum, maximum) {
        (None, None) => None,
        (Some(minimum), None) => Some(format!("at least {minimum}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}")),
        (Some(minimum), Some(maximum)) => Some(format!("{minimum} to {maximum}")),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_as_sentences() {
        let text = Type::String(StringRules { min_length: Some(1), max_length: Some(1), ..StringRules::default() });
        assert_eq!(sentence(&text, None).as_deref(), Some("1 character."));
        let tags = Type::List(Box::new(List {
            items: Type::String(StringRules { max_length: Some(20), ..StringRules::default() }),
            min_items: None,
            max_items: Some(10),
            unique: true,
        }));
        let expected = "At most 10 items. No item twice. Each item: at most 20 characters.";
        assert_eq!(sentence(&tags, None).as_deref(), Some(expected));
        let count = Type::Integer(IntegerRules { minimum: Some(0), ..IntegerRules::default() });
        let expected = "A whole number, at least 0. `5` unless given.";
        assert_eq!(sentence(&count, Some(&Value::from(5))).as_deref(), Some(expected));
        assert_eq!(sentence(&Type::Boolean, None), None);
    }
}
