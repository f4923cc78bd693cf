//! Doc comments from a catalogue's words.
//!
//! In: Markdown of strangers. Out: lines for `///` that rustdoc shows and never runs: no line is a doctest, no HTML is
//! live, no bracket is taken for a link to an item.

use crate::prose;

/// The width at which the words of a doc comment wrap.
const WIDTH: usize = 100;

/// The lines of a doc comment for a text, if it says anything.
pub fn lines(text: Option<&str>) -> Vec<String> {
    text.map(paragraphs).unwrap_or_default()
}

/// The lines of a doc comment for several texts, a blank line between them.
pub fn join<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut all = Vec::new();
    for text in texts {
        let lines = paragraphs(text);
        if !all.is_empty() && !lines.is_empty() {
            all.push(String::new());
        }
        all.extend(lines);
    }
    all
}

/// More words after those that are there.
pub fn append(mut lines: Vec<String>, text: Option<&str>) -> Vec<String> {
    let more = self::lines(text);
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
    lines
}

/// A text within a line of a doc comment.
pub fn inline(text: &str) -> String {
    let line = prose::one_line(text);
    escape(&line, has_plain_spans(&line))
}

/// A wire name in a code span. Backticks cannot stand in one; an apostrophe shows what was meant.
pub fn code(name: &str) -> String {
    format!("`{}`", prose::one_line(name).replace('`', "'"))
}

fn paragraphs(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut lines = prose::wrap(text, WIDTH);
    for block in lines.split_mut(String::is_empty) {
        let spans_are_plain = block.iter().all(|line| has_plain_spans(line));
        for line in block {
            match line.strip_prefix("```").filter(|rest| !rest.contains('`')) {
                Some(_) if fenced => fenced = false,
                Some(written) => {
                    *line = format!("```{}", language(written));
                    fenced = true;
                }
                None if fenced => {}
                None => *line = escape(line, spans_are_plain),
            }
        }
    }
    lines
}

/// The language of fenced code. What rustdoc does not know as somebody else's it would compile and run.
fn language(written: &str) -> &str {
    const OTHERS: [&str; 10] = ["json", "yaml", "text", "js", "ts", "javascript", "typescript", "sql", "sh", "http"];
    let written = written.trim();
    if OTHERS.contains(&written) { written } else { "text" }
}

/// Whether every code span of a line opens and closes on it, by single backticks.
fn has_plain_spans(line: &str) -> bool {
    line.matches('`').count().is_multiple_of(2) && !line.contains("``")
}

/// Escapes what rustdoc would take for HTML or for a link to an item; not in code spans, where these can be told.
fn escape(line: &str, spans_are_plain: bool) -> String {
    let mut escaped = String::with_capacity(line.len());
    let mut in_code = false;
    let mut backslash = false;
    for (at, ch) in line.char_indices() {
        let rest = &line[at + ch.len_utf8()..];
        let live = match ch {
            '<' => rest.starts_with(|next: char| next.is_alphabetic() || "/!?".contains(next)),
            '[' => !is_web_link(rest) || line[..at].ends_with('!'),
            _ => false,
        };
        if live && !in_code && !backslash {
            escaped.push('\\');
        }
        in_code ^= ch == '`' && spans_are_plain;
        backslash = ch == '\\' && !backslash;
        escaped.push(ch);
    }
    escaped
}

/// Whether the text after a `[` goes on as a link to the web.
fn is_web_link(rest: &str) -> bool {
    let target = rest.split_once("](").map(|(label, target)| (label.contains('['), target));
    target.is_some_and(|(nested, target)| {
        !nested && (target.starts_with("https://") || target.starts_with("http://")) && target.contains(')')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_live() {
        let text = "<script>alert(1)</script> a [Vec] and `[x] <b>` [here](https://a.example/) [no](javascript:x)";
        let expected =
            r"\<script>alert(1)\</script> a \[Vec] and `[x] <b>` [here](https://a.example/) \[no](javascript:x)";
        assert_eq!(lines(Some(text)).join(" "), expected);
    }

    #[test]
    fn unbalanced_code_spans_hide_nothing() {
        assert_eq!(lines(Some("- a `\n- <b> `")), ["- a `", r"- \<b> `"]);
        assert_eq!(lines(Some("`` ` `` <b> `")), [r"`` ` `` \<b> `"]);
        assert_eq!(lines(Some(r"\<b> \\<b>")), [r"\<b> \\\<b>"]);
    }

    #[test]
    fn no_code_is_a_doctest() {
        assert_eq!(lines(Some("```\nlet x;\n```")), ["```text", "let x;", "```"]);
        assert_eq!(lines(Some("~~~rust,no_run\nlet x;")), ["```text", "let x;", "```"]);
        assert_eq!(lines(Some("a\n\n    let x = ;")), ["a", "", "let x = ;"]);
    }
}
