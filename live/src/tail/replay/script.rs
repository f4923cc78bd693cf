//! What a server sent, session by session: out of a recording.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use event_hub::packet::{self, Kind};
use event_spec::judge::Sender;
use serde_json::Value;

use super::super::recording::Reader;
use super::super::seen::{Happening, Message, Protocol, Seen};
use super::super::trouble::Trouble;

/// What a server sent.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// By namespace or path.
    sessions: HashMap<(Protocol, String), (AtomicUsize, Vec<Session>)>,
}

/// What it sent in one session.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// Each message, and how long after the beginning it came.
    pub(super) steps: Vec<(Duration, Message)>,
    /// The answers to a client's events, by the event's name: each the text of an array, in their order.
    pub(super) answers: HashMap<String, Vec<String>>,
}

impl Script {
    /// Reads a recording.
    pub(super) fn read<R: BufRead>(reader: Reader<R>) -> Result<Self, Trouble> {
        let mut reading = Reading::default();
        for seen in reader {
            reading.take(seen?);
        }
        if reading.script.sessions.values().all(|(_, sessions)| sessions.iter().all(|session| session.steps.is_empty()))
        {
            return Err(Trouble::new("no server says anything in this recording")
                .help("record one with `eventspec tail URL --record FILE`"));
        }
        Ok(reading.script)
    }

    /// The session of the next client at a place.
    pub(super) fn next(&self, protocol: Protocol, place: &str) -> Option<&Session> {
        let (turn, sessions) = self.sessions.get(&(protocol, place.to_owned()))?;
        let turn = turn.fetch_add(1, Ordering::Relaxed);
        sessions.get(turn.checked_rem(sessions.len())?)
    }

    /// Whether there is something to hear on a plain WebSocket at a path.
    pub(super) fn has_path(&self, path: &str) -> bool {
        self.sessions.contains_key(&(Protocol::WebSocket, path.to_owned()))
    }

    /// Where there is something to hear.
    pub(super) fn places(&self, protocol: Protocol) -> String {
        let mut places: Vec<_> =
            self.sessions.keys().filter(|(own, _)| *own == protocol).map(|(_, place)| place.as_str()).collect();
        places.sort_unstable();
        places.join(", ")
    }
}

#[derive(Default)]
struct Reading {
    script: Script,
    plain: HashMap<u64, (String, usize, SystemTime)>,
    /// By connection and namespace: the place of the session, and when it began.
    namespaces: HashMap<(u64, String), (usize, SystemTime)>,
    asked: HashMap<(u64, String, u64), String>,
    /// The namespace whose packet announced bytes.
    binary: HashMap<u64, String>,
}

impl Reading {
    fn begin(&mut self, protocol: Protocol, place: &str) -> usize {
        let (_, sessions) = self.script.sessions.entry((protocol, place.to_owned())).or_default();
        sessions.push(Session::default());
        sessions.len() - 1
    }

    fn session(&mut self, protocol: Protocol, place: &str, at: usize) -> Option<&mut Session> {
        self.script.sessions.get_mut(&(protocol, place.to_owned()))?.1.get_mut(at)
    }

    fn take(&mut self, seen: Seen) {
        let Seen { at, connection, what } = seen;
        match what {
            Happening::Opened { protocol: Protocol::WebSocket, path, .. } => {
                let session = self.begin(Protocol::WebSocket, &path);
                self.plain.insert(connection, (path, session, at));
            }
            Happening::Sent { from, message } => match self.plain.get(&connection).cloned() {
                Some((path, session, began)) if from == Sender::Server => {
                    let after = at.duration_since(began).unwrap_or_default();
                    let session = self.session(Protocol::WebSocket, &path, session);
                    session.into_iter().for_each(|session| session.steps.push((after, message.clone())));
                }
                Some(_) => {}
                None => self.packet(at, connection, from, message),
            },
            Happening::Opened { .. } | Happening::Unreadable { .. } | Happening::Closed { .. } => {}
        }
    }

    fn packet(&mut self, at: SystemTime, connection: u64, from: Sender, message: Message) {
        let text = match &message {
            Message::Text(text) => text.clone(),
            Message::Bytes(_) => {
                if let (Sender::Server, Some(namespace)) = (from, self.binary.get(&connection).cloned()) {
                    self.step(at, connection, &namespace, message);
                }
                return;
            }
        };
        let Ok(packet) = packet::parse(&text) else { return };
        let namespace = packet.namespace.to_owned();
        match (from, packet.kind) {
            (Sender::Server, Kind::Connect { .. }) => {
                let session = self.begin(Protocol::SocketIo, &namespace);
                self.namespaces.insert((connection, namespace), (session, at));
            }
            (Sender::Server, Kind::Event { .. }) => self.step(at, connection, &namespace, message),
            (Sender::Server, Kind::Binary { is_event: true, .. }) => {
                self.binary.insert(connection, namespace.clone());
                self.step(at, connection, &namespace, message);
            }
            (Sender::Server, Kind::Ack { id, payload }) => {
                let Some(name) = self.asked.remove(&(connection, namespace.clone(), id)) else { return };
                let Some((session, _)) = self.namespaces.get(&(connection, namespace.clone())).copied() else { return };
                if let Some(session) = self.session(Protocol::SocketIo, &namespace, session) {
                    session.answers.entry(name).or_default().push(payload.to_owned());
                }
            }
            (Sender::Client, Kind::Event { id: Some(id), payload }) => {
                if let Some(name) = name_of(payload) {
                    self.asked.insert((connection, namespace, id), name);
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, at: SystemTime, connection: u64, namespace: &str, message: Message) {
        let Some((session, began)) = self.namespaces.get(&(connection, namespace.to_owned())).copied() else { return };
        let after = at.duration_since(began).unwrap_or_default();
        if let Some(session) = self.session(Protocol::SocketIo, namespace, session) {
            session.steps.push((after, message));
        }
    }
}

/// The name in the data of an event packet.
pub(super) fn name_of(payload: &str) -> Option<String> {
    match serde_json::from_str(payload).ok()? {
        Value::Array(items) => items.into_iter().next()?.as_str().map(str::to_owned),
        _ => None,
    }
}
