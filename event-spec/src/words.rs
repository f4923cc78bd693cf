//! Names taken apart into words, and put together again in the cases of the target languages.

/// The words of a name, lower case: split at everything that is not a letter or digit and where a lower case letter
/// or digit meets an upper case one (`orderID.new_item` is `order`, `id`, `new`, `item`).
pub fn split(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut chars = name.chars().peekable();
    let mut previous: Option<char> = None;
    while let Some(ch) = chars.next() {
        if !ch.is_alphanumeric() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            previous = None;
            continue;
        }
        let after_lower = previous.is_some_and(|before| !before.is_uppercase());
        let ends_acronym =
            previous.is_some_and(char::is_uppercase) && chars.peek().is_some_and(|next| next.is_lowercase());
        if ch.is_uppercase() && (after_lower || ends_acronym) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.extend(ch.to_lowercase());
        previous = Some(ch);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// `OrderIdNewItem`
pub fn pascal(name: &str) -> String {
    split(name).iter().map(|word| capitalised(word)).collect()
}

/// `order_id_new_item`
pub fn snake(name: &str) -> String {
    split(name).join("_")
}

/// `ORDER_ID_NEW_ITEM`
pub fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// `orderIdNewItem`
pub fn camel(name: &str) -> String {
    let words = split(name);
    let rest = words.iter().skip(1).map(|word| capitalised(word));
    words.first().cloned().into_iter().chain(rest).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
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
