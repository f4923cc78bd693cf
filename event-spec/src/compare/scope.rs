//! What every rule can ask.

use crate::catalogue::{Catalogue, Event, Membership, MembershipTarget};
use crate::compare::change::Reader;
use crate::compare::matching::Matching;
use crate::dates::Date;
use crate::source::Spanned;

/// The two catalogues, with what is known of both together.
pub(crate) struct Scope<'a> {
    pub(crate) old: &'a Catalogue,
    pub(crate) new: &'a Catalogue,
    /// Today, where the front door has a calendar: without it no sunset has passed.
    pub(crate) today: Option<&'a Date>,
    /// Which old thing became which new one.
    pub(crate) matching: Matching<'a>,
}

impl Scope<'_> {
    /// Whether a day is over. A sunset is the last day of what it ends.
    pub(crate) fn is_past(&self, day: &str) -> bool {
        self.today.is_some_and(|today| day < today.as_str())
    }

    /// Until when an event is served under this name as an alias, if it still is.
    pub(crate) fn served_until(&self, event: &Event, name: &str) -> Option<Date> {
        let alias = event.aliases.iter().find(|alias| alias.name.value == name)?;
        let sunset = alias.sunset.as_ref().filter(|sunset| !self.is_past(&sunset.value))?;
        Date::parse(&sunset.value)
    }

    /// Whether an event was announced to end, and its last day is over.
    pub(crate) fn has_ended(&self, event: &Event) -> bool {
        sunset(event).is_some_and(|sunset| self.is_past(&sunset.value))
    }

    /// The consumers of the old catalogue that listen to one of these events.
    pub(crate) fn listeners(&self, events: &[&str]) -> Vec<Reader> {
        let consumers = self.old.consumers.values().filter_map(|consumer| {
            let listened = consumer.listens.iter().find(|name| events.contains(&name.value.as_str()))?;
            Some(Reader { consumer: consumer.name.value.clone(), span: listened.span })
        });
        consumers.collect()
    }
}

/// The announced last day of an event.
pub(crate) fn sunset(event: &Event) -> Option<&Spanned<String>> {
    event.deprecated.as_ref()?.sunset.as_ref()
}

/// Whether clients of a catalogue name channels by their printed addresses, as they ask to enter.
pub(crate) fn enters_by_address(catalogue: &Catalogue) -> bool {
    let mut memberships = catalogue.events.values().filter(|event| event.client_sends());
    memberships.any(|event| matches!(event.membership, Some(Membership::Joins(MembershipTarget::Any))))
}

/// Whether frames carry the addresses of channels.
pub(crate) fn shows_addresses(catalogue: &Catalogue) -> bool {
    catalogue.envelope.as_ref().is_some_and(|envelope| envelope.channel.is_some())
}

/// Things in backticks, with commas between.
pub(crate) fn quoted<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
