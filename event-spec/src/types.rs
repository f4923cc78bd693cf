//! The type model: what a payload can be, in no language.
//!
//! Lowered once from the catalogue's schemas; Rust, TypeScript, documents and canonical schemas are printed from it,
//! so that they cannot disagree. What it cannot express is a diagnostic and never reaches a backend.

use serde_json::Value;

use crate::source::Span;

/// A named type, known by its place in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// All the named types of a catalogue.
#[derive(Clone, Debug, Default)]
pub struct Types {
    /// In the order in which the sources first name them.
    pub list: Vec<TypeDef>,
}

impl Types {
    /// The definition behind an id.
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.list[id.0 as usize]
    }

    /// Every definition with its id.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.list.iter().enumerate().map(|(at, def)| (TypeId(at as u32), def))
    }

    /// The type with aliases followed and `Nullable` kept.
    pub fn resolve<'a>(&'a self, mut ty: &'a Type) -> &'a Type {
        while let Type::Named(id) = ty
            && let TypeKind::Alias(inner) = &self.get(*id).kind
        {
            ty = inner;
        }
        ty
    }

    /// The type with aliases followed, without the null that may stand beside it.
    pub fn without_null<'a>(&'a self, ty: &'a Type) -> &'a Type {
        match self.resolve(ty) {
            Type::Nullable(inner) => self.resolve(inner),
            other => other,
        }
    }

    /// The JSON type of a type's values, by which variants of [`Discrimination::JsonType`] are told apart: `string`, `integer`,
    /// `number`, `boolean`, `array` or `object`.
    pub fn json_type(&self, ty: &Type) -> &'static str {
        match self.resolve(ty) {
            Type::Boolean | Type::Literal(Literal::Boolean(_)) => "boolean",
            Type::Integer(_) | Type::Integers(_) | Type::Literal(Literal::Integer(_)) => "integer",
            Type::Number(_) => "number",
            Type::String(_) | Type::Timestamp | Type::Date | Type::Literal(Literal::String(_)) => "string",
            Type::List(_) | Type::Tuple(_) => "array",
            Type::Map(_) | Type::Any | Type::Null => "object",
            Type::Nullable(inner) => self.json_type(inner),
            Type::Named(id) => match &self.get(*id).kind {
                TypeKind::Enum(_) => "string",
                TypeKind::Alias(ty) => self.json_type(ty),
                TypeKind::Object(_) | TypeKind::Union(_) => "object",
            },
        }
    }

    /// The object that a type is, aliases followed.
    pub fn as_object<'a>(&'a self, ty: &'a Type) -> Option<&'a Object> {
        match self.resolve(ty) {
            Type::Named(id) => match &self.get(*id).kind {
                TypeKind::Object(object) => Some(object),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The name in Pascal case, unique among the catalogue's types in every target language's case rules.
    pub name: String,
    /// Why it exists.
    pub origin: Origin,
    /// The schema's `description`, or `title` where there is none.
    pub docs: Option<String>,
    /// The schema's `deprecated`.
    pub deprecated: bool,
    /// Its shape.
    pub kind: TypeKind,
    /// Where its schema is written.
    pub span: Span,
}

/// Why a named type exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It stands in `schemas` or in another file, and others may share it.
    Shared,
    /// It is the payload, written in place, of what the server (and perhaps the client, with the same payload) sends
    /// under this event name.
    ServerPayload(String),
    /// It is the payload, written in place, of what only clients send under this event name.
    ClientPayload(String),
    /// It is the acknowledgement, written in place, of this event.
    Ack(String),
    /// It is written in place inside another type.
    Inline,
    /// It is a part of the handshake, written in place.
    Connection,
}

/// The shape of a named type.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// A JSON object with known fields.
    Object(Object),
    /// A set of strings.
    Enum(Enum),
    /// One of several shapes.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// A JSON object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its fields in the order of the schema.
    pub fields: Vec<Field>,
    /// What becomes of keys that are not fields.
    pub rest: Rest,
    /// The shared types whose fields came in through `allOf`, for documents; `fields` already holds them.
    pub extends: Vec<TypeId>,
}

impl Object {
    /// The field with this wire name.
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.wire == wire)
    }
}

/// What becomes of keys that are not fields.
#[derive(Clone, Debug)]
pub enum Rest {
    /// The schema says nothing: they are allowed, and a reader drops them.
    Ignored,
    /// `additionalProperties: true` or a schema: a reader keeps them.
    Kept(Type),
    /// `additionalProperties: false`: a reader refuses them.
    Refused,
}

/// A field of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key on the wire.
    pub wire: String,
    /// What it holds. `Type::Nullable` where null is allowed.
    pub ty: Type,
    /// Whether the key may be absent.
    pub optional: bool,
    /// The schema's `description`, or `title`.
    pub docs: Option<String>,
    /// The schema's `deprecated`.
    pub deprecated: bool,
    /// The schema's `default`: words for people, never filled in.
    pub default: Option<Value>,
    /// The first of the schema's `examples`.
    pub example: Option<Value>,
    /// The schema's `format`, where readers do not hold values to it: words for people.
    pub format: Option<String>,
    /// Where its schema is written.
    pub span: Span,
}

/// A set of strings.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The values, each unique as an identifier of every target language.
    pub values: Vec<EnumValue>,
    /// Whether a reader keeps values that are not listed.
    pub open: bool,
    /// Whether the schema says, with `x-open: false`, that no value will ever be added.
    pub complete: bool,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The text on the wire.
    pub wire: String,
    /// What it means.
    pub docs: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// One of several shapes, which a reader can tell apart.
#[derive(Clone, Debug)]
pub struct Union {
    /// How.
    pub discrimination: Discrimination,
    /// The shapes, in the order of the schema.
    pub variants: Vec<Variant>,
}

/// How a reader tells the variants of a union apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discrimination {
    /// By a string constant that each variant, an object, requires under this key.
    Tag(String),
    /// By the JSON type (string, number, boolean, array, object), of which each variant has its own.
    JsonType,
}

/// A shape of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// A name in Pascal case, unique within the union.
    pub name: String,
    /// The constant, where variants are told apart by a tag.
    pub tag: Option<String>,
    /// What it holds. With a tag: a named object, whose fields include the tag as a `Type::Literal`.
    pub ty: Type,
    /// What it means.
    pub docs: Option<String>,
}

/// What a value can be.
#[derive(Clone, Debug)]
pub enum Type {
    /// Any JSON value: the schema says `true`.
    Any,
    /// `null` alone.
    Null,
    /// A boolean.
    Boolean,
    /// A whole number of 64 bits, written without fraction or exponent.
    Integer(IntegerRules),
    /// A number (IEEE 754 double).
    Number(NumberRules),
    /// A text.
    String(StringRules),
    /// A text in RFC 3339's `date-time`, kept as written.
    Timestamp,
    /// A text in RFC 3339's `full-date`, kept as written.
    Date,
    /// One constant.
    Literal(Literal),
    /// One of several whole numbers. (Sets of strings are named [`Enum`]s.)
    Integers(Vec<i64>),
    /// A list.
    List(Box<List>),
    /// A fixed number of values, each with its own type.
    Tuple(Vec<Type>),
    /// An object whose keys are data.
    Map(Box<Map>),
    /// The type or null. Never nested, never around `Null` or `Any`.
    Nullable(Box<Type>),
    /// A named type.
    Named(TypeId),
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
}

/// What a whole number must fit; bounds are inclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegerRules {
    /// `minimum`, or `exclusiveMinimum` plus one.
    pub minimum: Option<i64>,
    /// `maximum`, or `exclusiveMaximum` less one.
    pub maximum: Option<i64>,
    /// `multipleOf`
    pub multiple_of: Option<i64>,
}

/// What a number must fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberRules {
    /// `minimum`
    pub minimum: Option<f64>,
    /// `maximum`
    pub maximum: Option<f64>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<f64>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<f64>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
}

/// What a text must fit; lengths count Unicode scalar values, as JSON Schema does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StringRules {
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `pattern` as written, in the syntax of ECMA-262, found anywhere in the text. [`crate::pattern::to_regex_lite`] gives
    /// its counterpart for `regex-lite`, which a checked catalogue always has.
    pub pattern: Option<String>,
    /// A `format` that is checked.
    pub format: Option<Format>,
}

/// A `format` of JSON Schema that readers hold a text to. (`date-time` and `date` are types of their own; other
/// formats are words for people.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 9562, in the hyphenated form, either case.
    Uuid,
}

/// A list.
#[derive(Clone, Debug)]
pub struct List {
    /// What each item is.
    pub items: Type,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique: bool,
}

/// An object whose keys are data.
#[derive(Clone, Debug)]
pub struct Map {
    /// What each value is.
    pub values: Type,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}
