//! Texts as Rust literals.

use crate::prose::is_format_control;

/// A string literal with this value. What a reader cannot see, or what rustc refuses in a literal, is escaped.
pub fn string(value: &str) -> String {
    let mut literal = String::with_capacity(value.len() + 2);
    literal.push('"');
    for ch in value.chars() {
        match ch {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if is_hidden(ch) => literal.push_str(&format!("\\u{{{:x}}}", u32::from(ch))),
            _ => literal.push(ch),
        }
    }
    literal.push('"');
    literal
}

/// The same for texts that read better raw, as regular expressions do.
pub fn raw_string(value: &str) -> String {
    if !value.contains(['\\', '"']) || value.chars().any(is_hidden) {
        return string(value);
    }
    let mut fence = String::new();
    while value.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{value}\"{fence}")
}

fn is_hidden(ch: char) -> bool {
    ch.is_control() || is_format_control(ch) || matches!(ch, '\u{2028}' | '\u{2029}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped() {
        assert_eq!(string("a\"b\\c\n\u{202e}é"), r#""a\"b\\c\n\u{202e}é""#);
    }

    #[test]
    fn patterns_are_raw_where_that_helps() {
        assert_eq!(raw_string("^[A-Z]+$"), r#""^[A-Z]+$""#);
        assert_eq!(raw_string(r"^\d+$"), r#"r"^\d+$""#);
        assert_eq!(raw_string("\"#"), "r##\"\"#\"##");
        assert_eq!(raw_string("\\\n"), r#""\\\n""#);
    }
}
