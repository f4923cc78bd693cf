//! The lint: what a catalogue can be generated with, and should not be kept with.
//!
//! In: a resolved catalogue, perhaps with parts missing. Out: findings. A rule is a file in `rules/`, a page of the same
//! name in the crate's folder `rules`, and a line in the table of [`rules`]. It says what it looks at; the walk over the
//! catalogue belongs to the driver here.

mod action;
mod near;
mod pattern;
mod personal;
mod reach;
mod rules;
mod style;
mod usage;

use rustc_hash::FxHashMap;

use crate::catalogue::{Catalogue, Channel, Consumer, Event, Flow};
use crate::dates::Date;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::channel::ChannelRecord;
use crate::document::event::EventRecord;
use crate::document::parts::Named;
use crate::record::Record;
use crate::resolve::names::all;
use crate::rule::{Category, Rule};
use crate::schema::Arena;
use crate::source::Span;
use crate::types::{Field, TypeDef, TypeId, TypeKind};

pub(crate) use reach::Reach;

/// A rule with its check.
pub(crate) struct Lint {
    pub(crate) rule: &'static Rule,
    pub(crate) check: Check,
}

/// What a rule looks at; each is called once for everything of the kind, in the order of the sources.
pub(crate) enum Check {
    /// The whole.
    Catalogue(fn(&Scope<'_>, &mut Diagnostics)),
    /// Each channel.
    Channel(fn(&Channel, &Scope<'_>, &mut Diagnostics)),
    /// Each event.
    Event(fn(&Event, &Scope<'_>, &mut Diagnostics)),
    /// Each consumer.
    Consumer(fn(&Consumer, &Scope<'_>, &mut Diagnostics)),
    /// Each flow.
    Flow(fn(&Flow, &Scope<'_>, &mut Diagnostics)),
    /// Each named type.
    Type(fn(TypeUse<'_>, &Scope<'_>, &mut Diagnostics)),
    /// Each field of each object.
    Field(fn(FieldUse<'_>, &Scope<'_>, &mut Diagnostics)),
}

/// What every check can ask.
pub(crate) struct Scope<'a> {
    /// The catalogue.
    pub(crate) catalogue: &'a Catalogue,
    /// The same as written.
    pub(crate) document: &'a Document<'a>,
    /// The schemas as written, those of other files too; a type's span finds its own.
    pub(crate) schemas: &'a Arena,
    /// Whether nothing is missing from the catalogue: what could not be read is reported, and absent. A rule about things
    /// that nobody uses must not conclude anything without it.
    pub(crate) complete: bool,
    /// Whether every file was read, so that the document is all that was written: a rule about what is written alone may
    /// conclude from it where the catalogue is not complete.
    pub(crate) read: bool,
    /// Today, where the front door has a calendar.
    pub(crate) today: Option<&'a Date>,
    /// Who sends which type.
    pub(crate) reach: Reach,
    events: FxHashMap<Span, &'a EventRecord<'a>>,
    channels: FxHashMap<Span, &'a ChannelRecord>,
}

impl Scope<'_> {
    /// An event as it is written.
    pub(crate) fn event_record(&self, event: &Event) -> Option<&EventRecord<'_>> {
        self.events.get(&event.span).copied()
    }

    /// A channel as it is written.
    pub(crate) fn channel_record(&self, channel: &Channel) -> Option<&ChannelRecord> {
        self.channels.get(&channel.span).copied()
    }

    /// Whether an event has a key as it is written, perhaps misspelt, or with a value that could not be read. Either was
    /// reported: nobody forgot it.
    pub(crate) fn mentions(&self, event: &Event, key: &str) -> bool {
        self.event_record(event).is_some_and(|record| record.marks().key(key).is_some())
    }

    /// Whether a day is over.
    pub(crate) fn has_passed(&self, day: &str) -> bool {
        Date::parse(day).zip(self.today).is_some_and(|(day, today)| day < *today)
    }

    /// What to underline when a type is meant as a whole: the key that leads to its schema, where there is one.
    pub(crate) fn place(&self, def: &TypeDef) -> Span {
        self.schemas.at(def.span).map_or(def.span, |id| self.schemas.get(id).place)
    }
}

/// A named type, with who sends it.
#[derive(Clone, Copy)]
pub(crate) struct TypeUse<'a> {
    pub(crate) id: TypeId,
    pub(crate) def: &'a TypeDef,
}

/// A field of an object, with the type that it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct FieldUse<'a> {
    pub(crate) owner: TypeUse<'a>,
    pub(crate) field: &'a Field,
}

/// The rules of the lint.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().map(|lint| lint.rule)
}

/// Holds a catalogue to every rule. It may not be `complete`, and not every file may have been `read`.
pub(crate) fn check(
    catalogue: &Catalogue,
    document: &Document<'_>,
    schemas: &Arena,
    (complete, read): (bool, bool),
    today: Option<&Date>,
    diagnostics: &mut Diagnostics,
) {
    let read = read && !diagnostics.has_errors_about(Category::Files);
    let reach = Reach::of(catalogue);
    let (events, channels) = (by_place(&document.events), by_place(&document.channels));
    let scope = Scope { catalogue, document, schemas, complete, read, today, reach, events, channels };
    for lint in rules::ALL {
        run(&lint.check, &scope, diagnostics);
    }
}

/// Records by the place of their names.
fn by_place<T>(named: &Option<Named<T>>) -> FxHashMap<Span, &T> {
    all(named).iter().filter_map(|(name, record)| Some((name.span, record.as_ref()?))).collect()
}

fn run(check: &Check, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let catalogue = scope.catalogue;
    match check {
        Check::Catalogue(check) => check(scope, diagnostics),
        Check::Channel(check) => {
            catalogue.channels.values().for_each(|channel| check(channel, scope, diagnostics));
        }
        Check::Event(check) => catalogue.events.values().for_each(|event| check(event, scope, diagnostics)),
        Check::Consumer(check) => {
            catalogue.consumers.values().for_each(|consumer| check(consumer, scope, diagnostics));
        }
        Check::Flow(check) => catalogue.flows.values().for_each(|flow| check(flow, scope, diagnostics)),
        Check::Type(check) => {
            catalogue.types.iter().for_each(|(id, def)| check(TypeUse { id, def }, scope, diagnostics));
        }
        Check::Field(check) => {
            for (id, def) in catalogue.types.iter() {
                if let TypeKind::Object(object) = &def.kind {
                    let owner = TypeUse { id, def };
                    object.fields.iter().for_each(|field| check(FieldUse { owner, field }, scope, diagnostics));
                }
            }
        }
    }
}
