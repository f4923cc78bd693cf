//! Catalogues with another name.

use super::{Check, Held};
use crate::catalogue::Catalogue;
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::pair::Pair;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(note Changes "catalogue-renamed", "whoever imports generated code learns its new name");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Whole(check) };

fn check(pair: Pair<&Catalogue>) -> Option<Change> {
    let Pair::Kept { old, new } = pair else { return None };
    let (was, is) = (&old.name, &new.name);
    // The name stands in generated code, and in no frame.
    let change = || {
        Change::new(&RULE, format!("catalogue {}", was.value), format!("is now called `{}`", is.value), Effect::SAFE)
    };
    (was.value != is.value).then(|| {
        change().was_at(was.span).is_at(is.span).help("generated modules are called after it: change their imports")
    })
}
