//! Former names, and events that are on their way out.

use super::channel::text;
use super::names::Names;
use crate::catalogue::{Alias, Deprecation};
use crate::dates::is_full_date;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::event::{AliasRecord, Deprecated, EventRecord};
use crate::document::words::Date;
use crate::rule::{Rule, rule};
use crate::source::Spanned;

/// A successor is another event.
pub(crate) static REPLACED_BY_ITSELF: Rule =
    rule!(error Lifecycle "replaced-by-itself", "a deprecated event names another event to use instead");
/// An end follows its beginning.
pub(crate) static SUNSET_ORDER: Rule = rule!(error Lifecycle "sunset-order", "`sunset` does not lie before `since`");

/// Resolves what is said of an event's end.
pub(super) fn resolve_deprecation(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    names: &Names<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Deprecation> {
    let Some(Deprecated::Yes(record)) = &record.deprecated else {
        return None;
    };
    if let Some(replacement) = &record.replacement {
        let user = format!("event `{}` is replaced by", name.value);
        if let Some(diagnostic) = names.undeclared_event(replacement, &user, |event| event == name.value) {
            diagnostics.push(diagnostic);
        } else if replacement.value == name.value {
            let message = format!("event `{}` is to be replaced by itself", name.value);
            let help = "name the event to use instead, or leave `use` out where there is none";
            diagnostics.push(Diagnostic::new(&REPLACED_BY_ITSELF, replacement.span, message).help(help));
        }
    }
    check_order(&record.since, &record.sunset, diagnostics);
    Some(Deprecation {
        reason: text(&record.reason),
        since: text(&record.since),
        sunset: record.sunset.as_ref().map(|date| Spanned::new(date.0.clone(), date.span)),
        replacement: record.replacement.clone(),
    })
}

/// Resolves a former name.
pub(super) fn resolve_alias(record: &AliasRecord, diagnostics: &mut Diagnostics) -> Option<Alias> {
    check_order(&record.since, &record.sunset, diagnostics);
    Some(Alias {
        name: record.name.clone()?,
        reason: text(&record.reason),
        since: text(&record.since),
        sunset: record.sunset.as_ref().map(|date| Spanned::new(date.0.clone(), date.span)),
    })
}

/// Reports an end before its beginning. A beginning may be a version, too, which no date can be held against.
fn check_order(since: &Option<Spanned<String>>, sunset: &Option<Spanned<Date>>, diagnostics: &mut Diagnostics) {
    // Days in this notation sort as texts.
    if let (Some(since), Some(sunset)) = (since, sunset)
        && is_full_date(&since.value)
        && sunset.value.0 < since.value
    {
        let message = format!("`sunset` is {}, and lies before `since`", sunset.value.0);
        let diagnostic = Diagnostic::new(&SUNSET_ORDER, sunset.span, message);
        diagnostics.push(diagnostic.label(since.span, "it begins here").help("give `sunset` a later day"));
    }
}
