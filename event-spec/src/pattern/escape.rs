//! What follows a backslash.

use super::{Fault, Translator};

/// What an escape stands for.
pub(super) enum Escape {
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
    /// What follows a backslash.
    pub(super) fn escape(&mut self) -> Result<Escape, Fault> {
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
}

fn no_character() -> Fault {
    Fault { message: "the pattern holds an escape that stands for no character".to_owned(), help: None }
}
