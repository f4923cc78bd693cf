//! Is what a peer sent what its contract says?
//!
//! In: a checked catalogue, who sends, and a frame: name and arguments of a Socket.IO event, or the text of a plain WebSocket's
//! envelope. Out: a [`Verdict`]: which event it is, where it goes, and a [`Problem`] for everything that a reader of the contract would
//! refuse or not understand. Promised: what is fine here is what every generated reader takes, and the other way round; whatever
//! comes, this returns. Nothing here knows a network or a clock.
//!
//! ```
//! use std::sync::Arc;
//! use event_spec::judge::{Judge, Sender};
//! # struct Text;
//! # impl event_spec::Files for Text {
//! #     fn read(&self, _: &str) -> Result<String, event_spec::files::FileError> {
//! #         Ok(r#"{ catalogue: a, version: 1.0.0, transport: socket.io, naming: "{resource}.{action}", events: {
//! #             message.new: { direction: server-to-client, to: everybody, payload:
//! #                 { type: object, required: [tags], properties: { tags: { type: array, items: { type: string } } } } }
//! #         } }"#.to_owned())
//! #     }
//! #     fn list(&self, _: &str) -> Result<Vec<String>, event_spec::files::FileError> { Ok(Vec::new()) }
//! # }
//! # let catalogue = event_spec::load(&Text, "catalogue.yaml").catalogue.expect("it is checked");
//! let judge = Judge::new(Arc::new(catalogue), None);
//!
//! let verdict = judge.packet(Sender::Server, r#"["message.new", { "tags": ["a", "b", 3] }]"#);
//! assert_eq!(verdict.problems[0].path.as_deref(), Some("payload.tags[2]"));
//! assert_eq!(verdict.problems[0].message, "`payload.tags[2]` must be a text, and this is the number 3");
//!
//! let verdict = judge.packet(Sender::Server, r#"["mesage.new", {}]"#);
//! assert_eq!(verdict.problems[0].help.as_deref(), Some("did you mean `message.new`?"));
//! ```

mod address;
mod arguments;
mod envelope;
mod names;
mod notice;
mod problem;
mod read;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use self::names::{Known, Names};
pub use self::problem::{Kind, Problem};
use crate::catalogue::{Alias, Catalogue, Event, Message, Transport};
use crate::dates::Date;
use crate::fit::scalars::Patterns;
use crate::tree::Node;
use crate::types::Type;
use crate::valid::Valid;

/// Who sends a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// The server.
    Server,
    /// A client.
    Client,
}

impl Sender {
    /// The side that it is sent to.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Server => Self::Client,
            Self::Client => Self::Server,
        }
    }

    /// As in `server`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a frame is.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// This event, perhaps under an alias or from the wrong side.
    Event(&'a Event),
    /// The acknowledgement of this event.
    Acknowledgement(&'a Event),
    /// The delivery hub's own words, `hub:error` and so on, or the acknowledgement with which it refuses an event.
    Notice,
    /// No event of the contract.
    Unknown,
}

/// What was found about a frame.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// Who sent it.
    pub sender: Sender,
    /// The name as it was sent, where there is one.
    pub name: Option<String>,
    /// What it is.
    pub subject: Subject<'a>,
    /// The alias that it came under, where clients are still served under it.
    pub alias: Option<&'a Alias>,
    /// The printed address of the channel that it goes to, joins or leaves: as the envelope says it, or as the payload does.
    pub channel: Option<String>,
    /// Where a stored event stands, as in `12.k3f9@room.lobby`, for a client that asked to recover.
    pub position: Option<String>,
    /// What is wrong with it; nothing where it is as the contract says.
    pub problems: Vec<Problem>,
}

impl<'a> Verdict<'a> {
    /// Nothing is known yet.
    fn new(sender: Sender) -> Self {
        Self {
            sender,
            name: None,
            subject: Subject::Unknown,
            alias: None,
            channel: None,
            position: None,
            problems: Vec::new(),
        }
    }

    /// Whether the frame is as the contract says.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// The event that it is, or acknowledges.
    pub fn event(&self) -> Option<&'a Event> {
        match self.subject {
            Subject::Event(event) | Subject::Acknowledgement(event) => Some(event),
            Subject::Notice | Subject::Unknown => None,
        }
    }
}

/// Judges the frames of one contract. To make one costs a walk over the names; it serves any number of threads.
pub struct Judge {
    catalogue: Arc<Valid<Catalogue>>,
    names: Names,
    /// Compiled as they are met.
    patterns: Mutex<Patterns>,
}

impl Judge {
    /// A judge on this day, up to which aliases are served. Without a day none is out of date.
    pub fn new(catalogue: Arc<Valid<Catalogue>>, today: Option<Date>) -> Self {
        let names = Names::of(&catalogue, today.as_ref());
        Self { catalogue, names, patterns: Mutex::default() }
    }

    /// What it judges by.
    pub fn catalogue(&self) -> &Valid<Catalogue> {
        &self.catalogue
    }

    /// Judges a frame as the contract's transport has it: [`packet`](Self::packet) for Socket.IO, else [`frame`](Self::frame).
    pub fn text(&self, sender: Sender, text: &str) -> Verdict<'_> {
        match self.catalogue.transport {
            Transport::SocketIo { .. } => self.packet(sender, text),
            Transport::WebSocket { .. } => self.frame(sender, text),
        }
    }

    /// Judges a Socket.IO event by its name and arguments.
    pub fn event(&self, sender: Sender, name: &str, arguments: &[Value]) -> Verdict<'_> {
        let arguments: Vec<Node> = arguments.iter().map(read::value).collect();
        self.named(sender, name, &arguments)
    }

    /// Judges the data of a Socket.IO event packet: the JSON text of an array of the event's name and arguments.
    pub fn packet(&self, sender: Sender, text: &str) -> Verdict<'_> {
        let items = match read::array(text) {
            Ok(items) => items,
            Err(problem) => return Verdict { problems: vec![problem], ..Verdict::new(sender) },
        };
        match items.split_first().map(|(name, arguments)| (name.as_str(), arguments)) {
            Some((Some(name), arguments)) => self.named(sender, name, arguments),
            _ => {
                let problem = Problem::new(Kind::NotAFrame, "a packet begins with the event's name, and this does not");
                Verdict { problems: vec![problem], ..Verdict::new(sender) }
            }
        }
    }

    /// Judges a text frame of a plain WebSocket.
    pub fn frame(&self, sender: Sender, text: &str) -> Verdict<'_> {
        let node = match read::text(text) {
            Ok(node) => node,
            Err(problem) => return Verdict { problems: vec![problem], ..Verdict::new(sender) },
        };
        envelope::judge(self, sender, &node)
    }

    /// Judges the acknowledgement (Socket.IO) of an event, by its arguments. `sender` acknowledges what the other side sent.
    pub fn acknowledgement(&self, sender: Sender, event: &str, arguments: &[Value]) -> Verdict<'_> {
        let arguments: Vec<Node> = arguments.iter().map(read::value).collect();
        arguments::judge_acknowledgement(self, sender, event, &arguments)
    }

    /// Judges the data of a Socket.IO acknowledgement packet: the JSON text of an array of its arguments.
    pub fn acknowledgement_packet(&self, sender: Sender, event: &str, text: &str) -> Verdict<'_> {
        match read::array(text) {
            Ok(arguments) => arguments::judge_acknowledgement(self, sender, event, &arguments),
            Err(problem) => Verdict { problems: vec![problem], ..Verdict::new(sender) },
        }
    }

    /// Judges a value that is no frame's, as the body of a request, by a type of the catalogue. It is called `payload`.
    pub fn value(&self, ty: &Type, value: &Value) -> Vec<Problem> {
        let mut problems = Vec::new();
        arguments::fit(self, Kind::Payload, &mut problems, |sent| sent.check(ty, &read::value(value), "payload"));
        problems
    }

    /// Judges an event that the packet names.
    fn named(&self, sender: Sender, name: &str, arguments: &[Node]) -> Verdict<'_> {
        let mut verdict = self.recognise(sender, name);
        if let Some(message) = self.expected(&mut verdict) {
            if self.envelope(sender).is_some() {
                envelope::judge_in_packet(self, &mut verdict, message, arguments);
            } else {
                arguments::judge(self, &mut verdict, message, arguments);
            }
        }
        verdict
    }

    /// Finds out what a name stands for, and whether this side may use it.
    fn recognise(&self, sender: Sender, name: &str) -> Verdict<'_> {
        let mut verdict = Verdict { name: Some(name.to_owned()), ..Verdict::new(sender) };
        if name.starts_with(notice::PREFIX) {
            verdict.subject = Subject::Notice;
            verdict.problems.extend(notice::problem(sender, name));
            return verdict;
        }
        let Some((known, event)) = self.names.get(&self.catalogue, name) else {
            verdict.problems.push(self.names.unknown(&self.catalogue, sender, name));
            return verdict;
        };
        verdict.subject = Subject::Event(event);
        match known {
            Known::Event => {}
            Known::Served(alias) => verdict.alias = Some(alias),
            Known::Expired(_) | Known::NeverServed => {
                verdict.problems.push(names::not_served(known, name, event));
                return verdict;
            }
        }
        verdict.problems.extend(names::wrong_side(sender, name, event));
        verdict
    }

    /// What the arguments of a frame are held to; none where its name was wrong already.
    fn expected<'a>(&'a self, verdict: &mut Verdict<'a>) -> Option<&'a Message> {
        let Subject::Event(event) = verdict.subject else { return None };
        if !verdict.problems.is_empty() {
            return None;
        }
        match verdict.sender {
            Sender::Server => event.server.as_ref(),
            Sender::Client => event.client.as_ref(),
        }
    }

    /// The envelope of what a side sends.
    fn envelope(&self, sender: Sender) -> Option<&crate::catalogue::Envelope> {
        match sender {
            Sender::Server => self.catalogue.envelope.as_ref(),
            Sender::Client => self.catalogue.client_envelope(),
        }
    }

    /// Does something with the patterns. What panicked in between left them as they were.
    fn with_patterns<T>(&self, work: impl FnOnce(&mut Patterns) -> T) -> T {
        work(&mut self.patterns.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge").field("catalogue", &self.catalogue.name.value).finish_non_exhaustive()
    }
}
