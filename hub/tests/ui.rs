//! What an application cannot do by mistake, in the compiler's exact words.

#[test]
fn wrong_use_is_explained_in_the_words_of_the_catalogue() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
