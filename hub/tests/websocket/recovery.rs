//! What a client that comes back has missed, over a plain WebSocket.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use event_hub::{Config, HostConfig, Hub, Store};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::client::Client;
use crate::rooms::Rooms;
use crate::rooms::events::RoomNote;
use crate::server::Server;

/// A client that remembers where it is in each channel, as any that comes back has to.
struct Returning {
    positions: BTreeMap<String, String>,
    /// The numbers of the notes that it has heard.
    notes: Vec<u64>,
}

impl Returning {
    fn new() -> Self {
        Self { positions: BTreeMap::new(), notes: Vec::new() }
    }

    async fn connect(&self, server: &Server) -> Client {
        let recover = json!(self.positions).to_string();
        Client::connect(&format!("{}?recover={}", server.url(), escape(&recover))).await
    }

    /// Takes the next message; gives back whether it was a note.
    async fn hear(&mut self, client: &mut Client) -> bool {
        let Message::Text(text) = client.hear().await else { return false };
        let frame: Value = serde_json::from_str(&text).expect("JSON");
        let data = &frame["data"];
        match frame["type"].as_str().expect("a name") {
            "hub:position" => {
                assert_ne!(data["recovered"], json!(false), "nothing was forgotten: {frame}");
                self.positions.insert(string(&data["channel"]), string(&data["position"]));
                false
            }
            "room.note" => {
                let place = string(&frame["position"]);
                let (position, address) = place.split_once('@').expect("a position and an address");
                self.positions.insert(address.to_owned(), position.to_owned());
                self.notes.push(data["number"].as_u64().expect("a number"));
                true
            }
            _ => false,
        }
    }

    fn has_heard(&self, count: u64) {
        let expected: Vec<u64> = (1..=count).collect();
        assert!(self.notes == expected, "heard {:?}", self.notes);
    }
}

/// A text as it may stand in a query.
pub fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn string(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

/// Stores some notes in one transaction.
pub async fn note(hub: &Hub<Rooms>, numbers: impl Iterator<Item = u64>) {
    let mut tx = hub.store().begin().await.expect("a transaction");
    for number in numbers {
        hub.emit(&mut tx, &RoomNote { room_id: "lobby".to_owned(), number }).expect("no limits");
    }
    tx.commit().await.expect("they are stored");
}

#[tokio::test]
async fn whatever_is_cut_nothing_is_missing_and_nothing_comes_twice() {
    const NOTES: u64 = 2500;
    let server = Server::start().await;
    let mut returning = Returning::new();
    let mut client = returning.connect(&server).await;
    client.say("room.join", json!({ "room_id": "lobby" })).await;
    while !returning.positions.contains_key("room.lobby") {
        returning.hear(&mut client).await;
    }
    let heard = Arc::new(AtomicU64::new(0));
    let (hub, hears) = (server.hub.clone(), heard.clone());
    let writing = tokio::spawn(async move {
        for first in (1..=NOTES).step_by(25) {
            // Not so far ahead that every return reads the whole log.
            while first > hears.load(Ordering::SeqCst) + 100 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            note(&hub, first..first + 25).await;
        }
    });
    let mut random = StdRng::seed_from_u64(7);
    let mut cuts = 0;
    while returning.notes.len() < NOTES as usize {
        // Some frames later the connection is gone, wherever in what follows that may be.
        for _ in 0..random.random_range(0..40) {
            if returning.notes.len() < NOTES as usize {
                returning.hear(&mut client).await;
            }
        }
        heard.store(returning.notes.len() as u64, Ordering::SeqCst);
        drop(client);
        cuts += 1;
        client = returning.connect(&server).await;
    }
    writing.await.expect("all is stored");
    returning.has_heard(NOTES);
    assert!(cuts > 100, "{cuts} cuts");
}

#[tokio::test]
async fn what_was_acknowledged_before_a_server_stops_is_heard_from_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite:{}", folder.path().join("hub.db").display());
    let open = async || Store::open(&database).await.expect("a database");
    let server = Server::start_on(open().await, Config::default(), HostConfig::default()).await;
    let mut returning = Returning::new();
    let mut client = returning.connect(&server).await;
    client.say("room.join", json!({ "room_id": "lobby" })).await;
    while !returning.positions.contains_key("room.lobby") {
        returning.hear(&mut client).await;
    }
    // Somebody stores one note after the other, up to the end of the server and a little after.
    let acknowledged = Arc::new(AtomicU64::new(0));
    let (hub, counted) = (server.hub.clone(), acknowledged.clone());
    let writing = tokio::spawn(async move {
        for number in 1.. {
            note(&hub, [number].into_iter()).await;
            counted.store(number, Ordering::SeqCst);
        }
    });
    while returning.notes.len() < 50 {
        returning.hear(&mut client).await;
    }
    let stopping = tokio::spawn(server.stop());
    // What is not looked at was not heard: it comes again.
    assert_eq!(client.end().await.0, 4001);
    stopping.await.expect("it ends in peace");
    writing.abort();
    // It ends at a moment of its own, and a commit that has begun goes on.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let stored = acknowledged.load(Ordering::SeqCst);

    let server = Server::start_on(open().await, Config::default(), HostConfig::default()).await;
    let mut client = returning.connect(&server).await;
    while returning.notes.last().is_none_or(|last| *last < stored) {
        returning.hear(&mut client).await;
    }
    let heard = returning.notes.len() as u64;
    assert!(heard >= stored && stored >= 50, "{heard} of {stored}");
    returning.has_heard(heard);
}
