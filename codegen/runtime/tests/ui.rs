//! What a user sees who uses a contract wrongly: the compiler's exact words.

#[test]
fn wrong_use_is_explained_in_the_words_of_the_catalogue() {
    let tests = trybuild::TestCases::new();
    tests.pass("tests/ui/right_use.rs");
    tests.compile_fail("tests/ui/wrong/*.rs");
}
