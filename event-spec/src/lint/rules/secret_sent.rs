//! Secrets stay with the server.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, FieldUse, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::{Type, TypeDef, TypeKind};
use crate::words::{as_written, is_one_of};

static RULE: Rule = rule!(warning Languages "secret-sent", "the server sends no passwords, and tokens and keys to nobody but their owner");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Field(check) };

/// What the name of a secret ends with that the server has no business to send to anybody.
const SECRET: [&str; 6] = ["password", "passwd", "pwd", "passphrase", "cvv", "cvc"];

/// What the name of a secret ends with that is for one person alone.
const PERSONAL: [&str; 7] = ["passcode", "secret", "token", "otp", "credential", "credentials", "jwt"];

/// What makes a secret of a key.
const BEFORE_KEY: [&str; 5] = ["api", "secret", "access", "signing", "encryption"];

/// What makes a place in a list of a token, or a currency, a text of a language model, a guard against sending twice.
const BEFORE_TOKEN: [&str; 16] = [
    "base",
    "client",
    "continuation",
    "cursor",
    "design",
    "idempotency",
    "input",
    "next",
    "output",
    "page",
    "previous",
    "quote",
    "resume",
    "resumption",
    "reward",
    "sync",
];

/// What stands beside a `token` that is a currency, or a piece of what a language model says.
const BESIDE_TOKEN: [&str; 8] = ["chain", "choice", "decimals", "delta", "index", "logprob", "model", "symbol"];

fn check(used: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let field = used.field;
    // A text alone can be a secret: not `password_changed`, nor the number of tokens.
    let is_text = matches!(scope.catalogue.types.without_null(&field.ty), Type::String(_) | Type::Any);
    if !is_text || !scope.reach.server_sends(used.owner.id) {
        return;
    }
    let (to, help) = match kind(&field.wire, used.owner.def) {
        Some(Kind::Nobodys) => ("clients", "leave it out: no client needs what the server compares with"),
        Some(Kind::Personal) if scope.reach.others_get(used.owner.id) => (
            "whoever gets the event",
            "leave it out: who may have it asks for it, and gets it as an answer or on a channel of their own",
        ),
        _ => return,
    };
    let message = format!("the server sends `{}` to {to}", field.wire);
    diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
}

/// Whose a secret is.
enum Kind {
    /// The server's alone.
    Nobodys,
    /// One person's.
    Personal,
}

fn kind(name: &str, owner: &TypeDef) -> Option<Kind> {
    let words: Vec<&str> = as_written(name).collect();
    let (last, before) = words.split_last()?;
    let after = |words: &[&str]| before.last().is_some_and(|before| is_one_of(before, words));
    let is = |words: &[&str]| is_one_of(last, words);
    if is(&SECRET) || (is(&["hash"]) && after(&["password"])) || (is(&["key"]) && after(&["private"])) {
        Some(Kind::Nobodys)
    } else if is(&["token"]) && (after(&BEFORE_TOKEN) || (before.is_empty() && is_no_secret(owner))) {
        None
    } else if is(&PERSONAL) || (is(&["key"]) && after(&BEFORE_KEY)) {
        Some(Kind::Personal)
    } else {
        None
    }
}

/// Whether the fields of an object tell that its `token` is something else.
fn is_no_secret(owner: &TypeDef) -> bool {
    let TypeKind::Object(object) = &owner.kind else {
        return false;
    };
    object.fields.iter().any(|field| as_written(&field.wire).any(|word| is_one_of(word, &BESIDE_TOKEN)))
}
