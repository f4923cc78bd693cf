use serde_json::{Value, json};

use super::desk::Node;
use super::*;

/// What a client is told of an event, in the hub's own words.
async fn told(client: &Client, text: &str) -> Value {
    client.say(text).await;
    let heard = client.heard();
    let [only] = &*heard else { panic!("{text}: {heard:?}") };
    let Ok(Value::Array(mut items)) = serde_json::from_str(only) else { panic!("{only}") };
    assert_eq!(items[0], "hub:error", "{only}");
    items.remove(1)
}

async fn ready() -> (Node, Client) {
    let node = Node::new().await;
    let client = node.connect(hello_of("ada")).await;
    assert_eq!(client.heard(), Vec::<String>::new());
    (node, client)
}

#[tokio::test]
async fn a_good_event_is_handled_and_not_answered() {
    let (node, client) = ready().await;
    client.say(r#"["typing",{"user":{"name":"Ada"}}]"#).await;
    client.say(r#"["is_typing",{"user":{"name":"under a former name"}}]"#).await;
    assert_eq!(client.call(r#"["typing",{"user":{"name":"called"}}]"#).await, None);
    assert_eq!(*node.app.typed.lock(), ["Ada", "under a former name", "called"]);
    assert_eq!(client.call(r#"["work",{"how":"well"}]"#).await.as_deref(), Some(r#"{"done":true}"#));
    client.say(r#"["work",{"how":"well"}]"#).await;
    assert_eq!(client.heard(), Vec::<String>::new());
}

#[tokio::test]
async fn who_asks_whether_the_hub_is_there_is_answered() {
    let (_node, client) = ready().await;
    client.say(r#"["hub:ping"]"#).await;
    assert_eq!(client.heard(), [r#"["hub:pong",{}]"#]);
    assert_eq!(client.call(r#"["hub:ping"]"#).await.as_deref(), Some("{}"));
}

#[tokio::test]
async fn an_unknown_event_is_answered_with_the_name_that_was_meant() {
    let (_node, client) = ready().await;
    assert_eq!(
        told(&client, r#"["typign",{}]"#).await,
        json!({
            "code": "unknown_event",
            "message": "no event of clients has this name; did you mean `typing`?",
            "event": "typign",
        })
    );
    let far = told(&client, r#"["order.paid",[[]],1]"#).await;
    assert_eq!(far["message"], "no event of clients has this name");
    let long = told(&client, &format!("[\"{}\"]", "x".repeat(50_000))).await;
    assert!(long["event"].as_str().is_some_and(|name| name.len() < 200), "{long}");
    client.say(r#"["tolerated"]"#).await;
    assert_eq!(client.heard(), Vec::<String>::new());
    assert_eq!(told(&client, r#"["hub:renw",{}]"#).await["code"], "unknown_event");
}

#[tokio::test]
async fn an_event_of_the_server_is_its_own() {
    let (_node, client) = ready().await;
    let refusal = told(&client, r#"["message.new",{"text":"hello"}]"#).await;
    assert_eq!((&refusal["code"], &refusal["event"]), (&json!("wrong_direction"), &json!("message.new")));
}

#[tokio::test]
async fn what_is_stored_comes_through_a_request() {
    let (_node, client) = ready().await;
    assert_eq!(
        told(&client, r#"["message.send",{"text":"hello"}]"#).await,
        json!({
            "code": "through_rest",
            "message": "comes through `POST /messages`, not over the socket",
            "event": "message.send",
        })
    );
}

#[tokio::test]
async fn a_payload_that_does_not_fit_is_answered_with_its_field() {
    let (_node, client) = ready().await;
    let refusal = told(&client, r#"["typing",{"user":{"name":7}}]"#).await;
    assert_eq!(refusal["code"], "invalid_payload");
    assert_eq!((&refusal["event"], &refusal["field"]), (&json!("typing"), &json!("user.name")));
    for text in [r#"["typing"]"#, r#"["typing",{}]"#, r#"["typing",{"user":{"name":"a"}},2]"#, r#"["work",null]"#] {
        assert_eq!(told(&client, text).await["code"], "invalid_payload", "{text}");
    }
}

#[tokio::test]
async fn what_is_no_frame_is_answered() {
    let (_node, client) = ready().await;
    let good = r#"["typing",{"user":{"name":"Ada"}}]"#;
    let (cut, more) = (&good[..good.len() - 1], format!("{good}x"));
    for text in ["", "{", "[", "[]", "[1]", "{}", "null", "\"typing\"", cut, &more] {
        assert_eq!(told(&client, text).await["code"], "invalid_frame", "{text}");
    }
}

#[tokio::test]
async fn who_waits_for_an_acknowledgement_gets_one() {
    let (_node, client) = ready().await;
    for (text, code) in [
        (r#"["typign",{}]"#, "unknown_event"),
        (r#"["message.new",{"text":"a"}]"#, "wrong_direction"),
        (r#"["work",{"how":1}]"#, "invalid_payload"),
        (r#"["work",{"how":"not"}]"#, "not_found"),
        (r#"["work",{"how":"never"}]"#, "failed"),
        ("[", "invalid_frame"),
    ] {
        let answer = client.call(text).await.expect("an acknowledgement");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["error"]["code"], code, "{text}");
        assert_eq!(client.heard(), Vec::<String>::new(), "{text}");
    }
}

#[tokio::test]
async fn a_handler_that_fails_ends_nothing_else() {
    let (_node, client) = ready().await;
    for how in ["never", "later"] {
        let refusal = told(&client, &format!(r#"["work",{{"how":"{how}"}}]"#)).await;
        assert_eq!(refusal, json!({ "code": "failed", "message": "the server failed", "event": "work" }));
    }
    assert_eq!(client.call(r#"["work",{"how":"well"}]"#).await.as_deref(), Some(r#"{"done":true}"#));
    assert_eq!(client.ended(), None);
}

#[tokio::test]
async fn a_handler_has_so_much_time() {
    let (_node, client) = ready().await;
    tokio::time::pause();
    let before = tokio::time::Instant::now();
    let refusal = told(&client, r#"["work",{"how":"slowly"}]"#).await;
    assert_eq!(before.elapsed().as_secs(), 10);
    assert_eq!(refusal, json!({ "code": "timed_out", "message": "not done within 10000 ms", "event": "work" }));
    assert_eq!(client.call(r#"["work",{"how":"well"}]"#).await.as_deref(), Some(r#"{"done":true}"#));
}

#[tokio::test]
async fn a_contract_answers_in_its_own_words() {
    let node = Node::new().await;
    let client = node.connect(hello_of("frame")).await;
    client.say(r#"["typign"]"#).await;
    assert_eq!(client.heard(), [r#"["sorry",{"why":"unknown_event"}]"#]);
    let answer = client.call(r#"["typign"]"#).await.expect("an acknowledgement");
    assert!(answer.starts_with(r#"{"error":{"code":"unknown_event""#), "{answer}");
    assert_eq!(client.heard(), [r#"["sorry",{"why":"unknown_event"}]"#]);

    let client = node.connect(hello_of("words")).await;
    assert_eq!(client.call(r#"["typign"]"#).await.as_deref(), Some(r#""no: unknown_event""#));
    assert_eq!(told(&client, r#"["typign"]"#).await["code"], "unknown_event");

    let client = node.connect(hello_of("poison")).await;
    assert_eq!(told(&client, r#"["typign"]"#).await["code"], "unknown_event");
}
