//! Text that stays text.
//!
//! In: words as an author wrote them. Out: what shows exactly those words, both as the text of an element and as the value of
//! an attribute in double quotes. Characters that nobody sees are shown by their code.

use crate::docs::escape::shown;

/// Writes words; a new line is shown by its code.
pub fn words(out: &mut String, words: &str) {
    // As nearly all are: nothing to look at twice.
    if words.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        return out.push_str(words);
    }
    plain(out, &shown(words));
}

/// Writes code: its lines stay lines.
pub fn lines(out: &mut String, code: &str) {
    for (at, line) in code.split('\n').enumerate() {
        out.push_str(if at > 0 { "\n" } else { "" });
        words(out, line);
    }
}

fn plain(out: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut chars = after.chars();
        out.push_str(match chars.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "&#39;",
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// An address that a page may lead to: with a scheme that starts nothing but a look or a letter.
pub fn address(address: &str) -> Option<&str> {
    let known = ["https://", "http://", "mailto:"];
    let starts = |scheme: &&str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    known.iter().any(starts).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn nothing_leaves_its_element_or_attribute() {
        let hostile = "\"><script>alert('1')</script>&amp;";
        assert_eq!(
            written(|out| words(out, hostile)),
            "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;"
        );
    }

    #[test]
    fn what_nobody_sees_is_shown() {
        assert_eq!(written(|out| words(out, "a\u{202e}b\nc\0")), "a\\u{202e}b\\nc\\u{0}");
        assert_eq!(written(|out| lines(out, "a\u{202e}\n  b")), "a\\u{202e}\n  b");
    }

    #[test]
    fn addresses_are_known_by_their_scheme() {
        for good in ["https://x.org/a", "HTTP://x.org", "mailto:a@b"] {
            assert_eq!(address(good), Some(good));
        }
        for bad in ["javascript:alert(1)", "data:text/html,x", "//x.org", "", " https://x", "file:///etc", "é"] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }
}
