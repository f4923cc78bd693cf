//! Texts that people write.

use super::Problem;

/// Holds a text to a length in characters (Unicode scalar values): it has one at least that is no space, and not more than `most`.
///
/// # Errors
/// `invalid_body`, naming the field.
pub fn limited(field: &str, text: &str, most: usize) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::field(field, "must not be empty"));
    }
    let length = text.chars().count();
    if length > most {
        return Err(Problem::field(field, format!("has {length} characters; {most} at most")));
    }
    Ok(())
}
