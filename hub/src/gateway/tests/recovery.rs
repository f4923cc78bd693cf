use serde_json::json;

use super::desk::Node;
use super::*;

#[tokio::test]
async fn a_client_enters_what_it_asks_to_recover_if_it_may() {
    let node = Node::new().await;
    let recover = json!({
        "lobby": "0.none",
        "staff": "0.none",
        "desk.ada": "0.none",
        "desk.bob": "0.none",
        "desk.trap": "0.none",
        "desk.%61da": "0.none",
        "nowhere": "0.none",
        "": "0.none",
    });
    let client = node.connect(hello(&json!({ "token": token("ada"), "recover": recover }))).await;
    let mut channels = client.session.channels();
    channels.sort();
    assert_eq!(channels.iter().map(|channel| &**channel).collect::<Vec<_>>(), ["desk.ada", "lobby", "staff"]);
    let mut left: Vec<String> = client.heard().into_iter().filter(|text| text.contains("hub:left")).collect();
    left.sort();
    let told = |channel: &str, code: &str| json!(["hub:left", { "channel": channel, "code": code }]).to_string();
    assert_eq!(
        left,
        [
            told("", "not_found"),
            told("desk.%61da", "not_found"),
            told("desk.bob", "denied"),
            told("desk.trap", "denied"),
            told("nowhere", "not_found"),
        ]
    );
    assert!(client.session.wanted().is_empty());
}

#[tokio::test]
async fn without_a_token_only_what_is_public_is_recovered() {
    let node = Node::new().await;
    let recover = json!({ "lobby": "0.none", "staff": "0.none", "desk.ada": "0.none" });
    let client = node.connect(hello(&json!({ "recover": recover }))).await;
    assert_eq!(client.session.channels().iter().map(|channel| &**channel).collect::<Vec<_>>(), ["lobby"]);
    let left = client.heard().into_iter().filter(|text| text.contains("unauthenticated")).count();
    assert_eq!(left, 2);
}
