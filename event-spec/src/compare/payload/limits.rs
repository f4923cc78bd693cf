//! What values are held to, and the types that are held to one part of it alone.
//!
//! A type is the intersection of its limits. So a reader takes what is written if it takes it under each limit alone, and a
//! rule can ask about the limit that changed.

use crate::types::{Format, IntegerRules, List, Map, NumberRules, StringRules, Type};

/// What a text is held to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) format: Option<TextFormat>,
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
    pub(crate) pattern: Option<String>,
}

/// A form that a text must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextFormat {
    DateTime,
    Date,
    Uuid,
}

impl TextFormat {
    /// The format as a schema names it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Uuid => "uuid",
        }
    }
}

impl Text {
    /// The rules of a type whose documents are texts, and no listed ones.
    pub(super) fn of(ty: &Type) -> Self {
        let only = |format| Self { format: Some(format), ..Self::default() };
        match ty {
            Type::Timestamp => only(TextFormat::DateTime),
            Type::Date => only(TextFormat::Date),
            Type::String(rules) => Self {
                format: rules.format.map(|Format::Uuid| TextFormat::Uuid),
                // No text is shorter than nothing.
                min: rules.min_length.filter(|least| *least > 0),
                max: rules.max_length,
                pattern: rules.pattern.clone(),
            },
            // An open enum.
            _ => Self::default(),
        }
    }

    /// A text that is held to the format alone.
    pub(crate) fn format_alone(&self) -> Type {
        match self.format {
            Some(TextFormat::DateTime) => Type::Timestamp,
            Some(TextFormat::Date) => Type::Date,
            Some(TextFormat::Uuid) => {
                Type::String(StringRules { format: Some(Format::Uuid), ..StringRules::default() })
            }
            None => Type::String(StringRules::default()),
        }
    }

    /// A text that is held to the length alone.
    pub(crate) fn length_alone(&self) -> Type {
        Type::String(StringRules { min_length: self.min, max_length: self.max, ..StringRules::default() })
    }

    /// A text that is held to the pattern alone.
    pub(crate) fn pattern_alone(&self) -> Type {
        Type::String(StringRules { pattern: self.pattern.clone(), ..StringRules::default() })
    }
}

/// What a number is held to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Number {
    /// It is whole.
    Whole(IntegerRules),
    /// It may have a fraction.
    Any(NumberRules),
}

impl Number {
    /// The rules of a type whose documents are numbers, and no listed ones.
    pub(super) fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::Integer(rules) => Some(Self::Whole(rules.clone())),
            Type::Number(rules) => Some(Self::Any(rules.clone())),
            _ => None,
        }
    }

    /// Whether it has no fraction.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    /// A number of the kind, held to nothing else.
    pub(crate) fn kind_alone(&self) -> Type {
        match self {
            Self::Whole(_) => Type::Integer(IntegerRules::default()),
            Self::Any(_) => Type::Number(NumberRules::default()),
        }
    }

    /// What a reader of this takes of what `writer` writes, if it is held to the bounds alone. A whole number's own bounds
    /// say whether it has a sign, so the rest is the writer's.
    pub(crate) fn bounds_alone(&self, writer: &Self) -> Type {
        match (self, writer) {
            (Self::Whole(rules), Self::Whole(sent)) => {
                Type::Integer(IntegerRules { multiple_of: sent.multiple_of, ..rules.clone() })
            }
            _ => Type::Number(NumberRules { multiple_of: None, ..self.as_doubles() }),
        }
    }

    /// The same for `multipleOf`.
    pub(crate) fn step_alone(&self, writer: &Self) -> Type {
        match (self, writer) {
            (Self::Whole(rules), Self::Whole(sent)) => {
                Type::Integer(IntegerRules { multiple_of: rules.multiple_of, ..sent.clone() })
            }
            _ => {
                let multiple_of = self.as_doubles().multiple_of;
                Type::Number(NumberRules { multiple_of, ..NumberRules::default() })
            }
        }
    }

    fn as_doubles(&self) -> NumberRules {
        match self {
            Self::Whole(rules) => NumberRules {
                minimum: rules.minimum.map(|bound| bound as f64),
                maximum: rules.maximum.map(|bound| bound as f64),
                multiple_of: rules.multiple_of.map(|step| step as f64),
                ..NumberRules::default()
            },
            Self::Any(rules) => rules.clone(),
        }
    }

    /// The bounds, whichever kind has them.
    pub(crate) fn bounds(&self) -> Bounds {
        match self {
            Self::Whole(rules) => {
                Bounds { least: rules.minimum.map(Bound::from), most: rules.maximum.map(Bound::from) }
            }
            Self::Any(rules) => {
                // Of two bounds on one side, the tighter holds.
                let above = rules.exclusive_minimum.filter(|above| rules.minimum.is_none_or(|least| *above >= least));
                let below = rules.exclusive_maximum.filter(|below| rules.maximum.is_none_or(|most| *below <= most));
                Bounds {
                    least: above.map(Bound::beyond).or(rules.minimum.map(Bound::from)),
                    most: below.map(Bound::beyond).or(rules.maximum.map(Bound::from)),
                }
            }
        }
    }

    /// What it must be a multiple of, as a person writes it.
    pub(crate) fn step(&self) -> Option<String> {
        match self {
            // Every whole number is a multiple of one.
            Self::Whole(rules) => rules.multiple_of.filter(|step| *step != 1).map(|step| step.to_string()),
            Self::Any(rules) => rules.multiple_of.map(|step| step.to_string()),
        }
    }
}

/// Between what a number lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) least: Option<Bound>,
    pub(crate) most: Option<Bound>,
}

/// One end of a range, written so that equal numbers of both kinds are written alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) written: String,
    /// Whether it does not belong to the range.
    pub(crate) exclusive: bool,
}

impl Bound {
    fn beyond(bound: f64) -> Self {
        Self { written: bound.to_string(), exclusive: true }
    }
}

impl From<i64> for Bound {
    fn from(bound: i64) -> Self {
        Self { written: bound.to_string(), exclusive: false }
    }
}

impl From<f64> for Bound {
    fn from(bound: f64) -> Self {
        Self { written: bound.to_string(), exclusive: false }
    }
}

/// How many items a list, or keys a map, may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) least: Option<u64>,
    pub(crate) most: Option<u64>,
    /// Whether it counts the keys of a map.
    pub(crate) keys: bool,
}

impl Count {
    pub(super) fn of_list(list: &List) -> Self {
        Self { least: list.min_items.filter(|least| *least > 0), most: list.max_items, keys: false }
    }

    pub(super) fn of_map(map: &Map) -> Self {
        Self { least: map.min_properties.filter(|least| *least > 0), most: map.max_properties, keys: true }
    }

    /// A list or map that is held to this alone.
    pub(crate) fn alone(&self) -> Type {
        if self.keys {
            let (min_properties, max_properties) = (self.least, self.most);
            Type::Map(Box::new(Map { values: Type::Any, min_properties, max_properties }))
        } else {
            let (min_items, max_items) = (self.least, self.most);
            Type::List(Box::new(List { items: Type::Any, min_items, max_items, unique: false }))
        }
    }
}
