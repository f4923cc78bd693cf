//! What was seen, taken to the contract that it belongs to.
//!
//! In: [`Seen`], in the order of each connection. Out: [`Sighting`]s, and the same [`Seen`] without tokens, for a recording. What is kept of a
//! connection is bounded: its namespaces, the events that wait for an acknowledgement, what is announced of bytes.

use std::collections::HashMap;
use std::sync::Arc;

use event_hub::packet::{self, Kind};
use event_spec::Span;
use event_spec::judge::{Kind as Sort, Problem, Sender, Subject, Verdict};

use super::contracts::{Contract, Contracts};
use super::redact::{REMOVED, Secrets};
use super::seen::{Happening, Message, Protocol, Seen};
use super::sighting::{Sighting, Standing, What};

/// So many events of a side may wait for an acknowledgement; what waits longer is forgotten.
const MOST_WAITING: usize = 10_000;

/// So many namespaces of a connection are told apart.
const MOST_NAMESPACES: usize = 100;

/// Follows connections.
#[derive(Debug)]
pub struct Watch {
    contracts: Contracts,
    connections: HashMap<u64, Connection>,
    secrets: Secrets,
}

#[derive(Debug)]
enum Connection {
    SocketIo(Sockets),
    WebSocket(Result<Arc<Contract>, String>),
}

/// The namespaces of a Socket.IO connection, and what is under way.
#[derive(Debug, Default)]
struct Sockets {
    namespaces: HashMap<String, Result<Arc<Contract>, String>>,
    waiting: HashMap<(Sender, String, u64), String>,
    attachments: HashMap<Sender, u32>,
}

impl Watch {
    /// Holds connections to these contracts.
    pub fn new(contracts: Contracts) -> Self {
        Self { contracts, connections: HashMap::new(), secrets: Secrets::default() }
    }

    /// Says what something means; and what of it can be kept, without tokens.
    pub fn take(&mut self, seen: Seen) -> (Option<Sighting>, Seen) {
        let Seen { at, connection, what } = seen;
        let (found, what) = match what {
            Happening::Opened { protocol, path, query } => {
                let query = self.secrets.query(&query);
                (Some(self.open(connection, protocol, &path, &query)), Happening::Opened { protocol, path, query })
            }
            Happening::Sent { from, message } => {
                let (found, message) = self.message(connection, from, message);
                (found, Happening::Sent { from, message })
            }
            Happening::Unreadable { from, why } => {
                let found = unjudged(from, None, String::new(), 0, &why);
                (Some((self.contract(connection), found)), Happening::Unreadable { from, why })
            }
            Happening::Closed { by, code, reason } => {
                let contract = self.contract(connection);
                self.connections.remove(&connection);
                let code_words = code.map(|code| format!(", code {code}")).unwrap_or_default();
                let reason_words = if reason.is_empty() { String::new() } else { format!(": {reason}") };
                let words = format!("closed{code_words}{reason_words}");
                (Some((contract, What::Connection { from: by, words })), Happening::Closed { by, code, reason })
            }
        };
        let sighting = found.map(|(contract, what)| Sighting { at, connection, contract, what });
        (sighting, Seen { at, connection, what })
    }

    /// The contract of a connection that has but one.
    fn contract(&self, connection: u64) -> Option<Arc<Contract>> {
        match self.connections.get(&connection)? {
            Connection::WebSocket(contract) => contract.as_ref().ok().cloned(),
            Connection::SocketIo(sockets) => {
                let mut all = sockets.namespaces.values().filter_map(|contract| contract.as_ref().ok());
                all.next().filter(|_| all.next().is_none()).cloned()
            }
        }
    }

    fn open(&mut self, connection: u64, protocol: Protocol, path: &str, query: &str) -> Found {
        let place = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let (state, contract, words) = match protocol {
            Protocol::SocketIo => {
                (Connection::SocketIo(Sockets::default()), None, format!("opened Socket.IO at {place}"))
            }
            Protocol::WebSocket => {
                let contract = self.contracts.at(protocol, path).cloned();
                let words = match &contract {
                    Ok(contract) => format!("opened {place}, held to {}", contract.name()),
                    Err(why) => format!("opened {place}, not judged: {why}"),
                };
                (Connection::WebSocket(contract.clone()), contract.ok(), words)
            }
        };
        self.connections.insert(connection, state);
        (contract, What::Connection { from: Some(Sender::Client), words })
    }

    fn message(&mut self, connection: u64, from: Sender, message: Message) -> (Option<Found>, Message) {
        let state = self.connections.entry(connection).or_insert_with(|| Connection::SocketIo(Sockets::default()));
        match (state, message) {
            (Connection::WebSocket(contract), Message::Text(text)) => {
                let frame = self.secrets.renewal(&text).unwrap_or_else(|| self.secrets.without(&text).into_owned());
                let found = match contract {
                    Ok(contract) => {
                        let what = judged(contract.judge.frame(from, &text), false, text.len(), frame.clone());
                        (Some(contract.clone()), what)
                    }
                    Err(why) => (None, unjudged(from, None, frame.clone(), text.len(), why)),
                };
                (Some(found), Message::Text(frame))
            }
            (Connection::WebSocket(contract), Message::Bytes(bytes)) => {
                let problem = Problem::new(Sort::NotJson, "this is a message of bytes, and a frame is text");
                let what = match contract {
                    Ok(_) => breach(from, bytes.len(), problem),
                    Err(why) => unjudged(from, None, String::new(), bytes.len(), why),
                };
                (Some((contract.as_ref().ok().cloned(), what)), Message::Bytes(bytes))
            }
            (Connection::SocketIo(sockets), Message::Text(text)) => {
                sockets.packet(&self.contracts, &mut self.secrets, from, text)
            }
            (Connection::SocketIo(sockets), Message::Bytes(bytes)) => {
                // What was announced was judged when it was.
                let announced = sockets.attachments.get_mut(&from).filter(|left| **left > 0);
                let found = match announced {
                    Some(left) => {
                        *left -= 1;
                        None
                    }
                    None => {
                        let problem = Problem::new(Sort::NotAFrame, "these are bytes that no packet announced");
                        Some((None, breach(from, bytes.len(), problem)))
                    }
                };
                (found, Message::Bytes(bytes))
            }
        }
    }
}

/// A contract, where there is one, and what something is to it.
type Found = (Option<Arc<Contract>>, What);

impl Sockets {
    fn packet(
        &mut self,
        contracts: &Contracts,
        secrets: &mut Secrets,
        from: Sender,
        text: String,
    ) -> (Option<Found>, Message) {
        let Ok(packet) = packet::parse(&text) else {
            let problem = Problem::new(Sort::NotAFrame, "this is no packet of Socket.IO");
            let found = (None, breach(from, text.len(), problem));
            return (Some(found), Message::Text(secrets.without(&text).into_owned()));
        };
        let namespace = packet.namespace;
        let bytes = text.len();
        let said = |words: String| What::Connection { from: Some(from), words };
        let (found, kept) = match packet.kind {
            Kind::Connect { auth } if from == Sender::Client => {
                let contract = contracts.at(Protocol::SocketIo, namespace).cloned();
                let words = match &contract {
                    Ok(contract) => format!("asks for namespace {namespace}, held to {}", contract.name()),
                    Err(why) => format!("asks for namespace {namespace}, not judged: {why}"),
                };
                if self.namespaces.len() < MOST_NAMESPACES || self.namespaces.contains_key(namespace) {
                    self.namespaces.insert(namespace.to_owned(), contract.clone());
                }
                let kept = packet::connect(namespace, &auth.map(|auth| secrets.presented(auth)).unwrap_or_default());
                (Some((contract.ok(), said(words))), kept)
            }
            Kind::Connect { .. } => {
                let kept = packet::connected(namespace, REMOVED);
                (Some((self.of(namespace).ok(), said(format!("lets the client into {namespace}")))), kept)
            }
            Kind::ConnectError { why } => {
                let why = secrets.without(why.unwrap_or("no reason"));
                let words = format!("does not let the client into {namespace}: {why}");
                (Some((self.of(namespace).ok(), said(words))), secrets.without(&text).into_owned())
            }
            Kind::Disconnect => {
                let contract = self.of(namespace).ok();
                // What the server said before it heard that the client leaves still comes, and is judged.
                if from == Sender::Server {
                    self.namespaces.remove(namespace);
                }
                (Some((contract, said(format!("leaves namespace {namespace}")))), text.clone())
            }
            Kind::Event { id, payload } => {
                let head = text.len().saturating_sub(payload.len());
                let shown = secrets.renewal(payload).unwrap_or_else(|| secrets.without(payload).into_owned());
                let kept = format!("{}{shown}", text.get(..head).unwrap_or_default());
                (Some(self.event(Data { from, namespace, payload, shown, bytes }, id, None)), kept)
            }
            Kind::Ack { id, payload } => {
                let shown = secrets.without(payload).into_owned();
                let found = self.answer(Data { from, namespace, payload, shown, bytes }, id, None);
                (Some(found), secrets.without(&text).into_owned())
            }
            Kind::Binary { id, is_event, attachments, payload } => {
                self.attachments.insert(from, attachments);
                let shown = secrets.without(payload).into_owned();
                let problem = Problem::new(Sort::NotJson, "this carries bytes, and a contract's payloads are JSON");
                let data = Data { from, namespace, payload, shown, bytes };
                let found = match (is_event, id) {
                    (true, _) => self.event(data, id, Some(problem)),
                    (false, Some(id)) => self.answer(data, id, Some(problem)),
                    (false, None) => (None, breach(from, bytes, problem)),
                };
                (Some(found), secrets.without(&text).into_owned())
            }
        };
        (found, Message::Text(kept))
    }

    fn of(&self, namespace: &str) -> Result<Arc<Contract>, String> {
        let unknown = || format!("nobody asked for namespace `{namespace}`, or before this began");
        self.namespaces.get(namespace).cloned().unwrap_or_else(|| Err(unknown()))
    }

    fn event(&mut self, data: Data<'_>, id: Option<u64>, problem: Option<Problem>) -> Found {
        let Data { from, namespace, payload, shown, bytes } = data;
        let contract = match self.of(namespace) {
            Ok(contract) => contract,
            Err(why) => return (None, unjudged(from, name_of(payload), shown, bytes, &why)),
        };
        let mut verdict = contract.judge.packet(from, payload);
        verdict.problems.extend(problem);
        if let (Some(id), Some(name)) = (id, &verdict.name)
            && self.waiting.len() < MOST_WAITING
        {
            self.waiting.insert((from, namespace.to_owned(), id), name.clone());
        }
        let what = judged(verdict, false, bytes, shown);
        (Some(contract), what)
    }

    fn answer(&mut self, data: Data<'_>, id: u64, problem: Option<Problem>) -> Found {
        let Data { from, namespace, payload, shown, bytes } = data;
        let contract = match self.of(namespace) {
            Ok(contract) => contract,
            Err(why) => return (None, unjudged(from, None, shown, bytes, &why)),
        };
        let Some(name) = self.waiting.remove(&(from.other(), namespace.to_owned(), id)) else {
            let message =
                format!("this acknowledges event {id} of the {}, and none with that number waits", from.other());
            return (Some(contract), breach(from, bytes, Problem::new(Sort::Acknowledgement, message)));
        };
        let mut verdict = contract.judge.acknowledgement_packet(from, &name, payload);
        verdict.problems.extend(problem);
        let what = judged(verdict, true, bytes, shown);
        (Some(contract), what)
    }
}

/// The data of a packet.
struct Data<'a> {
    from: Sender,
    namespace: &'a str,
    payload: &'a str,
    /// The payload without tokens.
    shown: String,
    /// The bytes of the packet.
    bytes: usize,
}

impl Secrets {
    /// A renewal of a token, without it.
    fn renewal(&mut self, json: &str) -> Option<String> {
        const RENEW: &str = "\"hub:renew\"";
        if !json.contains(RENEW) {
            return None;
        }
        let mut value: serde_json::Value = serde_json::from_str(json).ok()?;
        let payload = match &mut value {
            serde_json::Value::Array(items) => items.get_mut(1)?,
            serde_json::Value::Object(entries) => entries.values_mut().find(|value| value.is_object())?,
            _ => return None,
        };
        let emptied = self.presented(&payload.to_string());
        *payload = serde_json::from_str(&emptied).ok()?;
        Some(value.to_string())
    }
}

/// The name in the data of an event packet.
fn name_of(payload: &str) -> Option<String> {
    let items: Vec<serde_json::Value> = serde_json::from_str(payload).ok()?;
    items.into_iter().next()?.as_str().map(str::to_owned)
}

fn judged(verdict: Verdict<'_>, answer: bool, bytes: usize, payload: String) -> What {
    let event = verdict.event();
    let other = event.map(|event| &event.name.value).filter(|name| Some(*name) != verdict.name.as_ref());
    let declared: Option<Span> = event.map(|event| event.span);
    What::Event {
        from: verdict.sender,
        event: other.cloned(),
        answer,
        alias_until: verdict.alias.and_then(|alias| alias.sunset.as_ref()).map(|sunset| sunset.value.clone()),
        channel: verdict.channel,
        position: verdict.position,
        bytes,
        payload,
        standing: match (verdict.problems.is_empty(), verdict.subject) {
            (false, _) => Standing::Breach(verdict.problems),
            (true, Subject::Notice) => Standing::Notice,
            (true, _) => Standing::Fine,
        },
        declared,
        name: verdict.name,
    }
}

fn breach(from: Sender, bytes: usize, problem: Problem) -> What {
    without_name(from, None, String::new(), bytes, Standing::Breach(vec![problem]))
}

fn unjudged(from: Sender, name: Option<String>, payload: String, bytes: usize, why: &str) -> What {
    without_name(from, name, payload, bytes, Standing::Unjudged(why.to_owned()))
}

fn without_name(from: Sender, name: Option<String>, payload: String, bytes: usize, standing: Standing) -> What {
    What::Event {
        from,
        name,
        answer: false,
        event: None,
        alias_until: None,
        channel: None,
        position: None,
        bytes,
        payload,
        standing,
        declared: None,
    }
}
