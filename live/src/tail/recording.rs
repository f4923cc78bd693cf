//! Recordings: one JSON object a line.
//!
//! The first line is the [`Header`]; each line after it is something that was seen, without tokens. `docs/tail.md` describes the form.
//!
//! In: what was seen, or a recording's text. Out: the other. Promised: what is read is what was written; a line that is none is told with its
//! number.

use std::io::{self, BufRead, Lines, Write};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use event_spec::judge::Sender;
use serde::{Deserialize, Serialize};

use super::contracts::Contracts;
use super::seen::{Happening, Message, Protocol, Seen, written};
use super::trouble::Trouble;

/// The version of the form.
const VERSION: u32 = 1;

/// The first line of a recording.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    /// The version of the form: 1.
    #[serde(rename = "eventspec_recording")]
    pub version: u32,
    /// When it began (RFC 3339).
    pub began: String,
    /// What was listened to.
    pub source: String,
    /// The contracts that were known, each with the version and fingerprint that it had.
    pub contracts: Vec<Known>,
}

/// A contract that was known.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its namespace or path.
    pub at: String,
}

/// A line after the first.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// Milliseconds after the beginning.
    at: u64,
    connection: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened: Option<Opened>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// In base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<Closed>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Side {
    Server,
    Client,
}

#[derive(Serialize, Deserialize)]
struct Opened {
    protocol: String,
    path: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    query: String,
}

#[derive(Serialize, Deserialize)]
struct Closed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
}

impl From<Sender> for Side {
    fn from(sender: Sender) -> Self {
        match sender {
            Sender::Server => Self::Server,
            Sender::Client => Self::Client,
        }
    }
}

impl From<Side> for Sender {
    fn from(side: Side) -> Self {
        match side {
            Side::Server => Self::Server,
            Side::Client => Self::Client,
        }
    }
}

/// Writes a recording.
#[derive(Debug)]
pub struct Recorder<W> {
    out: W,
    began: SystemTime,
}

impl<W: Write> Recorder<W> {
    /// Begins a recording now.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn begin(mut out: W, began: SystemTime, source: &str, contracts: &Contracts) -> io::Result<Self> {
        let known = contracts.iter().map(|contract| {
            let catalogue = contract.judge.catalogue();
            Known {
                name: catalogue.name.value.clone(),
                version: catalogue.version.value.clone(),
                fingerprint: catalogue.fingerprint.clone(),
                at: contract.place().to_owned(),
            }
        });
        let header =
            Header { version: VERSION, began: written(began), source: source.to_owned(), contracts: known.collect() };
        write_line(&mut out, &header)?;
        Ok(Self { out, began })
    }

    /// Writes what was seen, as [`Watch`](super::Watch) gives it back.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn write(&mut self, seen: &Seen) -> io::Result<()> {
        let since = seen.at.duration_since(self.began).unwrap_or_default();
        let at = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        let mut line = Line {
            at,
            connection: seen.connection,
            from: None,
            opened: None,
            text: None,
            bytes: None,
            unreadable: None,
            closed: None,
        };
        match &seen.what {
            Happening::Opened { protocol, path, query } => {
                let protocol = protocol.as_str().to_owned();
                line.opened = Some(Opened { protocol, path: path.clone(), query: query.clone() });
            }
            Happening::Sent { from, message } => {
                line.from = Some((*from).into());
                match message {
                    Message::Text(text) => line.text = Some(text.clone()),
                    Message::Bytes(bytes) => line.bytes = Some(STANDARD.encode(bytes)),
                }
            }
            Happening::Unreadable { from, why } => {
                line.from = Some((*from).into());
                line.unreadable = Some(why.clone());
            }
            Happening::Closed { by, code, reason } => {
                line.from = by.map(Side::from);
                line.closed = Some(Closed { code: *code, reason: reason.clone() });
            }
        }
        write_line(&mut self.out, &line)
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn write_line<T: Serialize>(out: &mut impl Write, line: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Reads a recording, line by line.
#[derive(Debug)]
pub struct Reader<R> {
    /// Its first line.
    pub header: Header,
    lines: Lines<R>,
    number: usize,
    began: SystemTime,
    shown: String,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line of a recording that is known as `shown`.
    ///
    /// # Errors
    /// What is no recording, or one of a later form.
    pub fn begin(read: R, shown: &str) -> Result<Self, Trouble> {
        let mut lines = read.lines();
        let none = |why: String| {
            Trouble::new(format!("`{shown}` is no recording: {why}"))
                .help("make one with `eventspec tail URL --record FILE`")
        };
        let first = lines.next().ok_or_else(|| none("it is empty".to_owned()))?;
        let first = first.map_err(|error| Trouble::new(format!("cannot read `{shown}`: {error}")))?;
        #[derive(Deserialize)]
        struct Version {
            eventspec_recording: u32,
        }
        let version: Version = serde_json::from_str(&first).map_err(|error| none(error.to_string()))?;
        if version.eventspec_recording != VERSION {
            return Err(Trouble::new(format!(
                "`{shown}` is a recording of form {}, and this reads form {VERSION}",
                version.eventspec_recording
            ))
            .help("read it with the eventspec that wrote it"));
        }
        let header: Header = serde_json::from_str(&first).map_err(|error| none(error.to_string()))?;
        let began = humantime::parse_rfc3339(&header.began)
            .map_err(|error| none(format!("`began` is `{}`: {error}", header.began)))?;
        Ok(Self { header, lines, number: 1, began, shown: shown.to_owned() })
    }

    fn line(&self, text: &str) -> Result<Seen, String> {
        let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let from = line.from.map(Sender::from);
        let sender = || from.ok_or_else(|| "`from` is missing".to_owned());
        let what = match line {
            Line { opened: Some(opened), text: None, bytes: None, unreadable: None, closed: None, .. } => {
                let protocol = match opened.protocol.as_str() {
                    "socket.io" => Protocol::SocketIo,
                    "websocket" => Protocol::WebSocket,
                    other => return Err(format!("`{other}` is no protocol")),
                };
                Happening::Opened { protocol, path: opened.path, query: opened.query }
            }
            Line { opened: None, text: Some(text), bytes: None, unreadable: None, closed: None, .. } => {
                Happening::Sent { from: sender()?, message: Message::Text(text) }
            }
            Line { opened: None, text: None, bytes: Some(bytes), unreadable: None, closed: None, .. } => {
                let bytes = STANDARD.decode(bytes).map_err(|error| error.to_string())?;
                Happening::Sent { from: sender()?, message: Message::Bytes(bytes) }
            }
            Line { opened: None, text: None, bytes: None, unreadable: Some(why), closed: None, .. } => {
                Happening::Unreadable { from: sender()?, why }
            }
            Line { opened: None, text: None, bytes: None, unreadable: None, closed: Some(closed), .. } => {
                Happening::Closed { by: from, code: closed.code, reason: closed.reason }
            }
            _ => return Err("a line has one of `opened`, `text`, `bytes`, `unreadable` and `closed`".to_owned()),
        };
        let at = self.began.checked_add(Duration::from_millis(line.at)).ok_or("`at` is beyond all times")?;
        Ok(Seen { at, connection: line.connection, what })
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Seen, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let text = self.lines.next()?;
            self.number += 1;
            let (shown, number) = (&self.shown, self.number);
            return Some(match text {
                Ok(text) if text.trim().is_empty() => continue,
                Ok(text) => self.line(&text).map_err(|why| Trouble::new(format!("`{shown}`, line {number}: {why}"))),
                Err(error) => Err(Trouble::new(format!("cannot read `{shown}`, line {number}: {error}"))),
            });
        }
    }
}
