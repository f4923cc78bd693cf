//! Which changes end a run with a finding.

use event_spec::compare::Verdict;

use crate::diff::Compared;

/// What fails a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// What breaks clients that are not deployed anew, or might: every verdict but `safe` and `server-first`
    #[default]
    Breaking,
    /// What needs an order of deployment: every verdict but `safe`
    Order,
    /// What the declared version does not cover
    Version,
    /// Nothing
    Never,
}

impl FailOn {
    /// Whether what became of a catalogue fails the run. The verdict is that on all of its changes together.
    pub fn fails(self, compared: &Compared) -> bool {
        match self {
            Self::Breaking => self.counts(compared.verdict()),
            Self::Order => self.counts(compared.verdict()),
            Self::Version => !compared.is_version_enough(),
            Self::Never => false,
        }
    }

    /// Whether a verdict fails the run.
    pub fn counts(self, verdict: Verdict) -> bool {
        match self {
            Self::Breaking => !matches!(verdict, Verdict::Safe | Verdict::ServerFirst),
            Self::Order => verdict != Verdict::Safe,
            Self::Version | Self::Never => false,
        }
    }

    /// The word of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Order => "order",
            Self::Version => "version",
            Self::Never => "never",
        }
    }
}
