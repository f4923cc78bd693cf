//! A comparison in plain words.

use crate::compare::Comparison;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Side};
use crate::compare::version::Bump;

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
                sentences.push(format!("The next version is {next}, and {} is declared.", new.version));
            } else if self.bump() > Bump::None {
                sentences.push(format!("The declared version {} is high enough.", new.version));
            }
        }
        sentences
    }

    /// Who fails in an order, by how many changes, and which consumers of theirs.
    fn broken(&self, order: &str, answer: impl Fn(&Change) -> &Answer) -> Vec<String> {
        let sides = [(Side::Server, "the server"), (Side::Clients, "clients")];
        let sentences = sides.into_iter().filter_map(|(side, name)| {
            let fails = |change: &&Change| matches!(answer(change), Answer::No { who, .. } if *who == side);
            let failing: Vec<_> = self.changes.iter().filter(fails).collect();
            let mut readers: Vec<_> = failing.iter().flat_map(|change| &change.readers).map(|r| &r.consumer).collect();
            readers.sort_unstable();
            readers.dedup();
            let readers = match (side, readers.is_empty()) {
                (Side::Clients, false) => {
                    let names: Vec<_> = readers.iter().map(|name| format!("`{name}`")).collect();
                    format!(": {}", names.join(", "))
                }
                _ => String::new(),
            };
            let count = failing.len();
            let changes = if count == 1 { "1 change breaks" } else { &format!("{count} changes break") };
            (count > 0).then(|| format!("If {order}, {changes} {name}{readers}."))
        });
        sentences.collect()
    }
}
