//! A client on a plain WebSocket.

use event_spec::judge::Sender;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Map, Value};
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use super::super::seen::{Happening, Protocol};
use super::super::trouble::Trouble;
use super::door::in_query;
use super::positions::{Positions, come_back};
use super::{Client, Emit, Ended, Out};

impl Client {
    pub(super) async fn hear_plain(
        &self,
        out: &Out<'_>,
        stop: &CancellationToken,
        positions: &mut Positions,
    ) -> Result<Ended, Trouble> {
        // A path that the address does not name is the contract's own.
        let path = if self.address.path == "/" { self.contract.place() } else { &self.address.path };
        let query = self.query(positions);
        let mut socket = self.open(path, &query).await?;
        out.seen(Happening::Opened { protocol: Protocol::WebSocket, path: path.to_owned(), query }).await;
        for emit in &self.emits {
            let text = self.envelope(emit);
            out.sent(Sender::Client, &text).await;
            if socket.send(Message::text(text)).await.is_err() {
                break;
            }
        }
        let ended = loop {
            let message = tokio::select! {
                message = socket.next() => message,
                () = stop.cancelled() => {
                    drop(socket.close(None).await);
                    return Ok(Ended::default());
                }
            };
            match message {
                Some(Ok(Message::Text(text))) => {
                    positions.read_frame(&text, &self.keys());
                    out.sent(Sender::Server, &text).await;
                }
                Some(Ok(Message::Binary(bytes))) => out.sent_bytes(Sender::Server, &bytes).await,
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.as_ref().map(|frame| u16::from(frame.code));
                    let reason = frame.map(|frame| frame.reason.to_string()).unwrap_or_default();
                    break Ended { code, come_back: come_back(&reason), reason, said: true };
                }
                Some(Err(error)) => break Ended { reason: error.to_string(), ..Ended::default() },
                None => break Ended { reason: "the connection was lost".to_owned(), ..Ended::default() },
            }
        };
        out.closed(&ended).await;
        Ok(ended)
    }

    fn query(&self, positions: &Positions) -> String {
        let mut parts = Vec::new();
        if !self.address.query.is_empty() {
            parts.push(self.address.query.clone());
        }
        let token = self.options.token.as_ref().map(|token| format!("token={}", in_query(token)));
        parts.extend(token);
        parts.push(format!("contract={}", self.contract.judge.catalogue().fingerprint));
        if self.options.recover {
            parts.push(format!("recover={}", in_query(&positions.to_json().to_string())));
        }
        parts.join("&")
    }

    /// The keys of name and payload in a frame.
    fn keys(&self) -> (String, String) {
        let envelope = self.contract.judge.catalogue().envelope.as_ref();
        envelope.map(|envelope| (envelope.name.clone(), envelope.payload.clone())).unwrap_or_default()
    }

    fn envelope(&self, emit: &Emit) -> String {
        let (name, payload) = self.keys();
        let mut frame = Map::new();
        frame.insert(name, Value::from(emit.name.clone()));
        if let Some(value) = emit.arguments.first() {
            frame.insert(payload, value.clone());
        }
        Value::Object(frame).to_string()
    }
}
