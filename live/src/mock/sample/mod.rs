//! Random data that fits its schema.
//!
//! In: a type of a catalogue, a stream of numbers, a moment. Out: a value that keeps every rule of the type, and reads like what
//! its field is called. Promised: it ends, however types refer to each other; the same stream gives the same value. A rule that
//! cannot be kept by walking along the type (a pattern that its own samples miss, a list of more different items than there are)
//! gives a value that may not fit: whoever sends asks the judge first, and falls back to an example.

mod height;
mod numbers;
mod objects;
mod scope;
mod texts;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use event_spec::types::{Discrimination, Enum, List, Literal, Map, Type, TypeId, TypeKind, Types, Union};
use serde_json::Value;

use self::height::Heights;
pub use self::scope::{Scope, lay};
use super::clock::Moment;
use super::ids::Ids;
use super::random::Random;

/// So deep may named types lie in each other before only what must be there is made.
const DEEP: usize = 5;

/// Makes values of a catalogue's types.
#[derive(Debug)]
pub struct Sampler {
    types: Types,
    heights: Heights,
}

/// One value being made.
pub(super) struct Making<'a> {
    sampler: &'a Sampler,
    random: &'a mut Random,
    ids: &'a mut Ids,
    now: Moment,
    scope: &'a Scope,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct At<'a> {
    /// The name of the field, for plausible words.
    field: &'a str,
    /// The name of what the field belongs to.
    owner: &'a str,
    /// How many named types it lies in.
    depth: usize,
}

impl Sampler {
    /// For the types of a catalogue.
    pub fn new(types: &Types) -> Self {
        Self { heights: Heights::of(types), types: types.clone() }
    }

    /// A value of a type. What `scope` settles is as it says; `name` is what the value is called, as an event's name.
    pub fn value(
        &self,
        ty: &Type,
        name: &str,
        scope: &Scope,
        (random, ids, now): (&mut Random, &mut Ids, Moment),
    ) -> Value {
        let mut making = Making { sampler: self, random, ids, now, scope };
        making.value(ty, At { field: "", owner: name, depth: 0 })
    }

    /// The fields of an object that is no named type, as an envelope's metadata.
    pub fn object(
        &self,
        object: &event_spec::types::Object,
        name: &str,
        scope: &Scope,
        (random, ids, now): (&mut Random, &mut Ids, Moment),
    ) -> serde_json::Map<String, Value> {
        let mut making = Making { sampler: self, random, ids, now, scope };
        making.object(object, At { field: "", owner: name, depth: 0 })
    }
}

impl Making<'_> {
    fn value(&mut self, ty: &Type, at: At<'_>) -> Value {
        match ty {
            Type::Any => self.word(at).into(),
            Type::Null => Value::Null,
            Type::Boolean => self.boolean(at).into(),
            Type::Integer(rules) => self.integer(rules, at),
            Type::Number(rules) => self.number(rules, at),
            Type::String(rules) => self.text(rules, at).into(),
            Type::Timestamp => self.moment(at).text().into(),
            Type::Date => self.moment(at).day().into(),
            Type::Literal(literal) => match literal {
                Literal::String(text) => text.as_str().into(),
                Literal::Integer(number) => (*number).into(),
                Literal::Boolean(value) => (*value).into(),
            },
            Type::Integers(values) => self.random.pick(values).copied().unwrap_or_default().into(),
            Type::List(list) => self.list(list, at),
            Type::Tuple(items) => items.iter().map(|item| self.value(item, at)).collect(),
            Type::Map(map) => self.map(map, at),
            Type::Nullable(inner) => {
                if self.random.chance(if at.depth >= DEEP { 1.0 } else { 0.2 }) {
                    Value::Null
                } else {
                    self.value(inner, at)
                }
            }
            Type::Named(id) => self.named(*id, at),
        }
    }

    fn named(&mut self, id: TypeId, at: At<'_>) -> Value {
        let definition = self.sampler.types.get(id);
        let within = At { depth: at.depth.saturating_add(1), ..at };
        match &definition.kind {
            TypeKind::Alias(ty) => self.value(ty, at),
            TypeKind::Enum(choices) => self.choice(choices).into(),
            TypeKind::Union(union) => self.union(union, within),
            TypeKind::Object(object) => {
                // The fields of a message in a list of rooms are a message's.
                let owner = if at.field.is_empty() { at.owner } else { at.field };
                Value::Object(self.object(object, At { owner, ..within }))
            }
        }
    }

    /// One of the values, and one that is still in use where there is one.
    fn choice(&mut self, choices: &Enum) -> String {
        let current: Vec<&str> =
            choices.values.iter().filter(|value| !value.deprecated).map(|value| value.wire.as_str()).collect();
        let all: Vec<&str> = choices.values.iter().map(|value| value.wire.as_str()).collect();
        self.random.pick(if current.is_empty() { &all } else { &current }).copied().unwrap_or_default().to_owned()
    }

    fn union(&mut self, union: &Union, at: At<'_>) -> Value {
        let variant = if at.depth > DEEP {
            let heights = &self.sampler.heights;
            union.variants.iter().min_by_key(|variant| heights.of_type(&variant.ty))
        } else {
            self.random.pick(&union.variants)
        };
        let Some(variant) = variant else { return Value::Null };
        let value = self.value(&variant.ty, at);
        match (&union.discrimination, &variant.tag, value) {
            (Discrimination::Tag(key), Some(tag), Value::Object(mut object)) => {
                // What a scope settles must not make another variant of it.
                object.insert(key.clone(), tag.as_str().into());
                Value::Object(object)
            }
            (_, _, value) => value,
        }
    }

    fn list(&mut self, list: &List, at: At<'_>) -> Value {
        let least = list.min_items.unwrap_or(0);
        let most = list.max_items.unwrap_or(u64::MAX);
        let usual = if at.depth > DEEP { least } else { self.random.below(3).saturating_add(1) };
        let count = usual.max(least).min(most);
        let mut items: Vec<Value> = Vec::new();
        let mut seen = HashSet::new();
        let mut tries = count.saturating_mul(20).saturating_add(50);
        // Few different items may be all that there are.
        while (items.len() as u64) < count && tries > 0 {
            tries -= 1;
            let item = self.value(&list.items, at);
            if !list.unique || seen.insert(item.to_string()) {
                items.push(item);
            }
        }
        Value::Array(items)
    }

    fn map(&mut self, map: &Map, at: At<'_>) -> Value {
        let least = map.min_properties.unwrap_or(0);
        let most = map.max_properties.unwrap_or(u64::MAX);
        let usual = if at.depth > DEEP { least } else { self.random.below(3) };
        let count = usual.max(least).min(most);
        let mut entries = serde_json::Map::new();
        for number in 0..count {
            let word = words::WORDS[usize::try_from(number).unwrap_or(0) % words::WORDS.len()];
            let key = if entries.contains_key(word) { format!("{word}_{number}") } else { word.to_owned() };
            let value = self.value(&map.values, at);
            entries.insert(key, value);
        }
        Value::Object(entries)
    }

    fn boolean(&mut self, at: At<'_>) -> bool {
        match at.field {
            // What is acknowledged and told without more words went well.
            "success" | "ok" | "succeeded" => true,
            "removed" | "deleted" | "error" | "failed" => self.random.chance(0.1),
            _ => self.random.chance(0.5),
        }
    }

    fn moment(&mut self, at: At<'_>) -> Moment {
        use std::time::Duration;
        let minutes = |count: u64| Duration::from_secs(60 * count);
        let words = event_spec::words::split(at.field);
        let says = |word: &str| words.iter().any(|own| own == word);
        if says("created") || says("joined") || says("started") || says("since") {
            let earlier = minutes(self.random.below(24 * 60).saturating_add(1));
            self.now.before(earlier)
        } else if says("last") || says("updated") || says("seen") {
            let earlier = minutes(self.random.below(30));
            self.now.before(earlier)
        } else if says("expires") || says("until") || says("due") || says("deadline") || says("end") || says("ends") {
            let later = minutes(self.random.below(7 * 24 * 60).saturating_add(1));
            self.now.later(later)
        } else {
            self.now
        }
    }
}
