use std::time::SystemTime;

use serde_json::json;

use super::desk::Node;
use super::*;
use crate::store::Store;

fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

#[tokio::test]
async fn a_revoked_token_ends_its_connections_and_opens_none() {
    let node = Node::new().await;
    let (ada, bob) = (node.connect(hello_of("ada")).await, node.connect(hello_of("bob")).await);
    let nobody = node.connect(hello(&json!({}))).await;
    node.hub.revoke_token("token of ada", later()).await.expect("a database");
    assert_eq!((ada.ended(), bob.ended(), nobody.ended()), (Some(Close::Revoked), None, None));
    assert_eq!(Client::connect(&node.gateway, hello_of("ada")).await.err(), Some(Close::Revoked));
    let other = sign(SECRET, &Grant { token_id: Some("another".to_owned()), ..Grant::of("ada") });
    node.connect(hello(&json!({ "token": other }))).await;
    let renewal = json!(["hub:renew", { "token": token("bob") }]).to_string();
    node.hub.revoke_user("bob", later()).await.expect("a database");
    assert_eq!(bob.ended(), Some(Close::Revoked));
    assert!(bob.call(&renewal).await.is_some_and(|answer| answer.contains("revoked")));
}

#[tokio::test]
async fn other_nodes_learn_of_it() {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let often = || Config { sweep: Duration::from_millis(20), ..config() };
    let (one, other) = (Node::over(store.clone(), often()), Node::over(store.clone(), often()));
    // One token throughout: another one, signed in a later second than the revocation, would be good.
    let auth = json!({ "token": token("ada") });
    let client = other.connect(hello(&auth)).await;
    one.hub.revoke_user("ada", later()).await.expect("a database");
    until("the end", || client.ended() == Some(Close::Revoked)).await;
    assert_eq!(Client::connect(&other.gateway, hello(&auth)).await.err(), Some(Close::Revoked));
    // So does one that starts later.
    let third = Node::over(store, config());
    assert_eq!(Client::connect(&third.gateway, hello(&auth)).await.err(), Some(Close::Revoked));
}
