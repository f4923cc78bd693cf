//! Structs of the catalogue format, each declared once.
//!
//! In: a [`Node`]. Out: the struct, with every finding reported and what could not be read left out. The same
//! declaration gives the list of known keys and the JSON Schema, so that reader, editor and reference agree.

mod scalar;
mod schema;

use std::borrow::Cow;

pub(crate) use scalar::{Misfit, Scalar, boolean};
pub(crate) use schema::{FieldSchema, record_schema, schema};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::suggest::{self, Near};
use crate::tree::{Entry, Kind, Node, write};

/// Only keys of the format.
pub(crate) static UNKNOWN_KEY: Rule =
    rule!(error Format "unknown-key", "every key belongs to the format, or starts with `x-`");
/// No required key left out.
pub(crate) static MISSING_KEY: Rule = rule!(error Format "missing-key", "required keys are there");
/// Texts where texts belong.
pub(crate) static WRONG_TYPE: Rule = rule!(error Format "wrong-type", "a value is of the type that its key takes");
/// Values of the small languages are well formed.
pub(crate) static INVALID_VALUE: Rule =
    rule!(error Format "invalid-value", "durations, rates, dates and words are well formed");

/// What a value belongs to, for messages about it.
#[derive(Clone, Copy)]
pub(crate) enum Owner<'t> {
    /// The value of a key.
    Key(&'t Spanned<String>),
    /// An item of the list under a key.
    ItemOf(&'t Spanned<String>),
    /// The whole file, shown at its first key.
    File(Span),
}

impl<'t> Owner<'t> {
    /// The file that this is the root of.
    pub(crate) fn file(root: &'t Node) -> Self {
        Self::File(root.entries().first().map_or(root.span, |entry| entry.key.span))
    }

    fn subject(self) -> String {
        match self {
            Self::Key(key) => format!("`{}`", key.value),
            Self::ItemOf(key) => format!("an item of `{}`", key.value),
            Self::File(_) => "this file".to_owned(),
        }
    }

    /// Where to show a fault of the value as a whole: a block of lines is too much to underline.
    fn place(self, node: &Node) -> Span {
        match self {
            Self::Key(key) => key.span,
            Self::ItemOf(_) => node.entries().first().map_or(node.span, |entry| entry.key.span),
            Self::File(span) => span,
        }
    }
}

/// What can be read from a node of a catalogue.
pub(crate) trait FromNode<'t>: Sized {
    /// What a person would call it, with an article: `a list of texts`.
    fn expected() -> Cow<'static, str>;

    /// Reads it; reports every fault, and returns nothing if nothing could be read.
    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self>;
}

/// Reports that a value has a type that its key does not take.
pub(crate) fn wrong_type(expected: &str, node: &Node, owner: Owner<'_>, diagnostics: &mut Diagnostics) {
    let diagnostic = mismatch(expected, node, owner);
    let boolean = node.as_str().filter(|_| expected.contains("`true`")).and_then(boolean);
    diagnostics.push(match (&node.kind, boolean) {
        (Kind::Number(_) | Kind::Bool(_), _) if expected.starts_with("a text") => diagnostic.help("put it in quotes"),
        (_, Some(value)) => diagnostic.help(format!("write `{value}`")).fix(node.span, value.to_string()),
        _ => diagnostic,
    });
}

/// The finding about a value of a type that its key does not take.
fn mismatch(expected: &str, node: &Node, owner: Owner<'_>) -> Diagnostic {
    let found = match &node.kind {
        Kind::Null => "nothing".to_owned(),
        Kind::Bool(value) => format!("the boolean `{value}`"),
        Kind::Number(number) => format!("the number `{}`", number.0),
        Kind::String(text) if text.len() <= 40 && !text.contains('\n') => format!("the text `{text}`"),
        Kind::String(_) | Kind::List(_) | Kind::Map(_) => node.describe().to_owned(),
    };
    let message = format!("{} takes {expected}, not {found}", owner.subject());
    let span = match &node.kind {
        Kind::List(_) | Kind::Map(_) => owner.place(node),
        _ => node.span,
    };
    Diagnostic::new(&WRONG_TYPE, span, message)
}

/// What a record remembers of how it was written.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    keys: Vec<(&'static str, Span)>,
    faulty: bool,
}

impl Marks {
    /// Where a key stands, or what was probably meant to be it.
    pub(crate) fn key(&self, key: &str) -> Option<Span> {
        self.keys.iter().find(|(known, _)| *known == key).map(|(_, span)| *span)
    }

    /// Whether a part is missing, could not be read, or has a name of which nobody knows what was meant; that was reported, and
    /// what seems to be absent may be there.
    pub(crate) fn is_faulty(&self) -> bool {
        self.faulty
    }
}

/// A struct of the format.
pub(crate) trait Record {
    /// How it was written.
    fn marks(&self) -> &Marks;
}

/// Reads a map of the format, key by key. What stands under a misspelt key is reported, and read as what was meant: one slip is
/// one finding.
pub(crate) struct MapReader<'t, 'r> {
    node: &'t Node,
    owner: Owner<'t>,
    what: &'static str,
    known: &'static [&'static str],
    unknown: Vec<Unknown<'t>>,
    marks: Marks,
    diagnostics: &'r mut Diagnostics,
}

/// A key that the format does not have, with the one that was probably meant.
struct Unknown<'t> {
    entry: &'t Entry,
    meant: Option<Near>,
}

impl<'t, 'r> MapReader<'t, 'r> {
    /// A reader over a map that is `what` (`a channel`) and has the keys `known`; anything but a map is reported.
    pub(crate) fn open(
        node: &'t Node,
        owner: Owner<'t>,
        what: &'static str,
        known: &'static [&'static str],
        diagnostics: &'r mut Diagnostics,
    ) -> Option<Self> {
        if matches!(node.kind, Kind::Map(_)) {
            let unknown = unknown_keys(node, known);
            return Some(Self { node, owner, what, known, unknown, marks: Marks::default(), diagnostics });
        }
        wrong_type(&format!("a map that says what {what} is"), node, owner, diagnostics);
        None
    }

    /// The value of a key that may be absent.
    pub(crate) fn optional<T: FromNode<'t>>(&mut self, key: &'static str) -> Option<T> {
        let (entry, certain) = self.entry(key)?;
        self.marks.keys.push((key, entry.key.span));
        let read = || T::from_node(&entry.value, Owner::Key(&entry.key), self.diagnostics);
        let value = certain.then(read).flatten();
        self.marks.faulty |= value.is_none();
        value
    }

    /// What stands under a key or one that was meant to be it, and whether that is certain.
    fn entry(&self, key: &str) -> Option<(&'t Entry, bool)> {
        let misspelt = || {
            self.unknown.iter().find_map(|unknown| {
                let near = unknown.meant.as_ref().filter(|near| near.name == key)?;
                Some((unknown.entry, near.certain))
            })
        };
        self.node.entry(key).map(|entry| (entry, true)).or_else(misspelt)
    }

    /// The value of a key that must be there.
    pub(crate) fn required<T: FromNode<'t>>(&mut self, key: &'static str) -> Option<T> {
        let value = self.optional(key);
        if self.marks.key(key).is_none() {
            let message = format!("{} has no `{key}`, and {} needs it", self.owner.subject(), self.what);
            let help = format!("add `{key}`: {}", T::expected());
            let span = self.owner.place(self.node);
            self.diagnostics.push(Diagnostic::new(&MISSING_KEY, span, message).help(help));
            self.marks.faulty = true;
        }
        value
    }

    /// Reports the keys that the format does not have, and gives what is to be remembered.
    pub(crate) fn finish(mut self) -> Marks {
        for Unknown { entry, meant } in self.unknown {
            let key = &entry.key;
            self.marks.faulty |= meant.is_none();
            let message = format!("{} has no key `{}`", self.what, key.value);
            let diagnostic = Diagnostic::new(&UNKNOWN_KEY, key.span, message);
            self.diagnostics.push(match meant {
                Some(near) => diagnostic.meant(key, &near),
                None => diagnostic.help(format!("its keys are {}", listed(self.known))),
            });
        }
        self.marks
    }
}

/// The keys of a map that are not among those that it can have, nor the author's own.
fn unknown_keys<'t>(node: &'t Node, known: &[&str]) -> Vec<Unknown<'t>> {
    let mut unknown: Vec<Unknown<'t>> = Vec::new();
    for entry in node.entries() {
        let key = entry.key.value.as_str();
        if known.contains(&key) || key.starts_with("x-") {
            continue;
        }
        let absent = known.iter().copied().filter(|known| node.entry(known).is_none());
        let near = suggest::word(key, absent);
        // Of two slips for one key, the second has nothing left to be mended to.
        let taken = |name: &str| unknown.iter().filter_map(|other| other.meant.as_ref()).any(|near| near.name == name);
        let meant = near.map(|near| near.unless(taken));
        unknown.push(Unknown { entry, meant });
    }
    unknown
}

/// Words in a sentence: `` `a`, `b`, `c` ``.
pub(crate) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    words.iter().map(|word| format!("`{}`", word.as_ref())).collect::<Vec<_>>().join(", ")
}

impl<'t, T: FromNode<'t>> FromNode<'t> for Vec<T> {
    fn expected() -> Cow<'static, str> {
        "a list".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Kind::List(items) = &node.kind else {
            let diagnostic = mismatch(&Self::expected(), node, owner);
            // One word where a list of texts belongs is its only item.
            let only = node.as_str().filter(|text| T::expected() == "a text" && !text.contains([',', ' ', '\n']));
            diagnostics.push(match only.map(|text| format!("[{}]", write::in_place_of(node.span, text, text))) {
                Some(list) => diagnostic.help(format!("write `{list}`")).fix(node.span, list),
                None => diagnostic,
            });
            return None;
        };
        let owner = match owner {
            Owner::Key(key) => Owner::ItemOf(key),
            other => other,
        };
        Some(items.iter().filter_map(|item| T::from_node(item, owner, diagnostics)).collect())
    }
}

/// Declares a struct of the format with its reader and its JSON Schema.
///
/// `[required]` and `[optional]` say whether the key must be there; either way the field is an `Option`, since a
/// catalogue with faults is read as far as it goes. `= "key"` names the key where the field's name cannot.
macro_rules! record {
    (
        $(#[doc = $docs:literal])*
        $name:ident is $what:literal { $($fields:tt)* }
    ) => {
        record! { @declare 'node [$name] [$name] $what [$($docs)*] $($fields)* }
    };
    (
        $(#[doc = $docs:literal])*
        $name:ident<$life:lifetime> is $what:literal { $($fields:tt)* }
    ) => {
        record! { @declare $life [$name] [$name<$life>] $what [$($docs)*] $($fields)* }
    };
    (
        @declare $life:lifetime [$name:ident] [$($own:tt)*] $what:literal [$($docs:literal)*]
        $( $(#[doc = $field_docs:literal])* [$need:ident] $field:ident $(= $key:literal)?: $ty:ty, )*
    ) => {
        $(#[doc = $docs])*
        #[derive(Debug)]
        pub(crate) struct $($own)* {
            $( $(#[doc = $field_docs])* pub(crate) $field: Option<$ty>, )*
            marks: $crate::record::Marks,
        }

        impl<$life> $($own)* {
            /// One with nothing in it.
            pub(crate) fn empty() -> Self {
                Self { $( $field: None, )* marks: $crate::record::Marks::default() }
            }
        }

        impl<$life> $crate::record::Record for $($own)* {
            fn marks(&self) -> &$crate::record::Marks {
                &self.marks
            }
        }

        impl<$life> $crate::record::FromNode<$life> for $($own)* {
            fn expected() -> std::borrow::Cow<'static, str> {
                concat!("a map that says what ", $what, " is").into()
            }

            fn from_node(
                node: &$life $crate::tree::Node,
                owner: $crate::record::Owner<$life>,
                diagnostics: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$( record!(@key $field $($key)?) ),*];
                let mut map = $crate::record::MapReader::open(node, owner, $what, KEYS, diagnostics)?;
                let mut record = Self::empty();
                $( record.$field = map.$need(record!(@key $field $($key)?)); )*
                record.marks = map.finish();
                Some(record)
            }
        }

        impl<$life> schemars::JsonSchema for $($own)* {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).trim_end_matches("Record").into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let fields = vec![$( $crate::record::FieldSchema {
                    key: record!(@key $field $($key)?),
                    docs: concat!($($field_docs, "\n"),*),
                    required: record!(@$need),
                    schema: generator.subschema_for::<$ty>(),
                }, )*];
                $crate::record::record_schema(concat!($($docs, "\n"),*), fields)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@required) => { true };
    (@optional) => { false };
}

pub(crate) use record;
