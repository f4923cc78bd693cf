//! A catalogue's words made fit for comments of any language.
//!
//! In: text as its author wrote it, friendly or hostile. Out: lines that hold no character that could end a comment
//! line, reorder what a reader sees, or be invisible. What closes a block comment is the backend's own affair.

/// The lines of `text`, each at most `width` characters where words allow it. Paragraphs stay apart by an empty line.
/// Of Markdown, fenced code, tables, quotes, headings and lists keep their lines; lists are indented afresh, so that
/// no item turns into an indented code block.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut wrapper = Wrapper { lines: Vec::new(), width, open: Open::default(), list: Vec::new() };
    let mut fenced = false;
    for raw in text.split(LINE_ENDS) {
        let line = visible(raw);
        let line = line.trim_end();
        let fence = is_fence(line);
        if fence {
            wrapper.end_paragraph();
            let language = if fenced { "" } else { line.trim_start().trim_start_matches(['`', '~']).trim() };
            wrapper.lines.push(format!("```{}", language.replace('`', "")));
            fenced = !fenced;
        } else if fenced {
            wrapper.lines.push(line.to_owned());
        } else {
            wrapper.take(line);
        }
    }
    wrapper.end_paragraph();
    if fenced {
        wrapper.lines.push("```".to_owned());
    }
    let mut lines = wrapper.lines;
    lines.dedup_by(|after, before| after.is_empty() && before.is_empty());
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    lines
}

/// The text on one line, for places that hold no more.
pub fn one_line(text: &str) -> String {
    let visible = visible(&text.replace(LINE_ENDS, " "));
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first paragraph of a text, on one line.
pub fn first_paragraph(text: &str) -> String {
    let lines = text.trim().split(LINE_ENDS).take_while(|line| !line.trim().is_empty());
    one_line(&lines.collect::<Vec<_>>().join(" "))
}

/// What ends a line for some reader: editors and compilers do not agree.
const LINE_ENDS: [char; 6] = ['\n', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}'];

struct Wrapper {
    lines: Vec<String>,
    width: usize,
    open: Open,
    /// The written indentation of each open list level, with the column at which its text starts in the output.
    list: Vec<(usize, usize)>,
}

/// A paragraph or list item that is still being collected.
#[derive(Default)]
struct Open {
    marker: String,
    hanging: String,
    text: String,
}

impl Wrapper {
    fn take(&mut self, line: &str) {
        let start = line.trim_start();
        let indent = line.chars().count() - start.chars().count();
        if start.is_empty() {
            self.end_paragraph();
            self.list.clear();
            self.lines.push(String::new());
        } else if let Some((marker, text)) = split_marker(start) {
            self.end_paragraph();
            while self.list.last().is_some_and(|(written, _)| *written >= indent) {
                self.list.pop();
            }
            let column = self.list.last().map_or(0, |(_, column)| *column);
            self.list.push((indent, column + marker.len()));
            self.open.marker = format!("{}{marker}", " ".repeat(column));
            self.open.hanging = " ".repeat(column + marker.len());
            self.open.text = text.to_owned();
        } else if let Some(quoted) = start.strip_prefix('>') {
            self.end_paragraph();
            self.open =
                Open { marker: "> ".to_owned(), hanging: "> ".to_owned(), text: quoted.trim_start().to_owned() };
        } else if start.starts_with(['|', '#']) {
            self.end_paragraph();
            self.list.clear();
            self.lines.push(start.to_owned());
        } else {
            if !self.open.text.is_empty() {
                self.open.text.push(' ');
            }
            self.open.text.push_str(start);
        }
    }

    /// Writes the collected paragraph. No line starts with a word that would make Markdown see something else.
    fn end_paragraph(&mut self) {
        let Open { marker, hanging, text } = std::mem::take(&mut self.open);
        let mut line = marker.clone();
        let mut columns = 0;
        let width = self.width.saturating_sub(hanging.chars().count());
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let wide = word.chars().count();
            if columns > 0 && columns + 1 + wide > width && !starts_a_block(word) {
                self.lines.push(std::mem::replace(&mut line, hanging.clone()));
                columns = 0;
            }
            if columns > 0 {
                line.push(' ');
                columns += 1;
            }
            line.push_str(word);
            columns += wide;
        }
        if columns > 0 || !marker.is_empty() {
            self.lines.push(line.trim_end().to_owned());
        }
    }
}

/// The text without characters that nobody sees: controls become spaces or are dropped, bidirectional and other
/// format controls are dropped.
fn visible(text: &str) -> String {
    text.chars()
        .filter_map(|ch| match ch {
            '\t' => Some(' '),
            _ if ch.is_control() || is_format_control(ch) => None,
            _ => Some(ch),
        })
        .collect()
}

/// Unicode's bidirectional controls (UAX #9), zero-width characters and tags. The joiners U+200C and U+200D stay:
/// scripts and emoji need them.
pub fn is_format_control(ch: char) -> bool {
    matches!(ch,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Fences of either kind and any length count, and are all written as three backticks: so which one closes which is
/// beyond dispute.
fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("~~~") || line.strip_prefix("```").is_some_and(|rest| !rest.trim_start_matches('`').contains('`'))
}

/// A list item's marker, with the blank after it, and its text.
fn split_marker(line: &str) -> Option<(&str, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match line.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 2,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 2,
        _ => return None,
    };
    let blank = line.as_bytes().get(marker - 1) == Some(&b' ');
    blank.then(|| (&line[..marker], line[marker..].trim_start()))
}

fn starts_a_block(word: &str) -> bool {
    let ends_number = word.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let ruler = word.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'*' | b'_' | b'+'));
    ends_number || ruler || word.starts_with(['#', '>', '|']) || is_fence(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_filled_and_lists_kept() {
        let text = "One two\nthree four.\n\n\n- a\n- b\n\nEnd.\n";
        assert_eq!(wrap(text, 13), ["One two three", "four.", "", "- a", "- b", "", "End."]);
    }

    #[test]
    fn list_items_hang_and_nest() {
        let text = "    - one two\n  three\n        1. deep\nlazy\n    - next";
        assert_eq!(wrap(text, 9), ["- one two", "  three", "  1. deep", "     lazy", "- next"]);
    }

    #[test]
    fn no_wrapped_line_starts_a_list() {
        assert_eq!(wrap("aaaa - bbbb 1. cccc", 6), ["aaaa -", "bbbb 1.", "cccc"]);
    }

    #[test]
    fn nothing_invisible_passes() {
        assert_eq!(wrap("a\u{202e}b\u{2028}c\0\u{7}\rd\u{feff}", 80), ["ab cd"]);
        assert_eq!(one_line("a\n  b\u{2029}c"), "a b c");
        assert_eq!(first_paragraph("a\r\nb\r\n\r\nc"), "a b");
    }

    #[test]
    fn an_open_fence_is_closed() {
        assert_eq!(wrap("```\nlet x;", 80), ["```", "let x;", "```"]);
        assert_eq!(wrap("~~~~ a`b\n```js\nc", 80), ["```ab", "```", "c"]);
    }
}
