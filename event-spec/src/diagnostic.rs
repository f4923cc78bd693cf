//! What is wrong with a catalogue, where, and what to write instead.
//!
//! A diagnostic is a value: the stages collect them, the front doors render them. Messages are lower case and
//! quote the thing as written; the help says what to write instead.

use crate::rule::{Category, Rule};
use crate::source::{Span, Spanned};
use crate::suggest::Near;
use crate::tree::write;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; never fails a run.
    Note,
    /// Suspicious; a finding, but the catalogue can be generated from.
    Warning,
    /// Wrong: nothing is generated from this catalogue.
    Error,
}

impl Level {
    /// The level as it is written in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place that belongs to a diagnostic, with what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text to underline.
    pub span: Span,
    /// What to say beside it; may be empty.
    pub text: String,
}

/// A replacement that mends the diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// What to write there.
    pub replacement: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its weight, normally the rule's own.
    pub level: Level,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// The mending edit, where there is exactly one right answer.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of `rule` at `span`.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        let primary = Label { span, text: String::new() };
        Self { rule, level: rule.level, message: message.into(), primary, labels: Vec::new(), help: None, fix: None }
    }

    /// Says something beside the underlined text.
    #[must_use]
    pub fn underlined(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub fn help_if(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// Says what was probably meant by the text `written`, and writes it in its place where that is beyond doubt.
    #[must_use]
    pub(crate) fn meant(self, written: &Spanned<String>, near: &Near) -> Self {
        let diagnostic = self.help(format!("did you mean `{}`?", near.name));
        if near.certain { diagnostic.rewrite(written, &near.name) } else { diagnostic }
    }

    /// Puts a text in the place of the text `written`: the one edit that mends it.
    #[must_use]
    pub(crate) fn rewrite(self, written: &Spanned<String>, text: &str) -> Self {
        self.fix(written.span, write::in_place_of(written.span, &written.value, text))
    }

    /// The one edit that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }
}

/// The findings of a run, in the order in which they came.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds findings.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// Whether any finding forbids going on to the backends.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Whether any finding about such things forbids going on to the backends.
    pub fn has_errors_about(&self, category: Category) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.level == Level::Error && diagnostic.rule.category == category)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings, ordered by source and place and without repetitions.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut list = self.list;
        list.sort_by(|a, b| (a.primary.span, a.rule.id, &a.message).cmp(&(b.primary.span, b.rule.id, &b.message)));
        list.dedup();
        list
    }
}
