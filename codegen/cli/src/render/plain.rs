//! Small pieces that several formats share.

use std::path::Path;

use event_spec::Diagnostic;

use crate::paths;

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

/// What a finding says, and on a second line what to do about it.
pub fn with_help(found: &Diagnostic) -> String {
    let mut text = one_line(&found.message);
    if let Some(help) = &found.help {
        text.push_str("\nhelp: ");
        text.push_str(&one_line(help));
    }
    text
}

/// `text` as a link (OSC 8) to a file.
pub fn file_link(text: &str, path: &Path) -> String {
    format!("\u{1b}]8;;{}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\", file_address(path))
}

/// The address of a file or folder, given by its absolute path.
pub fn file_address(path: &Path) -> String {
    let path = percent_encoded(path);
    // Where the root of a path is a drive, it stands behind a slash of its own.
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
}

/// A path as part of an address.
pub fn percent_encoded(path: &Path) -> String {
    let mut encoded = String::new();
    for byte in paths::slashed(path).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
