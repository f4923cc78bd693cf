//! Objects of a repository: commits and the contents of files, all from one process.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::thread::JoinHandle;

use event_spec::files::MAX_SOURCE_BYTES;

use crate::ending::Failure;
use crate::git::program;

/// A running `git cat-file --batch`: a name in, an object out.
#[derive(Debug)]
pub struct Objects {
    process: Child,
    /// Closed when the last name was asked for, which ends the process.
    names: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    complaints: Option<JoinHandle<Vec<u8>>>,
}

/// What a name leads to.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    Missing,
    /// Several objects.
    Ambiguous,
    /// An object.
    Object(Object),
}

/// An object.
#[derive(Debug)]
pub struct Object {
    /// Its digits.
    pub id: String,
    /// What it holds; nothing where that is more than [`MAX_SOURCE_BYTES`].
    pub content: Option<Vec<u8>>,
}

impl Objects {
    /// Starts the process in a folder of the repository.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        let mut command = program::git(folder);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().map_err(|error| program::not_started(&error))?;
        let streams = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (names, Some(answers), Some(mut stderr)) = streams else {
            return Err(Failure::new("cannot run `git`: it has no streams"));
        };
        // Read beside the answers, since a full pipe would stop the process.
        let complaints = std::thread::spawn(move || {
            let mut text = Vec::new();
            drop(stderr.read_to_end(&mut text));
            text
        });
        Ok(Self { process, names, answers: BufReader::new(answers), complaints: Some(complaints) })
    }

    /// The object of a name, which is on one line.
    ///
    /// # Errors
    /// When git ends, which it does where a name makes no sense to it.
    pub fn find(&mut self, name: &str) -> io::Result<Found> {
        self.ask(name).map_err(|error| self.explained(error))
    }

    fn ask(&mut self, name: &str) -> io::Result<Found> {
        let names = self.names.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        names.write_all(format!("{name}\n").as_bytes())?;
        names.flush()?;
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end_matches('\n');
        if line.strip_prefix(name) == Some(" missing") {
            return Ok(Found::Missing);
        }
        if line.strip_prefix(name) == Some(" ambiguous") {
            return Ok(Found::Ambiguous);
        }
        let mut words = line.split(' ');
        let (Some(id), Some(_), Some(size)) = (words.next(), words.next(), words.next()) else {
            return Err(io::Error::other(format!("git answers `{line}`")));
        };
        let size: u64 = size.parse().map_err(|_| io::Error::other(format!("git answers `{line}`")))?;
        let content = if size > MAX_SOURCE_BYTES {
            io::copy(&mut (&mut self.answers).take(size), &mut io::sink())?;
            None
        } else {
            let mut bytes = vec![0; size as usize];
            self.answers.read_exact(&mut bytes)?;
            Some(bytes)
        };
        self.answers.read_exact(&mut [0])?;
        Ok(Found::Object(Object { id: id.to_owned(), content }))
    }

    /// The words of the process for why it ended.
    fn explained(&mut self, error: io::Error) -> io::Error {
        if !matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe) {
            return error;
        }
        self.names = None;
        match self.complaints.take().map(JoinHandle::join) {
            Some(Ok(text)) => io::Error::other(program::complaint(&text)),
            _ => error,
        }
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        self.names = None;
        // A process that is gone already has nothing to be waited for.
        drop(self.process.wait());
    }
}
