//! The second engine for Rust types: typify, for its builders, newtypes and conversions.
//!
//! In: the [`Types`] of a checked catalogue, as canonical schemas only; raw schemas make typify panic or read the wrong
//! variant of a union. Out: the text of a module that defines every named type, and the crates that it leans on.
//! Timestamps and dates are the runtime's, so that their text survives as it does under the first engine.

use std::panic::{AssertUnwindSafe, catch_unwind};

use event_spec::types::Types;
use schemars_08::schema::Schema;
use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceImpl, TypeSpaceSettings};

use crate::canonical;
use crate::rust::PrintedTypes;

/// Why typify gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "typify cannot render these types: {}; use `types = \"native\"`", self.0)
    }
}

impl std::error::Error for Failure {}

/// The texts that the runtime checks and keeps: the format, the definition that stands for it, and the type.
const KEPT: [(&str, &str, &str); 2] = [("date-time", "RuntimeTimestamp", "Timestamp"), ("date", "RuntimeDate", "Date")];

/// Prints every named type. `runtime` is the path of the runtime crate in the printed code, `crate::runtime` in a
/// generated crate.
///
/// typify does not hold numbers to their bounds, nor lists and maps to their sizes, and reads an absent key as null.
///
/// # Errors
/// When typify refuses a schema, or panics over it.
pub fn print(types: &Types, runtime: &str) -> Result<PrintedTypes, Failure> {
    let mut definitions = canonical::definitions(types);
    definitions.values_mut().for_each(point_at_kept_texts);
    definitions.values_mut().for_each(widen_integers);
    let space = catch_unwind(AssertUnwindSafe(|| space(definitions, runtime)));
    let space = space.map_err(|_| Failure("it stopped in the middle".into()))??;
    let file = syn::parse2(space.to_stream()).map_err(|error| Failure(error.to_string()))?;
    let crates = [
        ("regress", r#""0.12""#, space.uses_regress()),
        ("serde", r#"{ version = "1", features = ["derive"] }"#, true),
        ("serde_json", r#""1""#, space.uses_serde_json()),
        ("uuid", r#"{ version = "1", features = ["serde"] }"#, space.uses_uuid()),
    ];
    let used = crates.into_iter().filter_map(|(name, requirement, used)| used.then_some((name, requirement)));
    Ok(PrintedTypes { text: prettyplease::unparse(&file), crates: used.collect() })
}

fn space(definitions: serde_json::Map<String, Value>, runtime: &str) -> Result<TypeSpace, Failure> {
    let mut settings = TypeSpaceSettings::default();
    settings
        .with_struct_builder(true)
        .with_derive("PartialEq".into())
        .with_map_type("::std::collections::BTreeMap".to_owned());
    let has = [TypeSpaceImpl::Display, TypeSpaceImpl::FromStr];
    for (_, definition, ty) in KEPT {
        settings.with_replacement(definition, format!("{runtime}::{ty}"), has.iter().copied());
    }
    let kept = KEPT.iter().map(|(_, definition, _)| ((*definition).to_owned(), json!({ "type": "string" })));
    let schemas = definitions.into_iter().chain(kept).map(|(name, schema)| {
        let schema: Schema = serde_json::from_value(schema).map_err(|error| Failure(format!("`{name}`: {error}")))?;
        Ok((name, schema))
    });
    let schemas = schemas.collect::<Result<Vec<_>, Failure>>()?;
    let mut space = TypeSpace::new(&settings);
    space.add_ref_types(schemas).map_err(|error| Failure(error.to_string()))?;
    Ok(space)
}

/// Takes the bounds from whole numbers: typify would choose a type by them, and check none of them.
fn widen_integers(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if keywords.get("type") == Some(&json!("integer")) {
                keywords.retain(|keyword, _| !matches!(keyword.as_str(), "minimum" | "maximum" | "multipleOf"));
            }
            keywords.values_mut().for_each(widen_integers);
        }
        Value::Array(items) => items.iter_mut().for_each(widen_integers),
        _ => {}
    }
}

/// Turns every `format: date-time` and `format: date` into a reference to the definition that is replaced by the
/// runtime's type.
fn point_at_kept_texts(schema: &mut Value) {
    let format = schema.get("format").and_then(Value::as_str);
    let kept = KEPT.iter().find(|(name, ..)| format == Some(*name) && schema.get("type") == Some(&json!("string")));
    match (kept, schema) {
        (Some((_, definition, _)), schema) => *schema = json!({ "$ref": format!("#/definitions/{definition}") }),
        (None, Value::Object(keywords)) => keywords.values_mut().for_each(point_at_kept_texts),
        (None, Value::Array(items)) => items.iter_mut().for_each(point_at_kept_texts),
        (None, _) => {}
    }
}
