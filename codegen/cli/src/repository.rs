//! Where the repository begins that a run is in: GitHub takes the paths of findings from there.

use std::path::{Path, PathBuf};

/// The root of the repository around `from` (canonical): the checkout of a workflow, else the nearest folder with a
/// `.git`, else the folder of the configuration, else `from` itself.
pub fn root(from: &Path, configuration: Option<&Path>) -> PathBuf {
    let workspace = std::env::var_os("GITHUB_WORKSPACE").and_then(|folder| Path::new(&folder).canonicalize().ok());
    workspace
        .filter(|folder| from.starts_with(folder))
        .or_else(|| from.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned))
        .or_else(|| configuration.map(Path::to_owned))
        .unwrap_or_else(|| from.to_owned())
}
