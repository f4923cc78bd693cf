//! Every example of the five catalogues, through all readers.

use oracle::cases::{CATALOGUES, Side, cases};
use oracle::validator::Validators;
use oracle::{ours, theirs};

#[test]
fn every_example_survives_the_generated_types() {
    let mut read = 0;
    for case in CATALOGUES.into_iter().flat_map(cases) {
        if case.side == Side::Ack {
            continue;
        }
        let Some(verdict) = ours::read(case.catalogue, &case.event, case.side, &case.payload.to_string()) else {
            continue;
        };
        assert_eq!(verdict.as_ref(), Ok(&case.payload), "{case}");
        read += 1;
    }
    assert!(read > 90, "only {read} examples were read");
}

#[test]
fn every_example_fits_its_schema_as_written() {
    let mut validators = Validators::default();
    for case in CATALOGUES.into_iter().flat_map(cases) {
        let errors: Vec<String> =
            validators.of(&case).iter_errors(&case.payload).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{case}: {errors:?}");
    }
}

#[test]
fn every_example_is_read_by_typify() {
    for case in CATALOGUES.into_iter().flat_map(cases) {
        let Some(ty) = &case.ty else { continue };
        let verdict = theirs::read(case.catalogue, ty, &case.payload.to_string());
        assert!(matches!(verdict, Some(Ok(_))), "{case}: {verdict:?}");
    }
}
