//! In a closed contract every object is closed.

use crate::catalogue::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope, TypeUse};
use crate::rule::{Rule, rule};
use crate::types::{Rest, TypeKind};

static RULE: Rule =
    rule!(warning Schemas "content-open", "under `content: closed` every object says what becomes of other fields");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Type(check) };

/// Reports objects that say nothing; one that says `additionalProperties: true` is meant to be open.
fn check(used: TypeUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let TypeKind::Object(object) = &used.def.kind else {
        return;
    };
    let is_sent = scope.reach.server_sends(used.id) || scope.reach.client_sends(used.id);
    if scope.catalogue.content == Content::Open || !matches!(object.rest, Rest::Ignored) || !is_sent {
        return;
    }
    let message = format!("`{}` takes fields that nobody declared, in a closed contract", used.def.name);
    let help = "add `additionalProperties: false`, or `unevaluatedProperties: false` where `allOf` brings in fields";
    let diagnostic = Diagnostic::new(&RULE, scope.place(used.def), message).help(help);
    diagnostics.push(match &scope.document.content {
        Some(content) => diagnostic.label(content.span, "the policy"),
        None => diagnostic,
    });
}
