//! Consumers move on before an event goes.

use crate::catalogue::Consumer;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Consumers "consumer-listens-deprecated", "a consumer listens to what replaces a deprecated event");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Consumer(check) };

/// Reports deprecated events, unless the consumer listens to the replacement as well: then it is ready for their end.
fn check(consumer: &Consumer, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for heard in &consumer.listens {
        let Some(deprecated) = scope.catalogue.events.get(&heard.value).and_then(|event| event.deprecated.as_ref())
        else {
            continue;
        };
        let replacement = deprecated.replacement.as_ref().map(|replacement| replacement.value.as_str());
        if replacement.is_some_and(|name| consumer.listens.iter().any(|heard| heard.value == name)) {
            continue;
        }
        let (reader, event) = (&consumer.name.value, &heard.value);
        let message = format!("consumer `{reader}` listens to `{event}`, which is deprecated");
        let end = match &deprecated.sunset {
            Some(sunset) => format!("before {}", sunset.value),
            None => "before it goes".to_owned(),
        };
        let help = match replacement {
            Some(name) => format!("listen to `{name}` as well, and leave `{event}` out {end}"),
            None => format!("leave it out {end}, or name in its `deprecated` what to `use` instead"),
        };
        diagnostics.push(Diagnostic::new(&RULE, heard.span, message).help(help));
    }
}
