//! Words for a shell: what a person is told to run can be pasted.

use std::ffi::OsStr;

/// A word of a command line, quoted where a shell would take it for something else. What is not UTF-8 cannot be
/// printed, and is shown with replacement characters.
pub fn word(word: impl AsRef<OsStr>) -> String {
    let word = word.as_ref().to_string_lossy();
    let plain = |ch: char| ch.is_ascii_alphanumeric() || "-_./=:@,+".contains(ch);
    if !word.is_empty() && word.chars().all(plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The command of this process, with and without some words.
pub fn this_command(without: &[&str], with: &[&str]) -> String {
    let words =
        std::env::args_os().skip(1).filter(|word| without.iter().all(|dropped| word != dropped)).map(self::word);
    let words = std::iter::once("eventspec".to_owned()).chain(words).chain(with.iter().map(self::word));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn words_are_quoted_where_needed() {
        assert_eq!(word("a/b-c_d.e"), "a/b-c_d.e");
        assert_eq!(word("sp ace"), "'sp ace'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(word(""), "''");
    }
}
