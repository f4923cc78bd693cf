//! A payload with one thing changed, at every place and in every way.

use serde_json::{Map, Value, json};

/// A changed payload.
pub struct Mutation {
    /// Where and how it was changed.
    pub what: String,
    /// The payload.
    pub payload: Value,
}

/// Every change of a payload.
pub fn mutations(payload: &Value) -> Vec<Mutation> {
    let mut list = Vec::new();
    places(payload, String::new(), &mut |pointer, value| {
        for (how, changed) in changes(value) {
            let mut whole = payload.clone();
            if let Some(place) = whole.pointer_mut(pointer) {
                *place = changed;
            }
            list.push(Mutation { what: format!("`{pointer}` {how}"), payload: whole });
        }
    });
    list
}

fn places(value: &Value, pointer: String, visit: &mut impl FnMut(&str, &Value)) {
    visit(&pointer, value);
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                places(field, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), visit);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                places(item, format!("{pointer}/{at}"), visit);
            }
        }
        _ => {}
    }
}

/// A value of another kind for each kind there is, and what is just outside of what is usual for its own.
fn changes(value: &Value) -> Vec<(String, Value)> {
    let others = [Value::Null, json!(true), json!(7), json!(-1), json!(1.5), json!("text"), json!([]), json!({})];
    let mut list: Vec<(String, Value)> =
        others.into_iter().filter(|other| other != value).map(|other| (format!("becomes {other}"), other)).collect();
    let mut add = |how: &str, changed: Value| list.push((how.to_owned(), changed));
    match value {
        Value::String(text) => {
            add("is emptied", json!(""));
            add("grows long", json!("x".repeat(5_000)));
            add("grows", json!(format!("{text}.")));
            add("changes case", json!(text.to_uppercase()));
        }
        Value::Number(_) => {
            add("grows huge", json!(9_007_199_254_740_991_i64));
            add("falls to zero", json!(0));
        }
        Value::Bool(flag) => add("flips", json!(!flag)),
        Value::Array(items) => {
            if let Some(first) = items.first() {
                add("repeats an item", json!([first, first]));
                add("grows long", Value::Array(vec![first.clone(); 300]));
            }
            add("holds another item", json!([{ "unheard": ["of"] }]));
        }
        Value::Object(fields) => {
            for key in fields.keys() {
                let mut less: Map<String, Value> = fields.clone();
                less.remove(key);
                add(&format!("loses `{key}`"), Value::Object(less));
            }
            let mut more = fields.clone();
            more.insert("unheard_of".into(), json!(1));
            add("gains a key", Value::Object(more));
        }
        Value::Null => {}
    }
    list
}
