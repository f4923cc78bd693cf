//! A client that knows nothing of the hub.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a test waits for what has to come.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until something is so.
pub async fn eventually(what: &str, is: impl Fn() -> bool) {
    let looks = async {
        while !is() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, looks).await.unwrap_or_else(|_| panic!("in time: {what}"));
}

pub struct Client(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    pub async fn connect(url: &str) -> Self {
        let (socket, _) = connect_async(url).await.expect("the handshake is accepted");
        Self(socket)
    }

    pub async fn say(&mut self, name: &str, payload: Value) {
        self.send(json!({ "type": name, "data": payload }).to_string()).await;
    }

    pub async fn send(&mut self, message: impl Into<Message>) {
        self.0.send(message.into()).await.expect("the server reads");
    }

    /// The next message; the answer to a ping is sent by the way.
    pub async fn hear(&mut self) -> Message {
        let next = timeout(PATIENCE, self.0.next()).await.expect("something comes in time");
        next.expect("the connection goes on").expect("a frame")
    }

    /// The next event: its name and its payload.
    pub async fn event(&mut self) -> (String, Value) {
        loop {
            match self.hear().await {
                Message::Text(text) => {
                    let mut frame: Value = serde_json::from_str(&text).expect("JSON");
                    return (frame["type"].as_str().expect("a name").to_owned(), frame["data"].take());
                }
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code and the reason of the close frame that ends the connection, whatever comes before it.
    pub async fn end(&mut self) -> (u16, String) {
        loop {
            if let Message::Close(frame) = self.hear().await {
                let frame = frame.expect("a code");
                let after = timeout(PATIENCE, self.0.next()).await.expect("the server ends the connection");
                assert!(after.is_none(), "{after:?}");
                return (frame.code.into(), frame.reason.to_string());
            }
        }
    }
}
