//! Versions and former names, over TCP: what a client hears and may send, and what `GET /contracts` says of it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use event_hub::{Bus, Config, Host, HostConfig, Store};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use test_contracts::{WireServer, tokens, wire};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a test waits for what has to come.
const PATIENCE: Duration = Duration::from_secs(20);

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

impl Server {
    async fn start(store: &Store) -> Self {
        let config = Config { tokens: tokens().verifier, ..Config::default() };
        let hub = WireServer::hub(store.clone(), Bus::default(), config);
        let host = Host::new(HostConfig::default()).serve(&hub, Arc::new(WireServer));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let done = tokio::spawn(host.listen(listener, async {
            // A test that ends without stopping its server drops it with its runtime.
            let _ = stopped.await;
        }));
        Self { address, stop, done }
    }

    async fn stop(self) {
        self.stop.send(()).expect("it runs");
        self.done.await.expect("it ends in peace");
    }

    /// What `GET /contracts` says of the one contract.
    async fn contract(&self) -> Value {
        let mut stream = TcpStream::connect(self.address).await.expect("the server listens");
        let request = b"GET /contracts HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.expect("the server reads");
        let mut response = String::new();
        stream.read_to_string(&mut response).await.expect("UTF-8");
        assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
        let body = response.split_once("\r\n\r\n").expect("a body").1;
        serde_json::from_str::<Value>(body).expect("JSON")[0].take()
    }

    /// The same, once it says so many connections of these versions.
    async fn contract_with(&self, expected: &[(Option<&str>, u64)]) -> Value {
        let looks = async {
            loop {
                let contract = self.contract().await;
                let versions = contract["versions"].as_array().expect("a list");
                let found = versions.iter().map(|it| (it["fingerprint"].as_str(), it["connections"].as_u64()));
                if found.eq(expected.iter().map(|(version, count)| (*version, Some(*count)))) {
                    return contract;
                }
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, looks).await.unwrap_or_else(|_| panic!("in time: {expected:?}"))
    }
}

struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    /// A client that may enter room 7, and tells this version.
    async fn connect(server: &Server, user: &str, version: Option<&str>) -> Self {
        let contract = version.map(|version| format!("&contract={version}")).unwrap_or_default();
        let url = format!("ws://{}/ws/wire?token={}{contract}", server.address, tokens().of(user, &["7"]));
        Self(connect_async(url).await.expect("the handshake is accepted").0)
    }

    async fn say(&mut self, name: &str, payload: Value) {
        let meta = json!({ "timestamp": "2026-02-12T10:30:00Z", "success": true });
        let mut frame = json!({ "type": name, "data": payload });
        frame.as_object_mut().expect("an object").extend(meta.as_object().expect("an object").clone());
        self.0.send(Message::text(frame.to_string())).await.expect("the server reads");
    }

    /// The names of so many events.
    async fn names(&mut self, count: usize) -> Vec<String> {
        let mut names = Vec::new();
        while names.len() < count {
            let next = timeout(PATIENCE, self.0.next()).await.expect("something comes in time");
            if let Message::Text(text) = next.expect("the connection goes on").expect("a frame") {
                let frame: Value = serde_json::from_str(&text).expect("JSON");
                names.push(frame["type"].as_str().expect("a name").to_owned());
            }
        }
        names
    }
}

const OWN: &str = <wire::Wire as event_contracts_runtime::Contract>::FINGERPRINT;
const OLD: &str = "00000000000000aa";

#[tokio::test]
async fn a_former_name_is_sent_and_understood_beside_the_right_one() {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let server = Server::start(&store).await;
    let mut client = Client::connect(&server, "ada", None).await;
    client.say("room.join", json!({ "room_id": 7 })).await;
    assert_eq!(client.names(1).await, ["room.joined"]);
    client.say("message.post", json!({ "room_id": 7, "text": "hello" })).await;
    let mut heard = client.names(3).await;
    heard.sort();
    assert_eq!(heard, ["message.created", "message.new", "message.sent"]);
}

#[tokio::test]
async fn it_says_who_is_there_and_what_can_be_removed() {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let server = Server::start(&store).await;
    let fresh = server.contract_with(&[(Some(OWN), 0)]).await;
    assert_eq!((&fresh["contract"], &fresh["version"]), (&json!("wire"), &json!("1.0.0")));
    assert_eq!((&fresh["fingerprint"], &fresh["versions"][0]["current"]), (&json!(OWN), &json!(true)));
    let by_name = |contract: &Value, name: &str| {
        let aliases = contract["aliases"].as_array().expect("a list");
        aliases.iter().find(|alias| alias["name"] == name).expect("the alias").clone()
    };
    let sent = by_name(&fresh, "message.created");
    assert_eq!((&sent["event"], &sent["direction"]), (&json!("message.new"), &json!("server-to-client")));
    assert_eq!((&sent["sunset"], &sent["last_used"]), (&json!("2099-12-31"), &Value::Null));
    assert_eq!(sent["removable"], json!(false));

    let own = Client::connect(&server, "ada", Some(OWN)).await;
    let mut old = Client::connect(&server, "bob", Some(OLD)).await;
    let silent = Client::connect(&server, "eve", None).await;
    old.say("message.post", json!({ "room_id": 7, "text": "hello" })).await;
    let heard = old.names(2).await;
    assert_eq!(
        heard,
        ["hub:contract", "request.failed"],
        "told which version is served; who is in no room says nothing there"
    );
    let all = server.contract_with(&[(Some(OWN), 1), (None, 1), (Some(OLD), 1)]).await;
    let taken = by_name(&all, "message.post");
    assert_eq!(taken["direction"], json!("client-to-server"));
    assert!(taken["last_used"].is_string());
    let reason = taken["reason"].as_str().expect("words");
    for part in [
        "used by a client less than a minute ago",
        "1 connection of another version, which may send under this name",
        "1 connection that does not tell its version and may send under this name",
    ] {
        assert!(reason.contains(part), "{reason}");
    }

    drop((own, old, silent));
    server.contract_with(&[(Some(OWN), 0), (None, 0), (Some(OLD), 0)]).await;
    server.stop().await;
    let next = Server::start(&store).await;
    let remembered = next.contract_with(&[(Some(OWN), 0), (None, 0), (Some(OLD), 0)]).await;
    assert_eq!(by_name(&remembered, "message.post")["last_used"], taken["last_used"]);
}
