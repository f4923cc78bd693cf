//! Small pieces that several formats share.

use std::path::Path;

/// A text on one line, without anything that a terminal would obey or that would reorder what stands beside it.
pub fn one_line(text: &str) -> String {
    if !text.contains(is_harmful) {
        return text.to_owned();
    }
    text.chars()
        .map(|ch| match ch {
            '\n' | '\r' | '\t' => ' ',
            ch if is_harmful(ch) => char::REPLACEMENT_CHARACTER,
            ch => ch,
        })
        .collect()
}

fn is_harmful(ch: char) -> bool {
    ch.is_control() || matches!(ch, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` as a link (OSC 8) to a file.
pub fn file_link(text: &str, path: &Path) -> String {
    let mut address = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                address.push(char::from(byte))
            }
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}
