//! Texts that a pattern is likely found in.
//!
//! In: a pattern that [`super::to_regex_lite`] translates. Out: some texts, made by walking along the pattern and choosing
//! differently each time. What the walk does not heed (anchors in the middle, boundaries of words) makes a text that does not
//! match, so whoever needs one that does tries it.

use std::iter::Peekable;
use std::str::Chars;

use regex_lite::Regex;

use super::to_regex_lite;

/// How many texts are made.
const TEXTS: u32 = 24;
/// No text grows longer, in bytes, than this and a character.
const LONG: usize = 4_096;
/// Characters that classes are asked for.
const COMMON: &str = "a0Az9Z_-. @/+:#,;'\"\n\tmM5éß中😀";

/// Some texts, the shortest ones first.
pub fn samples(pattern: &str) -> Vec<String> {
    let Ok(translated) = to_regex_lite(pattern) else {
        return Vec::new();
    };
    let whole = parse(&mut translated.chars().peekable());
    let texts = (0..TEXTS).map(|round| {
        let mut out = String::new();
        Choices { round, state: round.wrapping_mul(0x9e37_79b9) }.write(&whole, &mut out);
        out
    });
    texts.collect()
}

/// A part of a pattern.
enum Part {
    /// One of these characters.
    One(Vec<char>),
    /// One of these sequences.
    Either(Vec<Vec<Repeated>>),
}

/// A part that stands there so many times.
struct Repeated {
    part: Part,
    least: u32,
    most: Option<u32>,
}

/// Reads up to the end of a group, or of the pattern.
fn parse(rest: &mut Peekable<Chars<'_>>) -> Part {
    let mut branches = vec![Vec::new()];
    while let Some(ch) = rest.next().filter(|ch| *ch != ')') {
        let part = match ch {
            '|' => {
                branches.push(Vec::new());
                continue;
            }
            '^' | '$' => continue,
            '(' => {
                if rest.next_if_eq(&'?').is_some() {
                    rest.next_if_eq(&':');
                }
                parse(rest)
            }
            '[' => Part::One(members(&class(rest))),
            '\\' => match rest.next() {
                Some('b' | 'B') => continue,
                escaped => Part::One(members(&escape(escaped, rest))),
            },
            ch => Part::One(vec![ch]),
        };
        let (least, most) = count(rest);
        if let Some(branch) = branches.last_mut() {
            branch.push(Repeated { part, least, most });
        }
    }
    Part::Either(branches)
}

/// The text of a class, up to its end. A `]` inside is escaped.
fn class(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut text = "[".to_owned();
    while let Some(ch) = rest.next() {
        text.push(ch);
        match ch {
            '\\' => text.extend(rest.next()),
            ']' => break,
            _ => {}
        }
    }
    text
}

/// The text of an escape.
fn escape(escaped: Option<char>, rest: &mut Peekable<Chars<'_>>) -> String {
    let mut text: String = ['\\'].into_iter().chain(escaped).collect();
    if escaped == Some('u') {
        for ch in rest.by_ref() {
            text.push(ch);
            if ch == '}' {
                break;
            }
        }
    }
    text
}

/// Some characters that a class or an escape matches: common ones, and those that it is written with.
fn members(atom: &str) -> Vec<char> {
    let Ok(regex) = Regex::new(&format!("^{atom}$")) else {
        return Vec::new();
    };
    let mut found: Vec<char> = Vec::new();
    for ch in atom.chars().chain(COMMON.chars()) {
        if !found.contains(&ch) && regex.is_match(ch.encode_utf8(&mut [0; 4])) {
            found.push(ch);
        }
    }
    found
}

/// How often what stands before may be there.
fn count(rest: &mut Peekable<Chars<'_>>) -> (u32, Option<u32>) {
    let bounds = match rest.peek() {
        Some('?') => (0, Some(1)),
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('{') => {
            let text: String = rest.by_ref().skip(1).take_while(|ch| *ch != '}').collect();
            let (least, most) = text.split_once(',').unwrap_or((&text, &text));
            rest.next_if_eq(&'?');
            return (least.parse().unwrap_or(0), most.parse().ok());
        }
        _ => return (1, Some(1)),
    };
    rest.next();
    rest.next_if_eq(&'?');
    bounds
}

/// What is chosen on one walk: always the first and fewest on the first, the last and more on the second, then as it comes.
struct Choices {
    round: u32,
    state: u32,
}

impl Choices {
    fn below(&mut self, count: usize) -> usize {
        self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match self.round {
            0 => 0,
            1 => count.saturating_sub(1),
            _ => (self.state >> 8) as usize % count.max(1),
        }
    }

    fn write(&mut self, part: &Part, out: &mut String) {
        match part {
            Part::One(characters) => {
                let at = self.below(characters.len());
                out.extend(characters.get(at));
            }
            Part::Either(branches) => {
                let at = self.below(branches.len());
                for Repeated { part, least, most } in branches.get(at).into_iter().flatten() {
                    let more = most.map_or(3, |most| most.saturating_sub(*least).min(3));
                    let times = least + self.below(more as usize + 1) as u32;
                    for _ in 0..times {
                        if out.len() > LONG {
                            return;
                        }
                        self.write(part, out);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_patterns_are_found_in_their_samples() {
        for pattern in [
            "^[a-z0-9_]+$",
            r"^\d{4}-\d{2}-\d{2}$",
            "^(draft|live)$",
            "^(?:a|b){1,3}?$",
            r"^\+?[1-9]\d{1,14}$",
            r"^[^\s@]+@[^\s@]+\.[a-z]{2,}$",
            r"^#(?:[0-9A-Fa-f]{3}){1,2}$",
            "^(?<year>[0-9]{4})$",
            r"\u00e4|[\u{1F600}-\u{1F64F}]",
            r"^\/v\d+(\/[a-z-]+)*$",
            "[^]",
            "",
        ] {
            let regex = Regex::new(&to_regex_lite(pattern).expect(pattern)).expect(pattern);
            let texts = samples(pattern);
            let found = texts.iter().filter(|text| regex.is_match(text)).count();
            assert_eq!(found, texts.len(), "{pattern}: {texts:?}");
        }
        assert_eq!(samples("^[a-c]{2}$")[..2], ["aa", "cc"]);
    }

    #[test]
    fn what_nothing_matches_and_what_grows_has_samples_too() {
        assert!(samples("[]").iter().all(String::is_empty));
        assert!(samples("((a{9}){99}){99}").iter().all(|text| text.len() <= LONG + 1));
        assert!(samples("(").is_empty());
    }
}
