//! Connects as a client does, enters channels, and hears what comes.
//!
//! In: an address, a contract, and what to present. Out: [`Seen`], everything that was said by either side; and how it ended. Promised: what a
//! server says never makes this panic; nothing is sent but what was asked for, and the protocol's own signs of life.

mod door;
mod plain;
mod positions;
mod socketio;

use std::sync::Arc;
use std::time::Duration;

use event_spec::judge::Sender;
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use self::positions::Positions;
use super::contracts::{Contract, Contracts};
use super::emit::{self, Emit};
use super::seen::{Happening, Message, Protocol, Seen, now};
use super::trouble::Trouble;
use crate::wire::address::Address;

/// So often a connection that is lost is tried again.
const TRIES: u32 = 5;

/// What a client presents and does.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Socket.IO's `auth`: a JSON object.
    pub auth: Map<String, Value>,
    /// Its token: in `auth.token` on Socket.IO, else in the query as `token`.
    pub token: Option<String>,
    /// Headers of its request.
    pub headers: Vec<(String, String)>,
    /// The path of Socket.IO; `/socket.io/` unless set.
    pub path: Option<String>,
    /// The addresses of channels to enter.
    pub join: Vec<String>,
    /// Events to send, as in `message.typing {"conversation_id": "c1"}`.
    pub send: Vec<String>,
    /// Whether to ask for positions, and to come back where it was when the connection is lost.
    pub recover: bool,
}

/// How it ended, where nobody told it to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// The code of the close frame, or of the hub's `hub:closing`.
    pub code: Option<u16>,
    /// In words; may be empty.
    pub reason: String,
    /// Whether the server said so, and the connection was not just lost.
    pub said: bool,
    /// After how long to come back, where the server says.
    pub come_back: Option<Duration>,
}

impl Ended {
    /// Whether to come back: what is lost, and the hub's codes below 4100.
    fn is_for_now(&self) -> bool {
        !self.said || self.code.is_some_and(|code| (4000..4100).contains(&code) || matches!(code, 1001 | 1012 | 1013))
    }
}

/// A client of a contract.
#[derive(Clone, Debug)]
pub struct Client {
    address: Address,
    contract: Arc<Contract>,
    options: Options,
    /// What to send once it is in.
    emits: Vec<Emit>,
}

impl Client {
    /// A client of the contract that is at an address.
    ///
    /// # Errors
    /// When no contract is there, or what is to be sent is none of its events.
    pub fn new(address: Address, contracts: &Contracts, options: Options) -> Result<Self, Trouble> {
        let contract = choose(&address, contracts)?;
        let joins = options.join.iter().map(|address| emit::join(&contract, address));
        let joins: Vec<_> = joins.collect::<Result<_, _>>()?;
        let sends = options.send.iter().map(|text| Emit::parse(text, &contract));
        let sends: Vec<_> = sends.collect::<Result<_, _>>()?;
        let emits = joins.into_iter().flatten().chain(sends).collect();
        Ok(Self { address, contract, options, emits })
    }

    /// The contract that is there.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contract
    }

    /// Connects, and hears until the server ends it or `stop` says so. With `recover` it comes back when the connection is lost.
    ///
    /// # Errors
    /// When it cannot connect, or is not let in.
    pub async fn run(&self, out: mpsc::Sender<Seen>, stop: CancellationToken) -> Result<Ended, Trouble> {
        let mut positions = Positions::default();
        let mut number = 1;
        let mut ended = self.once(&Out { out: &out, connection: number }, &stop, &mut positions).await?;
        let mut failed = 0;
        while self.options.recover && ended.is_for_now() && !stop.is_cancelled() {
            let wait = ended.come_back.unwrap_or(Duration::from_secs(1).saturating_mul(failed + 1));
            tokio::select! {
                () = sleep(wait) => {}
                () = stop.cancelled() => return Ok(ended),
            }
            number += 1;
            match self.once(&Out { out: &out, connection: number }, &stop, &mut positions).await {
                Ok(again) => (ended, failed) = (again, 0),
                Err(trouble) if failed + 1 >= TRIES => return Err(trouble),
                Err(_) => failed += 1,
            }
        }
        Ok(ended)
    }

    async fn once(&self, out: &Out<'_>, stop: &CancellationToken, positions: &mut Positions) -> Result<Ended, Trouble> {
        match self.contract.protocol() {
            Protocol::SocketIo => self.hear_socket_io(out, stop, positions).await,
            Protocol::WebSocket => self.hear_plain(out, stop, positions).await,
        }
    }
}

/// The contract at an address: the only one; or else of the transport that the scheme says.
fn choose(address: &Address, contracts: &Contracts) -> Result<Arc<Contract>, Trouble> {
    let mut all = contracts.iter();
    if let (Some(only), None) = (all.next(), all.next()) {
        return Ok(only.clone());
    }
    let protocol = if address.websocket { Protocol::WebSocket } else { Protocol::SocketIo };
    contracts.at(protocol, &address.path).cloned().map_err(|why| {
        Trouble::new(format!("cannot tell which contract `{address}` speaks: {why}"))
            .help("name it with `--catalogue`, or say where one is with `--at NAME=/place`")
    })
}

/// Where what is seen goes.
struct Out<'a> {
    out: &'a mpsc::Sender<Seen>,
    connection: u64,
}

impl Out<'_> {
    async fn seen(&self, what: Happening) {
        // Whoever does not listen any more has told this to stop, too.
        drop(self.out.send(Seen { at: now(), connection: self.connection, what }).await);
    }

    async fn sent(&self, from: Sender, text: &str) {
        self.seen(Happening::Sent { from, message: Message::Text(text.to_owned()) }).await;
    }

    async fn sent_bytes(&self, from: Sender, bytes: &[u8]) {
        self.seen(Happening::Sent { from, message: Message::Bytes(bytes.to_vec()) }).await;
    }

    async fn closed(&self, ended: &Ended) {
        let by = ended.said.then_some(Sender::Server);
        self.seen(Happening::Closed { by, code: ended.code, reason: ended.reason.clone() }).await;
    }
}
