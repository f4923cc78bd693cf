//! Text that stays text.
//!
//! In: words as an author wrote them. Out: Markdown that shows exactly those words, on one line. Characters that nobody
//! sees are shown by their code.

use std::borrow::Cow;
use std::fmt::Write;

use crate::json::is_hidden;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a line of a paragraph, list or heading.
    Line,
    /// In a cell of a table, which a `|` would end.
    Cell,
}

/// Writes words: every character that could be markup is escaped.
pub fn text(out: &mut String, words: &str, place: Place) {
    let words = shown(words);
    let special =
        |byte: u8| matches!(byte, b'<' | b'&' | b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'~' | b'$' | b'|');
    if !words.bytes().any(special) {
        return out.push_str(&words);
    }
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
}

/// Writes a code span with exactly these words.
pub fn code(out: &mut String, words: &str, place: Place) {
    let words = shown(words);
    if words.trim().is_empty() || (place == Place::Cell && words.contains("\\|")) {
        return html_code(out, &words);
    }
    let tick = words.starts_with('`') || words.ends_with('`');
    let pad = if tick || (words.starts_with(' ') && words.ends_with(' ')) { " " } else { "" };
    let ticks = longest_fence(&words) + 1;
    out.extend(std::iter::repeat_n('`', ticks));
    out.push_str(pad);
    for (at, part) in words.split('|').enumerate() {
        if at > 0 {
            out.push_str(if place == Place::Cell { "\\|" } else { "|" });
        }
        out.push_str(part);
    }
    out.push_str(pad);
    out.extend(std::iter::repeat_n('`', ticks));
}

/// Words in `<code>`, for what a code span cannot hold.
fn html_code(out: &mut String, words: &str) {
    out.push_str("<code>");
    for ch in words.chars() {
        if ch.is_alphanumeric() {
            out.push(ch);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(ch));
        }
    }
    out.push_str("</code>");
}

/// Escapes what stands at `start`, where it would start a heading, list, quote or table.
pub fn line_start(out: &mut String, start: usize) {
    let line = &out[start..];
    let digits = line.len() - line.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        out.insert(start + digits, '\\');
    } else if line.starts_with(['#', '-', '+', '=', '>', '|', ':']) {
        out.insert(start, '\\');
    }
}

/// Writes a code block; its fence is longer than any in the text.
pub fn fenced(out: &mut String, language: &str, text: &str) {
    let ticks = longest_fence(text).max(2) + 1;
    out.extend(std::iter::repeat_n('`', ticks));
    out.push_str(language);
    out.push('\n');
    out.push_str(text);
    out.push('\n');
    out.extend(std::iter::repeat_n('`', ticks));
    out.push('\n');
}

/// How many backticks stand together at most.
fn longest_fence(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Writes an address between a link's parentheses.
pub fn address(out: &mut String, address: &str) {
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
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

/// Words inside an HTML comment, which they cannot end.
pub fn comment(words: &str) -> String {
    shown(words).replace("--", "-\u{2010}").replace('>', "\u{203a}")
}

/// Words with what nobody sees shown by its code, on one line.
pub fn shown(words: &str) -> Cow<'_, str> {
    if !words.chars().any(is_hidden) {
        return Cow::Borrowed(words);
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
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    fn text(words: &str, place: Place) -> String {
        written(|out| super::text(out, words, place))
    }

    fn code(words: &str, place: Place) -> String {
        written(|out| super::code(out, words, place))
    }

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
            let mut out = format!("x{line}");
            line_start(&mut out, 1);
            assert_eq!(out[1..], *escaped);
        }
    }

    #[test]
    fn fences_are_longer_than_any_inside() {
        let block = written(|out| fenced(out, "json", "\"```\""));
        assert_eq!(block, "````json\n\"```\"\n````\n");
    }

    #[test]
    fn nothing_ends_a_comment_or_a_link() {
        assert_eq!(comment("a --> b"), "a -\u{2010}\u{203a} b");
        assert_eq!(written(|out| address(out, "https://x.org/a b)<>")), "https://x.org/a%20b%29%3C%3E");
    }
}
