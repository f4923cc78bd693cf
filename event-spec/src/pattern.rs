//! Patterns of ECMA-262, as JSON Schema has them, for readers that match with `regex-lite`.
//!
//! In: a pattern as a schema writes it. Out: a pattern that `regex-lite` compiles and that matches the same texts, or a
//! [`Fault`] that says what has no counterpart there. Matching with `regex-lite` takes time linear in the text whatever the
//! pattern, so that none can be used to keep a reader busy.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::source::Span;

/// A pattern means the same to every reader.
pub(crate) static PATTERN: Rule =
    Rule::error("schema-pattern", "a `pattern` is one of ECMA-262's that every reader matches alike");

/// What ECMA-262's `\s` matches: white space and line ends.
const SPACE: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

/// What ECMA-262's `.` does not match.
const NOT_LINE_END: &str = r"[^\n\r\u{2028}\u{2029}]";

/// Why a pattern cannot be matched alike everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it holds.
    message: String,
    /// What to write instead.
    help: Option<&'static str>,
}

impl Fault {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help: Some(help) }
    }

    /// The finding about the pattern that is written at `span`.
    pub(crate) fn diagnostic(&self, span: Span) -> Diagnostic {
        Diagnostic::new(&PATTERN, span, &self.message).help_if(self.help.map(str::to_owned))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// The pattern for `regex-lite` that matches what `pattern` matches in ECMA-262. Most patterns stay as they are.
///
/// # Errors
/// When the pattern is no pattern, or holds what `regex-lite` has no counterpart of: look-around, references to groups,
/// Unicode properties.
pub fn to_regex_lite(pattern: &str) -> Result<String, Fault> {
    let translator = Translator { rest: pattern.chars().peekable(), out: String::with_capacity(pattern.len() + 8) };
    let translated = translator.pattern()?;
    match regex_lite::Regex::new(&translated) {
        Ok(_) => Ok(translated),
        Err(error) => Err(Fault { message: format!("the pattern is malformed: {error}"), help: None }),
    }
}

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
}

/// What stands before a character, for the quantifiers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Something that can be repeated.
    Atom,
    /// A quantifier, which a `?` may follow.
    Quantifier,
    /// Nothing that can be repeated.
    Nothing,
}

impl Before {
    fn repeat(self) -> Result<Self, Fault> {
        match self {
            Self::Atom => Ok(Self::Quantifier),
            Self::Quantifier | Self::Nothing => Err(Fault::new(
                "a quantifier of the pattern has nothing to repeat",
                "to match it as it is, write `\\` before it",
            )),
        }
    }
}

/// What an escape stands for.
enum Escape {
    Char(char),
    /// `\d`, `\D`, `\w` or `\W`, which mean the same on both sides.
    Class(char),
    /// `\s`, or `\S` where `negated`.
    Space {
        negated: bool,
    },
    /// `\b` or `\B`
    Boundary(char),
}

impl Translator<'_> {
    fn pattern(mut self) -> Result<String, Fault> {
        let mut before = Before::Nothing;
        while let Some(ch) = self.rest.next() {
            before = match ch {
                '\\' => self.outer_escape()?,
                '.' => {
                    self.out.push_str(NOT_LINE_END);
                    Before::Atom
                }
                '[' => {
                    self.class()?;
                    Before::Atom
                }
                '(' => {
                    self.group()?;
                    Before::Nothing
                }
                ')' => {
                    self.out.push(ch);
                    Before::Atom
                }
                '^' | '$' | '|' => {
                    self.out.push(ch);
                    Before::Nothing
                }
                '?' if before == Before::Quantifier => {
                    self.out.push(ch);
                    Before::Nothing
                }
                '*' | '+' | '?' => {
                    self.out.push(ch);
                    before.repeat()?
                }
                '{' if self.count() => before.repeat()?,
                _ => {
                    self.literal(ch);
                    Before::Atom
                }
            };
        }
        Ok(self.out)
    }

    fn outer_escape(&mut self) -> Result<Before, Fault> {
        match self.escape()? {
            Escape::Char(ch) => self.literal(ch),
            Escape::Class(ch) => self.out.extend(['\\', ch]),
            Escape::Space { negated } => {
                self.out.push_str(if negated { "[^" } else { "[" });
                self.ranges(SPACE);
                self.out.push(']');
            }
            Escape::Boundary(ch) => {
                self.out.extend(['\\', ch]);
                return Ok(Before::Nothing);
            }
        }
        Ok(Before::Atom)
    }

    fn group(&mut self) -> Result<(), Fault> {
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Ok(());
        }
        match self.rest.next() {
            Some(':') => self.out.push_str("?:"),
            Some('<') if !matches!(self.rest.peek(), Some('=' | '!')) => {
                // A match needs no names, and the two sides differ in which they allow.
                if !self.rest.any(|ch| ch == '>') {
                    return Err(Fault { message: "the name of a group does not end".to_owned(), help: None });
                }
            }
            Some('=' | '!' | '<') => {
                return Err(Fault::new(
                    "the pattern looks around, which readers that match in linear time cannot do",
                    "describe the text without `(?=`, `(?!`, `(?<=` and `(?<!`, or say the rest in `description`",
                ));
            }
            _ => {
                return Err(Fault::new(
                    "the pattern holds a group that begins with `(?`, other than `(?:` and `(?<name>`",
                    "write the cases out, as in `[Aa]`",
                ));
            }
        }
        Ok(())
    }

    /// Takes the rest of a count such as `{2,5}`, if one begins here; a `{` is itself elsewhere.
    fn count(&mut self) -> bool {
        let ahead: String = self.rest.clone().take_while(|ch| *ch != '}').take(24).collect();
        let (least, most) = ahead.split_once(',').unwrap_or((&ahead, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let closed = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        let is_count = closed && !least.is_empty() && digits(least) && digits(most);
        if is_count {
            self.out.push('{');
            self.out.extend(self.rest.by_ref().take(ahead.len() + 1));
        }
        is_count
    }

    fn class(&mut self) -> Result<(), Fault> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        self.out.push_str(if negated { "[^" } else { "[" });
        let start = self.out.len();
        while let Some(item) = self.class_item()? {
            let Escape::Char(from) = item else {
                self.class_escape(&item);
                continue;
            };
            // A `-` is a range between two characters, and itself elsewhere.
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && ahead.peek().is_some_and(|ch| *ch != ']');
            if !is_range {
                self.class_literal(from);
                continue;
            }
            self.rest.next();
            match self.class_item()? {
                Some(Escape::Char(to)) if from <= to => {
                    self.class_literal(from);
                    self.out.push('-');
                    self.class_literal(to);
                }
                Some(Escape::Char(to)) => {
                    let message = format!("the range `{from}-{to}` of the pattern runs backwards");
                    return Err(Fault { message, help: None });
                }
                Some(other) => {
                    self.class_literal(from);
                    self.class_literal('-');
                    self.class_escape(&other);
                }
                None => break,
            }
        }
        if self.out.len() == start {
            // `[]` matches nothing and `[^]` everything; `regex-lite` has no empty class.
            self.out.push_str(r"\x00-\u{10FFFF}");
            if negated {
                self.out.remove(start - 1);
            } else {
                self.out.insert(start, '^');
            }
        }
        self.out.push(']');
        Ok(())
    }

    /// The next item of a class; `None` at its end.
    fn class_item(&mut self) -> Result<Option<Escape>, Fault> {
        match self.rest.next() {
            None => Err(Fault {
                message: "a class of the pattern does not end".to_owned(),
                help: Some("close it with `]`"),
            }),
            Some(']') => Ok(None),
            Some('\\') if self.rest.next_if_eq(&'b').is_some() => Ok(Some(Escape::Char('\u{8}'))),
            Some('\\') if self.rest.next_if_eq(&'-').is_some() => Ok(Some(Escape::Char('-'))),
            Some('\\') => self.escape().map(Some),
            Some(ch) => Ok(Some(Escape::Char(ch))),
        }
    }

    fn class_escape(&mut self, escape: &Escape) {
        match escape {
            Escape::Char(ch) => self.class_literal(*ch),
            Escape::Class(ch) => self.out.extend(['\\', *ch]),
            Escape::Space { negated: false } => self.ranges(SPACE),
            Escape::Space { negated: true } => {
                let ends = SPACE.iter().map(|(_, end)| char::from_u32(u32::from(*end) + 1).unwrap_or(char::MAX));
                let starts =
                    SPACE.iter().skip(1).map(|(start, _)| char::from_u32(u32::from(*start) - 1).unwrap_or('\0'));
                let mut gaps: Vec<(char, char)> = ends.zip(starts.chain([char::MAX])).collect();
                gaps.push(('\0', '\u{8}'));
                self.ranges(&gaps);
            }
            // Outside of ECMA-262, which has no boundary in a class; it is the letter there.
            Escape::Boundary(ch) => self.class_literal(*ch),
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<Escape, Fault> {
        let Some(ch) = self.rest.next() else {
            return Err(Fault { message: "the pattern ends with a lone `\\`".to_owned(), help: None });
        };
        Ok(match ch {
            'd' | 'D' | 'w' | 'W' => Escape::Class(ch),
            's' | 'S' => Escape::Space { negated: ch == 'S' },
            'b' | 'B' => Escape::Boundary(ch),
            't' => Escape::Char('\t'),
            'n' => Escape::Char('\n'),
            'v' => Escape::Char('\u{b}'),
            'f' => Escape::Char('\u{c}'),
            'r' => Escape::Char('\r'),
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => Escape::Char('\0'),
            'c' => Escape::Char(self.control()?),
            'x' => Escape::Char(self.scalar(2)?),
            'u' => Escape::Char(self.unicode()?),
            '0'..='9' | 'k' => {
                return Err(Fault::new(
                    "the pattern refers to a group, which readers that match in linear time cannot do",
                    "write out what the group matches",
                ));
            }
            'p' | 'P' => {
                return Err(Fault::new(
                    "the pattern holds a Unicode property, whose members differ from reader to reader",
                    "list the characters or their ranges in a class",
                ));
            }
            'A' | 'Z' | 'z' | 'G' | 'Q' | 'E' | 'h' | 'R' | 'X' | 'K' => {
                return Err(Fault::new(
                    format!("`\\{ch}` of the pattern means nothing in ECMA-262"),
                    "the start is `^` and the end `$`",
                ));
            }
            ch if ch.is_alphanumeric() => {
                let message = format!("`\\{ch}` of the pattern means nothing in ECMA-262");
                return Err(Fault::new(message, "leave the `\\` out"));
            }
            ch => Escape::Char(ch),
        })
    }

    fn control(&mut self) -> Result<char, Fault> {
        let letter = self.rest.next().filter(char::is_ascii_alphabetic).ok_or_else(no_character)?;
        Ok(char::from(letter as u8 % 32))
    }

    /// The character of so many hexadecimal digits.
    fn scalar(&mut self, digits: usize) -> Result<char, Fault> {
        char::from_u32(self.hex(digits)?).ok_or_else(no_character)
    }

    fn hex(&mut self, digits: usize) -> Result<u32, Fault> {
        let mut value = 0;
        for _ in 0..digits {
            let digit = self.rest.next().and_then(|ch| ch.to_digit(16)).ok_or_else(no_character)?;
            value = value * 16 + digit;
        }
        Ok(value)
    }

    /// `\u1234`, a pair of surrogates, or `\u{1F600}`.
    fn unicode(&mut self) -> Result<char, Fault> {
        if self.rest.next_if_eq(&'{').is_some() {
            let mut value: u32 = 0;
            loop {
                match self.rest.next().ok_or_else(no_character)? {
                    '}' => return char::from_u32(value).ok_or_else(no_character),
                    ch => {
                        let digit = ch.to_digit(16).ok_or_else(no_character)?;
                        value = value.checked_mul(16).ok_or_else(no_character)? + digit;
                    }
                }
            }
        }
        let first = self.hex(4)?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).ok_or_else(no_character);
        }
        if self.rest.next() != Some('\\') || self.rest.next() != Some('u') {
            return Err(no_character());
        }
        let second = self.hex(4)?;
        let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or_else(no_character)?;
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + low).ok_or_else(no_character)
    }

    fn literal(&mut self, ch: char) {
        match ch {
            '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
                self.out.extend(['\\', ch]);
            }
            ch => self.plain(ch),
        }
    }

    fn class_literal(&mut self, ch: char) {
        match ch {
            '\\' | '[' | ']' | '^' | '-' | '&' | '~' => self.out.extend(['\\', ch]),
            ch => self.plain(ch),
        }
    }

    fn plain(&mut self, ch: char) {
        match ch {
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            ch if ch.is_control() || ch.is_whitespace() && ch != ' ' || ch == '\u{feff}' => {
                // Writing to a string cannot fail.
                let _ = write!(self.out, "\\u{{{:X}}}", u32::from(ch));
            }
            ch => self.out.push(ch),
        }
    }

    fn ranges(&mut self, ranges: &[(char, char)]) {
        for (from, to) in ranges {
            self.class_literal(*from);
            if from != to {
                self.out.push('-');
                self.class_literal(*to);
            }
        }
    }
}

fn no_character() -> Fault {
    Fault { message: "the pattern holds an escape that stands for no character".to_owned(), help: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let translated = to_regex_lite(pattern).expect(pattern);
        regex_lite::Regex::new(&translated).expect(pattern).is_match(text)
    }

    #[test]
    fn common_patterns_stay_as_they_are() {
        for pattern in [
            "^[a-z0-9_]+$",
            r"^\d{4}-\d{2}-\d{2}$",
            "^(draft|live)$",
            "^(?:a|b){1,3}?$",
            "^[0-9A-Fa-f]{24}$",
            r"^\+?[1-9]\d{1,14}$",
            r"^\w+@\w+\.\w+$",
        ] {
            assert_eq!(to_regex_lite(pattern).as_deref(), Ok(pattern));
        }
    }

    #[test]
    fn what_differs_is_translated() {
        assert!(!matches("^a.b$", "a\u{2028}b") && !matches("^a.b$", "a\rb") && matches("^a.b$", "aäb"));
        assert!(matches(r"^\s$", "\u{a0}") && matches(r"^[\s]$", "\u{feff}") && !matches(r"^\S$", "\u{3000}"));
        assert!(matches(r"^[\S]$", "x") && !matches(r"^[\S]$", "\u{2005}") && matches(r"^[^\S]$", " "));
        assert!(matches(r"^\/\u00e4\u{1F600}\uD83D\uDE00\x41\cJ\0$", "/ä😀😀A\n\0"));
        assert!(matches("^(?<year>[0-9]{4})$", "2026"));
        assert!(matches("^a{,2}}]$", "a{,2}}]") && matches("^{a}$", "{a}"));
        assert!(matches(r"^[\w-.]+$", "a-b.c") && matches(r"^[a\-z]$", "-") && !matches(r"^[a\-z]$", "b"));
        assert!(matches("^[[&&~~-]+$", "[&~-") && matches(r"^[\b]$", "\u{8}"));
        assert!(!matches("[]", "a") && matches("^[^]$", "\n"));
        assert!(!matches("^a$", "a\n"));
    }

    #[test]
    fn what_has_no_counterpart_is_refused() {
        for pattern in [
            "^(?=a)",
            "(?!a)",
            "(?<=a)b",
            "(?<!a)b",
            r"(a)\1",
            r"(?<n>a)\k<n>",
            r"\p{L}",
            "(?i)a",
            r"\Aa\z",
            "(",
            ")",
            "[a",
            "a**",
            "*",
            "[z-a]",
            r"\uD800",
            r"\xZZ",
            r"\u{110000}",
            r"\q",
            "\\",
            "(a{1000}){1000}",
            "(?<name",
        ] {
            assert!(to_regex_lite(pattern).is_err(), "{pattern}");
        }
        assert!(to_regex_lite(&"(".repeat(10_000)).is_err());
    }
}
