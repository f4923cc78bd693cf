//! A client on Socket.IO, over a WebSocket.

use std::time::Duration;

use event_hub::packet::{self, Kind};
use event_spec::catalogue::Catalogue;
use event_spec::judge::Sender;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use super::super::seen::{Happening, Protocol};
use super::super::trouble::Trouble;
use super::door::Socket;
use super::positions::Positions;
use super::{Client, Emit, Ended, Out};
use crate::wire::engine::{self, Open, Packet};

/// So long a server may take to say its first word, and to let a client in.
const PATIENCE: Duration = Duration::from_secs(10);

/// The path of Socket.IO unless another is named.
const PATH: &str = "/socket.io/";

/// The query of a client over WebSocket.
const QUERY: &str = "EIO=4&transport=websocket";

impl Client {
    pub(super) async fn hear_socket_io(
        &self,
        out: &Out<'_>,
        stop: &CancellationToken,
        positions: &mut Positions,
    ) -> Result<Ended, Trouble> {
        let path = self.options.path.as_deref().unwrap_or(PATH);
        let own = &self.address.query;
        let query = if own.is_empty() { QUERY.to_owned() } else { format!("{QUERY}&{own}") };
        let mut socket = self.open(path, &query).await?;
        let open = self.first_word(path, &mut socket).await?;
        out.seen(Happening::Opened { protocol: Protocol::SocketIo, path: path.to_owned(), query }).await;
        let namespace = if self.address.path == "/" { self.contract.place() } else { self.address.path.as_str() };
        self.say(out, &mut socket, packet::connect(namespace, &self.auth(positions).to_string())).await;
        let mut patience = Duration::from_millis(open.ping_interval.saturating_add(open.ping_timeout));
        if patience.is_zero() {
            patience = PATIENCE;
        }
        let (mut inside, mut closing) = (false, Ended::default());
        let ended = loop {
            let bound = if inside { patience } else { PATIENCE };
            let message = tokio::select! {
                message = timeout(bound, socket.next()) => message,
                () = stop.cancelled() => {
                    drop(socket.send(Message::text(engine::message(&packet::disconnect(namespace)))).await);
                    drop(socket.close(None).await);
                    return Ok(Ended::default());
                }
            };
            let text = match message {
                Err(_) if !inside => {
                    return Err(Trouble::new(format!(
                        "`{}` does not answer within {} s whether it lets a client into `{namespace}`",
                        self.address,
                        PATIENCE.as_secs()
                    )));
                }
                Err(_) => break Ended { reason: "the server gave no sign of life".to_owned(), ..closing },
                Ok(Some(Ok(Message::Text(text)))) => text,
                Ok(Some(Ok(Message::Binary(bytes)))) => {
                    out.sent_bytes(Sender::Server, &bytes).await;
                    continue;
                }
                Ok(Some(Ok(Message::Close(_)))) | Ok(None) => {
                    let said = closing.code.is_some();
                    let reason = if said { closing.reason.clone() } else { "the connection was lost".to_owned() };
                    break Ended { reason, said, ..closing };
                }
                Ok(Some(Ok(_))) => continue,
                Ok(Some(Err(error))) => break Ended { reason: error.to_string(), ..closing },
            };
            match engine::packet(&text) {
                Some(Packet::Ping) => drop(socket.send(Message::text("3")).await),
                Some(Packet::Close) => {
                    break Ended { said: true, reason: "the server closed the connection".to_owned(), ..closing };
                }
                Some(Packet::Message(message)) => {
                    out.sent(Sender::Server, message).await;
                    let Ok(packet) = packet::parse(message) else { continue };
                    match packet.kind {
                        Kind::Connect { .. } if !inside => {
                            inside = true;
                            self.emit_all(out, &mut socket, namespace).await;
                        }
                        Kind::ConnectError { why } => return Err(self.not_let_in(namespace, why)),
                        Kind::Event { payload, .. } => {
                            positions.read_packet(payload);
                            closing = told_to_close(payload).unwrap_or(closing);
                        }
                        Kind::Disconnect => {
                            let reason = if closing.reason.is_empty() {
                                "the server ended the namespace".to_owned()
                            } else {
                                closing.reason.clone()
                            };
                            break Ended { said: true, reason, ..closing };
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        };
        out.closed(&ended).await;
        Ok(ended)
    }

    /// What the server says first.
    async fn first_word(&self, path: &str, socket: &mut Socket) -> Result<Open, Trouble> {
        let none = |what: &str| {
            Trouble::new(format!("`{}` speaks WebSocket at `{path}`, and no Socket.IO: {what}", self.address))
                .help("is it Socket.IO 3 or newer, and under this path? Name another with `--path`")
        };
        let text = match timeout(PATIENCE, socket.next()).await {
            Ok(Some(Ok(Message::Text(text)))) => text,
            Ok(Some(Ok(Message::Close(_)))) | Ok(None) | Ok(Some(Err(_))) => {
                return Err(none("it closes the connection"));
            }
            Ok(Some(Ok(_))) => return Err(none("its first message is no text")),
            Err(_) => return Err(none("it says nothing")),
        };
        match engine::packet(&text) {
            Some(Packet::Open(json)) => serde_json::from_str(json)
                .map_err(|error| none(&format!("its first message is no handshake ({error})"))),
            _ => Err(none("its first message is no handshake")),
        }
    }

    /// What is presented: what was given, the token, the contract's fingerprint, and positions.
    fn auth(&self, positions: &Positions) -> Value {
        let mut auth = self.options.auth.clone();
        if let Some(token) = &self.options.token {
            auth.insert("token".to_owned(), json!(token));
        }
        let catalogue: &Catalogue = self.contract.judge.catalogue();
        auth.entry("contract").or_insert_with(|| json!(catalogue.fingerprint));
        if self.options.recover {
            auth.insert("recover".to_owned(), positions.to_json());
        }
        Value::Object(auth)
    }

    async fn say(&self, out: &Out<'_>, socket: &mut Socket, packet: String) {
        out.sent(Sender::Client, &packet).await;
        // A connection that is gone is heard of at the next read.
        drop(socket.send(Message::text(engine::message(&packet))).await);
    }

    async fn emit_all(&self, out: &Out<'_>, socket: &mut Socket, namespace: &str) {
        for (number, emit) in (0_u64..).zip(&self.emits) {
            let Emit { name, arguments } = emit;
            let mut items = vec![json!(name)];
            items.extend(arguments.iter().cloned());
            let event = self.contract.judge.catalogue().events.get(name);
            let id = event.and_then(|event| event.server_ack()).map(|_| number);
            self.say(out, socket, packet::event(namespace, id, &Value::Array(items).to_string())).await;
        }
    }

    fn not_let_in(&self, namespace: &str, why: Option<&str>) -> Trouble {
        let why: Value = why.and_then(|why| serde_json::from_str(why).ok()).unwrap_or_default();
        let words =
            why.get("message").and_then(Value::as_str).or(why.as_str()).unwrap_or("it gives no reason").to_owned();
        let data = why.get("data").map(|data| format!(" {data}")).unwrap_or_default();
        let trouble =
            Trouble::new(format!("`{}` does not let this client into `{namespace}`: {words}{data}", self.address));
        let code = why.get("data").and_then(|data| data.get("code")).and_then(Value::as_u64);
        match (code, &self.options.token) {
            _ if words == "Invalid namespace" => {
                trouble.help("the namespace is the path of the address, as in `http://127.0.0.1:8080/chatflow`")
            }
            (Some(4100), None) => trouble.help("present a token with `--token`, or in EVENTSPEC_TOKEN"),
            (Some(4100), Some(_)) => trouble.help("is the token this server's, and not expired?"),
            _ if self.options.token.is_none() && self.options.auth.is_empty() => {
                trouble.help("does it want a token (`--token`) or something else (`--auth JSON`)?")
            }
            _ => trouble,
        }
    }
}

/// What `hub:closing` says.
fn told_to_close(payload: &str) -> Option<Ended> {
    if !payload.contains("hub:closing") {
        return None;
    }
    let items: Vec<Value> = serde_json::from_str(payload).ok()?;
    let [Value::String(name), told, ..] = items.as_slice() else { return None };
    (name == "hub:closing").then(|| Ended {
        code: told.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok()),
        reason: told.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned(),
        said: true,
        come_back: told.get("come_back").and_then(Value::as_u64).map(Duration::from_millis),
    })
}
