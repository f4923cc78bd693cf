use serde_json::Value;

use super::line_contract::events::Said;
use super::line_contract::types::Words;
use super::*;
use crate::refusal::Code;
use crate::user::User;

fn said(room: &str) -> Said {
    Said(Words { room_id: room.to_owned(), text: "hello".to_owned() })
}

fn say(room: &str) -> String {
    format!(r#"{{"type":"say","at":1,"data":{{"room_id":"{room}","text":"hello"}}}}"#)
}

fn user(id: &str) -> Arc<User> {
    let verifier = config().tokens;
    let token = crate::auth::Token::of(&token(id)).expect("a token");
    Arc::new(verifier.verify(&token).expect("a good token"))
}

/// The refusal in what was heard, if there is one.
fn refused(client: &Client) -> Option<Value> {
    let heard = client.heard();
    let mut all = heard.iter().map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
    all.find(|value| value["type"] == "hub:error").map(|mut value| value["data"].take())
}

#[tokio::test]
async fn a_connection_is_told_when_to_try_again() {
    let (gateway, _) = line::node().await;
    let client = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    tokio::time::pause();
    let nonsense = r#"{"type":"say","at":1,"data":7}"#;
    for _ in 0..4 {
        client.say(nonsense).await;
        assert_eq!(refused(&client).expect("refused")["code"], "invalid_payload");
    }
    client.say(&say("one")).await;
    let refusal = refused(&client).expect("refused");
    assert_eq!(refusal["code"], "rate_limited");
    assert_eq!(refusal["event"], "say");
    assert_eq!(refusal["message"], "more than 4 events in a minute over this connection");
    assert_eq!(refusal["retry_after"], 15_000);
    tokio::time::advance(Duration::from_secs(15)).await;
    client.say(&say("one")).await;
    assert_eq!(refused(&client), None);
}

#[tokio::test]
async fn a_user_s_connections_and_requests_count_together() {
    let (gateway, hub) = line::node().await;
    let one = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    let other = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    let bob = Client::connect(&gateway, hello_of("bob")).await.expect("let in");
    tokio::time::pause();
    let nonsense = r#"{"type":"say","at":1,"data":7}"#;
    for client in [&one, &other] {
        client.say(nonsense).await;
        client.say(nonsense).await;
    }
    let by_request = hub.caused_by(Some(user("ada")));
    assert_eq!(by_request.send(&said("one")), Ok(()));
    assert_eq!(by_request.send(&said("two")), Ok(()));
    let refusal = by_request.send(&said("three")).expect_err("the seventh in a minute");
    assert_eq!(refusal.message, "more than 6 events in a minute of this user");
    assert_eq!(refusal.event.as_deref(), Some("said"));
    assert_eq!(refusal.retry_after, Some(Duration::from_secs(10)));
    one.heard();
    one.say(nonsense).await;
    assert_eq!(refused(&one).expect("refused")["message"], "more than 6 events in a minute of this user");
    bob.say(nonsense).await;
    assert_eq!(refused(&bob).expect("refused")["code"], "invalid_payload");
}

#[tokio::test]
async fn what_an_event_sets_off_is_not_counted_again() {
    let (gateway, hub) = line::node().await;
    let client = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    tokio::time::pause();
    for room in ["one", "two", "three"] {
        client.say(&say(room)).await;
        assert_eq!(refused(&client), None);
    }
    tokio::time::advance(Duration::from_secs(60)).await;
    // Three of six were the client's, and come back in half a minute.
    let by_request = hub.caused_by(Some(user("ada")));
    assert_eq!((0..3).map(|at| by_request.send(&said(&format!("room{at}"))).is_ok()).collect::<Vec<_>>(), [true; 3]);
}

#[tokio::test]
async fn channels_and_all_have_their_limits() {
    let (gateway, hub) = line::node().await;
    let client = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    let store = hub.store().clone();
    tokio::time::pause();
    assert_eq!(hub.send(&said("lobby")), Ok(()));
    assert_eq!(hub.send(&said("lobby")), Ok(()));
    let refusal = hub.send(&said("lobby")).expect_err("the third on the channel");
    assert_eq!((refusal.code, refusal.retry_after), (Code::RateLimited, Some(Duration::from_secs(30))));
    assert_eq!(refusal.message, "more than 2 events in a minute on the channel `room.lobby`");
    assert_eq!(client.heard().len(), 2);
    assert_eq!(hub.send(&said("one")), Ok(()));
    let refusal = hub.send(&said("two")).expect_err("the fourth in all");
    assert_eq!(refusal.message, "more than 3 events in a minute in all");
    drop(store);
    // A client whose event sets off too many is told so.
    client.say(&say("two")).await;
    let refusal = refused(&client).expect("refused");
    assert_eq!(
        (&refusal["code"], &refusal["message"]),
        (&"rate_limited".into(), &"more than 3 events in a minute in all".into())
    );
}

#[tokio::test]
async fn a_client_may_ask_whether_the_hub_is_there() {
    let (gateway, _) = line::node().await;
    let client = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    for ping in [r#"{"type":"hub:ping"}"#, r#"{"data":{"x":[]},"type":"hub:ping"}"#] {
        client.say(ping).await;
        assert_eq!(client.heard(), [r#"{"type":"hub:pong","data":{}}"#]);
    }
    for other in [r#"{"type":"x","data":"hub:ping"}"#, r#"{"type":"hub:pings"}"#] {
        client.say(other).await;
        assert!(refused(&client).is_some(), "{other}");
    }
}

#[tokio::test]
async fn a_renewal_needs_nothing_of_the_envelope() {
    let (gateway, _) = line::node().await;
    let client = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    client.say(&format!(r#"{{"type":"hub:renew","data":{{"token":"{}"}}}}"#, token("ada"))).await;
    let heard = client.heard();
    assert!(heard.len() == 1 && heard[0].starts_with(r#"{"type":"hub:renewed","data":{"seconds":"#), "{heard:?}");
    client.say(r#"{"type":"say","data":{"room_id":"one","text":"hello"}}"#).await;
    assert_eq!(refused(&client).expect("refused")["code"], "invalid_frame");
}
