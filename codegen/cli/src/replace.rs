//! Files replaced: every one or none, and each at once.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::ending::Failure;
use crate::journal::Journal;

/// Writes texts to files, which keep their permissions. A reader sees the old text or the new one, never a part.
///
/// # Errors
/// When one cannot be written, or may not be; then every file is as it was.
pub fn all<T: AsRef<str>>(files: &[(&Path, T)]) -> Result<(), Failure> {
    let staged = files.iter().map(|(path, text)| Staged::write(path, text.as_ref())).collect::<Result<Vec<_>, _>>()?;
    let mut journal = Journal::default();
    for ((path, _), staged) in files.iter().zip(&staged) {
        if let Err(failure) = journal.place(&staged.new, path, &staged.old) {
            return Err(journal.undo(failure));
        }
    }
    Ok(())
}

/// A text beside the file that it replaces, and a place for what the file holds now. Both are gone when the run is over.
struct Staged {
    new: PathBuf,
    old: PathBuf,
}

impl Staged {
    fn write(path: &Path, text: &str) -> Result<Self, Failure> {
        let refused = |error: io::Error| Failure::io("write", path, &error);
        let permissions = match fs::metadata(path) {
            Ok(metadata) => Some(metadata.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(refused(error)),
        };
        if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
            let message = format!("cannot write `{}`: it is read-only", path.display());
            return Err(Failure::with_help(message, "nothing was changed: every file is as it was before"));
        }
        let staged = Self { new: beside(path, "new"), old: beside(path, "old") };
        let mut file = fs::File::create_new(&staged.new).map_err(refused)?;
        file.write_all(text.as_bytes()).map_err(refused)?;
        permissions.map_or(Ok(()), |permissions| fs::set_permissions(&staged.new, permissions)).map_err(refused)?;
        Ok(staged)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for path in [&self.new, &self.old] {
            // What was moved into place is not here any more.
            drop(fs::remove_file(path));
        }
    }
}

/// A hidden file in the same folder, of this process alone.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".eventspec-{}-{what}", std::process::id()));
    path.with_file_name(name)
}
