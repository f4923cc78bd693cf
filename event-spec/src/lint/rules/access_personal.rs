//! One person's channel that everybody may enter.

use crate::catalogue::{Access, Channel};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::personal::owner;
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Channels "access-personal", "one person's own channel is not open to everybody");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Channel(check) };

fn check(channel: &Channel, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(person) = owner(channel).filter(|_| channel.access == Access::Public) else { return };
    let message = format!("anybody may enter `{}`, which belongs to one {person}", channel.pattern);
    let help = "name a class such as `access: owner`: then the server must decide who that is, by a rule that the compiler \
                asks for";
    let written = scope.channel_record(channel).and_then(|record| record.access.as_ref());
    let place = written.map_or(channel.span, |access| access.span);
    diagnostics.push(Diagnostic::new(&RULE, place, message).help(help));
}
