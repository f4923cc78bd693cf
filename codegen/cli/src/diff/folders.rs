//! The sides of `eventspec diff OLD NEW`: both on the disk.

use std::path::{Path, PathBuf};

use crate::arguments::Diff;
use crate::catalogues;
use crate::config::Config;
use crate::diff::Sides;
use crate::diff::side::{Side, View};
use crate::ending::Failure;
use crate::paths;
use crate::tree::OnDisk;

/// Reads both sides.
///
/// # Errors
/// When there are not two paths, or one leads to no catalogue.
pub fn sides(options: &Diff, from: &Path, reader: &Path) -> Result<Sides, Failure> {
    let [old, new] = &options.paths[..] else {
        return Err(Failure::Usage(
            "name an OLD and a NEW catalogue, or an old revision: `eventspec diff --against '.git#branch=main'`"
                .to_owned(),
        ));
    };
    let old_side = Half::of(old, options, from)?;
    let new_side = Half::of(new, options, from)?;
    Ok(Sides {
        alone: old_side.alone && new_side.alone,
        old: old_side.read(reader),
        new: new_side.read(reader),
        since: paths::slashed(old),
    })
}

/// The catalogues behind one of the two paths.
struct Half {
    base: PathBuf,
    entries: Vec<catalogues::Entry>,
    /// Whether the path is a catalogue, and no folder of catalogues.
    alone: bool,
}

impl Half {
    fn of(path: &Path, options: &Diff, from: &Path) -> Result<Self, Failure> {
        let place = paths::normalised(&from.join(path));
        let config = Config::find(options.config.as_deref(), if options.config.is_some() { from } else { &place })?;
        let entries = catalogues::of_paths(&OnDisk, &[path.to_owned()], config.as_ref(), from)?;
        let canonical = place.canonicalize().map_err(|error| Failure::io("read", path, &error))?;
        let folder = if canonical.is_dir() { canonical.as_path() } else { canonical.parent().unwrap_or(&canonical) };
        let alone = matches!(&entries[..], [entry] if entry.file().parent() == Some(folder));
        Ok(Self { base: folder.to_owned(), entries, alone })
    }

    fn read(self, reader: &Path) -> Side {
        let view = View { tree: &OnDisk, base: self.base, from: reader, prefix: String::new(), reader };
        Side::read(&view, &self.entries, |_| true)
    }
}
