//! What no library of Socket.IO would send, and clients that do not do their part.

use std::time::Duration;

use event_hub::{Drain, HostConfig, Http, SocketIo};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::server::Server;

/// How long a test waits for what has to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A client of Engine.IO that has been greeted.
struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    async fn connect(server: &Server) -> Self {
        let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", server.address);
        let mut client = Self(connect_async(url).await.expect("the handshake is accepted").0);
        assert!(client.next().await.is_some_and(|open| open.starts_with("0{")));
        client
    }

    /// The same, in the namespace.
    async fn enter(server: &Server) -> Self {
        let mut client = Self::connect(server).await;
        client.say("40/rooms,").await;
        assert!(client.next().await.is_some_and(|connected| connected.starts_with("40/rooms,{\"sid\":")));
        client
    }

    async fn say(&mut self, text: &str) {
        self.send(Message::text(text)).await;
    }

    async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("the server reads");
    }

    /// The next text, none after the end; the answer to a ping is sent by the way.
    async fn next(&mut self) -> Option<String> {
        loop {
            let text = self.next_of_any().await?;
            if text != "2" {
                return Some(text);
            }
            // It may have been cut meanwhile.
            let _ = self.0.send(Message::text("3")).await;
        }
    }

    async fn next_of_any(&mut self) -> Option<String> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("something comes in time") {
                Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// Everything until the end.
    async fn rest(mut self) -> Vec<String> {
        let mut texts = Vec::new();
        while let Some(text) = self.next().await {
            texts.push(text);
        }
        texts
    }
}

fn quick() -> HostConfig {
    let socket_io = SocketIo {
        ping_interval: Duration::from_millis(200),
        ping_timeout: Duration::from_millis(200),
        connect_timeout: Duration::from_millis(300),
        ..SocketIo::default()
    };
    let http = Http { stall_timeout: Duration::from_secs(1), ..Http::default() };
    HostConfig {
        socket_io,
        http,
        drain: Drain { bound: Duration::from_secs(5), ..Drain::default() },
        ..HostConfig::default()
    }
}

#[tokio::test]
async fn whoever_enters_no_namespace_is_cut() {
    let server = Server::start_with(quick()).await;
    let client = Client::connect(&server).await;
    assert_eq!(client.rest().await, ["1"]);
}

#[tokio::test]
async fn whoever_leaves_every_namespace_is_cut_later() {
    let server = Server::start_with(quick()).await;
    let mut client = Client::enter(&server).await;
    client.say("41/rooms,").await;
    client.say("40/more,").await;
    assert!(client.next().await.is_some_and(|connected| connected.starts_with("40/more,")));
    // Longer than it may be in none.
    sleep(Duration::from_millis(100)).await;
    client.say("41/more,").await;
    assert_eq!(client.rest().await, ["1"]);
}

#[tokio::test]
async fn whoever_gives_no_sign_of_life_is_cut() {
    let server = Server::start_with(quick()).await;
    let mut client = Client::enter(&server).await;
    server.expect(1).await;
    while client.next_of_any().await.is_some() {}
    server.expect(0).await;
}

#[tokio::test]
async fn whoever_breaks_the_protocol_is_told_and_cut() {
    let server = Server::start().await;
    for broken in [
        "4",
        "4abc",
        "42{}",
        "42abc[\"whisper\",{}]",
        "42[\"unfinished\"",
        "43[]",
        "44{}",
        "45-[\"a\"]",
        "40/rooms,[]",
        "40/rooms,",
        "42[\"not in this namespace\",1]",
        "42/nowhere,[\"a\"]",
        "45/rooms,[\"a\"]",
    ] {
        let mut client = Client::enter(&server).await;
        client.say(broken).await;
        let rest = client.rest().await;
        let told = r#"42/rooms,["hub:closing",{"code":4103,"reason":"protocol broken"}]"#;
        assert_eq!(rest.first().map(String::as_str), Some(told), "{broken}: {rest:?}");
        assert_eq!(rest.get(1).map(String::as_str), Some("41/rooms,"), "{broken}: {rest:?}");
    }
    let mut client = Client::enter(&server).await;
    client.send(Message::binary(vec![1, 2, 3])).await;
    assert!(client.rest().await.iter().any(|text| text.contains("4103")), "bytes that nobody announced");
    server.expect(0).await;
}

#[tokio::test]
async fn an_event_that_is_no_json_is_answered() {
    let server = Server::start().await;
    let mut client = Client::enter(&server).await;
    for broken in ["[\"whisper\",{]", "[]", "[1]", "[\"whisper\",{}x]", "[nonsense]"] {
        client.say(&format!("42/rooms,{broken}")).await;
        let answer = client.next().await.unwrap_or_default();
        assert!(answer.starts_with("42/rooms,[\"hub:error\",{\"code\":\"invalid_"), "{broken}: {answer}");
    }
    for open in ["[", "{\"a\":"] {
        let deep = open.repeat(60_000 / open.len());
        client.say(&format!("42/rooms,7[\"whisper\",{deep}]")).await;
        let answer = client.next().await.unwrap_or_default();
        assert!(answer.starts_with("43/rooms,7[{\"error\":{\"code\":\"invalid_"), "{open}: {answer}");
    }
    client.say("42/rooms,8[\"tally\",{}]").await;
    assert_eq!(client.next().await.as_deref(), Some("43/rooms,8[{\"heard\":0,\"inversions\":0}]"));
}

#[tokio::test]
async fn what_is_announced_as_bytes_is_swallowed() {
    let server = Server::start().await;
    let mut client = Client::enter(&server).await;
    client.say("452-/rooms,[\"whisper\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]").await;
    client.send(Message::binary(vec![1])).await;
    client.send(Message::binary(vec![2])).await;
    client.say("42/rooms,8[\"tally\",{}]").await;
    assert!(client.next().await.is_some_and(|text| text.contains("hub:error")));
    assert_eq!(client.next().await.as_deref(), Some("43/rooms,8[{\"heard\":0,\"inversions\":0}]"));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_client_that_never_reads_again_costs_nothing_for_long() {
    let server = Server::start_with(HostConfig { http: quick().http, ..HostConfig::default() }).await;
    let mut sleeper = Client::enter(&server).await;
    sleeper.say("42/rooms,1[\"enter\",\"room.full\"]").await;
    assert!(sleeper.next().await.is_some_and(|text| text.contains("true")));
    server.expect(1).await;
    assert_eq!(open_sockets(server.address.port()), 1);
    for n in 0..2_000 {
        server.whisper("full", n, 10_000);
        tokio::task::yield_now().await;
    }
    server.expect(0).await;
    // The session is gone; its socket is, once the system gives up.
    let began = Instant::now();
    while open_sockets(server.address.port()) > 0 {
        assert!(began.elapsed() < PATIENCE, "the socket is still open");
        sleep(Duration::from_millis(20)).await;
    }
    drop(sleeper);
}

/// The sockets of a server that the system keeps, in whatever state but listening.
#[cfg(target_os = "linux")]
fn open_sockets(port: u16) -> usize {
    let table = std::fs::read_to_string("/proc/net/tcp").expect("the system's table");
    let own = format!(":{port:04X}");
    let state = |line: &str| line.split_whitespace().nth(3).map(str::to_owned);
    let server = |line: &&str| line.split_whitespace().nth(1).is_some_and(|local| local.ends_with(&own));
    table.lines().filter(server).filter(|line| state(line).as_deref() != Some("0A")).count()
}
