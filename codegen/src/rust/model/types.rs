//! Types, their wire forms and their rules.

use super::Code;

/// A type.
#[derive(Debug)]
pub struct Item {
    /// What it is.
    pub docs: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// Which serde directions it needs.
    pub code: Code,
    /// The rules of its own.
    pub checks: Option<Checks>,
}

/// What a type looks like.
#[derive(Debug)]
pub enum Shape {
    /// A struct with named fields.
    Struct {
        /// The fields that Rust sees.
        fields: Vec<FieldItem>,
        /// The keys, as `object!` writes them.
        keys: Vec<String>,
        /// Whether other keys are refused.
        closed: bool,
    },
    /// A set of texts.
    Enum {
        /// Its values.
        values: Vec<ValueItem>,
        /// Whether others are kept.
        open: bool,
    },
    /// One of several shapes.
    Union {
        /// What tells them apart: a literal, or nothing for the JSON type.
        tag: Option<String>,
        /// The shapes.
        variants: Vec<VariantItem>,
    },
    /// A struct around one value of this type.
    Newtype(String),
    /// A struct around several arguments.
    Args(Vec<ArgItem>),
    /// A struct of nothing.
    Unit,
    /// Another name for a type.
    Alias(String),
}

/// A field.
#[derive(Debug)]
pub struct FieldItem {
    /// What it holds.
    pub docs: Vec<String>,
    /// Its name.
    pub ident: String,
    /// Its type.
    pub ty: String,
}

/// A value of a set of texts.
#[derive(Debug)]
pub struct ValueItem {
    /// What it means.
    pub docs: Vec<String>,
    /// The variant.
    pub ident: String,
    /// The text, as a literal.
    pub literal: String,
}

/// A shape of a union.
#[derive(Debug)]
pub struct VariantItem {
    /// What it means.
    pub docs: Vec<String>,
    /// The variant.
    pub ident: String,
    /// What it holds.
    pub ty: String,
    /// What selects it: the tag as a literal, or the JSON type.
    pub selector: String,
}

/// One of several arguments.
#[derive(Debug)]
pub struct ArgItem {
    /// How `args!` calls it: its identifier, with its name in the catalogue where that is another.
    pub key: String,
    /// Its type.
    pub ty: String,
}

/// An implementation of `Validate`.
#[derive(Debug)]
pub struct Checks {
    /// The trait.
    pub validate: String,
    /// The error.
    pub violation: String,
    /// Compiled patterns.
    pub patterns: Vec<PatternItem>,
    /// What is checked, in order.
    pub list: Vec<Check>,
}

/// A regular expression that is compiled once.
#[derive(Debug)]
pub struct PatternItem {
    /// The `static` that holds it.
    pub name: String,
    /// What the catalogue says, as a literal.
    pub written: String,
    /// The same for `regex-lite`, as a literal, where that is another text.
    pub translated: Option<String>,
}

/// A statement of an implementation of `Validate`.
#[derive(Debug)]
pub enum Check {
    /// A call of a rule.
    Rule {
        /// The function.
        function: String,
        /// Its arguments.
        args: Vec<String>,
    },
    /// Any other statement.
    Line(String),
    /// A loop or condition around others.
    Block {
        /// The line that opens it, without its brace.
        head: String,
        /// What it holds.
        body: Vec<Check>,
    },
}
