//! What a consumer reads is there in every payload.

use crate::catalogue::{Consumer, FieldPath};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::path::{Gap, gap};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Consumers "consumer-reads-optional", "what a consumer reads is there in every payload");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Consumer(check) };

fn check(consumer: &Consumer, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (event, paths) in &consumer.reads {
        let Some(message) = scope.catalogue.events.get(event).and_then(|event| event.server.as_ref()) else {
            continue;
        };
        for path in paths.iter().filter(|path| !path.optional) {
            if let Some(gap) = gap(&message.payload, path, &scope.catalogue.types) {
                diagnostics.push(finding(consumer, event, path, &gap, scope));
            }
        }
    }
}

fn finding(consumer: &Consumer, event: &str, path: &FieldPath, gap: &Gap, scope: &Scope<'_>) -> Diagnostic {
    let reader = &consumer.name.value;
    let message = format!("consumer `{reader}` reads `{path}` of `{event}`, which is there only sometimes");
    let diagnostic = Diagnostic::new(&RULE, path.span, message);
    let diagnostic = match gap {
        Gap::Optional(field) => diagnostic.label(*field, "may be absent"),
        Gap::Variant(id) => {
            diagnostic.label(scope.place(scope.catalogue.types.get(*id)), "has a variant without the field")
        }
    };
    diagnostic.help(format!("require it in the payload, or write `{path}?` where the view copes without it"))
}
