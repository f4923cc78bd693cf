//! No token comes into a log: a connection's whole life over TCP, with everything logged that anybody logs. One test alone, as the
//! log is the process's.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use event_contracts_runtime::{Entry, Raw};
use event_hub::auth::{Algorithm, Grant, Key, Signer, SigningKey, Verifier};
use event_hub::{Bus, Config, Connection, Host, HostConfig, Hub, Refusal, Store, System, User};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tracing::Level;

use crate::confession::events::Confess;
use crate::confession::handlers::ClientHandler;
use crate::confession::{Confession, Meta};
use crate::doors::Doors;
use crate::doors::events::{Work, WorkAck};

event_contracts_macros::contract!(mod confession = "tests/secrets/catalogue.yaml");
event_contracts_macros::contract!(mod doors = "tests/doors/catalogue.yaml");

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

/// The application on Socket.IO.
struct Porter;

impl System for Porter {
    type Contract = Doors;
}

impl doors::handlers::ClientHandler for Porter {
    type Connection = Connection<Doors>;
    type Error = Refusal;

    async fn work(&self, _: &Connection<Doors>, _: Work) -> Result<WorkAck, Refusal> {
        Ok(WorkAck { by: "nobody".to_owned() })
    }

    async fn unknown(&self, _: &Connection<Doors>, event: Raw) -> Result<(), Refusal> {
        Err(event.into())
    }
}

impl doors::handlers::Access for Porter {
    type User = User;

    async fn desk(&self, _: &User, _: &doors::channels::Desk) -> Entry {
        Entry::Denied
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

/// The packets of a client on Socket.IO that says all that with each of these tokens, in the right places and in wrong ones.
fn packets(auth: &str, tokens: &[&String]) -> Vec<String> {
    let mut packets = vec![format!("40/doors,{}", json!({ "token": auth }))];
    for (at, token) in tokens.iter().enumerate() {
        packets.push(format!("42/doors,{at}{}", json!(["hub:renew", { "token": token }])));
        packets.push(format!("42/doors,{}", json!(["work", token])));
        packets.push(format!("42/doors,{}", json!([token, token])));
        packets.push(format!("42/doors,[{token}]"));
    }
    packets.push("42/doors,[\"the last\"]".to_owned());
    packets
}

/// Connects by WebSocket, says all that, and waits for an answer to the last of it.
async fn visit_socket_io(address: &str, packets: &[String]) {
    let url = format!("ws://{address}/socket.io/?EIO=4&transport=websocket");
    let (mut socket, _) = connect_async(url).await.expect("it is accepted");
    for packet in packets {
        socket.send(packet.as_str().into()).await.expect("the server reads");
    }
    while let Some(Ok(message)) = socket.next().await {
        if message.to_text().is_ok_and(|text| text.contains("the last")) {
            return;
        }
    }
    panic!("no answer to the last");
}

/// The same by long-polling.
async fn visit_polling(address: &str, packets: &[String]) {
    let path = "/socket.io/?EIO=4&transport=polling";
    let opened = http(address, "GET", path, "").await;
    let id = opened.split("\"sid\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a session");
    let path = format!("{path}&sid={id}");
    assert!(http(address, "POST", &path, &packets.join("\u{1e}")).await.contains("200 OK"));
    for _ in 0..100 {
        if http(address, "GET", &path, "").await.contains("the last") {
            return;
        }
    }
    panic!("no answer to the last");
}

async fn http(address: &str, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    let request = format!("{head}Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("it answers");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn no_token_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(Level::TRACE).with_ansi(false).with_writer(move || writer.clone()).init();

    let key = Key::secret(Algorithm::Hs256, SECRET).expect("a long secret").named("2026");
    let config = Config { tokens: Verifier::new([key], "issuer", "hub"), ..Config::default() };
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let porter = Hub::bare(store.clone(), Bus::default(), config.clone());
    let hub = Hub::new(store, Bus::default(), config, |_| Meta {});
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let url = format!("ws://{address}/ws/confession");
    let (stop, stopped) = oneshot::channel::<()>();
    let host = Host::new(HostConfig::default()).serve(&hub, Arc::new(App)).serve(&porter, Arc::new(Porter));
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
    // Users of their own, as a user may say only so much in a minute.
    let all = [&newer, &bob, &expired, &forged];
    visit_socket_io(&address, &packets(&ada, &all)).await;
    visit_polling(&address, &packets(&bob, &all)).await;
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
