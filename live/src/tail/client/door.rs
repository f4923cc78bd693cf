//! A WebSocket to a server, or why there is none.

use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue, StatusCode};
use tokio_tungstenite::tungstenite::{Error, protocol::WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::super::trouble::Trouble;
use super::Client;
use crate::wire::frames::MOST_BYTES;
use crate::wire::stream::Stream;

/// An open WebSocket.
pub(super) type Socket = WebSocketStream<Stream>;

impl Client {
    /// Opens a WebSocket at a path with a query.
    pub(super) async fn open(&self, path: &str, query: &str) -> Result<Socket, Trouble> {
        let address = &self.address;
        let stream = Stream::connect(address).await?;
        let mark = if query.is_empty() { "" } else { "?" };
        let url = format!("ws://{}{path}{mark}{query}", address.authority());
        let mut request = url
            .into_client_request()
            .map_err(|error| Trouble::new(format!("`{address}` makes no request: {}", error)))?;
        for (name, value) in &self.options.headers {
            let bad = |why: String| Trouble::new(format!("`--header {name}` is no header: {why}"));
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| bad(error.to_string()))?;
            let value = HeaderValue::from_str(value).map_err(|error| bad(error.to_string()))?;
            request.headers_mut().append(name, value);
        }
        let config = WebSocketConfig::default().max_message_size(Some(MOST_BYTES)).max_frame_size(Some(MOST_BYTES));
        match client_async_with_config(request, stream, Some(config)).await {
            Ok((socket, _)) => Ok(socket),
            Err(Error::Http(response)) => {
                let body = response.body().as_deref().unwrap_or_default();
                Err(self.turned_away(path, response.status(), &String::from_utf8_lossy(body)))
            }
            Err(error) => Err(Trouble::new(format!("`{address}` opens no WebSocket at `{path}`: {error}"))
                .help("does a server of the contract listen there?")),
        }
    }

    /// Why a request was not answered with a WebSocket.
    fn turned_away(&self, path: &str, status: StatusCode, body: &str) -> Trouble {
        let said: String = body.chars().filter(|character| !character.is_control()).take(200).collect();
        let said = if said.trim().is_empty() { String::new() } else { format!(": {}", said.trim()) };
        let trouble = Trouble::new(format!("`{}` answers {status} at `{path}`, and no WebSocket{said}", self.address));
        match status {
            StatusCode::NOT_FOUND if path == self.address.path => {
                trouble.help("is the path that of the contract's server?")
            }
            StatusCode::NOT_FOUND => trouble.help("is Socket.IO served under another path? Name it with `--path`"),
            StatusCode::UNAUTHORIZED => trouble.help("present a token with `--token` or a header with `--header`"),
            StatusCode::FORBIDDEN => {
                trouble.help("is a token missing (`--token`), or an Origin (`--header 'Origin: ..'`)?")
            }
            _ => trouble,
        }
    }
}

/// A text as it stands in a query (RFC 3986).
pub(super) fn in_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
