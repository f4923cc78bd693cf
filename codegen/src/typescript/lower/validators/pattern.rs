//! Patterns as regular expressions of JavaScript.

use std::fmt::Write as _;

use event_spec::pattern::to_regex_lite;

/// A literal that matches what every other reader matches: the pattern in the syntax of `regex-lite`, which but for two escapes
/// is that of ECMA-262 with the flag `u`.
pub fn literal(pattern: &str) -> String {
    let translated = to_regex_lite(pattern)
        .unwrap_or_else(|fault| panic!("a checked catalogue holds no such pattern as `{pattern}`: {fault}"));
    if translated.is_empty() {
        return "/(?:)/u".to_owned();
    }
    let mut out = String::with_capacity(translated.len() + 4);
    out.push('/');
    let mut chars = translated.chars();
    while let Some(ch) = chars.next() {
        match ch {
            '\\' => match chars.next() {
                Some(escaped @ ('&' | '~')) => out.push(escaped),
                Some(escaped) => out.extend(['\\', escaped]),
                None => {}
            },
            '/' => out.push_str("\\/"),
            ch if ch.is_ascii() => out.push(ch),
            // What a reader cannot see, or what ends a line, is written out with everything else beyond ASCII.
            ch => drop(write!(out, "\\u{{{:x}}}", u32::from(ch))),
        }
    }
    out.push_str("/u");
    out
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn patterns_are_literals_with_the_flag_u() {
        assert_eq!(literal("^[a-z]+$"), "/^[a-z]+$/u");
        assert_eq!(literal("a/b"), "/a\\/b/u");
        assert_eq!(literal("[&~]\\\\&"), "/[&~]\\\\&/u");
        assert_eq!(literal("é\u{2028}"), "/\\u{e9}\\u{2028}/u");
        assert_eq!(literal(""), "/(?:)/u");
        assert_eq!(literal("[\\w-.]"), "/[\\w\\-.]/u");
    }
}
