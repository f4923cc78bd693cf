//! An open contract can gain fields.

use crate::catalogue::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope, TypeUse};
use crate::rule::{Rule, rule};
use crate::schema::shape::RestShape;
use crate::source::Span;
use crate::types::{Rest, TypeKind};

static RULE: Rule =
    rule!(warning Schemas "content-closed", "what the server sends may carry new fields, unless `content: closed`");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Type(check) };

fn check(used: TypeUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let TypeKind::Object(object) = &used.def.kind else {
        return;
    };
    let is_open = scope.catalogue.content == Content::Open;
    if !is_open || !matches!(object.rest, Rest::Refused) || !scope.reach.server_sends(used.id) {
        return;
    }
    let message = format!("the server cannot add a field to `{}`: clients refuse what they do not know", used.def.name);
    let span = refusal(used, scope).unwrap_or_else(|| scope.place(used.def));
    let help = "leave it out, so that old clients drop what is new; a contract that wants it says `content: closed`";
    diagnostics.push(Diagnostic::new(&RULE, span, message).help(help));
}

/// Where an object's own schema says that there are no other fields.
fn refusal(used: TypeUse<'_>, scope: &Scope<'_>) -> Option<Span> {
    let schema = scope.schemas.get(scope.schemas.at(used.def.span)?);
    let rests = schema.own.object.as_ref().map(|object| object.rest).into_iter().chain(schema.sealed);
    rests.into_iter().find_map(|rest| match rest {
        RestShape::Refused(span) => Some(span),
        RestShape::Unsaid | RestShape::Each(_) => None,
    })
}
