//! A line for each thing that is seen, for people; what is wrong stands below it.

use event_live::tail::{Sighting, Standing, What};
use event_spec::judge::Sender;

use super::summary::size;
use crate::render::plain::{file_link, one_line};
use crate::terminal::Stream;

/// How a text is coloured on a terminal.
#[derive(Clone, Copy)]
pub enum Style {
    Good,
    Bad,
    Doubtful,
    Quiet,
}

/// A text in a colour, where the stream has any.
pub fn styled(text: &str, style: Style, stream: Stream) -> String {
    let code = match style {
        Style::Good => "32",
        Style::Bad => "1;31",
        Style::Doubtful => "33",
        Style::Quiet => "2",
    };
    if stream.styled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// What is seen: time, perhaps connection and contract, direction, event, channel, size and verdict.
pub fn line(sighting: &Sighting, several: bool, payload: bool, stream: Stream) -> String {
    let stamp = humantime_of(sighting);
    let contract = sighting.contract.as_ref().map_or("-", |contract| contract.name());
    let whose = if several { format!("#{:<3} {contract:<10} ", sighting.connection) } else { String::new() };
    match &sighting.what {
        What::Connection { from, words } => {
            let arrow = from.map_or("--", arrow);
            styled(&format!("{stamp} {whose}{arrow} {}", one_line(words)), Style::Quiet, stream) + "\n"
        }
        What::Event {
            from,
            name,
            answer,
            event,
            alias_until,
            channel,
            bytes,
            payload: text,
            standing,
            declared,
            ..
        } => {
            let name = shown(name, *answer);
            let channel = one_line(channel.as_deref().unwrap_or("-"));
            let verdict = match standing {
                Standing::Fine => styled("ok", Style::Good, stream),
                Standing::Notice => styled("notice", Style::Quiet, stream),
                Standing::Breach(_) => styled("BREACH", Style::Bad, stream),
                Standing::Unjudged(_) => styled("not judged", Style::Doubtful, stream),
            };
            let size = size(*bytes as u64);
            let mut lines = format!("{stamp} {whose}{} {name:<26} {channel:<26} {size:>8}  {verdict}\n", arrow(*from));
            if let (Some(event), Some(until)) = (event, alias_until) {
                let note = format!("alias of `{event}`, served until {until}");
                lines.push_str(&format!("    {}\n", styled(&note, Style::Doubtful, stream)));
            }
            for problem in standing.problems() {
                lines.push_str(&format!("    {}\n", styled(&one_line(&problem.message), Style::Bad, stream)));
                let help = problem.help.as_ref().map(|help| format!("    help: {}\n", one_line(help)));
                lines.push_str(&help.unwrap_or_default());
            }
            if let (Standing::Breach(_), Some(contract), Some(span)) = (standing, &sighting.contract, declared) {
                let place = contract.written(*span);
                let place = if stream.links { file_link(&place, &contract.file(*span)) } else { place };
                lines.push_str(&format!("    declared at {place}\n"));
            }
            if let Standing::Unjudged(why) = standing {
                lines.push_str(&format!("    {}\n", one_line(why)));
            }
            if payload && !text.is_empty() {
                lines.push_str(&format!("    {}\n", one_line(text)));
            }
            lines
        }
    }
}

/// The name of an event, or of the one that is acknowledged.
fn shown(name: &Option<String>, answer: bool) -> String {
    let name: String = name.as_deref().unwrap_or("-").chars().take(128).collect();
    one_line(&if answer { format!("{name} (ack)") } else { name })
}

/// Who speaks to whom, as a client sees it.
fn arrow(from: Sender) -> &'static str {
    match from {
        Sender::Server => "<-",
        Sender::Client => "->",
    }
}

/// The time of day in UTC.
fn humantime_of(sighting: &Sighting) -> String {
    let whole = event_live::tail::written(sighting.at);
    whole.get(11..23).unwrap_or(&whole).to_owned()
}
