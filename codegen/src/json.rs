//! JSON for people: one line where it fits, else a line per member; nothing in it is invisible.

use std::fmt::Write;

use serde_json::Value;

/// Columns that a line may fill.
const WIDTH: usize = 96;

/// The text of a value, without a newline at its end.
pub fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value, 0, 0);
    text
}

/// `used` columns of the line are taken before the value.
fn write_value(out: &mut String, value: &Value, indent: usize, used: usize) {
    let members = match value {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    };
    let line = one_line(value, WIDTH.saturating_sub(used));
    match (value, line) {
        (Value::Array(items), None) if members > 0 => {
            out.push_str("[\n");
            for (at, item) in items.iter().enumerate() {
                start_line(out, indent + 2);
                write_value(out, item, indent + 2, indent + 3);
                out.push_str(if at + 1 < members { ",\n" } else { "\n" });
            }
            start_line(out, indent);
            out.push(']');
        }
        (Value::Object(fields), None) if members > 0 => {
            out.push_str("{\n");
            for (at, (key, item)) in fields.iter().enumerate() {
                start_line(out, indent + 2);
                let key = string(key);
                let used = indent + key.chars().count() + 5;
                out.push_str(&key);
                out.push_str(": ");
                write_value(out, item, indent + 2, used);
                out.push_str(if at + 1 < members { ",\n" } else { "\n" });
            }
            start_line(out, indent);
            out.push('}');
        }
        (_, Some(line)) => out.push_str(&line),
        (value, None) => {
            let mut line = String::new();
            write_line(&mut line, value, usize::MAX);
            out.push_str(&line);
        }
    }
}

fn start_line(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// The value on one line, if it takes at most `width` columns.
fn one_line(value: &Value, width: usize) -> Option<String> {
    let mut line = String::new();
    write_line(&mut line, value, width.saturating_mul(4));
    (line.chars().count() <= width).then_some(line)
}

/// Writes the value on one line; stops early once more than `enough` bytes are written.
fn write_line(out: &mut String, value: &Value, enough: usize) {
    match value {
        _ if out.len() > enough => {}
        Value::String(words) => out.push_str(&string(words)),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write_line(out, item, enough);
            }
            out.push(']');
        }
        Value::Object(fields) if fields.is_empty() => out.push_str("{}"),
        Value::Object(fields) => {
            for (at, (key, item)) in fields.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "{ " });
                out.push_str(&string(key));
                out.push_str(": ");
                write_line(out, item, enough);
            }
            out.push_str(" }");
        }
        other => out.push_str(&other.to_string()),
    }
}

/// A JSON string in which every character can be seen.
fn string(words: &str) -> String {
    let json = Value::from(words).to_string();
    if json.is_ascii() {
        return json;
    }
    let mut seen = String::new();
    for ch in json.chars() {
        if ch.is_ascii() || !is_hidden(ch) {
            seen.push(ch);
        } else {
            for unit in ch.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(seen, "\\u{unit:04x}");
            }
        }
    }
    seen
}

/// Characters that move, hide or break what is shown.
pub fn is_hidden(ch: char) -> bool {
    ch.is_control() || matches!(ch, '\u{2028}' | '\u{2029}') || crate::prose::is_format_control(ch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_values_stay_on_a_line() {
        assert_eq!(pretty(&json!(["a", { "b": [1, null], "c": {} }])), r#"["a", { "b": [1, null], "c": {} }]"#);
    }

    #[test]
    fn long_values_take_a_line_per_member() {
        let long = "x".repeat(90);
        let text = pretty(&json!(["a", { "b": long }]));
        assert_eq!(text, format!("[\n  \"a\",\n  {{\n    \"b\": \"{long}\"\n  }}\n]"));
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(json!(["a", { "b": long }])));
    }

    #[test]
    fn hidden_characters_are_escaped() {
        let words = "a\u{202e}\u{2028}\u{e0041}é";
        let text = pretty(&json!(words));
        assert_eq!(text, r#""a\u202e\u2028\udb40\udc41é""#);
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(json!(words)));
    }
}
