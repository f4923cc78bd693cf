//! Where a value stands: what a person calls it, and what to underline.

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
pub(super) struct Path<'a> {
    pub(super) step: Step<'a>,
    pub(super) before: Option<&'a Path<'a>>,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

impl At<'_> {
    /// What a person calls the value.
    pub(super) fn name(&self) -> String {
        const LONG_KEY: usize = 60;
        fn write(path: &Path<'_>, out: &mut String) {
            if let Some(before) = path.before {
                write(before, out);
            }
            match path.step {
                // However long a key is, a finding stays readable.
                Step::Key(key) => {
                    out.push_str(if out.is_empty() { "" } else { "." });
                    out.extend(key.chars().take(LONG_KEY));
                }
                Step::Item(at) => out.push_str(&format!("[{at}]")),
            }
        }
        let Some(path) = self.path else {
            return "the value".to_owned();
        };
        let mut out = String::new();
        write(path, &mut out);
        format!("`{out}`")
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
