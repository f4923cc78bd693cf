//! A comparison in plain words.

use crate::compare::Comparison;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Side};
use crate::compare::version::Bump;
use crate::quantity::grouped;

impl Comparison {
    /// What follows from the comparison, in sentences for people: who breaks, the deploy order, what holds for a time alone, and
    /// the next version. Names stand in backticks, so that it reads as text and as Markdown.
    pub fn summary(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.bump() == Bump::None {
            sentences.push("Nothing changed that the server or its clients can notice.".to_owned());
        } else {
            sentences.extend(self.broken("the server goes first", |change| &change.effect.server_first));
            sentences.extend(self.broken("the clients go first", |change| &change.effect.clients_first));
            sentences.push(self.deploy().sentence().to_owned());
        }
        let served = self.changes.iter().filter_map(|change| Some((change.until.as_ref()?, &change.subject)));
        sentences.extend(served.map(|(day, name)| {
            format!("Clients that still use `{name}` are served until {day}, and break after that day.")
        }));
        if let (Some(next), Some(new)) = (self.next_version(), &self.new) {
            if !self.is_version_enough() {
                sentences.push(format!("Next version: {next} ({} is declared).", new.version));
            } else if self.bump() > Bump::None {
                sentences.push(format!("The declared version {} is high enough.", new.version));
            }
        }
        sentences
    }

    /// Who fails in an order, by how many changes, and which consumers of theirs.
    fn broken(&self, order: &str, answer: impl Fn(&Change) -> &Answer) -> Option<String> {
        let failing = |side: Side| {
            let fails = |change: &&Change| matches!(answer(change), Answer::No { who, .. } if *who == side);
            self.changes.iter().filter(fails).collect::<Vec<_>>()
        };
        let (clients, server) = (failing(Side::Clients), failing(Side::Server));
        let breaks = |changes: &[&Change], whom: &str| match changes.len() {
            0 => None,
            1 => Some(format!("1 change breaks {whom}")),
            count => Some(format!("{} changes break {whom}", grouped(count as u64))),
        };
        let parts = [breaks(&clients, &format!("clients{}", consumers(&clients))), breaks(&server, "the server")];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("If {order}, {}.", parts.join(", and ")))
    }
}

/// The consumers that read what changed, in brackets, as far as they are few.
fn consumers(changes: &[&Change]) -> String {
    const MANY: usize = 5;
    let mut names: Vec<_> = changes.iter().flat_map(|change| &change.readers).map(|reader| &reader.consumer).collect();
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(MANY);
    let named: Vec<_> = names.iter().take(MANY).map(|name| format!("`{name}`")).collect();
    match (named.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(" ({})", named.join(", ")),
        (false, more) => format!(" ({} and {} more)", named.join(", "), grouped(more as u64)),
    }
}
