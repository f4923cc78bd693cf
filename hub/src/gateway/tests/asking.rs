use serde_json::json;

use super::desk::Node;
use super::desk_contract::events::{Weather, WeatherAck};
use super::*;
use crate::gateway::AskError;

const WHILE: Duration = Duration::from_secs(5);

fn weather() -> Weather {
    Weather { place: "here".to_owned() }
}

/// Asks a client, lets it answer what it is given, and gives back what was asked and what came of it.
async fn asked(answer: Option<&str>) -> (String, Result<WeatherAck, AskError>) {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({}))).await;
    let connection = node.last();
    let asking = tokio::spawn(async move { connection.ask(&weather(), WHILE).await });
    let mut question = None;
    until("the question", || {
        question = client.session.pop(client.gateway.engine());
        question.is_some()
    })
    .await;
    let Some(Frame::SocketIo(question)) = question else { panic!("no packet: {question:?}") };
    match answer {
        Some(answer) => {
            client.session.answered(1000, "[{}]");
            client.session.answered(0, answer);
            client.session.answered(0, "[{}]");
        }
        None => client.leave().await,
    }
    (question.to_string(), asking.await.expect("it ends"))
}

#[tokio::test]
async fn a_client_answers() {
    let (question, answer) = asked(Some(r#"[{"degrees":20}]"#)).await;
    assert_eq!(question, r#"20["weather",{"place":"here"}]"#);
    assert_eq!(answer.expect("an answer"), WeatherAck { degrees: 20 });
}

#[tokio::test]
async fn an_answer_has_its_type() {
    for text in [r#"[{"degrees":"warm"}]"#, "[]", "[1,2]", "[", "{}", r#"[{"degrees":20},1]"#] {
        let (_, answer) = asked(Some(text)).await;
        assert!(matches!(answer, Err(AskError::Unfit(_))), "{text}: {answer:?}");
    }
}

#[tokio::test]
async fn a_client_that_goes_does_not_answer() {
    let (_, answer) = asked(None).await;
    assert!(matches!(answer, Err(AskError::Gone)), "{answer:?}");
}

#[tokio::test]
async fn a_client_that_is_gone_is_not_asked() {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({}))).await;
    client.leave().await;
    let answer = node.last().ask(&weather(), WHILE).await;
    assert!(matches!(answer, Err(AskError::Gone)), "{answer:?}");
}

#[tokio::test]
async fn a_client_has_so_much_time() {
    let node = Node::new().await;
    let client = node.connect(hello(&json!({}))).await;
    tokio::time::pause();
    let answer = node.last().ask(&weather(), WHILE).await;
    assert!(matches!(answer, Err(AskError::TimedOut)), "{answer:?}");
    // Too late, and nobody minds; the next question has a number of its own.
    client.session.answered(0, r#"[{"degrees":20}]"#);
    assert!(node.last().ask(&weather(), WHILE).await.is_err());
    assert_eq!(client.heard().len(), 2);
}
