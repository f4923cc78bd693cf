//! Changes as text: one renderer per file.
//!
//! In: [`Differences`], and what fails the run. Out: the text of one format. A further format is a file with a `render` function,
//! and a line in [`ChangesFormat::render`].

mod github;
mod json;
mod markdown;
mod text;
mod words;

use crate::diff::{Differences, FailOn};
use crate::render::{Format, Report};
use crate::terminal::Stream;

/// How changes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ChangesFormat {
    /// Grouped by verdict, for people.
    #[default]
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// One JSON object a line: each change, and after the changes of a catalogue its summary.
    Json,
    /// Workflow commands, which GitHub shows beside the changed lines.
    Github,
}

impl ChangesFormat {
    /// The differences in this format, for the stream that they are printed on.
    pub fn render(self, differences: &Differences, fail_on: FailOn, stream: Stream) -> String {
        match self {
            Self::Text => text::render(differences, fail_on, stream),
            Self::Markdown => markdown::render(differences, fail_on),
            Self::Json => json::render(differences, fail_on),
            Self::Github => github::render(differences, fail_on),
        }
    }

    /// The findings of new catalogues that cannot be compared.
    pub fn render_faulty(self, report: &Report, stream: Stream) -> String {
        match self {
            Self::Text => {
                format!("{}{}: nothing was compared\n", Format::Text.render(report, stream), report.count_words())
            }
            Self::Markdown => markdown::faulty(report),
            Self::Json => Format::Json.render(report, stream),
            Self::Github => Format::Github.render(report, stream),
        }
    }
}

#[cfg(test)]
mod tests;
