//! What is done with what is seen: it is shown, counted and recorded, until there is enough of it.

mod json;
mod summary;
mod text;

use std::fmt;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use event_live::tail::{
    Client, Contracts, Ended, Proxy, Reader, Recorder, Seen, Server, Sighting, Summary, Trouble, Watch, What,
};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::arguments::{Tail, TailFormat};
use crate::commands::tail::failure;
use crate::ending::{Ending, Failure};
use crate::glob;
use crate::terminal;

/// So much may be seen and not yet shown; then what is listened to has to wait.
const WAITING: usize = 1024;

/// What is listened to.
pub enum Source {
    /// A server, as its client.
    Client(Box<Client>, String),
    /// A server and its clients, from between them.
    Proxy(Proxy, String),
    /// A recording.
    Recording(Box<Reader<BufReader<File>>>),
    /// The clients of a recording.
    Play(Server),
}

/// As a recording names it.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(_, address) | Self::Proxy(_, address) => f.write_str(address),
            Self::Recording(reader) => f.write_str(&reader.header.source),
            Self::Play(_) => f.write_str("a recording"),
        }
    }
}

/// Shows, counts and records what is seen.
pub struct Desk<'a> {
    options: &'a Tail,
    /// Whether to say which contract and connection it is.
    several: bool,
    watch: Watch,
    summary: Summary,
    shown: u64,
    recorder: Option<(PathBuf, Recorder<BufWriter<File>>)>,
}

impl<'a> Desk<'a> {
    pub fn new(options: &'a Tail, contracts: Contracts) -> Self {
        let several = options.url.is_none();
        Self { options, several, watch: Watch::new(contracts), summary: Summary::default(), shown: 0, recorder: None }
    }

    /// Records what is seen from now on.
    pub fn record(&mut self, path: &Path, recorder: Recorder<BufWriter<File>>) {
        self.recorder = Some((path.to_owned(), recorder));
    }

    /// Listens until it ends, or there is enough.
    ///
    /// # Errors
    /// When nobody can be connected to, or the output or the recording cannot be written.
    pub async fn run(&mut self, source: Source) -> Result<Ending, Failure> {
        let reader = match source {
            Source::Recording(reader) => return self.replay(*reader),
            other => other,
        };
        let (out, seen) = mpsc::channel(WAITING);
        let stop = CancellationToken::new();
        let task: JoinHandle<Result<Option<Ended>, Trouble>> = match reader {
            Source::Client(client, _) => {
                let stop = stop.clone();
                tokio::spawn(async move { client.run(out, stop).await.map(Some) })
            }
            Source::Proxy(proxy, to) => {
                self.listening(&proxy.place().to_string(), &format!("in front of {to}"))?;
                let stop = stop.clone();
                tokio::spawn(async move {
                    proxy.run(out, stop).await;
                    Ok(None)
                })
            }
            Source::Play(server) => {
                self.listening(&server.place().to_string(), "playing a recording")?;
                let stop = stop.clone();
                tokio::spawn(async move {
                    server.run(out, stop).await;
                    Ok(None)
                })
            }
            Source::Recording(_) => return Ok(Ending::Clean),
        };
        let looked = self.look_on(seen).await;
        stop.cancel();
        let ended = task.await.map_err(|error| Failure::new(format!("listening ended in disorder: {error}")));
        self.finish_recording()?;
        let enough = looked?;
        match ended? {
            Err(trouble) if !enough => return Err(failure(trouble)),
            Ok(Some(ended)) if !enough => self.say_why(&ended),
            _ => {}
        }
        self.conclude()
    }

    /// Shows what comes; says whether it was enough, before there was no more.
    async fn look_on(&mut self, mut seen: mpsc::Receiver<Seen>) -> Result<bool, Failure> {
        let until = self.options.lasting.and_then(|lasting| Instant::now().checked_add(lasting));
        let over = async {
            match until {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        let told = event_live::told_to_stop();
        tokio::pin!(over, told);
        loop {
            tokio::select! {
                next = seen.recv() => match next {
                    Some(next) => if self.take(next)? { return Ok(true) },
                    None => return Ok(false),
                },
                () = &mut over => break,
                () = &mut told => break,
            }
        }
        // What was seen before the end belongs to it.
        while let Ok(next) = seen.try_recv() {
            if self.take(next)? {
                break;
            }
        }
        Ok(true)
    }

    fn replay(&mut self, reader: Reader<BufReader<File>>) -> Result<Ending, Failure> {
        for seen in reader {
            if self.take(seen.map_err(failure)?)? {
                break;
            }
        }
        self.conclude()
    }

    /// Takes what was seen; says whether that is enough.
    fn take(&mut self, seen: Seen) -> Result<bool, Failure> {
        let (sighting, kept) = self.watch.take(seen);
        if let Some((path, recorder)) = &mut self.recorder {
            recorder.write(&kept).map_err(|error| Failure::io("write", path, &error))?;
        }
        let Some(sighting) = sighting else { return Ok(false) };
        self.summary.count(&sighting);
        if !self.wants(&sighting) {
            return Ok(false);
        }
        terminal::print(&match self.options.format {
            TailFormat::Text => text::line(&sighting, self.several, self.options.payload, terminal::stdout()),
            TailFormat::Json => json::line(&sighting, self.options.payload),
        })?;
        self.shown += u64::from(matches!(sighting.what, What::Event { .. }));
        Ok(self.options.count.is_some_and(|count| self.shown >= count))
    }

    /// Whether to show something.
    fn wants(&self, sighting: &Sighting) -> bool {
        if self.options.only.is_some() && !sighting.is_breach() {
            return false;
        }
        let patterns = &self.options.event;
        patterns.is_empty()
            || match &sighting.what {
                What::Event { name, event, .. } => {
                    let names = || name.iter().chain(event);
                    patterns.iter().any(|pattern| names().any(|name| glob::fits_name(pattern, name)))
                }
                What::Connection { .. } => false,
            }
    }

    fn listening(&self, place: &str, words: &str) -> Result<(), Failure> {
        terminal::print(&match self.options.format {
            TailFormat::Text => format!("listening on http://{place}, {words}\n"),
            TailFormat::Json => json::listening(place),
        })
    }

    fn finish_recording(&mut self) -> Result<(), Failure> {
        match &mut self.recorder {
            Some((path, recorder)) => recorder.flush().map_err(|error| Failure::io("write", path, &error)),
            None => Ok(()),
        }
    }

    /// Why the server ended it, where that is nothing usual.
    fn say_why(&self, ended: &Ended) {
        let code = ended.code.map(|code| format!(" with code {code}")).unwrap_or_default();
        let words = match (ended.said, ended.reason.as_str()) {
            (true, "") => format!("the server ended the connection{code}\n"),
            (true, reason) => format!("the server ended the connection{code}: {reason}\n"),
            (false, reason) => format!("{reason}: come back with `--recover`\n"),
        };
        terminal::note(&words);
    }

    fn conclude(&self) -> Result<Ending, Failure> {
        terminal::print(&match self.options.format {
            TailFormat::Text => summary::text(&self.summary, terminal::stdout()),
            TailFormat::Json => json::summary(&self.summary),
        })?;
        Ok(if self.summary.breaches > 0 { Ending::Findings } else { Ending::Clean })
    }
}
