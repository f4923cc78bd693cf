//! The way from a message to a part of it.

use std::fmt::Write;

/// A step into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// Into the field of this wire name, or the argument of this name.
    Key(&'a str),
    /// Into any item of a list.
    Item,
    /// Into the item at this place of a tuple.
    Place(usize),
    /// Into any value of a map.
    Value,
    /// Into the variant of a union that this names: its tag, or the JSON type.
    Variant(&'a str),
}

/// The path as a person reads it: `tags[]`, `prices{}`, `attachment(image).url`.
pub(crate) fn text(root: &str, steps: &[Step<'_>]) -> String {
    let mut text = root.to_owned();
    for step in steps {
        let written = match step {
            Step::Key(key) => write!(text, ".{key}"),
            Step::Item => write!(text, "[]"),
            Step::Place(place) => write!(text, "[{place}]"),
            Step::Value => write!(text, "{{}}"),
            Step::Variant(name) => write!(text, "({name})"),
        };
        written.expect("a string takes whatever is written to it");
    }
    text
}

/// The fields on the way, as a consumer's `reads` names them: lists and unions are passed through, and a map ends it.
pub(crate) fn fields<'a>(steps: &[Step<'a>]) -> Vec<&'a str> {
    let known = steps.iter().take_while(|step| **step != Step::Value);
    let keys = known.filter_map(|step| match step {
        Step::Key(key) => Some(*key),
        _ => None,
    });
    keys.collect()
}
