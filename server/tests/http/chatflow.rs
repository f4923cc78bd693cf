//! What the rules of chatflow come to under many hands, on every database.

use std::collections::BTreeSet;

use serde_json::Value;
use test_services::Kind;

use crate::server::Server;

async fn visitor(server: &Server) -> String {
    let came = server.ask("POST", "/chatflow/visitors", None, r#"{"page_url":"https://example.com"}"#).await;
    assert_eq!(came.status, 201, "{came:?}");
    came.json()["token"].as_str().expect("a token").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_begins_many_times_at_once_begins_once() {
    for kind in Kind::ALL {
        let server = Server::start(kind, &[]).await;
        let token = visitor(&server).await;
        let begin = || server.ask("POST", "/chatflow/conversations", Some(&token), "");
        let (a, b, c, d) = tokio::join!(begin(), begin(), begin(), begin());
        let answers = [a, b, c, d];
        let ids: BTreeSet<String> = answers.iter().map(|answer| answer.json()["id"].to_string()).collect();
        assert_eq!(ids.len(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_messages_is_whole_and_in_order() {
    for kind in Kind::ALL {
        let server = Server::start(kind, &[]).await;
        let token = visitor(&server).await;
        let agent = server.token("agent_1", "agent");
        let conversation = server.ask("POST", "/chatflow/conversations", Some(&token), "").await.json();
        let id = conversation["id"].as_str().expect("an id");
        for number in 0..7 {
            let who = if number % 2 == 0 { &token } else { &agent };
            let body = format!(r#"{{"conversation_id":"{id}","text":"{number}"}}"#);
            assert_eq!(server.ask("POST", "/chatflow/messages", Some(who), &body).await.status, 201);
        }
        let mut texts: Vec<String> = Vec::new();
        let mut after = String::new();
        loop {
            let path = format!("/chatflow/conversations/{id}/messages?limit=3{after}");
            let page = server.ask("GET", &path, Some(&token), "").await.json();
            let items = page["items"].as_array().expect("items").iter();
            texts.extend(items.filter_map(|item| item["text"].as_str().map(str::to_owned)));
            let Value::String(next) = &page["next"] else { break };
            after = format!("&after={next}");
        }
        assert_eq!(texts, ["6", "5", "4", "3", "2", "1", "0"]);
        let unread = server.ask("GET", &format!("/chatflow/conversations/{id}"), Some(&agent), "").await.json();
        assert_eq!(unread["unread_count"], 4);
        server.stop().await;
    }
}
