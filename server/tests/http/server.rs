//! A server for one test, on a free port with a database of its own, and requests to it over TCP.

use std::net::SocketAddr;

use event_hub::auth::Grant;
use reference_server::app::App;
use reference_server::config::{Config, Key, Settings, Source};
use reference_server::{Base, Tokens};
use serde_json::Value;
use tempfile::TempDir;
use test_services::{Database, Kind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    pub base: Base,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    _database: Database,
    _data: TempDir,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A header of the answer.
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}: ")))?;
        line.split_once(": ").map(|(_, value)| value)
    }
}

impl Server {
    /// Starts one, with these keys set.
    pub async fn start(kind: Kind, keys: &[(&str, &str)]) -> Self {
        let (database, data) = (Database::new(kind), tempfile::tempdir().expect("a folder"));
        let mut settings = Settings::default();
        let folder = data.path().display().to_string();
        for (name, value) in [("data", folder.as_str()), ("database", database.url())].iter().chain(keys) {
            let key = Key::named(name).expect("a key");
            settings.set(key, vec![(*value).to_owned()], Source::Flag(key.flag()));
        }
        let app = App::open(Config::from_settings(&settings).expect("a configuration")).await.expect("it opens");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (address, base) = (listener.local_addr().expect("an address"), app.base().clone());
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(app.serve(listener, async move {
            let _ = stopped.await;
        }));
        Self { address, base, stop, serving, _database: database, _data: data }
    }

    /// Stops it, and waits until it has.
    pub async fn stop(self) {
        self.stop.send(()).expect("it runs");
        self.serving.await.expect("it ends by itself");
    }

    /// A token of this server.
    pub fn token(&self, user: &str, role: &str) -> String {
        let grant = Grant { roles: vec![role.to_owned()], ..Grant::of(user) };
        self.base.tokens.sign(&grant).expect("a token")
    }

    /// Asks with a body of JSON, perhaps as somebody.
    pub async fn ask(&self, method: &str, path: &str, token: Option<&str>, body: &str) -> Answer {
        let token = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        self.raw(method, path, &format!("{token}{kind}"), body).await
    }

    /// Asks with these lines of headers.
    pub async fn raw(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}",
            self.address
        );
        // A server that has seen enough answers before it has read everything.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }
}

/// The tokens of another server.
pub fn other_tokens() -> Tokens {
    let folder = tempfile::tempdir().expect("a folder");
    Tokens::open(folder.path()).expect("a key")
}
