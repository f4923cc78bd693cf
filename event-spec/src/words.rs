//! Names taken apart into words, and put together again in the cases of the target languages.

/// The words of a name, lower case: split at everything that is not a letter or digit and where a lower case letter
/// or digit meets an upper case one (`orderID.new_item` is `order`, `id`, `new`, `item`).
pub fn split(name: &str) -> Vec<String> {
    as_written(name)
        .map(|word| {
            let mut lower = String::with_capacity(word.len());
            push_lower(&mut lower, word);
            lower
        })
        .collect()
}

/// `OrderIdNewItem`
pub fn pascal(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    as_written(name).for_each(|word| push_capitalised(&mut text, word));
    text
}

/// `order_id_new_item`
pub fn snake(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for word in as_written(name) {
        if !text.is_empty() {
            text.push('_');
        }
        push_lower(&mut text, word);
    }
    text
}

/// `ORDER_ID_NEW_ITEM`
pub fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// `orderIdNewItem`
pub fn camel(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for word in as_written(name) {
        if text.is_empty() { push_lower(&mut text, word) } else { push_capitalised(&mut text, word) }
    }
    text
}

/// Whether a word is one of some, whatever its case.
pub(crate) fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The words of a name in the case in which they stand there.
pub(crate) fn as_written(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|ch: char| !ch.is_alphanumeric());
        let end = word_end(rest);
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// Where the word ends with which a text begins.
fn word_end(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut previous: Option<char> = None;
    while let Some((at, ch)) = chars.next() {
        if !ch.is_alphanumeric() {
            return at;
        }
        if ch.is_uppercase()
            && let Some(before) = previous
        {
            let ends_acronym = before.is_uppercase() && chars.peek().is_some_and(|(_, next)| next.is_lowercase());
            if !before.is_uppercase() || ends_acronym {
                return at;
            }
        }
        previous = Some(ch);
    }
    text.len()
}

fn push_lower(text: &mut String, word: &str) {
    // Nearly every name is ASCII, and this is asked for every field of every event.
    if word.is_ascii() {
        let start = text.len();
        text.push_str(word);
        text[start..].make_ascii_lowercase();
    } else {
        text.extend(word.chars().flat_map(char::to_lowercase));
    }
}

fn push_capitalised(text: &mut String, word: &str) {
    let mut chars = word.chars();
    text.extend(chars.next().into_iter().flat_map(char::to_lowercase).flat_map(char::to_uppercase));
    push_lower(text, chars.as_str());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_split_at_case_and_punctuation() {
        assert_eq!(split("message.new"), ["message", "new"]);
        assert_eq!(split("room:new_message"), ["room", "new", "message"]);
        assert_eq!(split("orderIDNew"), ["order", "id", "new"]);
        assert_eq!(split("utf8Text"), ["utf8", "text"]);
        assert_eq!(pascal("forum.comment.created"), "ForumCommentCreated");
        assert_eq!(camel("room:new_message"), "roomNewMessage");
        assert_eq!(screaming("messageNew"), "MESSAGE_NEW");
    }
}
