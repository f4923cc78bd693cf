//! Classes of characters.

use super::escape::Escape;
use super::{Fault, SPACE, Translator};

impl Translator<'_> {
    pub(super) fn class(&mut self) -> Result<(), Fault> {
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
}
