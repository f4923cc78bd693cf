//! JSON Pointers (RFC 6901) in URI fragments, and the way that they lead through a tree.

use std::collections::HashMap;

use crate::source::Span;
use crate::tree::{Entry, Kind, Node};

/// The tokens of a pointer that is written in a fragment, without `#`; `None` where an escape is malformed.
pub(super) fn tokens(fragment: &str) -> Option<Vec<String>> {
    let decoded = percent_decode(fragment)?;
    let tokens = decoded.strip_prefix('/')?;
    tokens.split('/').map(unescape).collect()
}

fn unescape(token: &str) -> Option<String> {
    let mut parts = token.split('~');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (replacement, rest) = match part.as_bytes().first() {
            Some(b'0') => ('~', &part[1..]),
            Some(b'1') => ('/', &part[1..]),
            _ => return None,
        };
        text.push(replacement);
        text.push_str(rest);
    }
    Some(text)
}

/// A token as it is written in a pointer in a fragment.
pub(super) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1").replace('%', "%25")
}

/// A text with its `%XX` decoded; `None` where one is malformed or the bytes are not UTF-8.
pub(super) fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        bytes.push((high * 16 + low) as u8);
    }
    String::from_utf8(bytes).ok()
}

/// A node inside a tree.
pub(super) struct Found<'t> {
    /// The nodes on the way, the tree itself first, without the one that was found.
    pub(super) way: Vec<&'t Node>,
    /// What was found.
    pub(super) node: &'t Node,
    /// Its key, where it has one.
    pub(super) key: Option<Span>,
}

/// The keys of large maps, by the map's place: a catalogue refers to its schemas thousands of times.
#[derive(Default)]
pub(super) struct Indexes(HashMap<Span, HashMap<String, usize>>);

impl Indexes {
    fn entry<'t>(&mut self, map: &'t Node, key: &str) -> Option<&'t Entry> {
        const LARGE: usize = 32;
        let entries = map.entries();
        if entries.len() < LARGE {
            return map.entry(key);
        }
        let index = self.0.entry(map.span).or_insert_with(|| {
            entries.iter().enumerate().map(|(place, entry)| (entry.key.value.clone(), place)).collect()
        });
        index.get(key).and_then(|place| entries.get(*place))
    }
}

/// Follows a pointer.
///
/// # Errors
/// How many tokens could be followed, and the node where the next could not.
pub(super) fn find<'t>(
    root: &'t Node,
    tokens: &[String],
    indexes: &mut Indexes,
) -> Result<Found<'t>, (usize, &'t Node)> {
    let mut found = Found { way: Vec::with_capacity(tokens.len()), node: root, key: None };
    for (at, token) in tokens.iter().enumerate() {
        let (next, key) = match &found.node.kind {
            Kind::Map(_) => match indexes.entry(found.node, token) {
                Some(entry) => (&entry.value, Some(entry.key.span)),
                None => return Err((at, found.node)),
            },
            Kind::List(items) => match token.parse::<usize>().ok().and_then(|place| items.get(place)) {
                Some(item) => (item, None),
                None => return Err((at, found.node)),
            },
            _ => return Err((at, found.node)),
        };
        found.way.push(found.node);
        found.node = next;
        found.key = key;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_unescaped_once() {
        let tokens = |text| tokens(text).map(|tokens| tokens.join(" "));
        assert_eq!(tokens("/a~1b/c~0d/~01/%25").as_deref(), Some("a/b c~d ~1 %"));
        assert_eq!(tokens("/").as_deref(), Some(""));
        assert_eq!(tokens("/%C3%A4").as_deref(), Some("ä"));
        assert_eq!(tokens("/%C3").as_deref(), None);
        assert_eq!(tokens("/~2").as_deref(), None);
        assert_eq!(tokens("/~").as_deref(), None);
        assert_eq!(tokens("a").as_deref(), None);
    }
}
