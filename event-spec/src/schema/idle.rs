//! Keywords that say nothing, since they speak of what the schema rules out.

use super::keyword;
use super::read::{Parts, Reader};
use super::shape::{Constant, JsonTypes, Values};
use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::tree::Entry;

/// A keyword has something to say.
pub(crate) static IDLE: Rule =
    rule!(warning Schemas "schema-idle", "a keyword speaks of a type that the schema allows");

impl Reader<'_> {
    /// Reports a type that allows null beside a list of values that does not.
    pub(super) fn report_idle_null(&mut self, types: &Spanned<JsonTypes>, values: &Values) {
        let lists_null = values.list.iter().any(|value| value.constant == Constant::Null);
        if types.value.contains(JsonTypes::NULL) && !lists_null {
            let message = "the type allows null, and the values beside it do not";
            let diagnostic = Diagnostic::new(&IDLE, values.span, message).label(types.span, "the type");
            self.diagnostics.push(diagnostic.help("list null as well, or take it out of the type"));
        }
    }

    /// Reports keywords about types that `type` rules out.
    pub(super) fn report_idle(&mut self, types: &Spanned<JsonTypes>, parts: &Parts, entries: &[Entry]) {
        let idle = [
            (parts.number.is_some(), JsonTypes::INTEGER, "a number"),
            (parts.text.is_some(), JsonTypes::STRING, "a text"),
            (parts.array.is_some(), JsonTypes::ARRAY, "a list"),
            (parts.object.is_some(), JsonTypes::OBJECT, "an object"),
        ];
        for (present, about, what) in idle {
            if !present || types.value.contains(about) {
                continue;
            }
            for entry in entries.iter().filter(|entry| keyword::speaks_of(&entry.key.value) == Some(what)) {
                // Formats such as `int64` say more about a number.
                if entry.key.value == "format" {
                    continue;
                }
                let message = format!("`{}` speaks of {what}, and the type is {}", entry.key.value, types.value);
                let diagnostic = Diagnostic::new(&IDLE, entry.key.span, message).label(types.span, "the type");
                let instead = counterpart(&entry.key.value, types.value);
                let help = instead.map(|keyword| format!("bound it with `{keyword}`, or leave this out"));
                self.diagnostics.push(diagnostic.help(help.unwrap_or_else(|| "leave it out".to_owned())));
            }
        }
    }
}

/// The bound of the same kind that speaks of what the schema allows.
fn counterpart(keyword: &str, types: JsonTypes) -> Option<&'static str> {
    const BOUNDS: [(JsonTypes, &str, &str); 4] = [
        (JsonTypes::INTEGER, "minimum", "maximum"),
        (JsonTypes::STRING, "minLength", "maxLength"),
        (JsonTypes::ARRAY, "minItems", "maxItems"),
        (JsonTypes::OBJECT, "minProperties", "maxProperties"),
    ];
    let (_, least, most) = BOUNDS.iter().find(|(about, ..)| types.contains(*about))?;
    if keyword.starts_with("min") {
        Some(least)
    } else if keyword.starts_with("max") {
        Some(most)
    } else {
        None
    }
}
