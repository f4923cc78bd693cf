//! Where a value stands: what a person calls it, and what to underline.

use std::fmt::{self, Write as _};

use crate::source::Span;
use crate::tree::Node;

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) path: Option<&'a Path<'a>>,
    /// What to underline when something about the value as a whole is wrong.
    pub(super) place: Span,
}

/// The way from the whole value to a part of it, the last step first.
pub(crate) struct Path<'a> {
    pub(crate) step: Step<'a>,
    pub(crate) before: Option<&'a Path<'a>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// As in `payload.tags[2]`.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONG_KEY: usize = 60;
        if let Some(before) = self.before {
            before.fmt(f)?;
        }
        match self.step {
            // However long a key is, a finding stays readable.
            Step::Key(key) => {
                f.write_str(if self.before.is_some() { "." } else { "" })?;
                key.chars().take(LONG_KEY).try_for_each(|character| f.write_char(character))
            }
            Step::Item(at) => write!(f, "[{at}]"),
        }
    }
}

impl At<'_> {
    /// What a person calls the value.
    pub(super) fn name(&self) -> String {
        self.path.map_or_else(|| "the value".to_owned(), |path| format!("`{path}`"))
    }
}

/// What to underline of a value: all of it, or its beginning where it is long.
pub(super) fn head(node: &Node) -> Span {
    const LONG: usize = 80;
    match node.entries().first() {
        Some(first) if node.span.range().len() > LONG => Span { end: first.key.span.end, ..node.span },
        _ => node.span,
    }
}
