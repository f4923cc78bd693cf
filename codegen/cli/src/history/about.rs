//! Which events a change is about, under the names that they have today.

use std::collections::HashMap;

use event_codegen::docs::history::Change;
use event_spec::Catalogue;
use event_spec::compare::{self, Comparison};

/// What events of the past are called today, as far as the walk has come.
#[derive(Default)]
pub struct Names {
    today: HashMap<String, String>,
}

impl Names {
    /// The changes of a comparison. Of two neighbours the newer ones are to be asked for first.
    pub fn changes(&mut self, comparison: &Comparison, old: Option<&Catalogue>, new: &Catalogue) -> Vec<Change> {
        let changes = comparison.changes.iter().map(|change| Change {
            events: self.about(change, old, new),
            subject: change.subject.clone(),
            what: change.what.clone(),
            verdict: change.effect.verdict(),
        });
        let changes = changes.collect();
        for change in comparison.changes.iter().filter(|change| change.rule.id == "event-renamed") {
            let was = old.and_then(|old| old.events.values().find(|event| Some(event.span) == change.old));
            let is = new.events.values().find(|event| Some(event.span) == change.new);
            if let (Some(was), Some(is)) = (was, is) {
                let today = self.of(&is.name.value);
                self.today.insert(was.name.value.clone(), today);
            }
        }
        changes
    }

    fn of(&self, name: &str) -> String {
        self.today.get(name).map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// The events, each once.
    fn about(&self, change: &compare::Change, old: Option<&Catalogue>, new: &Catalogue) -> Vec<String> {
        let mut events: Vec<String> = Vec::new();
        for subject in std::iter::once(&change.subject).chain(&change.also) {
            let here = of_subject(subject, new).map(|name| self.of(name));
            // A name that is gone may be that of an event which is called otherwise today.
            let there = old.and_then(|old| of_subject(subject, old)).map(|name| self.of(name));
            let named = here.or(there);
            let renamed =
                new.events.values().find(|event| change.rule.id == "event-renamed" && Some(event.span) == change.new);
            let renamed = renamed.map(|event| self.of(&event.name.value));
            for name in named.into_iter().chain(renamed) {
                if !events.contains(&name) {
                    events.push(name);
                }
            }
        }
        events
    }
}

/// The event whose name a subject begins with, as in `message.new.payload.text`: the longest of those that fit.
fn of_subject<'a>(subject: &str, catalogue: &'a Catalogue) -> Option<&'a str> {
    let fits = |name: &&str| {
        let rest = subject.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
    };
    let ends =
        subject.char_indices().filter(|(_, ch)| matches!(ch, '.' | ' ')).map(|(at, _)| at).chain([subject.len()]);
    let names =
        ends.filter_map(|end| catalogue.events.get_key_value(subject.get(..end)?)).map(|(name, _)| name.as_str());
    names.filter(fits).max_by_key(|name| name.len())
}
