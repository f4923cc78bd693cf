//! What every rule can ask.

use rustc_hash::FxHashMap;

use crate::catalogue::{Catalogue, Consumer, Event, Membership, MembershipTarget, Route};
use crate::compare::change::Reader;
use crate::compare::matching::Matching;
use crate::dates::Date;
use crate::source::{Span, Spanned};

/// The two catalogues, with what is known of both together.
pub(crate) struct Scope<'a> {
    pub(crate) old: &'a Catalogue,
    pub(crate) new: &'a Catalogue,
    /// Today, where the front door has a calendar: without it no sunset has passed.
    pub(crate) today: Option<&'a Date>,
    /// Which old thing became which new one.
    pub(crate) matching: Matching<'a>,
    /// Whether clients of either version name channels by their printed addresses, as they ask to enter.
    pub(crate) enters_by_address: bool,
    /// The same of the old version alone.
    pub(crate) entered_by_address: bool,
    /// The old consumers that listen to an event, in their order.
    listeners: FxHashMap<&'a str, Vec<Listens<'a>>>,
    /// The old events that the server sends to a channel.
    sent_to: FxHashMap<&'a str, Vec<&'a Event>>,
}

/// That a consumer listens to an event.
#[derive(Clone, Copy)]
pub(crate) struct Listens<'a> {
    /// Which of the consumers.
    place: usize,
    pub(crate) consumer: &'a Consumer,
    /// Where it says so.
    pub(crate) span: Span,
}

impl<'a> Scope<'a> {
    /// Two versions, on a day.
    pub(crate) fn of(old: &'a Catalogue, new: &'a Catalogue, today: Option<&'a Date>) -> Self {
        let mut listeners: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (place, consumer) in old.consumers.values().enumerate() {
            for event in &consumer.listens {
                let listens = Listens { place, consumer, span: event.span };
                listeners.entry(event.value.as_str()).or_default().push(listens);
            }
        }
        let mut sent_to: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for event in old.events.values() {
            if let Route::Channel(route) = &event.route {
                sent_to.entry(route.channel.value.as_str()).or_default().push(event);
            }
        }
        let (entered_by_address, enters) = (enters_by_address(old), enters_by_address(new));
        Self {
            old,
            new,
            today,
            matching: Matching::of(old, new),
            enters_by_address: enters && entered_by_address,
            entered_by_address,
            listeners,
            sent_to,
        }
    }

    /// The old consumers that listen to an event.
    pub(crate) fn listening(&self, event: &str) -> &[Listens<'a>] {
        self.listeners.get(event).map_or(&[], Vec::as_slice)
    }

    /// The old events that the server sends to a channel.
    pub(crate) fn sent_to(&self, channel: &str) -> &[&'a Event] {
        self.sent_to.get(channel).map_or(&[], Vec::as_slice)
    }

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

    /// The consumers of the old catalogue that listen to one of these events, each once.
    pub(crate) fn listeners(&self, events: &[&str]) -> Vec<Reader> {
        let mut listening: Vec<_> = events.iter().flat_map(|event| self.listening(event)).collect();
        listening.sort_by_key(|listens| (listens.place, listens.span.start));
        listening.dedup_by_key(|listens| listens.place);
        let named = |listens: &Listens| Reader { consumer: listens.consumer.name.value.clone(), span: listens.span };
        listening.into_iter().map(named).collect()
    }
}

/// The announced last day of an event.
pub(crate) fn sunset(event: &Event) -> Option<&Spanned<String>> {
    event.deprecated.as_ref()?.sunset.as_ref()
}

/// Whether clients of a catalogue name channels by their printed addresses, as they ask to enter.
fn enters_by_address(catalogue: &Catalogue) -> bool {
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
