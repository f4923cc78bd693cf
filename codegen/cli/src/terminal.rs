//! What is known of the two standard streams: whether a person looks at them, and whether they like colour.
//!
//! Promise: on a pipe nothing but plain, stable text.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use event_spec_disk::Reason;

use crate::ending::Failure;

/// One of the standard streams.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    /// Whether it is a terminal.
    pub interactive: bool,
    /// Whether to colour: a terminal that can, and no `NO_COLOR`.
    pub styled: bool,
    /// Whether to write links (OSC 8).
    pub links: bool,
}

impl Stream {
    fn new(stream: &impl RawStream) -> Self {
        let interactive = stream.is_terminal();
        let styled = AutoStream::choice(stream) != ColorChoice::Never;
        Self { interactive, styled, links: styled && interactive }
    }
}

/// The standard output.
pub fn stdout() -> Stream {
    Stream::new(&io::stdout())
}

/// The standard error.
pub fn stderr() -> Stream {
    Stream::new(&io::stderr())
}

/// Writes to the standard output.
///
/// # Errors
/// When it cannot be written to; [`Failure::ReaderLeft`] when the reader has gone, as `head` does.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::ReaderLeft,
        _ => Failure::new(format!("cannot write to the standard output: {}", Reason(&error))),
    })
}

/// Says something beside the findings. A closed standard error is no failure.
pub fn note(text: &str) {
    drop(io::stderr().lock().write_all(text.as_bytes()));
}

/// What a run is busy with: one line on a terminal's standard error, gone when the run is over.
pub struct Progress {
    started: Instant,
    interactive: bool,
    shown: bool,
}

impl Progress {
    /// Starts the clock.
    pub fn start() -> Self {
        Self { started: Instant::now(), interactive: stderr().interactive, shown: false }
    }

    /// Says what comes next.
    pub fn step(&mut self, what: &str) {
        if self.interactive {
            self.shown = true;
            note(&format!("\r\u{1b}[K{what} ..."));
        }
    }

    /// How long the run has taken, for a terminal: empty on a pipe, where output must not change from run to run.
    pub fn elapsed_words(&self) -> String {
        if !stdout().interactive {
            return String::new();
        }
        let elapsed = self.started.elapsed();
        if elapsed < Duration::from_secs(1) {
            format!(" in {} ms", elapsed.as_millis().max(1))
        } else {
            format!(" in {:.1} s", elapsed.as_secs_f64())
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            note("\r\u{1b}[K");
        }
    }
}
