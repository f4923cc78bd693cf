//! Colours for code: what is a string, a number, a comment, a word of the language.
//!
//! In: code in a language that we know, or any other. Out: the same characters, some in a `span`. It reads tokens and no grammar,
//! and can be wrong about a colour, never about a character.

use super::html::Html;
use crate::docs::page::Language;

const RUST: &[&str] = &[
    "as", "async", "await", "else", "enum", "fn", "for", "if", "impl", "in", "let", "match", "mod", "move", "mut",
    "pub", "ref", "return", "self", "Self", "struct", "trait", "type", "use", "where", "while", "true", "false",
    "None", "Some", "Ok", "Err",
];

const TYPESCRIPT: &[&str] = &[
    "as",
    "async",
    "await",
    "const",
    "else",
    "export",
    "extends",
    "false",
    "for",
    "from",
    "function",
    "if",
    "import",
    "in",
    "interface",
    "let",
    "new",
    "null",
    "of",
    "readonly",
    "return",
    "true",
    "type",
    "typeof",
    "undefined",
    "while",
];

const JSON: &[&str] = &["true", "false", "null"];

/// Writes code with its colours.
pub fn print(html: &mut Html, language: &Language, code: &str) {
    let words = match language {
        Language::Json => JSON,
        Language::Rust => RUST,
        Language::TypeScript => TYPESCRIPT,
        Language::Other(name) => match name.split_whitespace().next() {
            Some("json") => JSON,
            Some("rust" | "rs") => RUST,
            Some("ts" | "js" | "typescript" | "javascript") => TYPESCRIPT,
            _ => return html.lines(code),
        },
    };
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = token(rest, first, words);
        let (token, after) = rest.split_at(length);
        // A string before a colon is the name of a field.
        let kind = if kind == "s" && after.trim_start().starts_with(':') { "f" } else { kind };
        if kind.is_empty() {
            html.lines(token);
        } else {
            html.element("span", &[("class", kind)], |html| html.lines(token));
        }
        rest = after;
    }
}

/// What stands at the start, and how many bytes it takes: at least one character.
fn token(rest: &str, first: char, words: &[&str]) -> (&'static str, usize) {
    let while_in = |fits: fn(char) -> bool| rest.find(|ch| !fits(ch)).unwrap_or(rest.len());
    if rest.starts_with("//") {
        return ("c", rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return ("c", rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    match first {
        '"' => ("s", string(rest)),
        '0'..='9' => ("n", while_in(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '.' | '_'))),
        _ if first.is_alphabetic() || first == '_' => {
            let length = while_in(|ch| ch.is_alphanumeric() || ch == '_');
            let word = &rest[..length];
            let after = rest[length..].starts_with(['(', '!']);
            let kind = match () {
                () if words.contains(&word) => "k",
                () if after => "m",
                () if first.is_uppercase() => "t",
                () => "",
            };
            (kind, length)
        }
        _ => ("", first.len_utf8()),
    }
}

/// The length of the string that starts here; it ends with the line at the latest.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, ch) in rest.char_indices().skip(1) {
        match ch {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = ch == '\\' && !escaped,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(language: &Language, code: &str) -> String {
        let mut html = Html::default();
        print(&mut html, language, code);
        html.finish()
    }

    #[test]
    fn tokens_have_colours() {
        assert_eq!(
            shown(&Language::Json, "{ \"a\": [1, true, \"<\\\"\"] }"),
            "{ <span class=\"f\">&quot;a&quot;</span>: [<span class=\"n\">1</span>, <span class=\"k\">true</span>, \
             <span class=\"s\">&quot;&lt;\\&quot;&quot;</span>] }"
        );
        assert_eq!(shown(&Language::TypeScript, "/** in */ x"), "<span class=\"c\">/** in */</span> x");
        assert_eq!(
            shown(&Language::Rust, "// a <b>\nlet x"),
            "<span class=\"c\">// a &lt;b&gt;</span>\n<span class=\"k\">let</span> x"
        );
    }

    #[test]
    fn any_text_ends() {
        for code in ["", "\"open", "é\u{1F600}\"", "a\\", "\"\\\n", "//", "/*"] {
            for language in [Language::Json, Language::TypeScript, Language::Other("x".into())] {
                let plain = shown(&language, code);
                assert!(code.is_empty() || !plain.is_empty());
            }
        }
    }
}
