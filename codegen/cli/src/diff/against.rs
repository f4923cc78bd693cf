//! The sides of `eventspec diff --against`: a revision of a repository, and the disk.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::arguments::Diff;
use crate::catalogues::{self, Entry};
use crate::commands::required;
use crate::config::{self, Config};
use crate::diff::Sides;
use crate::diff::side::{Side, View};
use crate::ending::Failure;
use crate::git::{Address, Repository, Revision};
use crate::paths;
use crate::tree::{OnDisk, Tree};

/// Reads both sides.
///
/// # Errors
/// When there is no such revision, or a path leads to no catalogue.
pub fn sides(text: &str, options: &Diff, from: &Path, reader: &Path) -> Result<Sides, Failure> {
    let address = Address::parse(text)?;
    let mut config = Config::find(options.config.as_deref(), from)?;
    if options.paths.is_empty() {
        config = Some(required(config)?);
    }
    let revision = Repository::open(&address.repository, from)?.revision(&address)?;
    let new_base = config.as_ref().map_or(from, |config| config.folder.as_path());
    let then = Then::of(&revision, &address, new_base, options)?;
    let (new_entries, gone) = new_entries(options, config.as_ref(), &then, from)?;
    let (old_entries, asked) =
        then.entries(options, config.as_ref(), from, &gone).map_err(|failure| failure.inside(&revision.name))?;
    let new_view = View { tree: &OnDisk, base: new_base.to_owned(), from: reader, prefix: String::new(), reader };
    let old_view =
        View { tree: &revision, base: then.base.clone(), from: &revision.top, prefix: revision.prefix(), reader };
    Ok(Sides {
        old: Side::read(&old_view, &old_entries, |entry| asked.contains(entry)),
        new: Side::read(&new_view, &new_entries, |_| true),
        since: revision.name.clone(),
    })
}

/// The catalogues on the disk that the run is about, and the paths that lead to none any more.
fn new_entries<'a>(
    options: &'a Diff,
    config: Option<&Config>,
    then: &Then<'_>,
    from: &Path,
) -> Result<(Vec<Entry>, Vec<&'a PathBuf>), Failure> {
    if let (true, Some(config)) = (options.paths.is_empty(), config) {
        return Ok((catalogues::of_config(&OnDisk, config)?, Vec::new()));
    }
    let is_gone = |path: &&PathBuf| {
        let place = from.join(path);
        !catalogues::leads_somewhere(&OnDisk, &place) && catalogues::leads_somewhere(then.revision, &then.place(&place))
    };
    let (gone, there): (Vec<&PathBuf>, Vec<&PathBuf>) = options.paths.iter().partition(is_gone);
    let there: Vec<PathBuf> = there.into_iter().cloned().collect();
    Ok((catalogues::of_paths(&OnDisk, &there, config, from)?, gone))
}

/// The old revision, and how places of today are found in it.
struct Then<'a> {
    revision: &'a Revision,
    /// The folder of today that corresponds to [`Then::base`].
    new_base: &'a Path,
    /// The folder of the revision in which the configuration is looked for.
    base: PathBuf,
    /// The revision's own configuration.
    config: Option<Config>,
}

impl<'a> Then<'a> {
    fn of(revision: &'a Revision, address: &Address, new_base: &'a Path, options: &Diff) -> Result<Self, Failure> {
        let base = match &address.subdir {
            Some(subdir) => {
                let folder = paths::normalised(&revision.top.join(subdir));
                if !revision.is_folder(&folder) {
                    return Err(Failure::new(format!("there is no folder `{subdir}` in `{}`", revision.name)));
                }
                folder
            }
            None => counterpart(new_base, &revision.top),
        };
        let name = options.config.as_deref().and_then(Path::file_name).unwrap_or(OsStr::new(config::FILE));
        let config = Config::nearest(revision, name, &base, &revision.top, &revision.prefix());
        let config = config.map_err(|failure| failure.inside(&revision.name))?;
        Ok(Self { revision, new_base, base, config })
    }

    /// Where a place of today was.
    fn place(&self, path: &Path) -> PathBuf {
        paths::normalised(&self.base.join(paths::relative(self.new_base, path)))
    }

    /// The old catalogues, and those among them that the command line asks about. Its own configuration tells them; without
    /// one they are looked for where the new ones are.
    fn entries(
        &self,
        options: &Diff,
        config: Option<&Config>,
        from: &Path,
        gone: &[&PathBuf],
    ) -> Result<(Vec<Entry>, Vec<Entry>), Failure> {
        let mut entries = match (&self.config, config) {
            (Some(own), _) => catalogues::of_config(self.revision, own)?,
            (None, Some(config)) => catalogues::existing(self.revision, &config.moved_to(&self.base))?,
            (None, None) => Vec::new(),
        };
        if options.paths.is_empty() {
            return Ok((entries.clone(), entries));
        }
        let mut asked = Vec::new();
        for path in &options.paths {
            let place = self.place(&from.join(path));
            if gone.contains(&path) || catalogues::leads_somewhere(self.revision, &place) {
                asked.extend(catalogues::of_paths(self.revision, &[place], self.config.as_ref(), &self.base)?);
            }
        }
        let others: Vec<Entry> = asked.iter().filter(|entry| !entries.contains(entry)).cloned().collect();
        entries.extend(others);
        Ok((entries, asked))
    }
}

/// The folder of a repository that corresponds to one of this checkout: itself, or the same way from the root of the
/// repository that it lies in.
fn counterpart(folder: &Path, top: &Path) -> PathBuf {
    if folder.starts_with(top) {
        return folder.to_owned();
    }
    let own = folder.ancestors().find(|folder| folder.join(".git").exists());
    match own.and_then(|own| folder.strip_prefix(own).ok()) {
        Some(way) => top.join(way),
        None => top.to_owned(),
    }
}
