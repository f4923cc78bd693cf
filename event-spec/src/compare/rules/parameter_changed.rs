//! What the parameters of an address can hold.

use super::{Check, Held};
use crate::catalogue::{Catalogue, Channel, Membership, MembershipTarget, ParamType};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::matching::address;
use crate::compare::pair::Pair;
use crate::compare::scope::{Scope, quoted, shows_addresses};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "parameter-changed", "a parameter of an address takes what peers put there");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Channel(check) };

fn check(pair: Pair<&Channel>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    // With another address, that is the change.
    if address(old) != address(new) {
        return;
    }
    for (was, (name, is)) in old.params.values().zip(&new.params) {
        let (was, is) = (&was.ty, &is.ty);
        let (widened, narrowed) = (takes(is, was), takes(was, is));
        if widened && narrowed {
            continue;
        }
        let mut effect = Effect::SAFE;
        let refuses = |server: &str, age: &str| {
            Answer::server(format!("the {server} server refuses values of `{name}` that {age} clients ask for"))
        };
        if enters(scope.old, old) && !widened {
            effect = effect.and(Effect::clients_go_first(refuses("new", "old")));
        }
        if enters(scope.new, new) && !narrowed {
            effect = effect.and(Effect::server_goes_first(refuses("old", "new")));
        }
        let strange =
            |age: &str| Answer::clients(format!("{age} clients read addresses in frames that they do not know"));
        if shows_addresses(scope.old) && shows_addresses(scope.new) {
            let of = |knows: bool, age: &str| if knows { Answer::Yes } else { strange(age) };
            effect = effect.and(Effect { server_first: of(narrowed, "old"), clients_first: of(widened, "new") });
        }
        let subject = format!("channel {}.{name}", new.name.value);
        let what = format!("takes {} instead of {}", words(is), words(was));
        let change = Change::new(&RULE, subject, what, effect).was_at(old.span).is_at(new.span);
        changes.push(change.patch_where_safe());
    }
}

/// Whether a client event asks to enter the channel.
fn enters(catalogue: &Catalogue, channel: &Channel) -> bool {
    let mut events = catalogue.events.values().filter(|event| event.client_sends());
    events.any(|event| match &event.membership {
        Some(Membership::Joins(MembershipTarget::Any)) => true,
        Some(Membership::Joins(MembershipTarget::Channel(route))) => route.channel.value == channel.name.value,
        Some(Membership::Leaves(_)) | None => false,
    })
}

/// Whether every value of `sent` is one of `read`.
fn takes(read: &ParamType, sent: &ParamType) -> bool {
    match (read, sent) {
        (ParamType::String, _) | (ParamType::Integer, ParamType::Integer) => true,
        (ParamType::OneOf(known), ParamType::OneOf(values)) => values.iter().all(|value| known.contains(value)),
        (ParamType::Integer, ParamType::OneOf(_) | ParamType::String)
        | (ParamType::OneOf(_), ParamType::String | ParamType::Integer) => false,
    }
}

fn words(ty: &ParamType) -> String {
    match ty {
        ParamType::String => "any text".to_owned(),
        ParamType::Integer => "integers".to_owned(),
        ParamType::OneOf(values) => quoted(values.iter().map(String::as_str)),
    }
}
