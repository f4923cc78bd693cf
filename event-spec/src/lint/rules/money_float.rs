//! Money is no floating-point number.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, FieldUse, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::Type;
use crate::words::{as_written, is_one_of};

static RULE: Rule =
    rule!(warning Languages "money-float", "money is counted in whole units, or written as a decimal text");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Field(check) };

/// Words for money, wherever they stand in a name.
const MONEY: [&str; 22] = [
    "price",
    "prices",
    "cost",
    "costs",
    "fee",
    "fees",
    "salary",
    "wage",
    "wages",
    "revenue",
    "subtotal",
    "outstanding",
    "refund",
    "payout",
    "deposit",
    "earnings",
    "income",
    "invoice",
    "tax",
    "vat",
    "tip",
    "surcharge",
];

/// Words that stand for money at the end of a name.
const AT_THE_END: [&str; 8] = ["amount", "total", "balance", "payment", "discount", "debt", "budget", "credit"];

/// Words that make something else of what stands before them.
const MEASURE: [&str; 12] = [
    "percentage",
    "percent",
    "pct",
    "ratio",
    "rate",
    "factor",
    "score",
    "index",
    "days",
    "hours",
    "weight",
    "multiplier",
];

fn check(used: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let field = used.field;
    let Type::Number(rules) = scope.catalogue.types.without_null(&field.ty) else {
        return;
    };
    // Multiples of a whole number are whole.
    let is_whole = rules.multiple_of.is_some_and(|step| step >= 1.0 && step.fract() == 0.0);
    if is_whole || !is_money(&field.wire) {
        return;
    }
    let message = format!("`{}` is money in a floating-point number, which has no exact cents", field.wire);
    let help = "count the smallest unit in an `integer`, as in `price_cents`, or send a text such as `\"19.99\"` with a `pattern`";
    diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
}

fn is_money(name: &str) -> bool {
    // A number only counts what stands before it.
    let counted = |word: &&str| !word.bytes().all(|byte| byte.is_ascii_digit());
    let Some(last) = as_written(name).filter(counted).last() else {
        return false;
    };
    !is_one_of(last, &MEASURE) && (is_one_of(last, &AT_THE_END) || as_written(name).any(|word| is_one_of(word, &MONEY)))
}
