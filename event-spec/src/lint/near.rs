//! Names that are one slip apart.
//!
//! In: names. Out: pairs of them that a tired reader or writer takes for each other: the same words in another order, singular
//! and plural, a doubled letter or two that changed places, signs that look alike. Tense and meaning are no slip: `sent` and
//! `send`, `online` and `offline` are meant to be told apart. Names meet through normal forms in a hash map, so that the work is
//! linear however many there are.

use rustc_hash::FxHashMap;

use crate::words;

/// What tells two names apart that are near each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// How the words are joined.
    Joints,
    /// The order of their words.
    Order,
    /// Where their words begin and end.
    Division,
    /// Singular and plural.
    Number,
    /// A letter that is doubled.
    Doubled,
    /// Two letters that changed places.
    Swapped,
    /// Signs that look alike.
    Alike,
}

impl Slip {
    /// What the two have in common, and what not.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Joints => "their words are the same",
            Self::Order => "they have the same words in another order",
            Self::Division => "they have the same letters, and other gaps between them",
            Self::Number => "their words differ in singular and plural alone",
            Self::Doubled => "they differ in a doubled letter",
            Self::Swapped => "two letters have changed places",
            Self::Alike => "they differ in signs that look alike",
        }
    }
}

/// The names so far, by their normal forms.
#[derive(Default)]
pub(crate) struct Names<'n> {
    names: Vec<&'n str>,
    exact: FxHashMap<Vec<u8>, usize>,
    forms: FxHashMap<String, Vec<usize>>,
}

impl<'n> Names<'n> {
    /// Adds a name, and gives the first of those before it that it is near to and that `counts`, by its place in the order of
    /// adding.
    pub(crate) fn add(&mut self, name: &'n str, counts: impl Fn(usize, Slip) -> bool) -> Option<(usize, Slip)> {
        let forms = [by_words(name), by_letters(name)];
        let places = forms.iter().filter_map(|form| self.forms.get(form)).flatten();
        let met = places.filter_map(|place| Some((*place, slip(self.names[*place], name)?)));
        let found =
            met.chain(self.swapped(name)).find(|(place, slip)| self.names[*place] != name && counts(*place, *slip));
        let place = self.names.len();
        self.names.push(name);
        self.exact.entry(name.to_ascii_lowercase().into_bytes()).or_insert(place);
        for form in forms {
            let known = self.forms.entry(form).or_default();
            // More than these tell nothing more, and would make a crowd of like names slow.
            if known.len() < 4 {
                known.push(place);
            }
        }
        found
    }

    /// The names that this one becomes where two neighbouring letters change places.
    fn swapped(&self, name: &str) -> Vec<(usize, Slip)> {
        let mut bytes = name.to_ascii_lowercase().into_bytes();
        let mut found = Vec::new();
        for at in 1..bytes.len() {
            let (one, other) = (bytes[at - 1], bytes[at]);
            if one != other && one.is_ascii_lowercase() && other.is_ascii_lowercase() {
                bytes.swap(at - 1, at);
                found.extend(self.exact.get(&bytes).map(|place| (*place, Slip::Swapped)));
                bytes.swap(at - 1, at);
            }
        }
        found
    }
}

/// The name's words, each in its normal form, in alphabetical order.
fn by_words(name: &str) -> String {
    let mut words: Vec<String> = words::split(name).iter().map(|word| alike(&undoubled(&singular(word)))).collect();
    words.sort_unstable();
    // No word holds a space, so that this form and the other never meet.
    format!(" {}", words.join(" "))
}

/// The name's letters and digits without gaps, as they look.
fn by_letters(name: &str) -> String {
    let letters: String = name.chars().filter(|ch| ch.is_alphanumeric()).collect();
    alike(&undoubled(&letters).replace('I', "l").to_lowercase())
}

/// Words after which the order tells who does what to whom: `client_to_server` is not `server_to_client`.
const DIRECTIONS: [&str; 10] = ["after", "before", "by", "for", "from", "in", "of", "over", "to", "with"];

/// What two names with one normal form differ in; nothing where that is no slip.
fn slip(one: &str, other: &str) -> Option<Slip> {
    let sorted = |name: &str, form: fn(&str) -> String| {
        let mut words: Vec<String> = words::split(name).iter().map(|word| form(word)).collect();
        words.sort_unstable();
        words
    };
    let same = |form: fn(&str) -> String| sorted(one, form) == sorted(other, form);
    if words::split(one) == words::split(other) {
        Some(Slip::Joints)
    } else if same(str::to_owned) {
        let directs = words::split(one).iter().any(|word| DIRECTIONS.contains(&word.as_str()));
        (!directs).then_some(Slip::Order)
    } else if words::split(one).concat() == words::split(other).concat() {
        Some(Slip::Division)
    } else if same(singular) {
        Some(Slip::Number)
    } else if same(|word| undoubled(&singular(word))) {
        // `poll` and `pool` double another letter each.
        (one.len() != other.len()).then_some(Slip::Doubled)
    } else {
        Some(Slip::Alike)
    }
}

/// A word in lower case without the ending of a plural. The same word in both numbers comes out the same, which is all that
/// is asked for: `house` and `houses` both become `hous`, `entry` and `entries` both `entri`.
fn singular(word: &str) -> String {
    let is_plural = word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let stem = if is_plural && word != "news" { &word[..word.len() - 1] } else { word };
    let hisses =
        |short: &&str| short.len() > 2 && ["s", "x", "z", "ch", "sh", "i"].iter().any(|end| short.ends_with(end));
    match (stem.strip_suffix('e').filter(hisses), stem.strip_suffix('y')) {
        (Some(short), _) => short.to_owned(),
        (None, Some(short)) => format!("{short}i"),
        (None, None) => stem.to_owned(),
    }
}

/// A text with each doubled letter written once. Digits count: `room1` and `room11` are two.
fn undoubled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        if !ch.is_alphabetic() || !out.ends_with(ch) {
            out.push(ch);
        }
    }
    out
}

/// A text in lower case with signs that look alike written as one of them.
fn alike(text: &str) -> String {
    text.replace('1', "l").replace('0', "o").replace("rn", "m")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(one: &str, other: &str) -> Option<Slip> {
        let mut names = Names::default();
        names.add(one, |_, _| true);
        names.add(other, |_, _| true).map(|(_, slip)| slip)
    }

    #[test]
    fn slips_are_found_and_named() {
        for (one, other, slip) in [
            ("message.new", "new_message", Slip::Order),
            ("message.new", "messages.new", Slip::Number),
            ("category.added", "categories.added", Slip::Number),
            ("house.sold", "houses.sold", Slip::Number),
            ("box.moved", "boxes.moved", Slip::Number),
            ("order.cancelled", "order.canceled", Slip::Doubled),
            ("message.new", "mesasge.new", Slip::Swapped),
            ("modem.lost", "modern.lost", Slip::Alike),
            ("user.login", "user.1ogin", Slip::Alike),
            ("ItemAdded", "ltemAdded", Slip::Alike),
            ("seat0", "seatO", Slip::Alike),
            ("new_message", "newmessage", Slip::Division),
            ("messageNew", "message_new", Slip::Joints),
        ] {
            assert_eq!(met(one, other), Some(slip), "{one} {other}");
            assert_eq!(met(other, one), Some(slip), "{other} {one}");
        }
    }

    #[test]
    fn tense_and_meaning_are_no_slips() {
        for (one, other) in [
            ("message.send", "message.sent"),
            ("message.delete", "message.deleted"),
            ("user.online", "user.offline"),
            ("order.closed", "order.close"),
            ("room1", "room11"),
            ("room1", "room0"),
            ("user.new", "user.news"),
            ("plan.new", "plane.new"),
            ("conversation.closed", "conversation.reopened"),
            ("pool.closed", "poll.closed"),
            ("client_to_server", "server_to_client"),
        ] {
            assert_eq!(met(one, other), None, "{one} {other}");
        }
    }

    #[test]
    fn thousands_of_names_meet_in_one_pass() {
        let texts: Vec<String> = (0..50_000).map(|at| format!("resource_{at}.updated")).collect();
        let mut names = Names::default();
        for text in &texts {
            assert_eq!(names.add(text, |_, _| true), None, "{text}");
        }
    }
}
