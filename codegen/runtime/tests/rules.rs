//! The rules of JSON Schema.

use std::collections::BTreeMap;

use event_contracts_runtime::{Violation, rule};
use insta::assert_snapshot;

#[test]
fn what_fits_passes() {
    let passes: [Result<(), Violation>; 27] = [
        rule::min_length("f", "", 0),
        rule::min_length("f", "äöü", 3),
        rule::max_length("f", "äöü", 3),
        rule::max_length("f", "🦀🦀", 2),
        rule::uuid("f", "7f1d0b9e-0000-4000-8000-00000000000F"),
        rule::minimum("f", 3_i64, 3),
        rule::minimum("f", 0_u64, 0),
        rule::maximum("f", 0.5, 0.5),
        rule::exclusive_minimum("f", 0.1, 0.0),
        rule::exclusive_maximum("f", 9.9, 10.0),
        rule::multiple_of("f", -9_i64, 3),
        rule::multiple_of("f", i64::MIN, -1),
        rule::multiple_of("f", 9_u64, 3),
        rule::multiple_of("f", 0.3, 0.1),
        rule::multiple_of("f", 19.99, 0.01),
        rule::multiple_of("f", 0.0, 0.01),
        rule::multiple_of("f", 1e300, 0.5),
        rule::one_of("f", 2_i64, &[1, 2]),
        rule::min_items("f", &[1], 1),
        rule::max_items("f", &[1], 1),
        rule::unique_items::<i64>("f", &[]),
        rule::unique_items("f", &["a", "b", "A"]),
        rule::unique_items("f", &(0..1_000).collect::<Vec<_>>()),
        rule::min_properties("f", &BTreeMap::from([("a".to_owned(), 1)]), 1),
        rule::max_properties("f", &BTreeMap::from([("a".to_owned(), 1)]), 1),
        rule::maximum("f", i64::MAX, i64::MAX),
        rule::minimum("f", f64::MAX, 0.0),
    ];
    for (at, result) in passes.into_iter().enumerate() {
        assert_eq!(result, Ok(()), "{at}");
    }
}

#[test]
fn what_does_not_fit_is_told_by_field_and_rule() {
    let many: Vec<i64> = (0..100).chain([50]).collect();
    let violations: Vec<String> = [
        rule::min_length("text", "", 1),
        rule::min_length("text", "äö", 3),
        rule::max_length("text", "äöüß", 3),
        rule::uuid("id", "7f1d0b9e00004000800000000000000f"),
        rule::uuid("id", "7f1d0b9e-0000-4000-8000-00000000000g"),
        rule::uuid("id", "{7f1d0b9e-0000-4000-8000-0000000000}"),
        rule::minimum("count", -1_i64, 0),
        rule::maximum("share", 1.5, 1.0),
        rule::exclusive_minimum("share", 0.0, 0.0),
        rule::exclusive_maximum("share", f64::NAN, 1.0),
        rule::multiple_of("count", 10_i64, 3),
        rule::multiple_of("price", 0.305, 0.01),
        rule::one_of("count", 3_i64, &[1, 2]),
        rule::min_items::<i64>("tags", &[], 2),
        rule::max_items("tags", &[1, 2], 1),
        rule::unique_items("tags", &["a", "b", "a"]),
        rule::unique_items("tags", &[0.0, -0.0]),
        rule::unique_items("tags", &many),
        rule::min_properties::<i64>("map", &BTreeMap::new(), 1),
        rule::max_properties("map", &BTreeMap::from([("a".to_owned(), 1)]), 0),
    ]
    .map(|result| result.expect_err("wrong input").to_string())
    .into();
    assert_snapshot!(violations.join("\n"));
}
