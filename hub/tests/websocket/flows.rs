//! What goes to and fro on a connection that nothing is wrong with.

use serde_json::json;

use crate::client::Client;
use crate::rooms::events::RoomShout;
use crate::server::Server;

#[tokio::test]
async fn what_is_said_is_answered() {
    let server = Server::start().await;
    let mut client = Client::connect(&server.url()).await;
    for text in ["hello", "Grüße", &"y".repeat(60_000)] {
        client.say("echo", json!({ "text": text })).await;
        assert_eq!(client.event().await, ("echoed".to_owned(), json!({ "text": text })));
    }
}

#[tokio::test]
async fn a_room_hears_one_order() {
    let server = Server::start().await;
    let mut clients = Vec::new();
    for _ in 0..5 {
        let mut client = Client::connect(&server.url()).await;
        client.say("room.join", json!({ "room_id": "lobby" })).await;
        assert_eq!(client.event().await.0, "echoed");
        clients.push(client);
    }
    for number in 0..200 {
        let shout = RoomShout { room_id: "lobby".to_owned(), text: number.to_string() };
        server.hub.send(&shout).expect("no limits");
    }
    for client in &mut clients {
        for number in 0..200 {
            let expected = json!({ "room_id": "lobby", "text": number.to_string() });
            assert_eq!(client.event().await, ("room.shout".to_owned(), expected));
        }
    }
}
