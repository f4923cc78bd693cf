//! Looking ahead for the name of the event in an envelope.
//!
//! A payload can be read where it stands only if the event's name is known, and some senders write the name last. To
//! look for it costs little next to reading: nothing where it comes before or after all objects and arrays, and else a scan that
//! sees only quotes and brackets. What is scanned is read again in earnest, so that this may guess about text that is no JSON.

use std::borrow::Cow;

/// The text under `key` in an object; none if there is no such key, or no JSON.
pub(super) fn find<'a>(json: &'a str, key: &str) -> Option<Cow<'a, str>> {
    let mut scan = Scan { json, at: 0 };
    scan.expect(b'{')?;
    if scan.passes_key(key)? {
        return scan.text();
    }
    if let Some(name) = last(json, key) {
        return Some(Cow::Borrowed(name));
    }
    loop {
        scan.skip_value()?;
        scan.expect(b',')?;
        if scan.passes_key(key)? {
            return scan.text();
        }
    }
}

/// The text under `key`, searched from the end across texts, numbers and constants, as long as nothing is escaped. An object
/// ends with its own entries, so that none of them lies deeper.
fn last<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let mut before = json.trim_end().strip_suffix('}')?;
    loop {
        let (rest, value) = match before.trim_end().strip_suffix('"') {
            Some(rest) => rest.rsplit_once('"')?,
            None => {
                let end = before.trim_end().trim_end_matches(is_scalar);
                (end, "")
            }
        };
        let (rest, found) = rest.trim_end().strip_suffix(':')?.trim_end().strip_suffix('"')?.rsplit_once('"')?;
        let rest = rest.trim_end().strip_suffix(',')?;
        if value.contains('\\') || found.contains('\\') {
            return None;
        }
        if found == key {
            return Some(value);
        }
        before = rest;
    }
}

/// Whether a character can stand in a number, `true`, `false` or `null`.
fn is_scalar(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '+' | '.')
}

/// The text that the inside of a JSON string stands for.
fn unescaped(inside: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{inside}\"")).ok()
}

struct Scan<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    /// Passes a key and its colon; says whether it is the one.
    fn passes_key(&mut self, key: &str) -> Option<bool> {
        let found = self.string()?;
        self.expect(b':')?;
        Some(found == key || (found.contains('\\') && unescaped(found)? == key))
    }

    /// Passes a text.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let text = self.string()?;
        if text.contains('\\') { unescaped(text).map(Cow::Owned) } else { Some(Cow::Borrowed(text)) }
    }

    /// Passes a byte, and white space before it.
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.skip_space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Passes a string, and white space before it; comes back with what stands between its quotes.
    fn string(&mut self) -> Option<&'a str> {
        self.expect(b'"')?;
        let start = self.at;
        self.skip_string()?;
        self.json.get(start..self.at - 1)
    }

    fn skip_value(&mut self) -> Option<()> {
        self.skip_space();
        match self.peek()? {
            b'"' => {
                self.at += 1;
                self.skip_string()
            }
            b'{' | b'[' => self.skip_nested(),
            _ => {
                let rest = self.json.as_bytes().get(self.at..)?;
                self.at += rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']'))?;
                Some(())
            }
        }
    }

    /// Passes an object or array, from its opening bracket to its closing one.
    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => self.skip_string()?,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(());
                    }
                }
                _ => {}
            }
        }
    }

    /// Passes what is left of a string, and its closing quote.
    fn skip_string(&mut self) -> Option<()> {
        loop {
            self.at += quote_or_escape(self.json.as_bytes().get(self.at..)?)?;
            if self.peek()? == b'"' {
                self.at += 1;
                return Some(());
            }
            self.at += 2;
        }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }
}

/// Where the first quote or backslash stands, eight bytes at a time.
fn quote_or_escape(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = zero_bytes(word ^ QUOTES) | zero_bytes(word ^ ESCAPES);
        if found != 0 {
            return Some(8 * at + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(8 * words.len() + at)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const QUOTES: u64 = ONES * b'"' as u64;
const ESCAPES: u64 = ONES * b'\\' as u64;

/// Marks the bytes that are zero by their highest bit. The lowest mark is right; marks above it may be false.
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Json;

    fn found(json: &str) -> Option<String> {
        find(json, "type").map(Cow::into_owned)
    }

    #[test]
    fn the_name_is_found_wherever_it_stands() {
        for json in [
            r#"{"type":"ping"}"#,
            r#" { "a" : 1 , "type" : "ping" } "#,
            r#"{"data":{"type":"no","x":["]}\"",{"type":"no"}]},"type":"ping"}"#,
            r#"{"a":"\\","b":"\"type\":\"no\"","c":null,"d":-1.5e3,"e":[],"f":{},"type":"ping"}"#,
            r#"{"t\u0079pe":"pi\u006eg"}"#,
            r#"{"a":1,"t\u0079pe":"pi\u006eg"}"#,
            r#"{"a":1 , "type" : "ping" } "#,
            r#"{"type":"ping","a":",\"type\":\"no\""}"#,
            r#"{"a":1,"type":"ping","b":{"x":1,"type":"no"}}"#,
            r#"{"a":",\"type","type":"ping","b":""}"#,
            r#"{"long":"a text of more than eight bytes, with a \" in it","type":"ping"}"#,
        ] {
            assert_eq!(found(json).as_deref(), Some("ping"), "{json}");
        }
    }

    #[test]
    fn what_is_no_frame_has_no_name() {
        for json in [
            "",
            "{",
            "{}",
            "[]",
            "null",
            "{\"type\"",
            "{\"type\":",
            "{\"type\":1}",
            "{\"type\":\"",
            "{\"a\":",
            "{\"a\":[",
            "{\"a\":]",
            "{\"a\":\"\\",
            "{\"a\":1",
            "{\"a\":\"é",
            "}",
            "{\"a\":}}}}",
            "{\"type\":\"\\u\"}",
        ] {
            assert_eq!(found(json), None, "{json}");
        }
    }

    /// Values with everything in them that could be taken for a name.
    fn value() -> impl Strategy<Value = Json> {
        let text = prop_oneof![
            Just(r#"","type":"no"#.to_owned()),
            Just("\\".to_owned()),
            Just("\"}".to_owned()),
            "[a-z\\\\\"{}\\[\\],: é]{0,12}",
        ];
        let scalar = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<f64>().prop_map(Json::from),
            text.clone().prop_map(Json::from),
        ];
        scalar.prop_recursive(3, 16, 4, move |inner| {
            let key = prop_oneof![Just("type".to_owned()), text.clone()];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::btree_map(key, inner, 0..4).prop_map(|map| Json::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_reader_reads(
            mut entries in prop::collection::vec(("[b-s\\\\\"]{1,4}", value()), 0..6),
            name in "[a-z.\\\\\"\n]{0,8}",
            at in any::<prop::sample::Index>(),
            pretty in any::<bool>(),
        ) {
            let at = at.index(entries.len() + 1);
            entries.insert(at, ("type".to_owned(), Json::from(name.clone())));
            let space = if pretty { "\n  " } else { "" };
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{space}{}{space}:{space}{value}{space}", Json::from(key.as_str())))
                .collect();
            prop_assert_eq!(found(&format!("{{{}}}{space}", entries.join(","))), Some(name));
        }
    }
}
