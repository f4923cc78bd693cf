//! An upgraded connection: bytes both ways, and what was in them.

use std::sync::Arc;

use event_spec::judge::Sender;
use hyper::HeaderMap;
use hyper::header::HeaderValue;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};

use super::super::seen::{Happening, Message, Protocol, Seen, now};
use super::Shared;
use super::sessions::Asked;
use crate::wire::engine::{self, Packet};
use crate::wire::frames::{Found, Reader};
use crate::wire::inflate::Inflater;

/// So much is read at once.
const PIECE: usize = 16 * 1024;

/// An upgraded connection.
pub(super) struct Tunnel {
    pub(super) shared: Arc<Shared>,
    pub(super) asked: Asked,
    /// What the two sides agreed on.
    pub(super) agreed: Agreed,
}

/// What the two sides of an upgraded connection agreed on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Agreed {
    /// A WebSocket, and no other protocol.
    websocket: bool,
    /// Messages may be compressed; whether those of server and client each stand for themselves.
    compressed: Option<(bool, bool)>,
}

impl Agreed {
    /// Reads the headers of the answer to an upgrade.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_ascii_lowercase();
        let websocket = headers.get_all("upgrade").iter().any(|value| text(value).trim() == "websocket");
        let extensions: Vec<String> = headers.get_all("sec-websocket-extensions").iter().map(text).collect();
        let compressed = extensions.iter().flat_map(|list| list.split(',')).find_map(|extension| {
            let mut parts = extension.split(';').map(str::trim);
            (parts.next() == Some("permessage-deflate")).then(|| {
                let parts: Vec<_> = parts.collect();
                (parts.contains(&"server_no_context_takeover"), parts.contains(&"client_no_context_takeover"))
            })
        });
        Self { websocket, compressed }
    }

    fn reader(self, from: Sender) -> Option<Reader> {
        self.websocket.then(|| {
            let alone = |(server, client)| if from == Sender::Server { server } else { client };
            Reader::new(self.compressed.map(alone).map(Inflater::new))
        })
    }
}

/// What is known of the connection, by either direction.
#[derive(Default)]
struct State {
    connection: Option<u64>,
    /// Whether a session of Socket.IO has come over to this connection: until then it is a poll's, which outlives it.
    here: bool,
    closed: Option<(Sender, Option<u16>, String)>,
}

impl Tunnel {
    /// Passes bytes both ways, until both sides have ended or one is gone.
    pub(super) async fn run(self, client: Upgraded, server: Upgraded) {
        let socket_io = self.shared.is_socket_io(&self.asked.path);
        let state = Mutex::new(State::default());
        if socket_io {
            state.lock().connection = self.shared.sessions.of(&self.asked);
        } else if self.agreed.websocket {
            let number = self.shared.sessions.begin();
            state.lock().connection = Some(number);
            let (path, query) = (self.asked.path.clone(), self.asked.query.clone());
            self.tell(number, Happening::Opened { protocol: Protocol::WebSocket, path, query }).await;
        }
        let (client_reads, client_writes) = split(TokioIo::new(client));
        let (server_reads, server_writes) = split(TokioIo::new(server));
        let up = self.pass(Sender::Client, client_reads, server_writes, socket_io, &state);
        let down = self.pass(Sender::Server, server_reads, client_writes, socket_io, &state);
        tokio::select! {
            // A side that is gone takes the other with it; one that has only finished sending does not.
            _ = async { tokio::try_join!(up, down) } => {}
            () = self.shared.stop.cancelled() => {}
        }
        let State { connection, here, closed } = state.into_inner();
        let Some(connection) = connection else { return };
        // The end of a session that was told already, by the packet that says so, is not told twice.
        if !socket_io || (here && self.shared.sessions.end(connection)) {
            let (by, code, reason) = match closed {
                Some((by, code, reason)) => (Some(by), code, reason),
                None => (None, None, String::new()),
            };
            self.tell(connection, Happening::Closed { by, code, reason }).await;
        }
    }

    async fn tell(&self, connection: u64, what: Happening) {
        drop(self.shared.sessions.out().send(Seen { at: now(), connection, what }).await);
    }

    /// Passes one direction on, and tells what was in it.
    async fn pass(
        &self,
        from: Sender,
        mut source: impl AsyncRead + Unpin,
        mut sink: impl AsyncWrite + Unpin,
        socket_io: bool,
        state: &Mutex<State>,
    ) -> std::io::Result<()> {
        let mut reader = self.agreed.reader(from);
        let mut piece = vec![0; PIECE];
        let mut found = Vec::new();
        loop {
            let length = source.read(&mut piece).await?;
            let bytes = piece.get(..length).unwrap_or_default();
            if bytes.is_empty() {
                return sink.shutdown().await;
            }
            // It is told before it is passed on: so the answer of the other side is always told after it.
            if let Some(reader) = &mut reader {
                reader.read(bytes, &mut found);
            }
            for found in found.drain(..) {
                let seen = self.means(from, found, socket_io, &mut state.lock());
                if let Some(seen) = seen {
                    drop(self.shared.sessions.out().send(seen).await);
                }
            }
            sink.write_all(bytes).await?;
            sink.flush().await?;
        }
    }

    /// What a message is.
    fn means(&self, from: Sender, found: Found, socket_io: bool, state: &mut State) -> Option<Seen> {
        let State { connection, here, closed } = state;
        let what = match found {
            Found::Text(text) if socket_io => {
                let packet = engine::packet(&text);
                *here |= matches!(packet, Some(Packet::Open(_) | Packet::Upgrade));
                return self.shared.sessions.read(from, packet, &self.asked, connection);
            }
            Found::Text(text) => Happening::Sent { from, message: Message::Text(text) },
            Found::Bytes(bytes) => Happening::Sent { from, message: Message::Bytes(bytes) },
            Found::TooLarge => Happening::Unreadable { from, why: "a message of more than 16 MiB".to_owned() },
            Found::Broken(why) => Happening::Unreadable { from, why: format!("no WebSocket any more: {why}") },
            Found::Close(code, reason) => {
                closed.get_or_insert((from, code, reason));
                return None;
            }
        };
        Some(Seen { at: now(), connection: (*connection)?, what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_agreed_is_read() {
        let read = |lines: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(*name, HeaderValue::from_static(value));
            }
            let agreed = Agreed::read(&headers);
            (agreed.websocket, agreed.compressed)
        };
        assert_eq!(read(&[("upgrade", "WebSocket")]), (true, None));
        assert_eq!(read(&[("upgrade", "h2c")]), (false, None));
        let plain = [("upgrade", "websocket"), ("sec-websocket-extensions", "permessage-deflate")];
        assert_eq!(read(&plain), (true, Some((false, false))));
        let alone = [
            ("upgrade", "websocket"),
            ("sec-websocket-extensions", "permessage-deflate; client_no_context_takeover; server_max_window_bits=10"),
        ];
        assert_eq!(read(&alone), (true, Some((false, true))));
    }
}
