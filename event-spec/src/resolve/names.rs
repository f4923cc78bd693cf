//! The names that a document declares, and what to say when one is used that it does not.

use std::collections::{HashMap, HashSet};

use crate::catalogue::Direction;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::channel::ChannelRecord;
use crate::document::parts::Named;
use crate::record::listed;
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::suggest::{self, Near};

/// Channels that are used are declared.
pub(crate) static CHANNEL_UNDECLARED: Rule =
    rule!(error Channels "channel-undeclared", "an event's channel is declared");
/// Priorities that are used are declared.
pub(crate) static PRIORITY_UNDECLARED: Rule =
    rule!(error Delivery "priority-undeclared", "an event's priority is declared");
/// Events that are used are declared.
pub(crate) static EVENT_UNDECLARED: Rule = rule!(error Events "event-undeclared", "an event that is named is declared");

/// How many names a message lists at most.
const LISTED: usize = 8;

/// Everything that has a name, whether or not the rest of it could be read.
pub(crate) struct Names<'d> {
    channels: HashMap<&'d str, Option<&'d ChannelRecord>>,
    channel_order: Vec<&'d str>,
    priorities: HashSet<&'d str>,
    priority_order: Vec<&'d str>,
    events: HashMap<&'d str, Option<Direction>>,
    aliases: HashMap<&'d str, &'d str>,
    read: bool,
}

impl<'d> Names<'d> {
    /// The names of a document. Where not every file of it was `read`, a name that is not there may be in one of the others,
    /// and is no finding unless it is a slip for one that is.
    pub(crate) fn of(document: &'d Document<'_>, read: bool) -> Self {
        let mut aliases = HashMap::new();
        let mut events = HashMap::new();
        for (name, event) in all(&document.events) {
            let direction = event.as_ref().and_then(|event| event.direction.as_ref());
            events.insert(name.value.as_str(), direction.map(|direction| direction.value));
            for alias in event.iter().flat_map(|event| event.aliases.iter().flatten()) {
                if let Some(alias) = &alias.name {
                    aliases.insert(alias.value.as_str(), name.value.as_str());
                }
            }
        }
        let channels = all(&document.channels);
        Self {
            channels: channels.iter().map(|(name, channel)| (name.value.as_str(), channel.as_ref())).collect(),
            channel_order: channels.iter().map(|(name, _)| name.value.as_str()).collect(),
            priorities: all(&document.priorities).iter().map(|(name, _)| name.value.as_str()).collect(),
            priority_order: all(&document.priorities).iter().map(|(name, _)| name.value.as_str()).collect(),
            events,
            aliases,
            read,
        }
    }

    /// Who sends an event: `None` where there is no such event, `Some(None)` where that could not be read.
    pub(crate) fn direction(&self, event: &str) -> Option<Option<Direction>> {
        self.events.get(event).copied()
    }

    /// Whether only clients send an event.
    pub(crate) fn is_client_event(&self, event: &str) -> bool {
        self.direction(event) == Some(Some(Direction::ClientToServer))
    }

    /// What is wrong where a channel is not declared. `user` is a sentence's start that ends before the channel's name.
    pub(crate) fn undeclared_channel(&self, name: &Spanned<String>, user: &str) -> Option<Diagnostic> {
        if self.channels.contains_key(name.value.as_str()) {
            return None;
        }
        let message = format!("{user} `{}`, which no channel declares", name.value);
        let diagnostic = Diagnostic::new(&CHANNEL_UNDECLARED, name.span, message).underlined("not declared");
        let by_address = self.channel_order.iter().find(|channel| self.has_address(channel, &name.value));
        let near = match by_address {
            Some(channel) => Some(Near { name: (*channel).to_owned(), certain: true }),
            None => suggest::name(&name.value, self.channel_order.iter().copied()),
        };
        self.unless_elsewhere(near.as_ref())?;
        Some(match near {
            Some(near) => diagnostic.meant(name, &near),
            None => diagnostic.help(declare("channels", &self.channel_order)),
        })
    }

    /// Nothing where a name may be declared in a file that was not read.
    fn unless_elsewhere(&self, near: Option<&Near>) -> Option<()> {
        (self.read || near.is_some_and(|near| near.certain)).then_some(())
    }

    /// Whether a channel's address is written so, as where somebody gives the address for the name.
    fn has_address(&self, channel: &str, address: &str) -> bool {
        let record = self.channels.get(channel).copied().flatten();
        record.and_then(|record| record.address.as_ref()).is_some_and(|declared| declared.text == address)
    }

    /// What is wrong where a priority is not declared.
    pub(crate) fn undeclared_priority(&self, name: &Spanned<String>, event: &str) -> Option<Diagnostic> {
        if self.priorities.contains(&name.value.as_str()) {
            return None;
        }
        let message = format!("event `{event}` has the priority `{}`, which is not declared", name.value);
        let diagnostic = Diagnostic::new(&PRIORITY_UNDECLARED, name.span, message).underlined("not declared");
        let near = suggest::name(&name.value, self.priority_order.iter().copied());
        self.unless_elsewhere(near.as_ref())?;
        Some(match near {
            Some(near) => diagnostic.meant(name, &near),
            None => diagnostic.help(declare("priorities", &self.priority_order)),
        })
    }

    /// What is wrong where an event is not declared. `user` is a sentence's start, as for channels; `unfit` are the events
    /// that cannot be written there.
    pub(crate) fn undeclared_event(
        &self,
        name: &Spanned<String>,
        user: &str,
        unfit: impl Fn(&str) -> bool,
    ) -> Option<Diagnostic> {
        if self.events.contains_key(name.value.as_str()) {
            return None;
        }
        if let Some(event) = self.aliases.get(name.value.as_str()) {
            let message = format!("{user} `{}`, which is an alias: the event is called `{event}`", name.value);
            let diagnostic = Diagnostic::new(&EVENT_UNDECLARED, name.span, message).underlined("an alias");
            let diagnostic = diagnostic.help(format!("write `{event}`"));
            return Some(if unfit(event) { diagnostic } else { diagnostic.rewrite(name, event) });
        }
        let message = format!("{user} `{}`, which no event declares", name.value);
        let diagnostic = Diagnostic::new(&EVENT_UNDECLARED, name.span, message).underlined("not declared");
        let near = suggest::name(&name.value, self.events.keys().copied());
        self.unless_elsewhere(near.as_ref())?;
        Some(match near {
            Some(near) => diagnostic.meant(name, &near.unless(unfit)),
            None => diagnostic.help("declare it in `events`"),
        })
    }
}

/// The entries of a map that may be absent.
pub(crate) fn all<T>(named: &Option<Named<T>>) -> &[(Spanned<String>, Option<T>)] {
    named.as_ref().map_or(&[], |named| &named.0)
}

fn declare(place: &str, names: &[&str]) -> String {
    match names {
        [] => format!("declare it in `{place}`"),
        _ if names.len() <= LISTED => format!("declare it in `{place}`, or use one of {}", listed(names)),
        _ => format!("declare it in `{place}`, or use one of {}, ...", listed(&names[..LISTED])),
    }
}
