//! Names that are one slip apart, each of which may be written for the other.

use crate::catalogue::{Event, Payload};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::near::{Names, Slip};
use crate::lint::{Check, Lint, Scope, pattern};
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::types::{Type, Types};

static RULE: Rule = rule!(warning Names "name-near", "no two names are one slip of the hand apart");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    check_events(scope, diagnostics);
    check_channels(scope, diagnostics);
    check_consumers(scope, diagnostics);
}

/// A name of an event, or an alias of it.
struct Called<'a> {
    event: &'a Event,
    name: &'a Spanned<String>,
    is_alias: bool,
}

fn check_events(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let called = pattern::staying(scope.catalogue).flat_map(|event| {
        let own = Called { event, name: &event.name, is_alias: false };
        let aliases = event.aliases.iter().map(move |alias| Called { event, name: &alias.name, is_alias: true });
        std::iter::once(own).chain(aliases)
    });
    let called: Vec<Called<'_>> = called.collect();
    let types = &scope.catalogue.types;
    let mut names = Names::default();
    for this in &called {
        let found = names.add(&this.name.value, |other, slip| {
            let other = &called[other];
            // An alias is near its own event by nature; what differs in its joints alone is an error of another rule.
            let collides = slip == Slip::Joints && !this.is_alias && !other.is_alias;
            this.event.span != other.event.span
                && !collides
                && !(slip == Slip::Number && is_bulk(this.event, other.event, types))
        });
        let Some((other, slip)) = found else { continue };
        let other = &called[other];
        let kind = |called: &Called<'_>| if called.is_alias { "alias" } else { "event" };
        let help = match (this.is_alias, other.is_alias) {
            (false, false) => {
                "if they are one event, keep one of them and make the other its alias; if they are two, let \
                               another word tell them apart"
            }
            _ => "leave the alias out, or call one of the events by another word",
        };
        report([kind(this), kind(other)], [this.name, other.name], slip, help, diagnostics);
    }
}

/// Whether one of two events tells of several what the other tells of one: it carries a list where the other carries none.
fn is_bulk(one: &Event, other: &Event, types: &Types) -> bool {
    let carries_list = |event: &Event| {
        let payload = event.server.as_ref().or(event.client.as_ref()).map(|message| &message.payload);
        let is_list = |ty: &Type| matches!(types.without_null(ty), Type::List(_));
        match payload {
            Some(Payload::One(ty)) => {
                let fields = types.as_object(ty).map_or(&[][..], |object| object.fields.as_slice());
                is_list(ty) || fields.iter().any(|field| is_list(&field.ty))
            }
            Some(Payload::Args(args)) => args.iter().any(|arg| is_list(&arg.ty)),
            Some(Payload::Empty) | None => false,
        }
    };
    carries_list(one) != carries_list(other)
}

fn check_channels(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let channels: Vec<_> = scope.catalogue.channels.values().collect();
    let mut names = Names::default();
    for channel in &channels {
        let found = names.add(&channel.name.value, |other, slip| {
            // `room.{room_id}` and `rooms` are one and all, and `user.{user_id}.rooms` are all of somebody.
            let one_and_all = slip == Slip::Number && !channels[other].params.keys().eq(channel.params.keys());
            slip != Slip::Joints && !one_and_all
        });
        if let Some((other, slip)) = found {
            let help = "call one of them by another word, or use one channel for both";
            report(["channel"; 2], [&channel.name, &channels[other].name], slip, help, diagnostics);
        }
    }
}

fn check_consumers(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let consumers: Vec<_> = scope.catalogue.consumers.values().collect();
    let mut names = Names::default();
    for consumer in &consumers {
        // `order` and `orders` are a page and a list.
        let found = names.add(&consumer.name.value, |_, slip| slip != Slip::Joints && slip != Slip::Number);
        if let Some((other, slip)) = found {
            let help = "call one of them by another word, or make them one consumer";
            report(["consumer"; 2], [&consumer.name, &consumers[other].name], slip, help, diagnostics);
        }
    }
}

fn report(kinds: [&str; 2], names: [&Spanned<String>; 2], slip: Slip, help: &str, diagnostics: &mut Diagnostics) {
    let [name, other] = names;
    let article = if kinds[0] == "alias" { "the " } else { "" };
    let message =
        format!("{article}{} `{}` may be written for `{}`: {}", kinds[0], name.value, other.value, slip.describe());
    let label = format!("the other {}", kinds[1]);
    diagnostics.push(Diagnostic::new(&RULE, name.span, message).label(other.span, label).help(help));
}
