//! A recording, played over Socket.IO.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use bytes::Bytes;
use engineioxide::config::EngineIoConfig;
use engineioxide::handler::EngineIoHandler;
use engineioxide::service::EngineIoService;
use engineioxide::{DisconnectReason, Socket, Str};
use event_hub::packet::{self, Kind};
use event_spec::judge::Sender;
use parking_lot::Mutex;
use tokio::time::{Instant, sleep, sleep_until};

use super::super::seen::{Happening, Message, Protocol};
use super::Stage;
use super::script::name_of;
use crate::wire::frames::MOST_BYTES;

/// After how long to try again, where a client has not taken what it was sent.
const AGAIN: Duration = Duration::from_millis(10);

/// Serves Socket.IO under a path.
pub(super) fn router(stage: &Arc<Stage>, path: &str) -> Router {
    let config = EngineIoConfig::builder()
        .req_path(path.to_owned())
        .max_payload(MOST_BYTES as u64)
        .ws_max_message_size(MOST_BYTES)
        .build();
    let service = EngineIoService::with_config(Arc::new(Player(stage.clone())), config);
    Router::new().route_service(path, service.clone()).route_service(&format!("{path}/"), service)
}

struct Player(Arc<Stage>);

/// A client: its number, and how often each event was answered in each namespace.
#[derive(Default)]
struct Client {
    connection: OnceLock<u64>,
    answers: Mutex<HashMap<(String, String), Answers>>,
}

/// The answers to an event, and which is next.
struct Answers {
    texts: Vec<String>,
    next: usize,
}

impl std::fmt::Debug for Player {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player").finish_non_exhaustive()
    }
}

type Connected = Arc<Socket<Client>>;

impl EngineIoHandler for Player {
    type Data = Client;

    fn on_connect(self: Arc<Self>, socket: Connected) {
        let connection = *socket.data.connection.get_or_init(|| self.0.begin());
        let (path, query) =
            (socket.req_parts.uri.path().to_owned(), socket.req_parts.uri.query().unwrap_or_default().to_owned());
        self.0.tell(connection, Happening::Opened { protocol: Protocol::SocketIo, path, query });
    }

    fn on_disconnect(&self, socket: Connected, _: DisconnectReason) {
        self.tell(&socket, Happening::Closed { by: None, code: None, reason: String::new() });
    }

    fn on_message(self: &Arc<Self>, text: Str, socket: Connected) {
        self.tell(&socket, Happening::Sent { from: Sender::Client, message: Message::Text(text.to_string()) });
        let Ok(packet) = packet::parse(&text) else { return };
        match packet.kind {
            Kind::Connect { .. } => self.play(packet.namespace, &socket),
            Kind::Event { id: Some(id), payload } => self.answer(packet.namespace, id, payload, &socket),
            _ => {}
        }
    }

    fn on_binary(self: &Arc<Self>, bytes: Bytes, socket: Connected) {
        self.tell(&socket, Happening::Sent { from: Sender::Client, message: Message::Bytes(bytes.to_vec()) });
    }
}

impl Player {
    fn tell(&self, socket: &Socket<Client>, what: Happening) {
        if let Some(connection) = socket.data.connection.get() {
            self.0.tell(*connection, what);
        }
    }

    /// Says something that cannot wait for room, which a new client always has.
    fn say(&self, socket: &Socket<Client>, text: String) {
        self.tell(socket, Happening::Sent { from: Sender::Server, message: Message::Text(text.clone()) });
        if socket.emit(text).is_err() {
            socket.close(DisconnectReason::TransportClose);
        }
    }

    fn answer(&self, namespace: &str, id: u64, payload: &str, socket: &Socket<Client>) {
        let Some(name) = name_of(payload) else { return };
        let mut answers = socket.data.answers.lock();
        let Some(answers) = answers.get_mut(&(namespace.to_owned(), name)) else { return };
        // After the last one it stays the last one.
        let text = answers.texts.get(answers.next).or(answers.texts.last()).cloned();
        answers.next += 1;
        let inside = text.as_deref().and_then(|text| text.trim().strip_prefix('[')?.strip_suffix(']'));
        if let Some(inside) = inside {
            self.say(socket, packet::ack(namespace, id, inside));
        }
    }

    fn play(self: &Arc<Self>, namespace: &str, socket: &Connected) {
        let Some(session) = self.0.script.next(Protocol::SocketIo, namespace) else {
            let known = self.0.script.places(Protocol::SocketIo);
            let words = format!("Invalid namespace: the recording has {known}");
            return self.say(socket, packet::connect_error(namespace, &words, None));
        };
        let answers = session
            .answers
            .iter()
            .map(|(name, texts)| ((namespace.to_owned(), name.clone()), Answers { texts: texts.clone(), next: 0 }));
        socket.data.answers.lock().extend(answers);
        self.say(socket, packet::connected(namespace, &format!("played-{}", self.0.begin())));
        let (player, socket, steps) = (self.clone(), socket.clone(), session.steps.clone());
        tokio::spawn(async move {
            let began = Instant::now();
            for (after, message) in steps {
                let Some(due) = began.checked_add(player.0.speed.of(after)) else { return };
                tokio::select! {
                    () = sleep_until(due) => {}
                    () = socket.closed() => return,
                    () = player.0.stop.cancelled() => return,
                }
                if !player.send(&socket, message).await {
                    return;
                }
            }
        });
    }

    /// Sends a message, when there is room; says whether the client is still there.
    async fn send(&self, socket: &Socket<Client>, message: Message) -> bool {
        self.tell(socket, Happening::Sent { from: Sender::Server, message: message.clone() });
        loop {
            let sent = match &message {
                Message::Text(text) => socket.emit(text.clone()).is_ok(),
                Message::Bytes(bytes) => socket.emit_binary(bytes.clone()).is_ok(),
            };
            if sent || socket.is_closed() {
                return sent;
            }
            sleep(AGAIN).await;
        }
    }
}
