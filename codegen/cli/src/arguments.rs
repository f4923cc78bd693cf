//! The command line.

mod docs;
mod mock;
mod model;
mod tail;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use event_spec::Date;

use crate::config::{Side, Types};
use crate::diff::FailOn;
use crate::render::Format;
use crate::render::changes::ChangesFormat;
use crate::today;

pub use docs::Docs;
pub use mock::Mock;
pub use model::Model;
pub use tail::Tail;
#[cfg(feature = "live")]
pub use tail::TailFormat;

/// One catalogue of real-time events in; Rust, TypeScript and documents out.
#[derive(Debug, Parser)]
#[command(
    name = "eventspec",
    version,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 clean, 100 findings, 1 could not run, 2 wrong usage.
Findings go to the standard output, failures to the standard error.

Examples:
  eventspec init my-contracts     start with a small catalogue
  eventspec lint                  check every catalogue of eventspec.toml
  eventspec diff --against .git   what changed since the last commit, and whom it breaks
  eventspec gen                   generate everything
  eventspec gen --check           is what is committed up to date?
  eventspec docs --open           look everything up in a browser"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate Rust, TypeScript and documents
    Gen(Generate),
    /// Write the documents as a site that opens from its folder
    Docs(Docs),
    /// Check catalogues and print every finding
    Lint(Lint),
    /// Compare catalogues with an old version: who breaks, and who must be deployed first
    Diff(Diff),
    /// Print the catalogue format as JSON Schema, for editors
    #[command(after_help = "\
Example:
  eventspec schema > catalogue.schema.json

Then put this at the top of a catalogue, and the editor completes and checks it:
  # yaml-language-server: $schema=../../catalogue.schema.json")]
    Schema,
    /// Print checked catalogues as JSON, for backends and tools of your own
    Model(Model),
    /// Serve catalogues before the real server is there: judge, answer, and send what fits
    Mock(Mock),
    /// Listen while events flow, as a client or between client and server, and judge them
    Tail(Box<Tail>),
    /// Make a small catalogue and an eventspec.toml that generate at once
    Init(Init),
    /// List the rules that findings name
    Rules(Rules),
    /// Print what a rule asks for, and why, with examples
    Explain(Explain),
    /// Print a completion script for a shell
    Completions(Completions),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Without CATALOGUE, the nearest eventspec.toml (here or above) says what to generate. All outputs are
written, or none; files that are right already are not touched, and others' files are left alone.

Examples:
  eventspec gen
  eventspec gen --check
  eventspec gen contracts/chatflow --rust crates/chatflow-events
  eventspec gen contracts/chatflow --typescript web/events --docs docs/events")]
pub struct Generate {
    /// The catalogue's folder or entry file; without it, every catalogue of eventspec.toml
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    pub catalogue: Option<PathBuf>,
    /// Where to write a Rust crate
    #[arg(long, value_name = "DIR", requires = "catalogue", value_hint = clap::ValueHint::DirPath)]
    pub rust: Option<PathBuf>,
    /// Where to write an npm package
    #[arg(long, value_name = "DIR", requires = "catalogue", value_hint = clap::ValueHint::DirPath)]
    pub typescript: Option<PathBuf>,
    /// Where to write Markdown
    #[arg(long, value_name = "DIR", requires = "catalogue", value_hint = clap::ValueHint::DirPath)]
    pub docs: Option<PathBuf>,
    /// A checkout of the crate event-contracts-runtime that the Rust crate shall depend on
    #[arg(long, value_name = "PATH", requires = "rust", value_hint = clap::ValueHint::DirPath)]
    pub runtime_path: Option<PathBuf>,
    /// The name of the Rust crate
    #[arg(long, value_name = "NAME", requires = "rust")]
    pub crate_name: Option<String>,
    /// Whom the Rust crate is for
    #[arg(long, value_enum, requires = "rust")]
    pub side: Option<Side>,
    /// Which engine prints the payload types of the Rust crate
    #[arg(long, value_enum, requires = "rust")]
    pub types: Option<Types>,
    /// The name of the npm package
    #[arg(long, value_name = "NAME", requires = "typescript")]
    pub package: Option<String>,
    /// The folder that `$ref` and `include` may reach, where it is wider than the catalogue's own
    #[arg(long, value_name = "DIR", requires = "catalogue", value_hint = clap::ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// Write nothing; name every stale, missing or left-over file, and exit with 100 if there is one
    #[arg(long)]
    pub check: bool,
    /// The configuration to use instead of the nearest eventspec.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  eventspec lint
  eventspec lint contracts/chatflow
  eventspec lint --format short contracts
  eventspec lint --format github          in a workflow: findings stand beside the changed lines
  eventspec lint --fix --dry-run | git apply
  eventspec lint --baseline lint.json --write-baseline
  eventspec lint --today 2027-03-01       what will fail then?

Rules are chosen in `[lint]` of eventspec.toml, and ignored in one place with a comment:
  # eventspec-ignore RULE reason")]
pub struct Lint {
    /// Catalogues: entry files, their folders, or a folder of such folders; without any, all of eventspec.toml
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How to print findings
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Mend what has one right answer, and print what is left
    #[arg(long)]
    pub fix: bool,
    /// With --fix: write nothing, print the edits as a patch, and exit with 100 if there is one
    #[arg(long, requires = "fix", conflicts_with_all = ["write_baseline", "format"])]
    pub dry_run: bool,
    /// A file of findings that are known: they are neither shown nor counted
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Write that file: the first time every finding, later what is left of the known ones
    #[arg(long)]
    pub write_baseline: bool,
    /// The day on which to judge dates, instead of today
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    pub today: Option<Date>,
    /// The configuration to use instead of the nearest eventspec.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Catalogues are matched by their names, so that moved folders and renamed files are followed.

--against takes a repository and, after a `#`, one of branch=, tag=, ref=, commit= (else HEAD), and subdir= for the
folder of the old revision to look in, separated by commas. Nothing is checked out or fetched.

Examples:
  eventspec diff --against '.git#branch=main'
  eventspec diff contracts/chatflow --against '.git#tag=v1.2.0'
  eventspec diff --against '../other-clone#ref=HEAD~3,subdir=backend'
  eventspec diff old/chatflow new/chatflow
  eventspec diff --against .git --format markdown --fail-on never     for a comment on a pull request")]
pub struct Diff {
    /// The old and the new catalogue: each an entry file, its folder, or a folder of such folders. With --against the new ones
    /// alone; without any, all of eventspec.toml
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Compare with a revision of a repository
    #[arg(long, value_name = "REPOSITORY[#REVISION]")]
    pub against: Option<String>,
    /// How to print changes
    #[arg(long, value_enum, default_value_t)]
    pub format: ChangesFormat,
    /// Which changes end the run with exit code 100
    #[arg(long, value_enum, default_value_t)]
    pub fail_on: FailOn,
    /// The day on which to ask whether an alias has passed its sunset; today unless it is given
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    pub today: Option<Date>,
    /// The configuration to use instead of the nearest eventspec.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Nothing that exists is overwritten.

Examples:
  eventspec init
  eventspec init my-contracts --runtime-path ../event-contracts/codegen/runtime")]
pub struct Init {
    /// The folder to start in; made if it is not there
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    pub folder: PathBuf,
    /// A checkout of the crate event-contracts-runtime that generated Rust shall depend on
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::DirPath)]
    pub runtime_path: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  eventspec rules
  eventspec rules --format json")]
pub struct Rules {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    pub format: RulesFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  eventspec explain event-without-summary
  eventspec explain name-pattern > name-pattern.md")]
pub struct Explain {
    /// The id of a rule, as findings name it
    pub rule: String,
}

/// How rules are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum RulesFormat {
    /// A table.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  eventspec completions bash > ~/.local/share/bash-completion/completions/eventspec
  eventspec completions fish > ~/.config/fish/completions/eventspec.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
