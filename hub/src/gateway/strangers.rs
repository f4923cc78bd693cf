//! Events that clients do not send.

use crate::notice::RENEW;
use crate::refusal::{Code, Refusal};

/// A longer name is not compared: no contract has one, and to compare it would cost too much.
const LONGEST: usize = 100;

/// Why an event of this name was not taken, where the contract does not name it among those of clients: the server sends it, or
/// nobody does, and perhaps another name was meant. The names are those of the server's events, and of clients'.
pub(super) fn explain(name: &str, (of_server, of_clients): (&[&str], &[&str])) -> Refusal {
    if of_server.contains(&name) {
        return Refusal::new(Code::WrongDirection, "the server sends this event, and clients do not").of(name);
    }
    let message = match nearest(name, of_clients.iter().copied().chain([RENEW])) {
        Some(meant) => format!("no event of clients has this name; did you mean `{meant}`?"),
        None => "no event of clients has this name".to_owned(),
    };
    Refusal::new(Code::UnknownEvent, message).of(shortened(name))
}

/// The name that is nearest to the one that was written, if one is near at all.
fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST {
        return None;
    }
    let words = words_of(written);
    names
        .filter(|name| name.len() <= LONGEST)
        .map(|name| if words_of(name) == words { (0, name) } else { (strsim::osa_distance(written, name), name) })
        .filter(|(distance, name)| *distance <= written.chars().count().max(name.chars().count()) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The letters and digits alone: `messageNew`, `message_new` and `message.new` are the same words.
fn words_of(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A client's name is not sent back in full when it is long.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        let names = || ["message.read", "typing", "hub:renew"].into_iter();
        for (written, meant) in [
            ("message_read", Some("message.read")),
            ("messageRead", Some("message.read")),
            ("mesage.read", Some("message.read")),
            ("typign", Some("typing")),
            ("hub:renw", Some("hub:renew")),
            ("order.paid", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names()), meant, "{written}");
        }
        assert_eq!(nearest(&"typing".repeat(10_000), names()), None);
    }

    #[test]
    fn long_names_are_shortened() {
        assert_eq!(shortened("typing"), "typing");
        assert_eq!(shortened(&"é".repeat(200)), format!("{}…", "é".repeat(LONGEST)));
    }
}
