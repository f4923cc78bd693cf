//! Addresses of channels, as they are printed: what a parameter holds is percent-encoded, so that printing is injective and
//! reading its inverse.

use crate::catalogue::{Channel, ParamType, Segment};
use crate::resolve::overlap::is_safe;

/// The address with these parameters, where all are known.
pub fn print(channel: &Channel, param: impl Fn(&str) -> Option<String>) -> Option<String> {
    let segments = channel.address.iter().map(|segment| match segment {
        Segment::Literal(text) => Some(text.clone()),
        Segment::Named(name) => param(name),
    });
    segments.collect()
}

/// The parameters of an address, each as it is printed; none where the text is no address of the channel.
pub fn read<'a, 't>(channel: &'a Channel, text: &'t str) -> Option<Vec<(&'a str, &'t str)>> {
    let mut params = Vec::new();
    let mut rest = text;
    let mut segments = channel.address.iter().peekable();
    while let Some(segment) = segments.next() {
        match segment {
            Segment::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
            Segment::Named(name) => {
                // A parameter is everything that can stand in one, less what of the text behind it could.
                let run = length(rest);
                let behind = match segments.peek() {
                    Some(Segment::Literal(literal)) => length(literal),
                    _ => 0,
                };
                let (value, after) = rest.split_at_checked(run.checked_sub(behind)?)?;
                if !fits(&channel.params.get(name)?.ty, value) {
                    return None;
                }
                params.push((name.as_str(), value));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(params)
}

/// How many bytes at the beginning of a text can stand in a parameter.
fn length(text: &str) -> usize {
    text.find(|character| !(character == '%' || is_safe(character))).unwrap_or(text.len())
}

/// Whether a text is the print of a parameter's value.
fn fits(ty: &ParamType, text: &str) -> bool {
    match ty {
        ParamType::String => decode(text).is_some(),
        ParamType::Integer => text.parse::<i64>().is_ok_and(|value| value.to_string() == text),
        ParamType::OneOf(values) => decode(text).is_some_and(|text| values.contains(&text)),
    }
}

/// A parameter as it is printed: everything that is not safe is percent-encoded (RFC 3986), byte by byte of its UTF-8.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_safe(character) {
            out.push(character);
        } else {
            out.extend(character.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    out
}

/// The text behind a parameter. Only the one form that [`encode`] prints is read.
pub fn decode(printed: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(printed.len());
    let mut rest = printed.as_bytes();
    while let [first, after @ ..] = rest {
        rest = match (*first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                bytes.push(u8::try_from(16 * digit(*high)? + digit(*low)?).ok()?);
                after
            }
            (byte, after) => {
                bytes.push(byte);
                after
            }
        };
    }
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty() && encode(text) == printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read() {
        for text in ["conv_456", "a.b", "é/%", "*", " "] {
            assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        }
        assert_eq!(encode("a.b"), "a%2Eb");
        for wrong in ["", "a.b", "%2e", "%zz", "%"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
