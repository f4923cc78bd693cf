//! The path of a field in the text of an error.
//!
//! serde's errors are opaque, so the path is kept where every error has room for it: in its text. Each level that an
//! error passes on its way out puts its own key before the path, on the cold path alone.

use serde_core::de::Error;

/// The error of what lies under `key`, with the key before the path that it already names: "`` `name`: too long ``" under
/// `user` becomes "`` `user.name`: too long ``".
#[cold]
pub fn within<E: Error>(key: &str, error: E) -> E {
    let text = error.to_string();
    match split(&text) {
        Some((path, problem)) => E::custom(format_args!("`{key}.{path}`: {problem}")),
        None if is_below_zero(&text) => E::custom(format_args!("`{key}`: must be at least 0 (minimum)")),
        None => E::custom(format_args!("`{key}`: {text}")),
    }
}

/// Whether serde refused a number because its type begins at 0, as where a schema has a `minimum` of 0 or more.
fn is_below_zero(text: &str) -> bool {
    text.starts_with("invalid value: integer `-") && text.contains("expected u64")
}

/// The path that an error's text names, and the rest of the text.
pub(crate) fn split(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('`')?.split_once("`: ").filter(|(path, _)| !path.contains('`'))
}

/// An error's text without the position that `serde_json` appends. Inside a frame it would count from the wrong place.
pub(crate) fn without_position(text: &str) -> &str {
    let Some((before, position)) = text.rsplit_once(" at line ") else { return text };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match position.split_once(" column ") {
        Some((line, column)) if digits(line) && digits(column) => before,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Error as JsonError;

    use super::*;

    #[test]
    fn keys_join_from_the_inside_out() {
        let error = JsonError::custom("missing field `id`");
        let error: JsonError = within("comment", within("user", error));
        assert_eq!(error.to_string(), "`comment.user`: missing field `id`");
    }

    #[test]
    fn a_number_below_zero_breaks_the_rule_that_made_it_unsigned() {
        let error = serde_json::from_str::<u64>("-1").expect_err("no u64");
        assert_eq!(within("count", error).to_string(), "`count`: must be at least 0 (minimum)");
    }

    #[test]
    fn the_position_is_cut_and_nothing_else() {
        assert_eq!(without_position("expected value at line 1 column 12"), "expected value");
        assert_eq!(without_position("stands at line 1 column twelve"), "stands at line 1 column twelve");
        assert_eq!(without_position("plain"), "plain");
    }
}
