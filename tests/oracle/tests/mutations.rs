//! Examples with one thing changed: all readers must agree whether the result is still a payload.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use oracle::cases::{CATALOGUES, Side, cases};
use oracle::mutate::mutations;
use oracle::validator::Validators;
use oracle::{ours, theirs};

#[test]
fn the_generated_types_agree_with_the_validator() {
    let mut validators = Validators::default();
    let (mut accepted, mut refused) = (0, 0);
    let mut disagreements = Vec::new();
    for case in CATALOGUES.into_iter().flat_map(cases) {
        if case.side == Side::Ack {
            continue;
        }
        let validator = validators.of(&case);
        for mutation in mutations(&case.payload) {
            let Some(verdict) = ours::read(case.catalogue, &case.event, case.side, &mutation.payload.to_string())
            else {
                continue;
            };
            let valid = validator.is_valid(&mutation.payload);
            if valid == verdict.is_ok() {
                *(if valid { &mut accepted } else { &mut refused }) += 1;
            } else {
                disagreements.push(format!("{case}, {}: valid {valid}, ours {verdict:?}", mutation.what));
            }
        }
    }
    assert!(disagreements.is_empty(), "{} disagree\n{}", disagreements.len(), disagreements.join("\n"));
    assert!(accepted > 500 && refused > 2_000, "{accepted} accepted, {refused} refused");
}

#[test]
fn typify_agrees_but_for_what_it_does_not_check() {
    let mut validators = Validators::default();
    let mut compared = 0;
    let mut disagreements = Vec::new();
    for case in CATALOGUES.into_iter().flat_map(cases) {
        let Some(ty) = &case.ty else { continue };
        let validator = validators.of(&case);
        for mutation in mutations(&case.payload) {
            let verdict = theirs::read(case.catalogue, ty, &mutation.payload.to_string());
            let verdict = verdict.unwrap_or_else(|| panic!("{case}: typify printed no `{ty}`"));
            let mut errors = validator.iter_errors(&mutation.payload).peekable();
            let agrees = match (&verdict, errors.peek().is_none()) {
                (Ok(_), true) | (Err(_), false) => true,
                (Ok(_), false) => errors.all(|error| typify_does_not_check(&error)),
                (Err(_), true) => false,
            };
            compared += 1;
            if !agrees {
                let errors: Vec<String> =
                    validator.iter_errors(&mutation.payload).map(|error| error.to_string()).collect();
                disagreements.push(format!("{case}, {}: {errors:?}, typify {verdict:?}", mutation.what));
            }
        }
    }
    assert!(disagreements.is_empty(), "{} disagree\n{}", disagreements.len(), disagreements.join("\n"));
    assert!(compared > 2_500, "only {compared} were compared");
}

/// What typify's types let through by their nature: bounds and sizes, constants that are booleans, null for an absent
/// key, and an array of values for an object.
fn typify_does_not_check(error: &ValidationError<'_>) -> bool {
    match error.kind() {
        ValidationErrorKind::Minimum { .. }
        | ValidationErrorKind::Maximum { .. }
        | ValidationErrorKind::ExclusiveMinimum { .. }
        | ValidationErrorKind::ExclusiveMaximum { .. }
        | ValidationErrorKind::MultipleOf { .. }
        | ValidationErrorKind::MinItems { .. }
        | ValidationErrorKind::MaxItems { .. }
        | ValidationErrorKind::UniqueItems
        | ValidationErrorKind::MinProperties { .. }
        | ValidationErrorKind::MaxProperties { .. } => true,
        ValidationErrorKind::Type { .. } if error.instance().is_null() => true,
        ValidationErrorKind::Type { kind: TypeKind::Single(JsonType::Object) } => error.instance().is_array(),
        ValidationErrorKind::Enum { .. } => error.instance().is_null(),
        ValidationErrorKind::Constant { .. } => error.instance().is_null() || error.instance().is_boolean(),
        _ => false,
    }
}
