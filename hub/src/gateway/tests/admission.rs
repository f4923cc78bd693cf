use std::sync::atomic::Ordering;

use serde_json::json;

use super::desk::Node;
use super::*;

fn handshake(headers: &[(&str, &str)], auth: &serde_json::Value) -> Hello {
    let request = headers.iter().fold(Request::get("/"), |request, (name, value)| request.header(*name, *value));
    let (request, ()) = request.body(()).expect("a request").into_parts();
    Hello::read(&request, Some(&auth.to_string())).expect("a handshake")
}

async fn verdict(node: &Node, hello: Hello) -> Result<Option<String>, Close> {
    let client = Client::connect(&node.gateway, hello).await?;
    let user = client.session.user().map(|user| user.id.clone());
    client.leave().await;
    Ok(user)
}

#[tokio::test]
async fn a_token_says_who_it_is() {
    let node = Node::new().await;
    let ada = || Ok(Some("ada".to_owned()));
    assert_eq!(verdict(&node, hello_of("ada")).await, ada());
    assert_eq!(verdict(&node, hello(&json!({ "token": format!("Bearer {}", token("ada")) }))).await, ada());
    let cookie = format!("session={}", token("ada"));
    assert_eq!(verdict(&node, handshake(&[("cookie", &cookie)], &json!(null))).await, ada());
    assert_eq!(verdict(&node, hello(&json!({}))).await, Ok(None));
}

#[tokio::test]
async fn a_bad_token_is_refused() {
    let node = Node::new().await;
    let forged = sign(b"another secret of the tests, just as long", &Grant::of("ada"));
    assert_eq!(verdict(&node, hello(&json!({ "token": forged }))).await, Err(Close::Unauthenticated));
    assert_eq!(verdict(&node, hello(&json!({ "token": "nonsense" }))).await, Err(Close::Unauthenticated));
    let expired = token_for("ada", Duration::ZERO);
    assert_eq!(verdict(&node, hello(&json!({ "token": expired }))).await, Err(Close::TokenExpired));
    // A browser sends its cookie along, whether it is still good or not.
    let cookie = format!("session={expired}");
    assert_eq!(verdict(&node, handshake(&[("cookie", &cookie)], &json!(null))).await, Ok(None));
    let cookie = format!("session={forged}");
    assert_eq!(verdict(&node, handshake(&[("cookie", &cookie)], &json!(null))).await, Ok(None));
}

#[tokio::test]
async fn without_keys_no_token_is_good() {
    let node = Node::with(Config { tokens: Verifier::default(), ..config() }).await;
    assert_eq!(verdict(&node, hello_of("ada")).await, Err(Close::Unauthenticated));
    assert_eq!(verdict(&node, hello(&json!({}))).await, Ok(None));
}

#[tokio::test]
async fn a_wrong_origin_is_refused_whatever_the_token() {
    let node = Node::new().await;
    let auth = json!({ "token": token("ada") });
    for (origin, allowed) in [
        ("https://app.example", true),
        ("https://here.example", true),
        ("https://evil.example", false),
        ("https://app.example.evil.example", false),
        ("null", false),
    ] {
        let verdict = verdict(&node, handshake(&[("origin", origin), ("host", "here.example")], &auth)).await;
        assert_eq!(verdict.map(drop), if allowed { Ok(()) } else { Err(Close::WrongOrigin) }, "{origin}");
    }
}

#[tokio::test]
async fn the_system_has_its_say() {
    let node = Node::new().await;
    node.app.banned.lock().insert("bob".to_owned());
    assert_eq!(verdict(&node, hello_of("bob")).await, Err(Close::Denied));
    assert_eq!(node.app.gone.load(Ordering::SeqCst), 0);
    assert_eq!(verdict(&node, hello_of("mallory")).await, Err(Close::Denied));
    let failed = Close::Failed(Duration::from_secs(1));
    assert_eq!(verdict(&node, hello_of("panic")).await, Err(failed));
    assert_eq!(node.app.gone.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_greeting_that_takes_too_long_fails() {
    let node = Node::with(Config { handler_timeout: Duration::from_millis(50), ..config() }).await;
    assert_eq!(verdict(&node, hello_of("sloth")).await, Err(Close::Failed(Duration::from_secs(1))));
}

#[tokio::test]
async fn there_are_so_many_places() {
    let (gateway, _) = line::node().await;
    let full = Some(Close::TooManyConnections(Duration::from_secs(10)));
    let one = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    let two = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    assert_eq!(Client::connect(&gateway, hello_of("ada")).await.err(), full);
    let three = Client::connect(&gateway, hello(&json!({}))).await.expect("let in");
    assert_eq!(Client::connect(&gateway, hello_of("bob")).await.err(), full);
    two.leave().await;
    // Whoever gives up in between gives the place back.
    drop(gateway.admit(&hello_of("ada")).await.expect("let in"));
    let two = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
    for client in [one, two, three] {
        client.leave().await;
        client.leave().await;
    }
    let _one = Client::connect(&gateway, hello_of("ada")).await.expect("let in");
}

#[tokio::test]
async fn a_farewell_that_fails_is_the_end_all_the_same() {
    let node = Node::new().await;
    let client = node.connect(hello_of("poison")).await;
    client.leave().await;
    assert_eq!(node.app.gone.load(Ordering::SeqCst), 1);
    assert!(node.gateway.engine().sessions().is_empty());
}
