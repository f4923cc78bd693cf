//! One run at a time in an output folder.
//!
//! The lock lies on the folder itself where the system can lock a folder, so that nothing is left behind in it. The
//! system drops it with the process, however that ends.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use crate::ending::Failure;
use crate::terminal;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits until no other run reads or writes the folder.
    ///
    /// # Errors
    /// When the system cannot lock it.
    pub fn exclusive(folder: &Path, shown: &str) -> Result<Self, Failure> {
        let file = open(folder).map_err(|error| Failure::io("lock", shown.as_ref(), &error))?;
        let taken = match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                if terminal::stderr().interactive {
                    terminal::note(&format!("waiting for another run of `eventspec` on `{shown}`\n"));
                }
                file.lock()
            }
            Err(TryLockError::Error(error)) => Err(error),
            Ok(()) => Ok(()),
        };
        Self::held(file, taken, shown)
    }

    /// Waits until no other run writes the folder.
    ///
    /// # Errors
    /// When the system cannot lock it.
    pub fn shared(folder: &Path, shown: &str) -> Result<Self, Failure> {
        let file = open(folder).map_err(|error| Failure::io("lock", shown.as_ref(), &error))?;
        let taken = file.lock_shared();
        Self::held(file, taken, shown)
    }

    fn held(file: File, taken: io::Result<()>, shown: &str) -> Result<Self, Failure> {
        match taken {
            // Some network file systems know no locks; writing there is still safe for a single run.
            Err(error) if error.kind() != io::ErrorKind::Unsupported => {
                Err(Failure::io("lock", shown.as_ref(), &error))
            }
            _ => Ok(Self { _file: file }),
        }
    }
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    let path = folder.join(".eventspec-lock");
    File::options().create(true).truncate(false).write(true).open(path)
}
