//! Keys that mean something else in JavaScript.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::TypeKind;

static RULE: Rule = rule!(error Languages "key-hazard", "no key is one that every object of JavaScript has already");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// What JavaScript's objects inherit: read from a payload without such a field, each of them is there all the same.
const INHERITED: [&str; 12] = [
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];

/// Looks at fields, and at the names of events, which are the keys of handlers.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (_, def) in scope.catalogue.types.iter() {
        let TypeKind::Object(object) = &def.kind else {
            continue;
        };
        for field in object.fields.iter().filter(|field| INHERITED.contains(&field.wire.as_str())) {
            let message = match field.wire.as_str() {
                "__proto__" => "a field `__proto__` replaces the prototype of whatever it is copied into".to_owned(),
                name => format!("a field `{name}` hides what every object of JavaScript has under this name"),
            };
            diagnostics.push(Diagnostic::new(&RULE, field.span, message).help("give it another name"));
        }
    }
    for event in scope.catalogue.events.values().filter(|event| INHERITED.contains(&event.name.as_str())) {
        let message = format!("an event `{}` has a handler in every object of JavaScript", event.name.value);
        diagnostics.push(Diagnostic::new(&RULE, event.name.span, message).help("give it another name"));
    }
}
