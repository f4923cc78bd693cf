//! The rule `pattern`.
#![cfg(feature = "pattern")]

use event_contracts_runtime::rule::{self, Pattern};

static SKU: Pattern = Pattern::new("^[A-Z]{2}-[0-9]+$");
static DIGITS: Pattern = Pattern::translated(r"^\d+$", "^[0-9]+$");
static INSIDE: Pattern = Pattern::new("[0-9]");

#[test]
fn a_pattern_is_found_anywhere_unless_it_is_anchored() {
    assert_eq!(rule::pattern("sku", "AB-12", &SKU), Ok(()));
    assert_eq!(rule::pattern("sku", "room 7", &INSIDE), Ok(()));
    let violation = rule::pattern("sku", "AB-12\n", &SKU).expect_err("wrong input");
    assert_eq!(violation.to_string(), "`sku`: must match ^[A-Z]{2}-[0-9]+$ (pattern)");
}

#[test]
fn an_error_shows_the_pattern_as_it_was_written() {
    assert_eq!(rule::pattern("count", "12", &DIGITS), Ok(()));
    let violation = rule::pattern("count", "\u{661}", &DIGITS).expect_err("wrong input");
    assert_eq!(violation.to_string(), r"`count`: must match ^\d+$ (pattern)");
}
