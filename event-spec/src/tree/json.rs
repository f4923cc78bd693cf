//! JSON held to JSON.
//!
//! In: the text of a file that says that it is JSON. Out: whether it is, or a finding at the place where it is not.
//! YAML's reader would let comments, trailing commas and unquoted texts through, which other readers of the file refuse.

use serde::de::IgnoredAny;

use super::faults::SYNTAX;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};

/// Checks a text; one with nothing in it is left to the reader. Nesting is unlimited here.
pub fn check(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let json = &text[mark..];
    if json.trim().is_empty() {
        return true;
    }
    let Err(error) = serde_json::from_str::<IgnoredAny>(json) else {
        return true;
    };
    let line_start: usize = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut at = (line_start + error.column().saturating_sub(1)).min(json.len());
    while !json.is_char_boundary(at) {
        at -= 1;
    }
    let rest = &json[at..];
    let width = rest.chars().next().filter(|ch| !matches!(ch, '\n' | '\r')).map_or(0, char::len_utf8);
    let span = Span { source, start: (mark + at) as u32, end: (mark + at + width) as u32 };
    let told = error.to_string();
    // The place is told by the span.
    let told = told.rsplit_once(" at line ").map_or(told.as_str(), |(told, _)| told);
    let (message, help) = if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
        ("JSON has no comments".to_owned(), Some("leave it out, or write the file as YAML, with `#` before a comment"))
    } else if rest.starts_with([']', '}']) && json[..at].trim_end().ends_with(',') {
        ("a comma stands behind the last entry".to_owned(), Some("leave the comma out"))
    } else if rest.starts_with('\'') {
        ("JSON quotes a text with `\"`".to_owned(), Some("write `\"` instead of `'`"))
    } else {
        (format!("this is no JSON: {told}"), None)
    };
    diagnostics.push(Diagnostic::new(&SYNTAX, span, message).help_if(help.map(str::to_owned)));
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn told(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("a.json", text);
        let mut diagnostics = Diagnostics::default();
        let fits = check(id, text, &mut diagnostics);
        let found = diagnostics.into_sorted();
        assert_eq!(fits, found.is_empty());
        let told = found.iter().map(|found| {
            let at = sources.positions(found.primary.span).start;
            format!("{}:{}: {}", at.line, at.column, found.message)
        });
        told.collect()
    }

    #[test]
    fn json_is_told_from_what_looks_like_it() {
        assert_eq!(told("\u{feff}{ \"a\": [1, 2.5e3, null],\n\t\"b\": \"\\ud83d\\ude00\" }\n"), "");
        assert_eq!(told(""), "");
        assert_eq!(told(&"[".repeat(100_000)), "1:100000: this is no JSON: EOF while parsing a list");
        for (text, expected) in [
            ("{\n  // words\n  \"a\": 1 }", "2:3: JSON has no comments"),
            ("{ \"a\": 1, /* words */ \"b\": 2 }", "1:11: JSON has no comments"),
            ("{\n\"\u{e9}\": [1, 2,]\n}", "2:12: a comma stands behind the last entry"),
            ("{ \"a\": 1,\n}", "2:1: a comma stands behind the last entry"),
            ("{ 'a': 1 }", "1:3: JSON quotes a text with `\"`"),
            ("{ a: 1 }", "1:3: this is no JSON: key must be a string"),
            ("{} {}", "1:4: this is no JSON: trailing characters"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
