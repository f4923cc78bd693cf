//! Money is no floating-point number.

use std::cell::LazyCell;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope, TypeUse};
use crate::rule::{Rule, rule};
use crate::types::{Field, NumberRules, Object, Type, TypeDef, TypeKind};
use crate::words::{as_written, is_one_of};

static RULE: Rule =
    rule!(warning Languages "money-float", "money is counted in whole units, or written as a decimal text");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Type(check) };

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
const AT_THE_END: [&str; 3] = ["amount", "payment", "debt"];

/// Words that do where something else speaks of trade: there is a total of hours, too.
const WHERE_TRADED: [&str; 5] = ["total", "balance", "discount", "budget", "credit"];

/// Words of trade, in a field beside it or in the name of the object.
const TRADE: [&str; 28] = [
    "account",
    "bank",
    "basket",
    "billing",
    "booking",
    "cart",
    "cents",
    "checkout",
    "currency",
    "customer",
    "donation",
    "fare",
    "loan",
    "order",
    "orders",
    "payment",
    "payments",
    "payroll",
    "purchase",
    "receipt",
    "sale",
    "sales",
    "shop",
    "store",
    "subscription",
    "transaction",
    "transfer",
    "wallet",
];

/// Words that make something else of what stands before them.
const MEASURE: [&str; 40] = [
    "bps",
    "center",
    "centre",
    "code",
    "count",
    "days",
    "decimals",
    "factor",
    "hours",
    "id",
    "index",
    "level",
    "minutes",
    "months",
    "ms",
    "multiplier",
    "name",
    "no",
    "number",
    "pct",
    "percent",
    "percentage",
    "points",
    "precision",
    "qty",
    "quantity",
    "rank",
    "rate",
    "ratio",
    "score",
    "seconds",
    "share",
    "term",
    "tier",
    "trend",
    "type",
    "volume",
    "weeks",
    "weight",
    "years",
];

/// What has costs, totals and balances in games, machines and kitchens.
const NO_MONEY: [&str; 20] = [
    "action",
    "audio",
    "color",
    "colour",
    "cpu",
    "dose",
    "edge",
    "energy",
    "error",
    "ingredient",
    "load",
    "mana",
    "path",
    "query",
    "stamina",
    "stereo",
    "technical",
    "wheel",
    "white",
    "xp",
];

fn check(used: TypeUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let TypeKind::Object(object) = &used.def.kind else {
        return;
    };
    let is_traded = LazyCell::new(|| speaks_of_trade(used.def, object));
    for field in &object.fields {
        let Type::Number(rules) = scope.catalogue.types.without_null(&field.ty) else {
            continue;
        };
        // Multiples of a whole number are whole.
        let is_whole = rules.multiple_of.is_some_and(|step| step >= 1.0 && step.fract() == 0.0);
        let is_money = || match money(&field.wire) {
            Some(Money::Always) => true,
            Some(Money::WhereTraded) => *is_traded,
            None => false,
        };
        if is_whole || is_share(rules, field) || !is_money() {
            continue;
        }
        let message = format!("`{}` is money in a floating-point number, which has no exact cents", field.wire);
        let help = "count the smallest unit in an `integer`, as in `price_cents`, or send a text such as `\"19.99\"` with a `pattern`";
        diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
    }
}

/// Whether a number says that it is a part of one, or of a hundred.
fn is_share(rules: &NumberRules, field: &Field) -> bool {
    let part = rules.minimum.is_some_and(|least| least >= -1.0) && rules.maximum.is_some_and(|most| most <= 1.0);
    let docs = field.docs.as_deref().unwrap_or_default();
    part || docs.contains('%') || as_written(docs).any(|word| is_one_of(word, &["percent", "percentage", "ratio"]))
}

/// When a name is one of money.
enum Money {
    Always,
    /// Where something else speaks of trade.
    WhereTraded,
}

fn money(name: &str) -> Option<Money> {
    // A number only counts what stands before it.
    let counted = |word: &&str| !word.bytes().all(|byte| byte.is_ascii_digit());
    let last = as_written(name).filter(counted).last()?;
    if is_one_of(last, &MEASURE) || has(name, &NO_MONEY) {
        None
    } else if is_one_of(last, &AT_THE_END) || has(name, &MONEY) {
        Some(Money::Always)
    } else {
        is_one_of(last, &WHERE_TRADED).then_some(Money::WhereTraded)
    }
}

/// Whether the name of an object, or a field of it, tells that its numbers are money.
fn speaks_of_trade(def: &TypeDef, object: &Object) -> bool {
    let speaks = |name: &str| !has(name, &NO_MONEY) && (has(name, &TRADE) || has(name, &MONEY));
    speaks(&def.name) || object.fields.iter().any(|field| speaks(&field.wire))
}

fn has(name: &str, words: &[&str]) -> bool {
    as_written(name).any(|word| is_one_of(word, words))
}
