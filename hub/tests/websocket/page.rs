//! The conversations in `docs/delivery.md` are what is said.
//!
//! A block of text that begins with `connect` is one: `>` is what the client sends, `<` what it hears, `!` what happens to it.
//! The epoch of a log is another every time; the page calls it `k3f9`.

use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;

use crate::client::Client;
use crate::recovery::{escape, note};
use crate::server::Server;

#[tokio::test]
async fn what_the_page_shows_is_what_is_said() {
    let page = include_str!("../../../docs/delivery.md");
    let blocks = page.split("```text\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block);
    let mut played = 0;
    for block in blocks.filter(|block| block.starts_with("connect ")) {
        play(block).await;
        played += 1;
    }
    assert!(played > 0, "the page shows no conversation");
}

async fn play(block: &str) {
    let server = Server::start().await;
    let mut epoch = None;
    let mut client = None;
    for line in block.lines() {
        let (kind, rest) = line.split_once(' ').expect("a line says what it is");
        match (kind, &mut client) {
            ("connect", client) => *client = Some(connect(&server, rest, epoch.as_deref()).await),
            (">", Some(client)) => client.send(rest).await,
            ("<", Some(client)) => {
                let Message::Text(text) = client.hear().await else { panic!("{line}: no text came") };
                if epoch.is_none() {
                    epoch = epoch_in(&text);
                }
                let said = epoch.as_deref().map_or(text.to_string(), |epoch| text.replace(epoch, "k3f9"));
                assert_eq!(said, rest);
            }
            ("!", client) => happen(&server, rest, client).await,
            _ => panic!("{line}: no such line"),
        }
    }
}

async fn connect(server: &Server, target: &str, epoch: Option<&str>) -> Client {
    let target = epoch.map_or(target.to_owned(), |epoch| target.replace("k3f9", epoch));
    let (path, query) = target.split_once("?recover=").unwrap_or((&target, ""));
    let asks = if query.is_empty() { String::new() } else { format!("?recover={}", escape(query)) };
    Client::connect(&format!("ws://{}{path}{asks}", server.address)).await
}

async fn happen(server: &Server, what: &str, client: &mut Option<Client>) {
    match what {
        "notes 1 and 2 are stored" => note(&server.hub, 1..=2).await,
        "note 3 is stored" => note(&server.hub, 3..=3).await,
        "the connection is lost" => *client = None,
        _ => panic!("{what}: nobody knows how to do that"),
    }
}

/// The epoch in a frame's position.
fn epoch_in(text: &str) -> Option<String> {
    let frame: Value = serde_json::from_str(text).expect("JSON");
    let (_, epoch) = frame["data"]["position"].as_str()?.split_once('.')?;
    Some(epoch.to_owned())
}
