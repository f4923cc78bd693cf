//! What flows, a line each: coloured and cut to a line on a terminal, plain and whole in a pipe.

use event_live::mock::{Line, Log, What};
use serde_json::Value;

use crate::terminal::{self, Stream};

/// How much of a payload a terminal shows.
const MOST: usize = 160;

/// Prints what flows.
pub struct Lines {
    pub stream: Stream,
    /// Whether to say which catalogue's it is.
    pub names: bool,
}

const GREEN: &str = "\u{1b}[32m";
const BLUE: &str = "\u{1b}[34m";
const RED: &str = "\u{1b}[31m";
const DIM: &str = "\u{1b}[2m";

impl Log for Lines {
    fn line(&self, line: &Line<'_>) {
        let text = self.text(line);
        // Where nobody reads any more, the server goes on: its owner ends it.
        drop(terminal::print(&text));
    }
}

impl Lines {
    fn text(&self, line: &Line<'_>) -> String {
        let (colour, sign, head, rest) = match &line.what {
            What::Came { user, channels } => {
                let channels = if channels.is_empty() { String::new() } else { format!("in {}", channels.join(", ")) };
                (DIM, "+", format!("{user} has come"), channels)
            }
            What::Went { user } => (DIM, "-", format!("{user} has gone"), String::new()),
            What::Sent { event, to, arguments } => (GREEN, "->", format!("{event} to {to}"), self.payload(arguments)),
            What::Heard { event, user, arguments } => {
                (BLUE, "<-", format!("{event} from {user}"), self.payload(arguments))
            }
            What::Asked { request, status } => (BLUE, "<-", (*request).to_owned(), status.to_string()),
            What::Refused { event, why } => (RED, "!", format!("{event} refused"), (*why).to_owned()),
            What::Note(text) => (DIM, "*", (*text).to_owned(), String::new()),
        };
        let name = if self.names { format!("{:<10} ", line.catalogue) } else { String::new() };
        let (head, rest) = (plain(&head), plain(&rest));
        let space = if rest.is_empty() { "" } else { "  " };
        if self.stream.styled {
            format!("{DIM}{name}\u{1b}[0m{colour}{sign:<2} {head}\u{1b}[0m{space}{DIM}{rest}\u{1b}[0m\n")
        } else {
            format!("{name}{sign:<2} {head}{space}{rest}\n")
        }
    }

    fn payload(&self, arguments: &[Value]) -> String {
        let texts: Vec<String> = arguments.iter().map(Value::to_string).collect();
        let whole = texts.join(", ");
        if !self.stream.interactive || whole.chars().count() <= MOST {
            return whole;
        }
        whole.chars().take(MOST).chain(['…']).collect()
    }
}

/// A text that may hold a client's words, for one line of a terminal.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        // Control characters, and those which change the direction of what follows.
        let hidden = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || hidden {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(styled: bool) -> Lines {
        Lines { stream: Stream { interactive: styled, styled, links: false }, names: false }
    }

    #[test]
    fn a_pipe_gets_plain_and_whole_lines() {
        let arguments = [json!({ "text": "x".repeat(500) })];
        let what = What::Sent { event: "message.new", to: "conversation.1", arguments: &arguments };
        let text = lines(false).text(&Line { catalogue: "chat", what: what.clone() });
        assert!(text.starts_with("-> message.new to conversation.1  {\"text\":\"xxx") && text.len() > 500, "{text}");
        let text = lines(true).text(&Line { catalogue: "chat", what });
        assert!(text.contains('…') && text.contains(GREEN), "{text}");
    }

    #[test]
    fn what_clients_write_stays_text() {
        let arguments = [json!("\u{1b}[2J\u{202e}")];
        let what = What::Heard { event: "say", user: "\u{7}ada", arguments: &arguments };
        let text = lines(false).text(&Line { catalogue: "chat", what });
        assert!(text.trim_end().chars().all(|character| !character.is_control()), "{text:?}");
        assert!(!text.contains('\u{202e}'));
    }
}
