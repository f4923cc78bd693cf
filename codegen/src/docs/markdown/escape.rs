//! Text that stays text.
//!
//! In: words as an author wrote them. Out: Markdown that shows exactly those words, on one line. Characters that nobody
//! sees are shown by their code.

use std::fmt::Write;

use crate::docs::json::is_hidden;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a line of a paragraph, list or heading.
    Line,
    /// In a cell of a table, which a `|` would end.
    Cell,
}

/// Words: every character that could be markup is escaped.
pub fn text(words: &str, place: Place) -> String {
    let words = shown(words);
    let mut out = String::with_capacity(words.len());
    let mut before = ' ';
    let mut chars = words.chars().peekable();
    while let Some(ch) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match ch {
            '<' => out.push_str("&lt;"),
            '&' if after == '#' || after.is_ascii_alphabetic() => out.push_str("&amp;"),
            '_' if before.is_alphanumeric() && after.is_alphanumeric() => out.push('_'),
            '|' if place == Place::Line => out.push('|'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' | '|' => {
                out.push('\\');
                out.push(ch);
            }
            _ => out.push(ch),
        }
        before = ch;
    }
    out
}

/// A code span with exactly these words.
pub fn code(words: &str, place: Place) -> String {
    let words = shown(words);
    if words.trim().is_empty() || (place == Place::Cell && words.contains("\\|")) {
        return html_code(&words);
    }
    let longest = words.split(|ch| ch != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let tick = words.starts_with('`') || words.ends_with('`');
    let pad = if tick || (words.starts_with(' ') && words.ends_with(' ')) { " " } else { "" };
    let words = if place == Place::Cell { words.replace('|', "\\|") } else { words };
    format!("{fence}{pad}{words}{pad}{fence}")
}

/// Words in `<code>`, for what a code span cannot hold.
fn html_code(words: &str) -> String {
    let mut out = "<code>".to_owned();
    for ch in words.chars() {
        if ch.is_alphanumeric() {
            out.push(ch);
        } else {
            write_entity(&mut out, ch);
        }
    }
    out + "</code>"
}

/// A line of Markdown that starts no heading, list, quote or table.
pub fn line_start(line: String) -> String {
    let digits = line.len() - line.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    let numbered = digits > 0 && line[digits..].starts_with(['.', ')']);
    if numbered {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '-', '+', '=', '>', '|', ':']) { format!("\\{line}") } else { line }
}

/// A code block; its fence is longer than any in the text.
pub fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|ch| ch != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

/// An address between a link's parentheses.
pub fn address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b':'
            | b'/'
            | b'?'
            | b'#'
            | b'@'
            | b'!'
            | b'&'
            | b'\''
            | b'+'
            | b','
            | b';'
            | b'='
            | b'%' => out.push(char::from(byte)),
            _ => write_percent(&mut out, byte),
        }
    }
    out
}

/// Words inside an HTML comment, which they cannot end.
pub fn comment(words: &str) -> String {
    shown(words).replace("--", "-\u{2010}").replace('>', "\u{203a}")
}

/// Words with what nobody sees shown by its code, on one line.
pub fn shown(words: &str) -> String {
    if !words.chars().any(is_hidden) {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    for ch in words.chars() {
        match ch {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_hidden(ch) => out.extend(ch.escape_unicode()),
            _ => out.push(ch),
        }
    }
    out
}

// Writing to a string cannot fail.
fn write_entity(out: &mut String, ch: char) {
    let _ = write!(out, "&#{};", u32::from(ch));
}

fn write_percent(out: &mut String, byte: u8) {
    let _ = write!(out, "%{byte:02X}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(text("a|b", Place::Cell), "a\\|b");
        assert_eq!(text("<b>&lt; Q & A", Place::Line), "&lt;b>&amp;lt; Q & A");
        assert_eq!(text("snake_case _em_ *b* [a](b)", Place::Line), "snake_case \\_em\\_ \\*b\\* \\[a\\](b)");
        assert_eq!(text("a\u{202e}b\nc", Place::Line), "a\\\\u{202e}b\\\\nc");
    }

    #[test]
    fn code_spans_hold_anything() {
        assert_eq!(code("a", Place::Line), "`a`");
        assert_eq!(code("a`b``c", Place::Line), "```a`b``c```");
        assert_eq!(code("`a", Place::Line), "`` `a ``");
        assert_eq!(code("a ", Place::Line), "`a `");
        assert_eq!(code("a|b", Place::Cell), "`a\\|b`");
        assert_eq!(code("a\\|b", Place::Cell), "<code>a&#92;&#124;b</code>");
        assert_eq!(code("", Place::Line), "<code></code>");
    }

    #[test]
    fn lines_start_no_block() {
        for (line, escaped) in
            [("# a", "\\# a"), ("- a", "\\- a"), ("1. a", "1\\. a"), ("12 a", "12 a"), ("> a", "\\> a")]
        {
            assert_eq!(line_start(line.to_owned()), escaped);
        }
    }

    #[test]
    fn fences_are_longer_than_any_inside() {
        assert_eq!(fenced("json", "\"```\""), "````json\n\"```\"\n````");
    }

    #[test]
    fn nothing_ends_a_comment_or_a_link() {
        assert_eq!(comment("a --> b"), "a -\u{2010}\u{203a} b");
        assert_eq!(address("https://x.org/a b)<>"), "https://x.org/a%20b%29%3C%3E");
    }
}
