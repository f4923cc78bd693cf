//! What a program validates with, as it will be printed: `<catalogue>/validators`.

use crate::typescript::tsdoc::Doc;

/// The validators of a catalogue.
#[derive(Clone, Debug, Default)]
pub struct Validators {
    /// What they are made with, in the order of names: functions of `internal/check`.
    pub imports: Vec<&'static str>,
    /// One for each type that the catalogue names.
    pub types: Vec<Validator>,
    /// One for each event that the server sends.
    pub server: Vec<EventValidator>,
    /// One for each event that clients send.
    pub client: Vec<EventValidator>,
    /// One for each acknowledgement.
    pub acks: Vec<Validator>,
}

/// A constant that validates.
#[derive(Clone, Debug)]
pub struct Validator {
    pub doc: Doc,
    /// Its name.
    pub name: String,
    /// The type of what it lets pass, in terms of the catalogue's own module.
    pub ty: String,
    pub made: Made,
}

/// How a validator comes to be.
#[derive(Clone, Debug)]
pub enum Made {
    /// It is another one, of this name.
    Same(String),
    /// Of a check.
    Of(Term),
    /// Of a check of what may hold itself.
    Recursive(Term),
}

/// The validator of an event.
#[derive(Clone, Debug)]
pub struct EventValidator {
    pub validator: Validator,
    /// The names that the event travels under: its own first, then the former ones that are still served.
    pub names: Vec<String>,
    /// How many arguments it has, where that is not one.
    pub arguments: Option<usize>,
}

/// An expression that makes a check.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A name, or a literal.
    Atom(String),
    /// A call of one of the functions that are imported.
    Call(&'static str, Vec<Term>),
    /// An object: keys as they are printed.
    Record(Vec<(String, Term)>),
}

impl Term {
    /// The expression on one line.
    pub fn flat(&self) -> String {
        let all = |terms: &[Self]| terms.iter().map(Self::flat).collect::<Vec<_>>().join(", ");
        match self {
            Self::Atom(text) => text.clone(),
            Self::Call(function, arguments) => format!("{function}({})", all(arguments)),
            Self::Record(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Record(entries) => {
                let entries = entries.iter().map(|(key, term)| entry(key, &term.flat()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// An entry of an object: one name is enough where the value has that of the key.
pub fn entry(key: &str, value: &str) -> String {
    if key == value { key.to_owned() } else { format!("{key}: {value}") }
}
