//! A client in one namespace: what it sends is handled in order.
//!
//! Input waits here while an earlier packet is handled. A task handles it as long as there is any; an idle client has neither
//! task nor buffer.

use std::collections::VecDeque;
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use engineioxide::{Socket, Str};
use parking_lot::Mutex;
use serde_json::json;
use tokio::time::timeout;
use tracing::{Instrument, Span};

use super::handler::{Handler, Namespace, say};
use super::link::SeatLink;
use super::packet;
use super::seats::{Seats, expect_somebody};
use crate::close::Close;
use crate::engine::{Ended, Engine, Session};
use crate::gateway::Hello;
use crate::message::Frame;
use crate::notice::Notice;
use crate::refusal::{Code, Refusal};

/// What a waiting packet costs beside its text.
const OVERHEAD: usize = 128;

/// How long a client waits at most to hear that it is connected, once it is let in.
const MOST_HELD: Duration = Duration::from_secs(1);

/// When whoever floods the server may come back.
const AFTER_FLOOD: Duration = Duration::from_secs(1);

/// A client in one namespace.
pub(super) struct Seat {
    pub(super) handler: Arc<Handler>,
    pub(super) socket: Arc<Socket<Seats>>,
    pub(super) place: Arc<Namespace>,
    /// From its admission until its end.
    pub(super) session: Mutex<Option<Arc<Session>>>,
    input: Mutex<Input>,
    /// Held by whoever takes what waits in the session's queue.
    pub(super) turn: Mutex<()>,
    /// How many tasks and threads are about to do so.
    pub(super) flows: AtomicUsize,
    /// Whether nothing leaves yet: the client hears that it is connected when it is in its channels.
    pub(super) held: AtomicBool,
    /// Why the server ends it, once it has begun to.
    pub(super) closing: OnceLock<Close>,
    /// Whether the server has ended it. What the client sends until it hears of that is ignored.
    pub(super) over: AtomicBool,
}

/// What a client sends, in its turn.
#[derive(Debug)]
pub(super) enum Item {
    /// An event: the JSON text of its array, and the id of the acknowledgement that the client waits for.
    Event { id: Option<u64>, text: Str },
    /// An event with bytes.
    Binary { id: Option<u64> },
    /// It is gone, in this way unless the server has ended it.
    Leave(Ended),
}

#[derive(Debug, Default)]
struct Input {
    waiting: VecDeque<Item>,
    bytes: usize,
    /// Whether a task is at work.
    busy: bool,
    /// Whether nothing is taken in any more but the end.
    shut: bool,
    /// Whether the session has ended.
    over: bool,
}

impl Seat {
    /// A client that asks to be let in. Its input waits until it is.
    pub(super) fn new(handler: Arc<Handler>, socket: Arc<Socket<Seats>>, place: Arc<Namespace>) -> Arc<Self> {
        Arc::new(Self {
            handler,
            socket,
            place,
            session: Mutex::default(),
            input: Mutex::new(Input { busy: true, ..Input::default() }),
            turn: Mutex::default(),
            flows: AtomicUsize::new(0),
            held: AtomicBool::new(true),
            closing: OnceLock::new(),
            over: AtomicBool::new(false),
        })
    }

    pub(super) fn namespace(&self) -> &str {
        &self.place.name
    }

    pub(super) fn engine(&self) -> &Engine {
        self.place.gateway.engine()
    }

    fn span(&self, session: &Session) -> Span {
        tracing::debug_span!("connection", contract = self.engine().facts.name, session = %session.id)
    }

    /// Lets the client in, or tells it why not; then handles what it sent meanwhile.
    pub(super) async fn begin(self: Arc<Self>, hello: Hello) {
        match self.place.gateway.admit(&hello).await {
            Ok(welcome) => {
                let link = Box::new(SeatLink(self.clone()));
                let session = welcome.session(hello, link);
                *self.session.lock() = Some(session.clone());
                let connected = packet::connected(self.namespace(), &session.id.to_string());
                session.push_frame(self.engine(), Frame::SocketIo(connected.into()));
                if let Err(why) = self.open(&session).await {
                    session.close(why);
                }
                let span = self.span(&session);
                self.work().instrument(span).await;
            }
            Err(why) => {
                self.end();
                self.engine().turned_away(why);
                self.socket.data.stand_up(&self);
                say(&self.socket, packet::connect_error(self.namespace(), why.reason(), Some(json!(why))));
                expect_somebody(&self.socket, self.handler.options.connect_timeout);
            }
        }
    }

    /// Lets the client into its channels, and only then tells it that it is connected: what it asks for and what it hears from then
    /// on leave nothing out. Where that takes long, as it does to recover much, it is told meanwhile.
    async fn open(self: &Arc<Self>, session: &Arc<Session>) -> Result<(), Close> {
        let mut opening = pin!(self.place.gateway.open(session));
        let in_time = timeout(MOST_HELD, &mut opening).await;
        self.release(session);
        match in_time {
            Ok(opened) => opened,
            Err(_) => opening.await,
        }
    }

    /// Takes a packet in, for its turn.
    pub(super) fn take(self: &Arc<Self>, item: Item) {
        let size = OVERHEAD + if let Item::Event { text, .. } = &item { text.len() } else { 0 };
        let mut input = self.input.lock();
        if input.shut || input.over {
            return;
        }
        if input.bytes.saturating_add(size) > self.handler.options.input_bytes {
            drop(input);
            return self.close(Close::Flooding(AFTER_FLOOD));
        }
        input.bytes += size;
        self.push(&mut input, item);
    }

    /// The client is gone: its session ends after what it sent is handled.
    pub(super) fn leave(self: &Arc<Self>, how: Ended) {
        let mut input = self.input.lock();
        if !input.over {
            self.push(&mut input, Item::Leave(how));
        }
    }

    fn push(self: &Arc<Self>, input: &mut Input, item: Item) {
        input.waiting.push_back(item);
        if !std::mem::replace(&mut input.busy, true) {
            let span = self.session.lock().as_deref().map_or_else(Span::none, |session| self.span(session));
            self.handler.spawn(self.clone().work().instrument(span));
        }
    }

    /// Takes nothing in any more, and perhaps forgets what waits.
    pub(super) fn shut(&self, keep: bool) {
        let mut input = self.input.lock();
        if !keep {
            input.waiting.retain(|item| matches!(item, Item::Leave(_)));
        }
        input.shut = true;
    }

    /// Whether nothing is handled and nothing waits.
    pub(super) fn is_idle(&self) -> bool {
        !self.input.lock().busy
    }

    async fn work(self: Arc<Self>) {
        while let Some(item) = self.next() {
            let session = self.session.lock().clone();
            let Some(session) = session else { return };
            match item {
                Item::Event { id, text } => self.handle(&session, id, &text).await,
                Item::Binary { id } => self.refuse_bytes(&session, id),
                Item::Leave(how) => {
                    self.end();
                    let how = self.closing.get().map_or(how, |why| Ended::Told(*why));
                    self.engine().metrics.closed(how);
                    self.place.gateway.close(&session).await;
                }
            }
        }
    }

    fn next(&self) -> Option<Item> {
        let mut input = self.input.lock();
        let item = input.waiting.pop_front();
        match &item {
            Some(Item::Event { text, .. }) => input.bytes = input.bytes.saturating_sub(text.len() + OVERHEAD),
            Some(_) => input.bytes = input.bytes.saturating_sub(OVERHEAD),
            None => {
                input.busy = false;
                input.waiting = VecDeque::new();
            }
        }
        item
    }

    async fn handle(&self, session: &Arc<Session>, id: Option<u64>, text: &str) {
        let answer = self.place.gateway.take(session, text, id.is_some()).await;
        if let Some(id) = id {
            // Whoever waits for an acknowledgement gets one, be it empty.
            self.answer(session, id, answer.as_ref().map_or("", |answer| answer.as_str()));
        }
    }

    fn refuse_bytes(&self, session: &Session, id: Option<u64>) {
        let refusal = Refusal::new(Code::InvalidFrame, "payloads are JSON: send bytes as text, or by a request");
        match id {
            Some(id) => self.answer(session, id, &json!({"error": refusal}).to_string()),
            None => session.tell(self.engine(), Notice::Error, &refusal),
        }
    }

    fn answer(&self, session: &Session, id: u64, answer: &str) {
        let text = packet::ack(self.namespace(), id, answer);
        if self.closing.get().is_some() {
            // The queue takes nothing in any more. No room here either: the client hears that the connection ends, and no answer.
            let _ = self.socket.emit(text);
        } else {
            session.push_frame(self.engine(), Frame::SocketIo(text.into()));
        }
    }

    /// The client has acknowledged a packet: whoever asked hears it at once, as an event of the client may be waiting for that.
    pub(super) fn answered(&self, id: u64, text: &str) {
        if let Some(session) = &*self.session.lock() {
            session.answered(id, text);
        }
    }

    /// Whether the server has begun to end it.
    pub(super) fn is_ending(&self) -> bool {
        self.closing.get().is_some()
    }

    /// Whether the server has ended it.
    pub(super) fn is_finished(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    pub(super) fn finish(&self) {
        self.over.store(true, Ordering::Release);
    }

    fn end(&self) {
        *self.input.lock() = Input { over: true, ..Input::default() };
        self.session.lock().take();
    }
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seat").field("namespace", &self.namespace()).finish_non_exhaustive()
    }
}
