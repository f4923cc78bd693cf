//! Identifiers of Rust 2024 from names of the wire.
//!
//! In: any text. Out: an identifier that compiles, in the case that its place asks for, and unique in its namespace
//! once a [`Namer`] has seen it.

use std::collections::HashSet;

use event_spec::words;

/// The keywords that can be written as `r#name`.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What generated code takes from the prelude by its bare name. A type of this name would shadow it.
const PRELUDE: [&str; 44] = [
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "Unpin",
    "Vec",
];

/// Whether a type of this name would shadow what generated code takes from the prelude.
pub fn is_prelude(name: &str) -> bool {
    PRELUDE.binary_search(&name).is_ok()
}

/// A field, function or module: `user_id`, `r#type`, `self_`, `n2fa`.
pub fn snake(name: &str) -> String {
    let ident = legal(&words::snake(name), 'n', "value");
    match ident.as_str() {
        "self" | "super" | "crate" => format!("{ident}_"),
        keyword if KEYWORDS.binary_search(&keyword).is_ok() => format!("r#{keyword}"),
        _ => ident,
    }
}

/// A type or variant: `MessageNew`, `Self_`, `N2fa`.
pub fn pascal(name: &str) -> String {
    if name.is_empty() { "Empty".to_owned() } else { type_name(&words::pascal(name)) }
}

/// A name that is in Pascal case already, made legal.
pub fn type_name(name: &str) -> String {
    let ident = legal(name, 'N', "Symbol");
    if ident == "Self" { "Self_".to_owned() } else { ident }
}

/// A constant: `MESSAGE_NEW`.
pub fn screaming(name: &str) -> String {
    legal(&words::screaming(name), 'N', "VALUE")
}

/// The identifier without `r#`, as `stringify!` and wire names see it.
pub fn bare(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// Characters that no identifier holds become `_`; a first one that can only continue gets a letter before it.
fn legal(name: &str, letter: char, empty: &str) -> String {
    let mut ident: String = name.chars().map(|ch| if unicode_ident::is_xid_continue(ch) { ch } else { '_' }).collect();
    if ident.trim_matches('_').is_empty() {
        return empty.to_owned();
    }
    if ident.chars().next().is_some_and(|first| !unicode_ident::is_xid_start(first)) {
        ident.insert(0, letter);
    }
    ident
}

/// Hands out the names of one namespace, each once.
#[derive(Debug, Default)]
pub struct Namer {
    taken: HashSet<String>,
}

impl Namer {
    /// A namespace in which some names are taken.
    pub fn with(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// The name itself where it is free, else with `suffix`, else with a number after that.
    pub fn take(&mut self, name: &str, suffix: &str) -> String {
        if self.taken.insert(name.to_owned()) {
            return name.to_owned();
        }
        let base = format!("{}{suffix}", bare(name));
        let mut chosen = base.clone();
        let mut number = 2;
        while !self.taken.insert(chosen.clone()) {
            chosen = format!("{base}{number}");
            number += 1;
        }
        chosen
    }

    /// A type's name: as [`Namer::take`], and the prelude's names are never free.
    pub fn take_type(&mut self, name: &str, suffix: &str) -> String {
        if is_prelude(name) {
            self.taken.insert(name.to_owned());
        }
        self.take(name, suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_an_identifier() {
        assert_eq!(snake("userId"), "user_id");
        assert_eq!(snake("$type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("2fa"), "n2fa");
        assert_eq!(snake("***"), "value");
        assert_eq!(snake("m²"), "m_");
        assert_eq!(pascal("self"), "Self_");
        assert_eq!(pascal(""), "Empty");
        assert_eq!(pascal("+"), "Symbol");
        assert_eq!(pascal("2xl"), "N2xl");
        assert_eq!(snake("повідомлення"), "повідомлення");
        assert_eq!(screaming("message.new"), "MESSAGE_NEW");
    }

    #[test]
    fn the_lists_are_sorted_for_the_search() {
        assert!(KEYWORDS.is_sorted());
        assert!(PRELUDE.is_sorted());
    }

    #[test]
    fn a_taken_name_gets_its_suffix_and_then_numbers() {
        let mut names = Namer::default();
        assert_eq!(names.take("r#type", "_field"), "r#type");
        assert_eq!(names.take("r#type", "_field"), "type_field");
        assert_eq!(names.take("r#type", "_field"), "type_field2");
        assert_eq!(names.take_type("Option", "Type"), "OptionType");
    }
}
