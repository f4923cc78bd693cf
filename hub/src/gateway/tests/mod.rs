//! The gateway with clients that are no sockets, over contracts of its own.

mod admission;
mod answers;
mod asking;
mod at_run_time;
mod desk;
mod expiry;
mod hostile;
mod limits;
mod line;
mod recovery;
mod revocation;

use std::sync::Arc;
use std::time::Duration;

use axum::http::Request;
use parking_lot::Mutex;

use super::{Gateway, Hello};
use crate::auth::{Algorithm, Grant, Key, Origins, Signer, SigningKey, Verifier};
use crate::close::Close;
use crate::config::Config;
use crate::engine::{Link, Session};
use crate::message::Frame;

event_contracts_macros::contract!(pub mod desk_contract = "src/gateway/tests/desk.yaml");
event_contracts_macros::contract!(pub mod line_contract = "src/gateway/tests/line.yaml");

const SECRET: &[u8] = b"a secret of the tests, of at least 32 bytes";

/// Tokens of ours, pages of the same host and `https://app.example`. No sweep comes within a test.
fn config() -> Config {
    let key = Key::secret(Algorithm::Hs256, SECRET).expect("a long secret");
    Config {
        tokens: Verifier::new([key], "issuer", "hub"),
        origins: Origins::default().allow("https://app.example").expect("an origin"),
        sweep: Duration::from_secs(3600),
        ..Config::default()
    }
}

/// A token for a while.
fn token_for(user: &str, lifetime: Duration) -> String {
    sign(SECRET, &Grant { lifetime, token_id: Some(format!("token of {user}")), ..Grant::of(user) })
}

fn token(user: &str) -> String {
    token_for(user, Duration::from_secs(3600))
}

fn sign(secret: &[u8], grant: &Grant) -> String {
    let key = SigningKey::secret(Algorithm::Hs256, secret).expect("a long secret");
    Signer::new(key, "issuer", "hub").sign(grant).expect("a signature")
}

/// What a client says on connecting, with Socket.IO's `auth`.
fn hello(auth: &serde_json::Value) -> Hello {
    let (request, ()) = Request::get("/").body(()).expect("a request").into_parts();
    Hello::read(&request, Some(&auth.to_string())).expect("a handshake")
}

fn hello_of(user: &str) -> Hello {
    hello(&serde_json::json!({ "token": token(user) }))
}

/// How a connection ended.
#[derive(Clone, Default)]
struct End(Arc<Mutex<Option<Close>>>);

impl Link for End {
    fn wake(&self, _: &Session) {}

    fn close(&self, _: &Session, why: Close) {
        self.0.lock().get_or_insert(why);
    }

    fn carrier(&self) -> &'static str {
        "nothing"
    }
}

/// A client that reads when it is asked to.
struct Client {
    gateway: Arc<dyn Gateway>,
    session: Arc<Session>,
    end: End,
}

impl Client {
    /// Connects.
    async fn connect(gateway: &Arc<dyn Gateway>, hello: Hello) -> Result<Self, Close> {
        let welcome = gateway.admit(&hello).await?;
        let end = End::default();
        let session = welcome.session(hello, Box::new(end.clone()));
        let client = Self { gateway: gateway.clone(), session, end };
        match client.gateway.open(&client.session).await {
            Ok(()) => Ok(client),
            Err(why) => {
                client.leave().await;
                Err(why)
            }
        }
    }

    /// Sends a frame.
    async fn say(&self, text: &str) {
        assert!(self.gateway.take(&self.session, text, false).await.is_none(), "nobody waits for an acknowledgement");
    }

    /// Sends a packet and gives back the acknowledgement.
    async fn call(&self, text: &str) -> Option<String> {
        self.gateway.take(&self.session, text, true).await.map(|text| text.to_string())
    }

    /// What has come, as JSON texts.
    fn heard(&self) -> Vec<String> {
        let frames = std::iter::from_fn(|| self.session.pop(self.gateway.engine()));
        frames.map(|frame| json_of(&frame)).collect()
    }

    fn ended(&self) -> Option<Close> {
        *self.end.0.lock()
    }

    async fn leave(&self) {
        self.gateway.close(&self.session).await;
    }
}

/// What lies in a frame, without the packet's head.
fn json_of(frame: &Frame) -> String {
    let text = match frame {
        Frame::SocketIo(text) => text.to_string(),
        Frame::Plain(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    };
    let start = text.find(['[', '{']).expect("JSON");
    text[start..].to_owned()
}

/// Waits for what is to come in its own time.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("never came: {what}");
}
