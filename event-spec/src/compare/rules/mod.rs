//! The rules of the comparison, one per file.

use crate::catalogue::{Catalogue, Channel, Event};
use crate::compare::Identity;
use crate::compare::change::Change;
use crate::compare::effect::Answer;
use crate::compare::pair::Pair;
use crate::compare::payload::{self, At, Fields, Messages, Met};
use crate::compare::scope::Scope;
use crate::compare::version::Bump;
use crate::rule::Rule;

/// A rule with its check.
pub(crate) struct Held {
    pub(crate) rule: &'static Rule,
    pub(crate) check: Check,
}

/// What a rule looks at; each is called once for every pair of the kind.
pub(crate) enum Check {
    /// A catalogue: there before, there now, or both.
    Whole(fn(Pair<&Catalogue>) -> Option<Change>),
    /// The two catalogues.
    Catalogue(fn(&Scope<'_>, &mut Vec<Change>)),
    /// Each channel, matched by its name or address.
    Channel(fn(Pair<&Channel>, &Scope<'_>, &mut Vec<Change>)),
    /// Each event, matched by its name or an alias.
    Event(fn(Pair<&Event>, &Scope<'_>, &mut Vec<Change>)),
    /// Each event that has another name, with what it was called before.
    Name(fn(&Event, &Event, &Scope<'_>, &mut Vec<Change>)),
    /// What an event of both catalogues carries: each message, once its parts were compared.
    Message(fn(&Messages<'_>, &mut Vec<Change>)),
    /// Each field that one of two objects lacks, or may lack.
    Field(fn(&Fields<'_>, &At<'_>, &mut Vec<Change>)),
    /// Each part in which two types differ.
    Type(fn(&Met<'_>, &At<'_>, &mut Vec<Change>)),
    /// The two declared versions, with how far the changes move it.
    Version(fn(&Identity, &Identity, Bump) -> Option<Change>),
}

/// Declares the rules' files, and the table of them.
macro_rules! table {
    ($($rule:ident)*) => {
        $(mod $rule;)*

        /// Every rule.
        pub(in crate::compare) const ALL: &[Held] = &[$($rule::HELD),*];
    };
}

table! {
    access_changed
    address_changed
    alias_added
    alias_removed
    answer_changed
    auto_join_changed
    catalogue_added
    catalogue_removed
    catalogue_renamed
    channel_added
    channel_removed
    coalesce_changed
    direction_changed
    envelope_changed
    error_added
    error_removed
    event_added
    event_deprecated
    event_removed
    payload_added
    payload_removed
    arguments_changed
    payload_changed
    field_added
    field_removed
    field_required
    field_optional
    null_allowed
    null_refused
    type_changed
    enum_value_added
    enum_value_removed
    enum_opened
    enum_sealed
    constant_changed
    length_changed
    range_changed
    pattern_changed
    format_changed
    items_changed
    content_changed
    variant_added
    variant_removed
    tag_changed
    event_renamed
    limits_changed
    membership_changed
    parameter_changed
    priority_changed
    priority_policy_changed
    reconnect_changed
    rest_changed
    route_changed
    storage_changed
    sunset_moved
    transport_changed
    version_too_low
}

/// Holds a catalogue that is there in one version alone, or in both, to the rules about wholes.
pub(super) fn run_whole(pair: Pair<&Catalogue>, changes: &mut Vec<Change>) {
    for held in ALL {
        if let Check::Whole(check) = &held.check {
            changes.extend(check(pair));
        }
    }
}

/// Holds two catalogues to the rules about their parts.
pub(super) fn run<'a>(scope: &Scope<'a>, changes: &mut Vec<Change>) {
    for held in ALL {
        match &held.check {
            Check::Catalogue(check) => check(scope, changes),
            Check::Channel(check) => scope.matching.channels.iter().for_each(|pair| check(*pair, scope, changes)),
            Check::Event(check) => of_events(scope, changes, |pair, changes| check(pair, scope, changes)),
            Check::Name(check) => scope.matching.events.iter().for_each(|pair| {
                if let Pair::Kept { old, new } = pair
                    && old.name.value != new.name.value
                {
                    check(old, new, scope, changes);
                }
            }),
            // The walk through the payloads asks the former; the latter have calls of their own.
            Check::Message(_) | Check::Field(_) | Check::Type(_) | Check::Whole(_) | Check::Version(_) => {}
        }
    }
    let mut survey = payload::Survey::of(&scope.old.types, &scope.new.types);
    payload::compare_handshakes(scope, &mut survey, changes);
    payload::compare_envelopes(scope, changes);
    of_events(scope, changes, |pair, changes| {
        if let Pair::Kept { old, new } = pair {
            payload::compare(old, new, scope, &mut survey, changes);
        }
    });
}

/// Shows a check every pair of events. Where an event became one that was there before, new clients know that one alone, and
/// meet in it what an old server sends under that name: the pair of equal names tells what happens to them. What they miss of the
/// event that is gone is told with its name.
fn of_events<'a>(
    scope: &Scope<'a>,
    changes: &mut Vec<Change>,
    mut check: impl FnMut(Pair<&'a Event>, &mut Vec<Change>),
) {
    for pair in &scope.matching.events {
        let done = changes.len();
        check(*pair, changes);
        if let Pair::Kept { old, new } = pair
            && old.name.value != new.name.value
            && scope.old.events.contains_key(&new.name.value)
        {
            changes[done..].iter_mut().for_each(|change| change.effect.clients_first = Answer::Yes);
        }
    }
}

/// Holds the declared version to what the changes ask for.
pub(super) fn run_version(old: &Identity, new: &Identity, bump: Bump) -> Option<Change> {
    ALL.iter().find_map(|held| match &held.check {
        Check::Version(check) => check(old, new, bump),
        _ => None,
    })
}
