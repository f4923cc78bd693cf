//! Patterns of ECMA-262, as JSON Schema has them, for readers that match with `regex-lite`.
//!
//! In: a pattern as a schema writes it. Out: a pattern that `regex-lite` compiles and that matches the same texts, or a
//! [`Fault`] that says what has no counterpart there. Matching with `regex-lite` takes time linear in the text whatever the
//! pattern, so that none can be used to keep a reader busy.

mod class;
mod escape;
mod sample;

#[cfg(test)]
mod tests;

pub use sample::samples;

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use escape::Escape;

use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::source::Span;

/// A pattern means the same to every reader.
pub(crate) static PATTERN: Rule =
    rule!(error Schemas "schema-pattern", "a `pattern` is one of ECMA-262's that every reader matches alike");

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
