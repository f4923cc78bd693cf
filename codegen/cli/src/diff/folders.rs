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
    let alone = old_side.alone && new_side.alone;
    Ok(Sides { old: old_side.read(alone, reader), new: new_side.read(alone, reader), since: paths::slashed(old) })
}

/// The catalogues behind one of the two paths.
struct Half {
    /// The folder that was named, or that holds the file.
    folder: PathBuf,
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
        Ok(Self { folder: folder.to_owned(), entries, alone })
    }

    /// Reads the catalogues. Where each side is one (`alone`), they belong together whatever their files are called: each lies
    /// in the same place, seen from itself.
    fn read(self, alone: bool, reader: &Path) -> Side {
        let own = self.entries.first().filter(|_| alone).map(catalogues::Entry::file);
        let view =
            View { tree: &OnDisk, base: own.unwrap_or(self.folder), from: reader, prefix: String::new(), reader };
        Side::read(&view, &self.entries, |_| true)
    }
}
