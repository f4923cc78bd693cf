//! The libraries' view of the disk: texts below one folder, and nothing outside it.
//!
//! Shared by the front doors (the command and the proc-macro), which are all that touch the disk.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use event_spec::Files;
use event_spec::files::{FileError, MAX_SOURCE_BYTES};

/// The files below a folder. Links are followed, as long as they end below it too.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The files below `root`, which is canonical.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The catalogue at `path`, a file or a folder: the files below its folder, and the entry for [`event_spec::load`].
    ///
    /// # Errors
    /// When there is nothing at `path`, or it cannot be asked.
    pub fn catalogue(path: &Path) -> io::Result<(Self, String)> {
        let place = fs::canonicalize(path)?;
        match (place.is_dir(), place.parent(), place.file_name().and_then(|name| name.to_str())) {
            (false, Some(folder), Some(name)) => Ok((Self::new(folder.to_owned()), name.to_owned())),
            _ => Ok((Self::new(place), ".".to_owned())),
        }
    }

    /// The place of a path, once links are followed.
    fn locate(&self, path: &str) -> Result<PathBuf, FileError> {
        let place = fs::canonicalize(self.root.join(path)).map_err(|error| file_error(&error))?;
        if place.starts_with(&self.root) { Ok(place) } else { Err(FileError::OutsideRoot) }
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if climbs(path) {
            return Err(FileError::OutsideRoot);
        }
        let place = self.locate(path)?;
        let metadata = fs::metadata(&place).map_err(|error| file_error(&error))?;
        if metadata.is_dir() {
            return Err(FileError::Other("it is a folder".to_owned()));
        }
        // A pipe or a device may never end.
        if !metadata.is_file() {
            return Err(FileError::Other("it is not a regular file".to_owned()));
        }
        if metadata.len() > MAX_SOURCE_BYTES {
            return Err(FileError::TooLarge);
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
        let file = fs::File::open(&place).map_err(|error| file_error(&error))?;
        // The file may have grown since it was measured.
        file.take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| file_error(&error))?;
        if bytes.len() as u64 > MAX_SOURCE_BYTES {
            return Err(FileError::TooLarge);
        }
        String::from_utf8(bytes).map_err(|_| FileError::NotUtf8)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        if climbs(folder) {
            return Err(FileError::OutsideRoot);
        }
        let place = self.locate(folder)?;
        let mut paths = Vec::new();
        for entry in fs::read_dir(&place).map_err(|error| file_error(&error))? {
            let entry = entry.map_err(|error| file_error(&error))?;
            if fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir()) {
                continue;
            }
            let Ok(name) = entry.file_name().into_string() else {
                return Err(FileError::Other("it holds a file whose name is not UTF-8".to_owned()));
            };
            let parent = folder.trim_end_matches('/');
            paths.push(if matches!(parent, "" | ".") { name } else { format!("{parent}/{name}") });
        }
        paths.sort_unstable();
        Ok(paths)
    }
}

/// Whether a path leaves the root by its text alone. Refused before the disk is asked, so that nobody learns whether
/// a file outside exists.
pub fn climbs(path: &str) -> bool {
    Path::new(path).has_root() || normalised(Path::new(path)).components().next() == Some(Component::ParentDir)
}

fn file_error(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound => FileError::NotFound,
        _ => FileError::Other(Reason(error).to_string()),
    }
}

/// A path without `.` and with `..` resolved by its text alone, links not followed.
pub fn normalised(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(clean.components().next_back(), Some(Component::Normal(_))) => {
                clean.pop();
            }
            Component::ParentDir if clean.has_root() => {}
            other => clean.push(other),
        }
    }
    clean
}

/// A system's error in our own words: lower case, without the number.
#[derive(Debug)]
pub struct Reason<'a>(pub &'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        let mut chars = text.chars();
        match chars.next() {
            Some(first) => write!(f, "{}{}", first.to_lowercase(), chars.as_str()),
            None => write!(f, "{}", self.0.kind()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk() -> (tempfile::TempDir, Disk) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("it exists").join("root");
        fs::create_dir_all(root.join("part")).expect("it can be made");
        fs::write(root.join("a.yaml"), "a").expect("it can be written");
        fs::write(root.join("part/b.yaml"), "b").expect("it can be written");
        fs::write(root.join("latin.yaml"), b"\xe9").expect("it can be written");
        fs::write(folder.path().join("secret.yaml"), "secret").expect("it can be written");
        (folder, Disk::new(root))
    }

    #[test]
    fn files_below_the_root_are_read_and_listed() {
        let (_folder, disk) = disk();
        assert_eq!(disk.read("part/b.yaml").as_deref(), Ok("b"));
        assert_eq!(disk.list("part"), Ok(vec!["part/b.yaml".to_owned()]));
        assert_eq!(disk.list("."), Ok(vec!["a.yaml".to_owned(), "latin.yaml".to_owned()]));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let (_folder, disk) = disk();
        assert_eq!(disk.read("missing.yaml"), Err(FileError::NotFound));
        assert_eq!(disk.read("latin.yaml"), Err(FileError::NotUtf8));
        assert_eq!(disk.read("part"), Err(FileError::Other("it is a folder".to_owned())));
    }

    #[test]
    fn nothing_outside_the_root_is_reached() {
        let (folder, disk) = disk();
        let secret = folder.path().join("secret.yaml");
        for path in ["../secret.yaml", "part/../../secret.yaml", "../missing.yaml", &secret.to_string_lossy()] {
            assert_eq!(disk.read(path), Err(FileError::OutsideRoot), "{path}");
        }
        assert_eq!(disk.list(".."), Err(FileError::OutsideRoot));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_root_alone() {
        let (folder, disk) = disk();
        std::os::unix::fs::symlink(folder.path().join("secret.yaml"), disk.root.join("out.yaml")).expect("a link");
        std::os::unix::fs::symlink(disk.root.join("a.yaml"), disk.root.join("in.yaml")).expect("a link");
        assert_eq!(disk.read("out.yaml"), Err(FileError::OutsideRoot));
        assert_eq!(disk.read("in.yaml").as_deref(), Ok("a"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_not_read() {
        let disk = Disk::new(PathBuf::from("/dev"));
        assert_eq!(disk.read("zero"), Err(FileError::Other("it is not a regular file".to_owned())));
    }
}
