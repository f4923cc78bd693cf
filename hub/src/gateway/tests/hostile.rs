use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use serde_json::{Value, json};

use super::desk::Node;
use super::*;

async fn codes(client: &Client, texts: &[String]) -> Vec<Value> {
    let mut codes = Vec::new();
    for text in texts {
        client.say(text).await;
        let heard = client.heard();
        codes.extend(heard.iter().map(|text| serde_json::from_str::<Value>(text).expect("JSON")[1]["code"].take()));
    }
    codes
}

#[tokio::test]
async fn deep_json_is_answered_wherever_it_lies() {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({}))).await;
    let (open, close) = ("[".repeat(5000), "]".repeat(5000));
    let (objects, ends) = ("{\"a\":".repeat(5000), "}".repeat(5000));
    let texts = [
        format!("{open}{close}"),
        format!("[\"unknown\",{open}{close}]"),
        format!("[\"typing\",{open}{close}]"),
        format!("[\"typing\",{{\"user\":{{\"name\":\"a\"}},\"other\":{open}{close}}}]"),
        format!("[\"typing\",{objects}1{ends}]"),
        format!("[\"typing\",{{\"user\":{{\"name\":\"a\"}}}},{objects}1{ends}]"),
        format!("[\"hub:renew\",{open}{close}]"),
        open,
        objects,
    ];
    assert_eq!(codes(&client, &texts).await, vec![json!("invalid_frame"); texts.len()]);
}

#[tokio::test]
async fn a_flood_of_keys_is_answered() {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({}))).await;
    let keys = |many: usize| {
        let keys: Vec<String> = (0..many).map(|at| format!("\"{at}\":0")).collect();
        keys.join(",")
    };
    let few = [
        format!("[\"typing\",{{{}}}]", keys(6000)),
        format!("[\"unknown\",{{{}}}]", keys(6000)),
        format!("[\"typing\",{{{}}}]", vec!["\"user\":0"; 6000].join(",")),
        format!("[\"typing\",{{\"user\":{{{}}}}}]", keys(6000)),
    ];
    let expected = ["invalid_payload", "unknown_event", "invalid_payload", "invalid_payload"].map(Value::from);
    assert_eq!(codes(&client, &few).await, expected);
    let million = format!("[\"typing\",{{{}}}]", keys(1_000_000));
    assert_eq!(codes(&client, &[million]).await, [json!("too_large")]);
}

#[tokio::test]
async fn the_largest_message_is_exact() {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({}))).await;
    assert_eq!(client.gateway.most_bytes(), 65_536);
    let of = |bytes: usize| {
        let frame = "[\"typing\",{\"user\":{\"name\":\"\"}}]";
        frame.replace("\"\"", &format!("\"{}\"", "x".repeat(bytes - frame.len())))
    };
    assert_eq!(of(65_536).len(), 65_536);
    assert_eq!(codes(&client, &[of(65_536)]).await, Vec::<Value>::new());
    assert_eq!(codes(&client, &[of(65_537)]).await, [json!("too_large")]);
    let (line, _) = line::node().await;
    assert_eq!(line.most_bytes(), Config::default().frame_bytes);
}

/// Texts that are nearly frames, and others.
fn garbage() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("typing".to_owned()),
        Just("work".to_owned()),
        Just("message.send".to_owned()),
        Just("hub:renew".to_owned()),
        Just("hub:\\u0072enew".to_owned()),
        "[a-z._:\\\\\"é]{0,12}",
    ];
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("1e999".to_owned()),
        Just("\"\\ud800\"".to_owned()),
        "-?[0-9]{1,30}",
        "\"[a-z.]{0,8}\""
    ];
    let value = scalar.prop_recursive(4, 32, 4, |inner| {
        let key = prop_oneof![Just("user"), Just("name"), Just("how"), Just("token"), Just("")];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((key, inner), 0..4).prop_map(|entries| {
                let entries: Vec<String> = entries.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    });
    let frame = (name, prop::collection::vec(value, 0..3)).prop_map(|(name, arguments)| {
        let rest: String = arguments.iter().flat_map(|argument| [",", argument]).collect();
        format!("[\"{name}\"{rest}]")
    });
    let cut = (frame.clone(), any::<prop::sample::Index>(), "\\PC{0,3}").prop_map(|(frame, at, other)| {
        let at = at.index(frame.chars().count() + 1);
        let (before, after): (String, String) =
            (frame.chars().take(at).collect(), frame.chars().skip(at + 1).collect());
        format!("{before}{other}{after}")
    });
    prop_oneof![frame, cut, "\\PC{0,40}"]
}

#[test]
fn garbage_is_answered_and_never_the_end() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (node, client) = runtime.block_on(async {
        let node = Node::new().await;
        let client = node.connect(hello_of("ada")).await;
        (node, client)
    });
    let mut runner = TestRunner::new_with_rng(
        Runs { cases: 2000, failure_persistence: None, ..Runs::default() },
        prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
    );
    runner
        .run(&garbage(), |text| {
            let typed = node.app.typed.lock().len();
            let answer = runtime.block_on(client.call(&text));
            let handled = node.app.typed.lock().len() > typed;
            prop_assert!(answer.is_some() != handled, "{text}: {answer:?}");
            let well = runtime.block_on(client.call(r#"["work",{"how":"well"}]"#));
            prop_assert_eq!(well.as_deref(), Some(r#"{"done":true}"#));
            prop_assert_eq!(client.heard(), Vec::<String>::new());
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(client.ended(), None);
}
