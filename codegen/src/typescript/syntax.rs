//! Text of a catalogue as tokens of TypeScript and JavaScript (ECMAScript 2023): literals, keys and names.

use std::collections::HashSet;
use std::fmt::Write as _;

/// A string literal in double quotes that stays the same text wherever the file is put: also inside an HTML page,
/// and with nothing in it that a reader cannot see.
pub fn string(text: &str) -> String {
    format!("\"{}\"", escaped(text, '"'))
}

/// Text as a part of a template literal.
pub fn template_part(text: &str) -> String {
    escaped(text, '`').replace("${", "\\${")
}

fn escaped(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut previous = ' ';
    for ch in text.chars() {
        match ch {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '/' if previous == '<' => out.push_str("\\/"),
            _ if ch == quote => {
                out.push('\\');
                out.push(ch);
            }
            _ if needs_escape(ch) => {
                let _ = write!(out, "\\u{{{:x}}}", ch as u32);
            }
            _ => out.push(ch),
        }
        previous = ch;
    }
    out
}

/// Controls, line separators and what is invisible or reorders text.
fn needs_escape(ch: char) -> bool {
    ch.is_control()
        || matches!(ch,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A property's key in a type, quoted only where it must be.
pub fn key(text: &str) -> String {
    if is_plain_name(text) { text.to_owned() } else { string(text) }
}

/// A property's key in an object literal. `__proto__` would set the prototype there, unless it is computed.
pub fn literal_key(text: &str) -> String {
    if text == "__proto__" { "[\"__proto__\"]".to_owned() } else { key(text) }
}

/// The access of a property: `.room_id`, or in brackets where it must be.
pub fn member(text: &str) -> String {
    if is_plain_name(text) { format!(".{text}") } else { format!("[{}]", string(text)) }
}

fn is_plain_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, '_' | '$'))
        && chars.all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '$'))
}

/// Words that cannot name a binding in a module (ECMA-262, 12.7.2 and 13.1.1).
const RESERVED_WORDS: &[&str] = &[
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// The names of one scope, each given once.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A scope in which `fixed` are taken.
    pub fn with(fixed: &[&str]) -> Self {
        let taken = fixed.iter().chain(RESERVED_WORDS).map(|name| (*name).to_owned()).collect();
        Self { taken }
    }

    /// Takes `wanted`, or where it is taken the same with `suffix`, as often as it needs.
    pub fn take(&mut self, wanted: &str, suffix: &str) -> String {
        let digit_first = wanted.chars().next().is_none_or(|first| first.is_ascii_digit());
        let mut name = if digit_first { format!("_{wanted}") } else { wanted.to_owned() };
        while !self.taken.insert(name.clone()) {
            name.push_str(suffix);
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_hold_hostile_text() {
        assert_eq!(string("a\"b\\c\n</script>\u{2028}\u{202e}"), r#""a\"b\\c\n<\/script>\u{2028}\u{202e}""#);
        assert_eq!(template_part("`${x}`"), r"\`\${x}\`");
    }

    #[test]
    fn keys_are_quoted_only_where_they_must() {
        assert_eq!(key("type"), "type");
        assert_eq!(key("$id"), "$id");
        assert_eq!(key("a.b"), "\"a.b\"");
        assert_eq!(key(""), "\"\"");
        assert_eq!(key("1st"), "\"1st\"");
        assert_eq!(literal_key("__proto__"), "[\"__proto__\"]");
    }

    #[test]
    fn names_are_given_once() {
        let mut names = Names::with(&["channels"]);
        assert_eq!(names.take("channels", "View"), "channelsView");
        assert_eq!(names.take("channels", "View"), "channelsViewView");
        assert_eq!(names.take("new", "View"), "newView");
        assert_eq!(names.take("3d", "View"), "_3d");
    }
}
