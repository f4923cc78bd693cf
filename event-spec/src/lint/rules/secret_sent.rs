//! Secrets stay with the server.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, FieldUse, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::Type;
use crate::words::{as_written, is_one_of};

static RULE: Rule = rule!(warning Languages "secret-sent", "the server sends no passwords, tokens and keys");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Field(check) };

/// What the name of a secret ends with.
const SECRET: [&str; 13] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "otp",
    "cvv",
    "cvc",
    "credential",
    "credentials",
    "jwt",
];

/// What makes a secret of a key.
const BEFORE_KEY: [&str; 6] = ["api", "private", "secret", "access", "signing", "encryption"];

/// What makes a place in a list of a token.
const BEFORE_TOKEN: [&str; 8] = ["page", "next", "previous", "continuation", "cursor", "sync", "resume", "resumption"];

fn check(used: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let field = used.field;
    // A text alone can be a secret: not `password_changed`, nor the number of tokens.
    let is_text = matches!(scope.catalogue.types.without_null(&field.ty), Type::String(_) | Type::Any);
    if !is_text || !scope.reach.server_sends(used.owner.id) || !is_secret(&field.wire) {
        return;
    }
    let message = format!("the server sends `{}`, to whoever is on the channel", field.wire);
    let help = "leave it out: who may have it asks for it in a request of their own";
    diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
}

fn is_secret(name: &str) -> bool {
    let mut before = None;
    let mut last = None;
    for word in as_written(name) {
        (before, last) = (last, Some(word));
    }
    let Some(last) = last else {
        return false;
    };
    let after = |words: &[&str]| before.is_some_and(|before| is_one_of(before, words));
    if is_one_of(last, &["key"]) {
        after(&BEFORE_KEY)
    } else if is_one_of(last, &["hash"]) {
        after(&["password"])
    } else if is_one_of(last, &["token"]) {
        !after(&BEFORE_TOKEN)
    } else {
        is_one_of(last, &SECRET)
    }
}
