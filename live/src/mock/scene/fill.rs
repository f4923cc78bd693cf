//! Filling `${..}` in: what a step's values take from what happened.
//!
//! | written | what it gives |
//! |---|---|
//! | `${body.text}` | what is found along the path; null where nothing is |
//! | `${user.name or user.id}` | the first of several that is not null |
//! | `${now}` | the moment |
//! | `${new conv}` | a new id, as `conv_1` |
//! | `${token it.id visitor}` | a token for the user of this id, with these roles |
//! | `${count messages}` | how many records a list has |
//!
//! A text that is nothing else gives the value as it is, a number as a number; inside of a text it gives words.

use serde_json::{Map, Value};

/// What there is beside paths.
pub trait Words {
    /// The value of some words; none where they are not known.
    fn value(&self, words: &[&str]) -> Option<Value>;
}

/// A value with everything filled in.
pub fn fill(value: &Value, around: &Map<String, Value>, words: &dyn Words) -> Value {
    match value {
        Value::String(text) => filled(text, around, words),
        Value::Array(items) => items.iter().map(|item| fill(item, around, words)).collect(),
        Value::Object(object) => {
            Value::Object(object.iter().map(|(key, value)| (key.clone(), fill(value, around, words))).collect())
        }
        other => other.clone(),
    }
}

/// A text with everything filled in.
pub fn text(written: &str, around: &Map<String, Value>, words: &dyn Words) -> String {
    match filled(written, around, words) {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn filled(written: &str, around: &Map<String, Value>, words: &dyn Words) -> Value {
    if let Some(inner) = written.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))
        && !inner.contains("${")
    {
        return looked_up(inner, around, words);
    }
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((inner, after)) = after.split_once('}') else {
            out.push_str("${");
            rest = after;
            break;
        };
        match looked_up(inner, around, words) {
            Value::String(text) => out.push_str(&text),
            Value::Null => {}
            other => out.push_str(&other.to_string()),
        }
        rest = after;
    }
    out.push_str(rest);
    Value::String(out)
}

fn looked_up(inner: &str, around: &Map<String, Value>, words: &dyn Words) -> Value {
    let one = |written: &str| {
        let written = written.trim();
        let parts: Vec<&str> = written.split_whitespace().collect();
        words.value(&parts).or_else(|| along(written, around).cloned()).filter(|value| !value.is_null())
    };
    inner.split(" or ").find_map(one).unwrap_or_default()
}

/// What is found along a path, as in `it.members.0.id`.
pub fn along<'a>(path: &str, around: &'a Map<String, Value>) -> Option<&'a Value> {
    let mut keys = path.split('.');
    let first = around.get(keys.next()?)?;
    keys.try_fold(first, |value, key| match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Seven;

    impl Words for Seven {
        fn value(&self, words: &[&str]) -> Option<Value> {
            (words == ["seven"]).then(|| 7.into())
        }
    }

    #[test]
    fn values_keep_their_kind_and_texts_take_words() {
        let around = Map::from_iter([("it".to_owned(), json!({ "id": 3, "tags": ["a"] }))]);
        let fill = |value: Value| fill(&value, &around, &Seven);
        assert_eq!(fill(json!({ "a": "${it.id}", "b": ["${ seven }"] })), json!({ "a": 3, "b": [7] }));
        assert_eq!(fill(json!("room.${it.id}.${it.tags.0}${none}")), json!("room.3.a"));
        assert_eq!(fill(json!("${none.of.it}")), Value::Null);
        assert_eq!(fill(json!("${none or it.tags.0 or seven}")), json!("a"));
        assert_eq!(fill(json!("${it.id")), json!("${it.id"));
        assert_eq!(fill(json!(true)), json!(true));
    }
}
