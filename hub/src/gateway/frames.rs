//! What is looked at before a frame is read.

use crate::refusal::{Code, Refusal};

/// So deep may arrays and objects lie in each other. The reader's own bound holds for what it reads, and not for what it skips or
/// keeps as it came.
const DEEPEST: usize = 128;

/// Refuses what is too large or too deep. A text of a few hundred bytes cannot be too deep, and is not looked at.
///
/// # Errors
/// `TooLarge`, `InvalidFrame`.
pub(super) fn check(text: &str, most_bytes: usize) -> Result<(), Refusal> {
    if text.len() > most_bytes {
        return Err(Refusal::new(Code::TooLarge, format!("a message of more than {most_bytes} bytes")));
    }
    if text.len() > 2 * DEEPEST && depth(text) > DEEPEST {
        return Err(Refusal::new(Code::InvalidFrame, format!("arrays and objects lie more than {DEEPEST} deep")));
    }
    Ok(())
}

/// How deep a JSON text is; of any other text, something.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => skip_string(&mut bytes),
            _ => {}
        }
    }
    deepest
}

fn skip_string(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        for (text, expected) in [
            ("", 0),
            ("1", 0),
            ("[]", 1),
            (r#"[{"a":[]},[]]"#, 3),
            (r#"["[[[","\"[[[","\\",[]]"#, 2),
            ("[\"", 1),
            ("[\"\\", 1),
            ("]]]]", 0),
        ] {
            assert_eq!(depth(text), expected, "{text}");
        }
    }

    #[test]
    fn large_and_deep_texts_are_refused() {
        let code = |text: &str, most| check(text, most).map_err(|refusal| refusal.code);
        assert_eq!(code("[1]", 3), Ok(()));
        assert_eq!(code("[1]", 2), Err(Code::TooLarge));
        let nested = |depth: usize| format!("{}{}{}", "[".repeat(depth), " ".repeat(200), "]".repeat(depth));
        assert_eq!(code(&nested(DEEPEST), 10_000), Ok(()));
        assert_eq!(code(&nested(DEEPEST + 1), 10_000), Err(Code::InvalidFrame));
        assert_eq!(code(&"[".repeat(5000), 10_000), Err(Code::InvalidFrame));
    }
}
