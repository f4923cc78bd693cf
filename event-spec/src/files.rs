//! How this crate reaches files without opening any.
//!
//! A front door implements [`Files`]; paths are relative to whatever it chose, written with `/`, and already
//! normalised (no `.` or `..` inside; a leading `..` only where the configured root lies above the entry).

/// The largest source that is read, in bytes.
pub const MAX_SOURCE_BYTES: u64 = 64 * 1024 * 1024;

/// Where sources come from.
pub trait Files {
    /// The text of a file.
    ///
    /// # Errors
    /// When there is no such file, it is not UTF-8, it is larger than [`MAX_SOURCE_BYTES`], or it lies (links
    /// followed) outside the root that the front door allows.
    fn read(&self, path: &str) -> Result<String, FileError>;

    /// The files directly in a folder, as paths that [`Files::read`] takes, sorted.
    ///
    /// # Errors
    /// When there is no such folder or it cannot be listed.
    fn list(&self, folder: &str) -> Result<Vec<String>, FileError>;
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// There is none of that name.
    NotFound,
    /// It lies outside the allowed root.
    OutsideRoot,
    /// It is larger than [`MAX_SOURCE_BYTES`].
    TooLarge,
    /// It is not UTF-8.
    NotUtf8,
    /// Something else, in words.
    Other(String),
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such file"),
            Self::OutsideRoot => f.write_str("it lies outside the folder that catalogues may read"),
            Self::TooLarge => write!(f, "it is larger than {} MiB", MAX_SOURCE_BYTES >> 20),
            Self::NotUtf8 => f.write_str("it is not UTF-8 text"),
            Self::Other(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for FileError {}
