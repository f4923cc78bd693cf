//! `eventspec docs`

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "\
The site works from the folder: no server, no network. All of it is written, or nothing; files that are
right already are not touched, and others' files are left alone. What changed and when is told from git,
as far as the repository knows.

Examples:
  eventspec docs
  eventspec docs --open
  eventspec docs contracts/chatflow --out public/events
  eventspec docs --title 'Acme events'")]
pub struct Docs {
    /// Catalogues: entry files, their folders, or a folder of such folders; without any, all of eventspec.toml
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Where to write the site; without it, `out` of `[site]` in eventspec.toml, else generated/site
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// What stands at the head of every page
    #[arg(long, value_name = "WORDS")]
    pub title: Option<String>,
    /// Leave out what changed in the course of time, which git is asked for otherwise
    #[arg(long)]
    pub no_history: bool,
    /// Show the site in a browser when it is written
    #[arg(long)]
    pub open: bool,
    /// The configuration to use instead of the nearest eventspec.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}
