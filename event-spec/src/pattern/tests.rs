//! What is translated, what stays, and what is refused.

use super::*;

fn matches(pattern: &str, text: &str) -> bool {
    let translated = to_regex_lite(pattern).expect(pattern);
    regex_lite::Regex::new(&translated).expect(pattern).is_match(text)
}

#[test]
fn common_patterns_stay_as_they_are() {
    for pattern in [
        "^[a-z0-9_]+$",
        r"^\d{4}-\d{2}-\d{2}$",
        "^(draft|live)$",
        "^(?:a|b){1,3}?$",
        "^[0-9A-Fa-f]{24}$",
        r"^\+?[1-9]\d{1,14}$",
        r"^\w+@\w+\.\w+$",
    ] {
        assert_eq!(to_regex_lite(pattern).as_deref(), Ok(pattern));
    }
}

#[test]
fn what_differs_is_translated() {
    assert!(!matches("^a.b$", "a\u{2028}b") && !matches("^a.b$", "a\rb") && matches("^a.b$", "aäb"));
    assert!(matches(r"^\s$", "\u{a0}") && matches(r"^[\s]$", "\u{feff}") && !matches(r"^\S$", "\u{3000}"));
    assert!(matches(r"^[\S]$", "x") && !matches(r"^[\S]$", "\u{2005}") && matches(r"^[^\S]$", " "));
    assert!(matches(r"^\/\u00e4\u{1F600}\uD83D\uDE00\x41\cJ\0$", "/ä😀😀A\n\0"));
    assert!(matches("^(?<year>[0-9]{4})$", "2026"));
    assert!(matches("^a{,2}}]$", "a{,2}}]") && matches("^{a}$", "{a}"));
    assert!(matches(r"^[\w-.]+$", "a-b.c") && matches(r"^[a\-z]$", "-") && !matches(r"^[a\-z]$", "b"));
    assert!(matches("^[[&&~~-]+$", "[&~-") && matches(r"^[\b]$", "\u{8}"));
    assert!(!matches("[]", "a") && matches("^[^]$", "\n"));
    assert!(!matches("^a$", "a\n"));
}

#[test]
fn what_has_no_counterpart_is_refused() {
    for pattern in [
        "^(?=a)",
        "(?!a)",
        "(?<=a)b",
        "(?<!a)b",
        r"(a)\1",
        r"(?<n>a)\k<n>",
        r"\p{L}",
        "(?i)a",
        r"\Aa\z",
        "(",
        ")",
        "[a",
        "a**",
        "*",
        "[z-a]",
        r"\uD800",
        r"\xZZ",
        r"\u{110000}",
        r"\q",
        "\\",
        "(a{1000}){1000}",
        "(?<name",
    ] {
        assert!(to_regex_lite(pattern).is_err(), "{pattern}");
    }
    assert!(to_regex_lite(&"(".repeat(10_000)).is_err());
}
