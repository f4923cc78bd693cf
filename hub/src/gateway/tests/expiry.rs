use serde_json::{Value, json};
use tokio::time::advance;

use super::desk::Node;
use super::*;

const MINUTE: Duration = Duration::from_secs(60);

/// A client whose token is good for a minute, and a clock that stands still.
async fn with_a_minute() -> (Node, Client) {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({ "token": token_for("ada", MINUTE) }))).await;
    tokio::time::pause();
    (node, client)
}

async fn pass(time: Duration) {
    advance(time).await;
    // The timer is a task of its own.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

fn renewal(token: &str) -> String {
    json!(["hub:renew", { "token": token }]).to_string()
}

#[tokio::test]
async fn a_token_that_expires_ends_its_connection_after_the_grace() {
    let (_node, client) = with_a_minute().await;
    pass(MINUTE - Duration::from_secs(2)).await;
    assert_eq!((client.heard(), client.ended()), (vec![], None));
    pass(Duration::from_secs(2)).await;
    assert_eq!(client.heard(), [r#"["hub:expiring",{"seconds":25}]"#]);
    assert_eq!(client.call(r#"["work",{"how":"well"}]"#).await.as_deref(), Some(r#"{"done":true}"#));
    pass(Duration::from_secs(24)).await;
    assert_eq!((client.heard(), client.ended()), (vec![], None));
    pass(Duration::from_millis(1001)).await;
    assert_eq!(client.ended(), Some(Close::TokenExpired));
}

#[tokio::test]
async fn a_renewed_token_is_as_good_as_its_own_time() {
    let (node, client) = with_a_minute().await;
    pass(MINUTE).await;
    assert_eq!(client.heard().len(), 1);
    client.say(&renewal(&token_for("ada", 2 * MINUTE))).await;
    let heard = client.heard();
    assert!(
        heard == [r#"["hub:renewed",{"seconds":119}]"#] || heard == [r#"["hub:renewed",{"seconds":120}]"#],
        "{heard:?}"
    );
    pass(MINUTE).await;
    assert_eq!((client.heard(), client.ended()), (vec![], None));
    // Where the client waits for an acknowledgement, that is the answer.
    let answer = client.call(&renewal(&token_for("ada", 5 * MINUTE))).await.expect("an acknowledgement");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert!(answer["seconds"].as_u64().is_some_and(|seconds| (298..=300).contains(&seconds)), "{answer}");
    pass(4 * MINUTE).await;
    assert_eq!((client.heard(), client.ended()), (vec![], None));
    pass(MINUTE).await;
    assert_eq!(client.heard(), [r#"["hub:expiring",{"seconds":25}]"#]);
    assert!(node.last().user().is_some_and(|user| user.id == "ada"));
}

#[tokio::test]
async fn a_token_that_is_not_good_renews_nothing() {
    let (node, client) = with_a_minute().await;
    let forged = sign(b"another secret of the tests, just as long", &Grant::of("ada"));
    for (text, code, message) in [
        (renewal(&forged), "unauthenticated", "the token's signature is wrong"),
        (renewal(&token_for("ada", Duration::ZERO)), "unauthenticated", "the token has expired (`exp`)"),
        (renewal(&token("bob")), "denied", "the token is another user's: connect again with it"),
        (r#"["hub:renew",{}]"#.to_owned(), "invalid_payload", "expected an object with the new token, a text"),
    ] {
        client.say(&text).await;
        let heard = client.heard();
        let [only] = &*heard else { panic!("{heard:?}") };
        let refusal: Value = serde_json::from_str(only).expect("JSON");
        assert_eq!((&refusal[1]["code"], &refusal[1]["message"]), (&json!(code), &json!(message)));
    }
    pass(MINUTE).await;
    assert_eq!(client.heard(), [r#"["hub:expiring",{"seconds":25}]"#]);
    pass(Duration::from_millis(25_001)).await;
    assert_eq!(client.ended(), Some(Close::TokenExpired));
    drop(node);
}

#[tokio::test]
async fn who_began_without_a_token_connects_again() {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({}))).await;
    let answer = client.call(&renewal(&token("ada"))).await.expect("an acknowledgement");
    assert!(answer.contains("unauthenticated") && answer.contains("connect again"), "{answer}");
    assert_eq!(client.session.user(), None);
}

#[tokio::test]
async fn access_is_asked_again_on_renewal() {
    let (node, client) = with_a_minute().await;
    let mut channels = client.session.channels();
    channels.sort();
    assert_eq!(channels.iter().map(|channel| &**channel).collect::<Vec<_>>(), ["desk.ada", "staff"]);
    node.app.shut.lock().insert("ada".to_owned());
    assert!(client.call(&renewal(&token("ada"))).await.is_some_and(|answer| answer.contains("seconds")));
    assert_eq!(client.heard(), [r#"["hub:left",{"channel":"desk.ada","code":"denied"}]"#]);
    assert_eq!(client.session.channels().iter().map(|channel| &**channel).collect::<Vec<_>>(), ["staff"]);
    node.app.banned.lock().insert("ada".to_owned());
    assert!(client.call(&renewal(&token("ada"))).await.is_some_and(|answer| answer.contains("denied")));
    assert_eq!(client.ended(), Some(Close::Denied));
}

#[tokio::test]
async fn one_timer_serves_all_and_forgets_who_leaves() {
    let node = Node::new().await;
    let mut clients = Vec::new();
    for seconds in (1..=50).rev() {
        let token = token_for(&format!("user{seconds}"), Duration::from_secs(seconds * 60));
        clients.push(node.connect(hello(&json!({ "token": token }))).await);
    }
    for client in clients.drain(25..) {
        client.leave().await;
    }
    tokio::time::pause();
    pass(MINUTE * 25 + Duration::from_secs(30)).await;
    assert!(clients.iter().all(|client| client.ended().is_none()));
    for expired in 1..=25 {
        pass(Duration::from_secs(30)).await;
        pass(Duration::from_secs(30)).await;
        let told =
            clients.iter().filter(|client| client.heard().iter().any(|text| text.contains("hub:expiring"))).count();
        let ended = clients.iter().filter(|client| client.ended() == Some(Close::TokenExpired)).count();
        assert_eq!((told, ended), (1, expired));
    }
}
