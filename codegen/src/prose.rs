//! A catalogue's words made fit for comments of any language.
//!
//! In: text as its author wrote it, friendly or hostile. Out: lines that hold no character that could end a comment
//! line, reorder what a reader sees, or be invisible. What closes a block comment is the backend's own affair.

/// The lines of `text`, each at most `width` characters where words allow it. Paragraphs stay apart by an empty line;
/// Markdown's lists, fences, tables, quotes, headings and indented code keep their line breaks.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    for raw in text.split(['\n', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']) {
        let line = visible(raw);
        let line = line.trim_end();
        let fence = is_fence(line);
        if fenced || fence || keeps_its_line(line) {
            fill(&mut lines, &std::mem::take(&mut paragraph), width);
            lines.push(line.to_owned());
            fenced ^= fence;
        } else if line.is_empty() {
            fill(&mut lines, &std::mem::take(&mut paragraph), width);
            lines.push(String::new());
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim_start());
        }
    }
    fill(&mut lines, &paragraph, width);
    if fenced {
        lines.push("```".to_owned());
    }
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
    let visible = visible(&text.replace(['\n', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}'], " "));
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first sentence's worth of a text: its first paragraph on one line.
pub fn first_paragraph(text: &str) -> String {
    one_line(text.trim().split("\n\n").next().unwrap_or_default())
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
fn is_format_control(ch: char) -> bool {
    matches!(ch,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

fn keeps_its_line(line: &str) -> bool {
    let start = line.trim_start();
    let bullet = ["- ", "* ", "+ "].iter().any(|bullet| start.starts_with(bullet));
    let numbered = start.split_once(['.', ')']).is_some_and(|(number, rest)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with(' ')
    });
    bullet || numbered || start.starts_with(['|', '>', '#']) || (line.starts_with("    ") && !start.is_empty())
}

fn fill(lines: &mut Vec<String>, paragraph: &str, width: usize) {
    let mut line = String::new();
    let mut columns = 0;
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let wide = word.chars().count();
        if columns > 0 && columns + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        }
        line.push_str(word);
        columns += wide;
    }
    if !line.is_empty() {
        lines.push(line);
    }
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
    fn nothing_invisible_passes() {
        assert_eq!(wrap("a\u{202e}b\u{2028}c\0\u{7}\rd\u{feff}", 80), ["ab cd"]);
        assert_eq!(one_line("a\n  b\u{2029}c"), "a b c");
    }

    #[test]
    fn an_open_fence_is_closed() {
        assert_eq!(wrap("```\nlet x;", 80), ["```", "let x;", "```"]);
    }
}
