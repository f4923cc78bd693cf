//! Words that tell what happens, as against words that tell to what.
//!
//! A heuristic on English: it is asked about whole catalogues, where the many outweigh the few that it gets wrong. Words that
//! are things as often as deeds (`order`, `report`, `comment`, `list`, `message`) count as things.

use crate::words;

/// Participles that do not end in `ed`, and states that one comes to be in.
const BECAME: &str = "active away begun bought broken built chosen done drawn found given gone held hidden inactive kept left \
    lost made met new offline online paid read ready seen sent shown sold spent stuck taken told unread withdrawn won \
    written";

/// What one asks for.
const IMPERATIVE: &str = "accept add approve archive assign ban begin cancel close confirm connect create decline delete \
    disable disconnect edit enable end expire fail finish get hide invite join kick leave load lock mute open pause pin \
    publish reject remove rename reopen restore resume revoke save send set start stop submit subscribe unlock \
    unsubscribe update upload withdraw";

/// Things that look like participles.
const THINGS: &str = "advertising banking bed billing booking breed building ceiling clothing deed drawing embed evening feed \
    greed hosting king landing listing marketing meeting messaging morning need onboarding painting parking pricing ranking \
    rating red ring screening seed setting shed shipping speed spelling string thing training warning weed wing";

/// Whether a segment of a name tells what happens: by its last word, as `status_changed` does, or by its first, as
/// `new_message` does.
pub(crate) fn is_action(segment: &str) -> bool {
    let words = words::split(segment);
    [words.first(), words.last()].into_iter().flatten().any(|word| is_action_word(word))
}

/// Whether a word, in lower case, tells what happens.
pub(crate) fn is_action_word(word: &str) -> bool {
    let is_in = |list: &str| list.split(' ').any(|known| known == word);
    let participle = (word.ends_with("ed") && word.len() > 3) || (word.ends_with("ing") && word.len() > 4);
    (participle && !is_in(THINGS)) || is_in(BECAME) || is_in(IMPERATIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeds_and_things_are_told_apart() {
        for action in
            ["created", "status_changed", "sent", "typing", "new_message", "reopened", "join", "view-count-updated"]
        {
            assert!(is_action(action), "{action}");
        }
        for thing in
            ["comment", "feed", "message", "order", "activity", "low_warning", "messaging", "stock", "ring", "bed"]
        {
            assert!(!is_action(thing), "{thing}");
        }
    }
}
