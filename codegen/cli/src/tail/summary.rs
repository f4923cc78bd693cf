//! What was seen in all, for people.

use event_live::tail::Summary;

use super::text::{Style, styled};
use crate::render::plain::one_line;
use crate::terminal::Stream;

/// So many names are listed.
const LISTED: usize = 40;

/// The summary: one line, then the events by name, then what is wrong.
pub fn text(summary: &Summary, stream: Stream) -> String {
    let events = counted(summary.events, "event");
    let mut words = vec![format!("{events} on {}", counted(summary.connections as u64, "connection"))];
    let mut add = |count: u64, what: &str| {
        if count > 0 {
            words.push(format!("{count} {what}"));
        }
    };
    add(summary.notices, "of the hub's own");
    add(summary.unjudged, "not judged");
    let breaches = match summary.breaches {
        0 => styled("no breaches", Style::Good, stream),
        1 => styled("1 breach", Style::Bad, stream),
        more => styled(&format!("{more} breaches"), Style::Bad, stream),
    };
    let mut text = format!("\n{}: {breaches}\n", words.join(", "));
    let mut names: Vec<_> = summary.names.iter().collect();
    names.sort_by_key(|(_, seen)| std::cmp::Reverse((seen.breaches > 0, seen.count)));
    let several =
        summary.names.keys().map(|(contract, _)| contract).collect::<std::collections::BTreeSet<_>>().len() > 1;
    for ((contract, name), seen) in names.iter().take(LISTED) {
        let name = if name.is_empty() { "-".to_owned() } else { one_line(name) };
        let whose = match (several, contract.as_str()) {
            (false, _) => String::new(),
            (true, "") => format!("{:<10} ", "-"),
            (true, contract) => format!("{contract:<10} "),
        };
        let breaches = match seen.breaches {
            0 => String::new(),
            1 => styled("  1 breach", Style::Bad, stream),
            more => styled(&format!("  {more} breaches"), Style::Bad, stream),
        };
        text.push_str(&format!("  {whose}{name:<30} {:>6} {:>9}{breaches}\n", seen.count, size(seen.bytes)));
        if let Some(problem) = &seen.problem {
            let help = seen.help.as_ref().map(|help| format!("; {}", one_line(help))).unwrap_or_default();
            text.push_str(&format!("      {}{help}\n", one_line(problem)));
        }
        if let Some((event, until)) = &seen.alias {
            text.push_str(&format!("      alias of `{event}`, served until {until}\n"));
        }
    }
    let left = names.len().saturating_sub(LISTED) as u64;
    if left > 0 || summary.other_names > 0 {
        text.push_str(&format!("  and {} more\n", counted(left + summary.other_names, "name")));
    }
    for reason in summary.reasons.iter().take(LISTED) {
        text.push_str(&format!("not judged: {}\n", one_line(reason)));
    }
    text
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A number of bytes in three digits or so.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
