//! How wide words are, where nobody can ask a browser.
//!
//! Widths are those of the widest of the usual fonts, so that what fits here fits everywhere.

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Names as code has them: every letter is as wide as the others.
    Mono,
    /// Words.
    Sans,
}

/// The width of a text in pixels, at a size in pixels.
pub fn width(text: &str, font: Font, size: f32) -> f32 {
    text.chars().map(|ch| em(ch, font)).sum::<f32>() * size
}

/// The lines of a text, none wider than `limit` pixels: broken between words, or after a sign of a long name, or anywhere where
/// nothing else helps.
pub fn wrap(text: &str, font: Font, size: f32, limit: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for piece in pieces(text) {
        let mut rest = piece;
        while !rest.is_empty() {
            let line = lines.last_mut().filter(|line| !line.is_empty());
            let fits = used + width(rest.trim_end(), font, size) <= limit;
            match line {
                Some(_) if !fits => {
                    lines.push(String::new());
                    used = 0.0;
                }
                _ => {
                    let (now, later) = if fits { (rest, "") } else { rest.split_at(fitting(rest, font, size, limit)) };
                    if let Some(line) = lines.last_mut() {
                        line.push_str(now);
                    }
                    used += width(now, font, size);
                    rest = later;
                }
            }
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// How many bytes of a text fit: at least one letter.
fn fitting(text: &str, font: Font, size: f32, limit: f32) -> usize {
    let mut used = 0.0;
    let mut end = 0;
    for (at, ch) in text.char_indices() {
        used += em(ch, font) * size;
        if used > limit && at > 0 {
            break;
        }
        end = at + ch.len_utf8();
    }
    end
}

/// A text cut where a line may end: after a space, and after the signs that join the words of a name.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '.', ':', '/', '_', '-'])
}

/// The width of a character, as a part of the size.
fn em(ch: char, font: Font) -> f32 {
    match (ch, font) {
        ('\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}', _) => 0.0,
        ('\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}', _)
        | ('\u{ff00}'..='\u{ff60}' | '\u{1f000}'..='\u{3ffff}', _) => 1.3,
        (' '..='~', Font::Mono) => 0.61,
        (_, Font::Mono) => 0.8,
        (
            ' ' | '!' | '\'' | '(' | ')' | ',' | '.' | ':' | ';' | 'I' | '[' | ']' | '`' | 'f' | 'i' | 'j' | 'l' | '|',
            _,
        ) => 0.39,
        ('"' | '-' | '/' | 'J' | '\\' | 'r' | 's' | 't' | '{' | '}', _) => 0.54,
        ('%' | '@' | 'M' | 'W' | 'm' | 'w', _) => 0.99,
        ('A'..='Z' | '+' | '<' | '=' | '>' | '&' | '#' | '~', _) => 0.84,
        (' '..='~', _) => 0.64,
        _ => 0.85,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_wide() {
        let long = "x".repeat(200);
        for text in [
            "a b c",
            "forum.thread.view_count_updated",
            "Was nicht gespeichert wurde, wird nie gesendet.",
            &long,
            "чат 聊天 🙂🙂🙂",
        ] {
            for limit in [30.0, 80.0, 300.0] {
                let lines = wrap(text, Font::Sans, 12.0, limit);
                assert!(lines.iter().all(|line| width(line, Font::Sans, 12.0) <= limit), "{lines:?}");
                let joined: String = lines.concat();
                assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
            }
        }
    }

    #[test]
    fn a_name_breaks_after_its_signs() {
        assert_eq!(wrap("forum.thread.updated", Font::Mono, 10.0, 85.0), ["forum.thread.", "updated"]);
        assert!(wrap("", Font::Mono, 10.0, 85.0).is_empty());
        assert_eq!(wrap("ab", Font::Mono, 10.0, 1.0), ["a", "b"]);
    }
}
