//! Ids: a few of each kind, which come up again and again, as in a real system; and new ones for what is new.
//!
//! What they look like is learnt from the catalogue's examples: `conversation_id: conv_456` makes `conv_456`, `conv_457`, ..

use std::collections::BTreeMap;

use event_spec::Catalogue;
use event_spec::catalogue::Event;
use serde_json::Value;

use super::random::Random;

/// So many of a kind come up.
const FEW: u64 = 3;

/// The ids of a catalogue.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// The first id of a kind, as an example has it.
    kinds: BTreeMap<String, Value>,
    /// How many new ones were given out.
    given: BTreeMap<String, u64>,
}

/// Whether a field holds an id, as its name tells.
pub fn is_id(field: &str) -> bool {
    matches!(field, "id" | "uuid" | "_id") || field.ends_with("_id") || field.ends_with("Id") || field.ends_with("-id")
}

impl Ids {
    /// Learns from the examples of a catalogue.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut ids = Self::default();
        // What the server says comes first: of the two, it is the one that knows ids.
        for of in [|event: &Event| event.server.clone(), |event: &Event| event.client.clone()] {
            for event in catalogue.events.values() {
                for example in of(event).iter().flat_map(|message| &message.examples) {
                    ids.learn("", &event.name.value, &example.value);
                }
            }
        }
        ids
    }

    fn learn(&mut self, field: &str, owner: &str, value: &Value) {
        match value {
            Value::Object(object) => {
                let owner = if field.is_empty() { owner } else { field };
                object.iter().for_each(|(key, value)| self.learn(key, owner, value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn(field, owner, item)),
            Value::String(_) | Value::Number(_) if is_id(field) => {
                self.kinds.entry(kind(field, owner)).or_insert_with(|| value.clone());
            }
            _ => {}
        }
    }

    /// One of the few ids of a kind, as a text; a new one where the field is the thing's own.
    pub fn text(&mut self, field: &str, owner: &str, random: &mut Random) -> String {
        let kind = kind(field, owner);
        let number = self.number_of(&kind, field, random);
        match self.kinds.get(&kind) {
            Some(Value::String(first)) => nth(first, number),
            Some(Value::Number(first)) => first.as_i64().unwrap_or(1).saturating_add_unsigned(number).to_string(),
            _ => format!("{kind}_{}", number.saturating_add(1)),
        }
    }

    /// The same as a number.
    pub fn number(&mut self, field: &str, owner: &str, random: &mut Random) -> i64 {
        let kind = kind(field, owner);
        let number = self.number_of(&kind, field, random);
        let first = self.kinds.get(&kind).and_then(Value::as_i64).unwrap_or(1);
        first.saturating_add_unsigned(number)
    }

    /// The first id of the kind that a field holds: what everybody meets in.
    pub fn first(&self, field: &str) -> Option<&Value> {
        self.kinds.get(&kind(field, ""))
    }

    fn number_of(&mut self, kind: &str, field: &str, random: &mut Random) -> u64 {
        if matches!(field, "id" | "uuid" | "_id") {
            let given = self.given.entry(kind.to_owned()).or_default();
            *given = given.saturating_add(1);
            return *given;
        }
        random.below(FEW)
    }
}

/// Of what kind an id is: `conversation_id` is a conversation's, and the `id` in `message.new` a message's.
fn kind(field: &str, owner: &str) -> String {
    let own = matches!(field, "id" | "uuid" | "_id");
    let words = event_spec::words::split(if own { owner } else { field });
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !matches!(*word, "id" | "new")).collect();
    match (own, words.first()) {
        (true, Some(first)) => (*first).to_owned(),
        (false, Some(_)) => words.join("_"),
        (_, None) => "id".to_owned(),
    }
}

/// The n-th id after one that ends in a number: `conv_458` is the second after `conv_456`. Any other gets a number.
fn nth(first: &str, number: u64) -> String {
    let digits = first.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (head, tail) = first.split_at(first.len().saturating_sub(digits));
    match tail.parse::<u64>() {
        Ok(value) if tail.len() < 18 => {
            format!("{head}{:0width$}", value.saturating_add(number), width = tail.len())
        }
        _ if number == 0 => first.to_owned(),
        _ => format!("{first}-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_on_from_an_example() {
        assert_eq!(nth("conv_456", 2), "conv_458");
        assert_eq!(nth("007", 4), "011");
        assert_eq!(nth("xxxx", 0), "xxxx");
        assert_eq!(nth("xxxx", 1), "xxxx-1");
        assert_eq!(nth("", 1), "-1");
    }

    #[test]
    fn kinds_are_told_by_names() {
        assert_eq!(kind("conversation_id", "message.new"), "conversation");
        assert_eq!(kind("id", "message.new"), "message");
        assert_eq!(kind("id", "new_message"), "message");
        assert_eq!(kind("userId", ""), "user");
        assert!(is_id("userId") && is_id("id") && !is_id("paid") && !is_id("Idea"));
    }
}
