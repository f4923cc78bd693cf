//! An open contract can gain fields.

use crate::catalogue::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::schema::shape::RestShape;
use crate::source::Span;
use crate::types::{Rest, TypeDef, TypeKind};

static RULE: Rule =
    rule!(warning Schemas "content-closed", "what the server sends may carry new fields, unless `content: closed`");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// How many objects show what is meant.
const SEVERAL: usize = 3;

/// Where every object is closed and nothing is said of it, the author means it so: that is one finding.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if scope.catalogue.content != Content::Open {
        return;
    }
    let sent = scope.catalogue.types.iter().filter(|(id, _)| scope.reach.server_sends(*id));
    let objects = sent.filter_map(|(_, def)| match &def.kind {
        TypeKind::Object(object) => Some((def, matches!(object.rest, Rest::Refused))),
        _ => None,
    });
    let objects: Vec<(&TypeDef, bool)> = objects.collect();
    let name = &scope.catalogue.name;
    if scope.document.content.is_none() && objects.len() >= SEVERAL && objects.iter().all(|(_, closed)| *closed) {
        let message = format!("the server cannot add a field to anything that `{}` has it send", name.value);
        let help = "say `content: closed` where that is meant; or leave out `additionalProperties: false`, so that old clients \
                    drop what is new";
        diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
        return;
    }
    for (def, _) in objects.iter().filter(|(_, closed)| *closed) {
        let message = format!("the server cannot add a field to `{}`: clients refuse what they do not know", def.name);
        let span = refusal(def, scope).unwrap_or_else(|| scope.place(def));
        let help =
            "leave it out, so that old clients drop what is new; a contract that wants it says `content: closed`";
        diagnostics.push(Diagnostic::new(&RULE, span, message).help(help));
    }
}

/// Where an object's own schema says that there are no other fields.
fn refusal(def: &TypeDef, scope: &Scope<'_>) -> Option<Span> {
    let schema = scope.schemas.get(scope.schemas.at(def.span)?);
    let rests = schema.own.object.as_ref().map(|object| object.rest).into_iter().chain(schema.sealed);
    rests.into_iter().find_map(|rest| match rest {
        RestShape::Refused(span) => Some(span),
        RestShape::Unsaid | RestShape::Each(_) => None,
    })
}
