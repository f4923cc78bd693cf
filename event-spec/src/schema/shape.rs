//! What a schema asks for, sorted by the JSON type that it is about.
//!
//! A [`Shape`] is read from one schema's own keywords and combined with others by [`crate::lower::merge`]. As in JSON
//! Schema, each part speaks of values of its own type alone; `types` says which types there may be at all.

use indexmap::IndexMap;

use super::SchemaId;
use crate::source::{Span, Spanned};
use crate::tree::Number;

/// What a value must fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// Whether the schema is `true`: anything, and meant so.
    pub(crate) anything: bool,
    /// The JSON types that are allowed; `None` where nothing is said.
    pub(crate) types: Option<Spanned<JsonTypes>>,
    /// The values that are allowed.
    pub(crate) values: Option<Box<Values>>,
    /// What numbers must fit.
    pub(crate) number: Option<Box<NumberShape>>,
    /// What texts must fit.
    pub(crate) text: Option<Box<TextShape>>,
    /// What lists must fit.
    pub(crate) array: Option<Box<ArrayShape>>,
    /// What objects must fit.
    pub(crate) object: Option<Box<ObjectShape>>,
    /// Several shapes of which one must fit as well.
    pub(crate) union: Option<Box<UnionShape>>,
}

impl Shape {
    /// Whether nothing is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        !self.anything && self.types.is_none() && self.is_unconstrained()
    }

    /// Whether nothing is asked for beyond the type.
    pub(crate) fn is_unconstrained(&self) -> bool {
        self.values.is_none()
            && self.number.is_none()
            && self.text.is_none()
            && self.array.is_none()
            && self.object.is_none()
            && self.union.is_none()
    }

    /// The types that `values` leave of the allowed ones; `None` where everything is allowed.
    pub(crate) fn allowed(&self) -> Option<JsonTypes> {
        let declared = self.types.as_ref().map(|types| types.value);
        let valued = self
            .values
            .as_ref()
            .filter(|values| !values.open)
            .map(|values| values.list.iter().fold(JsonTypes::NONE, |types, value| types | value.constant.types()));
        match (declared, valued) {
            (Some(declared), Some(valued)) => Some(declared & valued),
            (declared, valued) => declared.or(valued),
        }
    }

    /// Whether null fits.
    pub(crate) fn takes_null(&self) -> bool {
        let allowed = self.allowed().map(|types| types.contains(JsonTypes::NULL));
        match &self.union {
            Some(union) => union.takes_null && allowed.unwrap_or(true),
            None => allowed.unwrap_or(self.anything),
        }
    }

    /// The types that the constraints are about.
    pub(crate) fn constrained(&self) -> JsonTypes {
        let mut types = JsonTypes::NONE;
        for (present, about) in [
            (self.number.is_some(), JsonTypes::NUMBER),
            (self.text.is_some(), JsonTypes::STRING),
            (self.array.is_some(), JsonTypes::ARRAY),
            (self.object.is_some(), JsonTypes::OBJECT),
        ] {
            if present {
                types = types | about;
            }
        }
        types
    }
}

/// A set of JSON types. A number is whole or a fraction, so that sets of types intersect bit by bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsonTypes(u8);

impl JsonTypes {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const INTEGER: Self = Self(4);
    pub(crate) const NUMBER: Self = Self(4 | 8);
    pub(crate) const STRING: Self = Self(16);
    pub(crate) const ARRAY: Self = Self(32);
    pub(crate) const OBJECT: Self = Self(64);

    /// Every type with its name, `integer` before `number`.
    const NAMED: [(&'static str, Self); 7] = [
        ("null", Self::NULL),
        ("boolean", Self::BOOLEAN),
        ("integer", Self::INTEGER),
        ("number", Self::NUMBER),
        ("string", Self::STRING),
        ("array", Self::ARRAY),
        ("object", Self::OBJECT),
    ];

    /// The names that `type` takes.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMED.iter().map(|(name, _)| *name)
    }

    /// The type of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| *known == name).map(|(_, types)| *types)
    }

    /// Whether there is none.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` are in it.
    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those that `other` does not have.
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Its types one by one; a number that may be a fraction is one type.
    pub(crate) fn each(self) -> impl Iterator<Item = Self> {
        let number = self.contains(Self::NUMBER);
        Self::NAMED
            .into_iter()
            .map(|(_, types)| types)
            .filter(move |types| self.contains(*types) && !(number && *types == Self::INTEGER))
    }
}

impl std::ops::BitAnd for JsonTypes {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl std::ops::BitOr for JsonTypes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::fmt::Display for JsonTypes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = Self::NAMED.iter().filter(|(_, types)| self.each().any(|each| each == *types));
        for (at, (name, _)) in names.enumerate() {
            let separator = if at == 0 { "" } else { " or " };
            write!(f, "{separator}`{name}`")?;
        }
        Ok(())
    }
}

/// The values that `enum` or `const` allow.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    /// In the order of the schema.
    pub(crate) list: Vec<ValueShape>,
    /// Whether other texts are allowed as well.
    pub(crate) open: bool,
    /// Whether it is said that no other will ever be.
    pub(crate) complete: bool,
    /// The keyword.
    pub(crate) span: Span,
}

/// A value that is allowed.
#[derive(Clone, Debug)]
pub(crate) struct ValueShape {
    /// The value.
    pub(crate) constant: Constant,
    /// Where it is written.
    pub(crate) span: Span,
    /// What it means.
    pub(crate) docs: Option<String>,
    /// Whether it should no longer be used.
    pub(crate) deprecated: bool,
}

/// A value that a type can be made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Constant {
    /// `null`
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
}

impl Constant {
    /// Its type.
    pub(crate) fn types(&self) -> JsonTypes {
        match self {
            Self::Null => JsonTypes::NULL,
            Self::Boolean(_) => JsonTypes::BOOLEAN,
            Self::Integer(_) => JsonTypes::INTEGER,
            Self::Text(_) => JsonTypes::STRING,
        }
    }
}

impl std::fmt::Display for Constant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// What numbers must fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct NumberShape {
    /// `minimum`
    pub(crate) minimum: Option<Spanned<Number>>,
    /// `maximum`
    pub(crate) maximum: Option<Spanned<Number>>,
    /// `exclusiveMinimum`
    pub(crate) exclusive_minimum: Option<Spanned<Number>>,
    /// `exclusiveMaximum`
    pub(crate) exclusive_maximum: Option<Spanned<Number>>,
    /// `multipleOf`, which is positive.
    pub(crate) multiple_of: Option<Spanned<Number>>,
}

/// What texts must fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextShape {
    /// `minLength`
    pub(crate) min_length: Option<Spanned<u64>>,
    /// `maxLength`
    pub(crate) max_length: Option<Spanned<u64>>,
    /// `pattern`
    pub(crate) pattern: Option<Spanned<String>>,
    /// A `format` that readers check.
    pub(crate) format: Option<Spanned<TextFormat>>,
}

impl TextShape {
    /// Whether nothing is asked for, as where a `format` is only for people.
    pub(crate) fn is_empty(&self) -> bool {
        self.min_length.is_none() && self.max_length.is_none() && self.pattern.is_none() && self.format.is_none()
    }
}

/// A `format` that readers check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextFormat {
    /// RFC 3339's `date-time`.
    DateTime,
    /// RFC 3339's `full-date`.
    Date,
    /// RFC 9562.
    Uuid,
}

/// What lists must fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArrayShape {
    /// `prefixItems`, or draft-07's list form of `items`.
    pub(crate) prefix: Option<Spanned<Vec<SchemaId>>>,
    /// The items after the prefix.
    pub(crate) items: ItemsShape,
    /// `minItems`
    pub(crate) min_items: Option<Spanned<u64>>,
    /// `maxItems`
    pub(crate) max_items: Option<Spanned<u64>>,
    /// `uniqueItems`
    pub(crate) unique: bool,
}

/// What the items after the prefix must fit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum ItemsShape {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// There must be none.
    Refused,
    /// A schema.
    Each(SchemaId),
}

/// What objects must fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectShape {
    /// Whether `properties` is written.
    pub(crate) has_properties: bool,
    /// `properties`, by name.
    pub(crate) fields: IndexMap<String, FieldShape>,
    /// `required`, with the place of each name.
    pub(crate) required: IndexMap<String, Span>,
    /// `additionalProperties`
    pub(crate) rest: RestShape,
    /// `minProperties`
    pub(crate) min_properties: Option<Spanned<u64>>,
    /// `maxProperties`
    pub(crate) max_properties: Option<Spanned<u64>>,
    /// The schemas that `allOf` took fields from by reference.
    pub(crate) extends: Vec<SchemaId>,
}

/// A property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldShape {
    /// Its key.
    pub(crate) key: Span,
    /// Its schema.
    pub(crate) schema: SchemaId,
}

/// What becomes of keys that are no properties.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum RestShape {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// They must fit a schema.
    Each(SchemaId),
    /// There must be none; where that is said.
    Refused(Span),
}

/// Several shapes of which one must fit.
#[derive(Clone, Debug)]
pub(crate) struct UnionShape {
    /// The schema whose `oneOf` or `anyOf` it is.
    pub(crate) schema: SchemaId,
    /// Whether exactly one must fit.
    pub(crate) exclusive: bool,
    /// The keyword.
    pub(crate) span: Span,
    /// The branches.
    pub(crate) branches: Vec<SchemaId>,
    /// Whether a branch takes null.
    pub(crate) takes_null: bool,
    /// `unevaluatedProperties` around the branches.
    pub(crate) sealed: Option<RestShape>,
}
