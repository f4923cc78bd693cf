//! The arguments of `eventspec model`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "\
Everything is resolved: no reference leads out of the document, durations are milliseconds, payloads
are JSON Schema. Within one version of the form (the key `model`) keys are added and never taken away.

Examples:
  eventspec model contracts/chatflow
  eventspec model contracts/chatflow | jq '.events[].name'
  eventspec model                         a list of the models of all catalogues of eventspec.toml
  eventspec model --schema > model.schema.json")]
pub struct Model {
    /// The catalogue's folder or entry file; without it, every catalogue of eventspec.toml, as a list
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    pub catalogue: Option<PathBuf>,
    /// Print the JSON Schema of a model instead
    #[arg(long, conflicts_with_all = ["catalogue", "root", "config"])]
    pub schema: bool,
    /// The folder that `$ref` and `include` may reach, where it is wider than the catalogue's own
    #[arg(long, value_name = "DIR", requires = "catalogue", value_hint = clap::ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// The configuration to use instead of the nearest eventspec.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}
