//! One way to say nothing.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, FieldUse, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::Type;
use crate::words::{as_written, is_one_of};

static RULE: Rule =
    rule!(warning Languages "optional-nullable", "a field may be absent or null, and not the one as well as the other");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Field(check) };

/// What an object is called that tells only what changed: there absent is unchanged, and null is removed.
const PATCH: [&str; 13] = [
    "patch", "update", "updates", "updated", "change", "changes", "changed", "edit", "edits", "edited", "delta",
    "diff", "partial",
];

/// How a description says what absence means.
const ABSENCE: [&str; 7] = ["absent", "missing", "omitted", "unchanged", "unset", "undefined", "left"];

fn check(used: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let field = used.field;
    let says_nothing_twice = field.optional && matches!(scope.catalogue.types.resolve(&field.ty), Type::Nullable(_));
    let is_patch = as_written(&used.owner.def.name).any(|word| is_one_of(word, &PATCH));
    if !says_nothing_twice || is_patch || field.docs.as_deref().is_some_and(tells_apart) {
        return;
    }
    let message = format!("`{}` may be absent and may be null: two ways to say nothing", field.wire);
    let help = "require it and keep null, or take null away and let it be absent; where the two differ, say in its \
                `description` what absent means and what null";
    diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
}

/// Whether a description says what null means, and what absence.
fn tells_apart(docs: &str) -> bool {
    let has = |words: &[&str]| as_written(docs).any(|word| is_one_of(word, words));
    has(&["null"]) && has(&ABSENCE)
}
