//! The name that was meant.

/// The right name of the candidate that is nearest to what was written, if one is near at all. A candidate is a name that
/// somebody may have meant, and the right name for it.
pub fn nearest<'a>(written: &str, candidates: impl Iterator<Item = (&'a String, &'a String)>) -> Option<&'a String> {
    let words = words_of(written);
    candidates
        .map(|(candidate, name)| {
            let distance = if words_of(candidate) == words { 0 } else { distance(written, candidate) };
            (distance, candidate, name)
        })
        .filter(|(distance, candidate, _)| *distance <= most_apart(written, candidate))
        .min_by_key(|(distance, ..)| *distance)
        .map(|(_, _, name)| name)
}

/// How many changes still look like a slip of the pen.
fn most_apart(written: &str, candidate: &str) -> usize {
    written.chars().count().max(candidate.chars().count()) / 3
}

/// The letters and digits alone: `messageNew`, `message_new` and `message.new` are the same words.
fn words_of(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many insertions, deletions, replacements and swaps of neighbours make one text the other.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i; other.len() + 1];
        for j in 1..=other.len() {
            let replaced = last[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest_of(written: &str) -> Option<String> {
        let names = ["message.new", "message.sent", "agent.typing"].map(String::from);
        let wrong = [("conversation.new_message".to_owned(), "message.new".to_owned())];
        let candidates = names.iter().map(|name| (name, name)).chain(wrong.iter().map(|(alias, name)| (alias, name)));
        nearest(written, candidates).cloned()
    }

    #[test]
    fn slips_and_other_word_styles_are_near() {
        for written in
            ["message.nwe", "mesage.new", "messageNew", "message_new", "MESSAGE-NEW", "conversation.new_mesage"]
        {
            assert_eq!(nearest_of(written).as_deref(), Some("message.new"), "{written}");
        }
    }

    #[test]
    fn other_words_are_not() {
        assert_eq!(nearest_of("order.paid"), None);
        assert_eq!(nearest_of(""), None);
    }

    #[test]
    fn distances() {
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
