//! No token comes into a log: a connection's whole life over TCP, with everything logged that anybody logs. One test alone, as the
//! log is the process's.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use event_contracts_runtime::Raw;
use event_hub::auth::{Algorithm, Grant, Key, Signer, SigningKey, Verifier};
use event_hub::{Bus, Config, Connection, Host, HostConfig, Hub, Refusal, Store, System};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tracing::Level;

use crate::confession::events::Confess;
use crate::confession::handlers::ClientHandler;
use crate::confession::{Confession, Meta};

event_contracts_macros::contract!(mod confession = "tests/secrets/catalogue.yaml");

const SECRET: &[u8] = b"a secret of the tests, of at least 32 bytes";

struct App;

impl System for App {
    type Contract = Confession;

    async fn connected(&self, connection: &Connection<Confession>) -> Result<(), Refusal> {
        tracing::info!(?connection, user = ?connection.user(), "somebody is here");
        Ok(())
    }
}

impl ClientHandler for App {
    type Connection = Connection<Confession>;
    type Error = Refusal;

    async fn confess(&self, _: &Connection<Confession>, event: Confess) -> Result<(), Refusal> {
        assert_ne!(event.what, "all", "a handler that fails");
        Ok(())
    }

    async fn unknown(&self, _: &Connection<Confession>, event: Raw) -> Result<(), Refusal> {
        Err(event.into())
    }
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("nobody panics here")).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics here").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn token(secret: &[u8], user: &str, lifetime: Duration) -> String {
    let key = SigningKey::secret(Algorithm::Hs256, secret).expect("a long secret").named("2026");
    let grant = Grant { lifetime, token_id: Some(format!("the id of {user}'s")), ..Grant::of(user) };
    Signer::new(key, "issuer", "hub").sign(&grant).expect("a signature")
}

/// Connects, says all that, waits for an answer to the last of it, and goes. False where it is not let in.
async fn visit(url: &str, header: Option<(&'static str, &str)>, frames: &[String]) -> bool {
    let mut request = url.into_client_request().expect("a URL");
    if let Some((name, value)) = header {
        request.headers_mut().insert(name, value.parse().expect("a header"));
    }
    let Ok((mut socket, _)) = connect_async(request).await else { return false };
    for frame in frames {
        socket.send(frame.as_str().into()).await.expect("the server reads");
    }
    socket.send(r#"{"type":"the last"}"#.into()).await.ok();
    loop {
        match socket.next().await {
            Some(Ok(message)) if message.is_text() => {
                if message.to_text().expect("text").contains("the last") {
                    socket.close(None).await.ok();
                    return true;
                }
            }
            Some(Ok(message)) if !message.is_close() => {}
            _ => return false,
        }
    }
}

#[tokio::test]
async fn no_token_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(Level::TRACE).with_ansi(false).with_writer(move || writer.clone()).init();

    let key = Key::secret(Algorithm::Hs256, SECRET).expect("a long secret").named("2026");
    let config = Config { tokens: Verifier::new([key], "issuer", "hub"), ..Config::default() };
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let hub = Hub::new(store, Bus::default(), config, |_| Meta {});
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("ws://{}/ws/confession", listener.local_addr().expect("an address"));
    let (stop, stopped) = oneshot::channel::<()>();
    let host = Host::new(HostConfig::default()).serve(&hub, Arc::new(App));
    let served = tokio::spawn(host.listen(listener, async {
        stopped.await.ok();
    }));

    let hour = Duration::from_secs(3600);
    let (ada, bob) = (token(SECRET, "ada", hour), token(SECRET, "bob", hour));
    let newer = token(SECRET, "ada", 2 * hour);
    let expired = token(SECRET, "ada", Duration::ZERO);
    let forged = token(b"another secret of the tests, just as long", "ada", hour);
    let renewal = |token: &str| json!({ "type": "hub:renew", "data": { "token": token } }).to_string();
    let mut frames: Vec<String> = [&newer, &bob, &expired, &forged].map(|token| renewal(token)).into();
    for token in [&ada, &newer] {
        // Clients that say it in the wrong place.
        frames.push(json!({ "type": "confess", "data": { "what": token } }).to_string());
        frames.push(json!({ "type": "confess", "data": token }).to_string());
        frames.push(json!({ "type": token, "data": token }).to_string());
        frames.push(json!({ "type": "hub:renw", "data": { "token": token } }).to_string());
        frames.push(json!({ "data": token }).to_string());
        frames.push(token.clone());
    }
    frames.push(json!({ "type": "confess", "data": { "what": "all" } }).to_string());
    assert!(visit(&format!("{url}?token={ada}"), None, &frames).await);
    assert!(visit(&url, Some(("authorization", &format!("Bearer {ada}"))), &frames).await);
    assert!(visit(&url, Some(("cookie", &format!("session={ada}"))), &frames).await);
    assert!(!visit(&format!("{url}?token={forged}"), None, &[]).await);
    assert!(!visit(&url, Some(("authorization", &format!("Bearer {expired}"))), &[]).await);
    hub.revoke_token("the id of bob's", SystemTime::now() + hour).await.expect("a database");
    assert!(!visit(&format!("{url}?token={bob}"), None, &[]).await);
    stop.send(()).expect("it runs");
    served.await.expect("it ends");

    let text = log.text();
    for told in ["somebody is here", "a token was refused", "an event was refused", "panicked"] {
        assert!(text.contains(told), "{told}");
    }
    for token in [ada, bob, newer, expired, forged] {
        for part in token.split('.').skip(1) {
            let at = text.find(&part[..16]);
            assert_eq!(at.and_then(|at| text[..at].lines().last()), None);
        }
    }
}
