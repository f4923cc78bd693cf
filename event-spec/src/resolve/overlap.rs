//! Addresses that two channels print.
//!
//! In: two channels. Out: the shortest text that is an address of both, or nothing where no values of their parameters
//! make them print alike. Each address is an automaton over characters, and a text that both accept is looked for in
//! their product.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::fmt::Write;

use crate::catalogue::{Channel, ParamType, Segment};

/// What a parameter prints as it is; everything else is percent-encoded.
const SAFE: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-~@+=";
const NON_ZERO: &str = "123456789";
const DIGITS: &str = "0123456789";
const HEX: &str = "0123456789ABCDEF";

/// Whether a parameter can print a character, be it as a part of an encoded one.
pub(super) fn is_printed(ch: char) -> bool {
    ch == '%' || is_safe(ch)
}

/// Whether a character stands for itself in a parameter.
pub(crate) fn is_safe(ch: char) -> bool {
    SAFE.contains(ch)
}

/// What a step reads: one character.
#[derive(Clone, Copy)]
enum Class {
    /// This one.
    One(char),
    /// Any of these.
    Of(&'static str),
}

impl Class {
    /// A character that both read.
    fn common(self, other: Self) -> Option<char> {
        match (self, other) {
            (Self::One(one), Self::One(other)) => (one == other).then_some(one),
            (Self::One(one), Self::Of(set)) | (Self::Of(set), Self::One(one)) => set.contains(one).then_some(one),
            (Self::Of(one), Self::Of(other)) => one.chars().find(|ch| other.contains(*ch)),
        }
    }
}

/// A state of one automaton, and one of the other.
type Pair = (usize, usize);

/// Where each pair was reached from, and by which character; the first pair from nowhere.
type Origins = HashMap<Pair, Option<(Pair, Option<char>)>>;

#[derive(Default)]
struct State {
    steps: Vec<(Class, usize)>,
    /// The state that is reached without reading anything.
    skip: Option<usize>,
}

/// Reads the addresses of one channel, from its first state to its last.
pub(super) struct Printed {
    states: Vec<State>,
    /// The text before the first parameter.
    prefix: String,
    /// The text after the last one.
    suffix: String,
}

impl Printed {
    /// The addresses of a channel; nothing where a parameter could not be resolved.
    pub(super) fn of(channel: &Channel) -> Option<Self> {
        let literal = |segment: Option<&Segment>| match segment {
            Some(Segment::Literal(text)) => text.clone(),
            Some(Segment::Named(_)) | None => String::new(),
        };
        let (prefix, suffix) = (literal(channel.address.first()), literal(channel.address.last()));
        let mut printed = Self { states: vec![State::default()], prefix, suffix };
        for segment in &channel.address {
            match segment {
                Segment::Literal(text) => printed.literal(text),
                Segment::Named(word) => match &channel.params.get(word)?.ty {
                    ParamType::String => printed.string(),
                    ParamType::Integer => printed.integer(),
                    ParamType::OneOf(values) => printed.one_of(values),
                },
            }
        }
        Some(printed)
    }

    /// The text before the first parameter.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The shortest address of both.
    pub(super) fn common(&self, other: &Self) -> Option<String> {
        if !(self.suffix.ends_with(&other.suffix) || other.suffix.ends_with(&self.suffix)) {
            return None;
        }
        let goal = (self.states.len() - 1, other.states.len() - 1);
        let mut origins = Origins::from([((0, 0), None)]);
        let mut waiting = VecDeque::from([(0, 0)]);
        while let Some(pair) = waiting.pop_front() {
            if pair == goal {
                return Some(spell(&origins, pair));
            }
            let (ours, theirs) = (&self.states[pair.0], &other.states[pair.1]);
            let skips = [ours.skip.map(|skip| (skip, pair.1)), theirs.skip.map(|skip| (pair.0, skip))];
            let skips = skips.into_iter().flatten().map(|next| (next, None));
            let steps = ours.steps.iter().flat_map(|(our, us)| {
                theirs.steps.iter().filter_map(|(their, them)| Some(((*us, *them), Some(our.common(*their)?))))
            });
            for (next, ch) in skips.chain(steps) {
                if let Entry::Vacant(free) = origins.entry(next) {
                    free.insert(Some((pair, ch)));
                    // What reads nothing comes first, so that the shortest text is found.
                    if ch.is_none() { waiting.push_front(next) } else { waiting.push_back(next) }
                }
            }
        }
        None
    }

    fn add(&mut self) -> usize {
        self.states.push(State::default());
        self.states.len() - 1
    }

    fn step(&mut self, from: usize, class: Class, to: usize) {
        self.states[from].steps.push((class, to));
    }

    /// The state in which what is to follow begins.
    fn end(&self) -> usize {
        self.states.len() - 1
    }

    fn literal(&mut self, text: &str) {
        for ch in text.chars() {
            let from = self.end();
            let to = self.add();
            self.step(from, Class::One(ch), to);
        }
    }

    /// One or more characters, each as it is or encoded.
    fn string(&mut self) {
        let start = self.end();
        let [percent, first, inside, end] = [(); 4].map(|()| self.add());
        for from in [start, inside] {
            self.step(from, Class::Of(SAFE), inside);
            self.step(from, Class::One('%'), percent);
        }
        self.step(percent, Class::Of(HEX), first);
        self.step(first, Class::Of(HEX), inside);
        self.states[inside].skip = Some(end);
    }

    /// A whole number without leading zeros.
    fn integer(&mut self) {
        let start = self.end();
        let [minus, inside, end] = [(); 3].map(|()| self.add());
        self.step(start, Class::One('-'), minus);
        self.step(start, Class::One('0'), end);
        for from in [start, minus] {
            self.step(from, Class::Of(NON_ZERO), inside);
        }
        self.step(inside, Class::Of(DIGITS), inside);
        self.states[inside].skip = Some(end);
    }

    /// One of some texts, which share the states of what they begin with.
    fn one_of(&mut self, values: &[String]) {
        let start = self.end();
        let mut ends = Vec::new();
        let mut known: HashMap<(usize, char), usize> = HashMap::new();
        for value in values {
            let mut at = start;
            for ch in encoded(value).chars() {
                at = match known.get(&(at, ch)) {
                    Some(next) => *next,
                    None => {
                        let next = self.add();
                        self.step(at, Class::One(ch), next);
                        known.insert((at, ch), next);
                        next
                    }
                };
            }
            ends.push(at);
        }
        let end = self.add();
        ends.into_iter().for_each(|at| self.states[at].skip = Some(end));
    }
}

/// The text that was read on the way to a pair of states.
fn spell(origins: &Origins, goal: Pair) -> String {
    let mut text: Vec<char> = Vec::new();
    let mut at = goal;
    while let Some(Some((before, ch))) = origins.get(&at) {
        text.extend(ch);
        at = *before;
    }
    text.into_iter().rev().collect()
}

/// A value as a parameter prints it.
fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if SAFE.contains(char::from(byte)) {
            text.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Access, Param};
    use crate::source::{Sources, Span, Spanned};

    /// A channel whose address has one parameter, between two texts.
    fn printed(before: &str, ty: Option<ParamType>, after: &str) -> Printed {
        let span = Span { source: Sources::default().add("", ""), start: 0, end: 0 };
        let mut address = vec![Segment::Literal(before.to_owned())];
        let mut params = indexmap::IndexMap::new();
        if let Some(ty) = ty {
            address.push(Segment::Named("id".to_owned()));
            params.insert("id".to_owned(), Param { ty, summary: None });
        }
        if !after.is_empty() {
            address.push(Segment::Literal(after.to_owned()));
        }
        let channel = Channel {
            name: Spanned::new("channel".to_owned(), span),
            summary: None,
            address,
            pattern: String::new(),
            params,
            access: Access::Public,
            auto_join: None,
            span,
        };
        Printed::of(&channel).expect("the parameter is described")
    }

    fn one_of(values: &[&str]) -> Option<ParamType> {
        Some(ParamType::OneOf(values.iter().map(|value| (*value).to_owned()).collect()))
    }

    #[test]
    fn addresses_meet_where_some_values_print_alike() {
        let (string, integer) = (Some(ParamType::String), Some(ParamType::Integer));
        for (one, other, common) in [
            (printed("r.", string.clone(), ""), printed("r.lobby", None, ""), Some("r.lobby")),
            (printed("r.", string.clone(), ""), printed("r.", None, ""), None),
            (printed("r.", string.clone(), ""), printed("r.lobby.x", None, ""), None),
            (printed("r.", string.clone(), ".x"), printed("r.lobby", None, ".x"), Some("r.lobby.x")),
            (printed("r.", string.clone(), ""), printed("r.", integer.clone(), ""), Some("r.0")),
            (printed("r.", string.clone(), ""), printed("r.a-", integer.clone(), ""), Some("r.a-0")),
            (printed("r.", integer.clone(), ""), printed("r.-7", None, ""), Some("r.-7")),
            (printed("r.", integer.clone(), ""), printed("r.07", None, ""), None),
            (printed("r.", integer.clone(), ""), printed("r.-0", None, ""), None),
            (printed("r.", integer, ""), printed("r.x", None, ""), None),
            (printed("r.", one_of(&["a", "ab"]), ""), printed("r.", one_of(&["b", "ab"]), ""), Some("r.ab")),
            (printed("r.", one_of(&["a", "b"]), "c"), printed("r.", one_of(&["a", "b"]), ""), None),
            (printed("r.", one_of(&["a.b"]), ""), printed("r.a.b", None, ""), None),
            (printed("r.", one_of(&["a.b"]), ""), printed("r.", string, ""), Some("r.a%2Eb")),
        ] {
            assert_eq!(one.common(&other).as_deref(), common);
            assert_eq!(other.common(&one).as_deref(), common);
        }
    }
}
