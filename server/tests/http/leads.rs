//! The race of the leads' document: two half-full events that meet in a client. It cannot happen any more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use sqlx::Row;
use test_services::Kind;
use tokio::sync::Semaphore;

use crate::server::Server;

/// So many deliveries are under way at once.
const AT_ONCE: usize = 100;

fn delivery(phone: &str, message: usize) -> String {
    let message =
        json!({"from": phone, "id": format!("wamid.{message}"), "type": "text", "text": {"body": message.to_string()}});
    let value = json!({"messaging_product": "whatsapp", "messages": [message]});
    let body =
        json!({"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": value}]}]});
    body.to_string()
}

/// Everything that everybody was told, in the order in which everybody is told it.
async fn told(server: &Server) -> Vec<(String, Value)> {
    let sql = "SELECT event, texts FROM hub_log WHERE contract = 'leads' AND address = '*' ORDER BY place";
    let rows = sqlx::query(sql).fetch_all(server.base.store.pool()).await.expect("the log");
    let event = |row: &sqlx::any::AnyRow| {
        let text: String = row.get(1);
        let frame: Value = serde_json::from_str(text.lines().next().expect("a frame")).expect("JSON");
        (row.get(0), frame[1].clone())
    };
    rows.iter().map(event).collect()
}

/// Delivers a message for each number, all at once, and looks at what everybody was told.
async fn race(kind: Kind, phones: Vec<String>) {
    let server = Arc::new(Server::start(kind, &[]).await);
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = tokio::task::JoinSet::new();
    for (at, phone) in phones.iter().enumerate() {
        let (server, room, body) = (server.clone(), room.clone(), delivery(phone, at));
        tasks.spawn(async move {
            let _turn = room.acquire().await.expect("a turn");
            server.ask("POST", "/leads/webhook/whatsapp", None, &body).await
        });
    }
    while let Some(answer) = tasks.join_next().await {
        let answer = answer.expect("an answer");
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    let mut complete: BTreeMap<String, String> = BTreeMap::new();
    let mut written = BTreeSet::new();
    for (event, payload) in told(&server).await {
        let text =
            |field: &str| payload[field].as_str().unwrap_or_else(|| panic!("{event} {field}: {payload}")).to_owned();
        match event.as_str() {
            "new_room_complete" => {
                let phone = text("room_phone");
                assert_eq!(payload["leads_info"]["name"], format!("Customer {phone}"));
                assert_eq!((&payload["message_count"], &payload["unread_count"]), (&json!(1), &json!(1)));
                assert!(written.insert(payload["last_message"]["content_text"].clone().to_string()));
                assert_eq!(complete.insert(text("room_id"), phone), None, "a room is complete once");
            }
            "new_message" => {
                assert!(complete.contains_key(&text("room_id")), "no message comes before its room");
                assert!(written.insert(payload["content_text"].clone().to_string()));
            }
            other => assert_eq!(other, "new_room"),
        }
    }
    let customers: BTreeSet<&String> = phones.iter().collect();
    assert_eq!(complete.values().collect::<BTreeSet<_>>(), customers, "every customer has a room");
    assert_eq!(complete.len(), customers.len(), "and one alone");
    assert_eq!(written.len(), phones.len(), "every message was told, once");
    Arc::into_inner(server).expect("nobody else asks").stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_first_messages_of_one_customer_make_one_complete_room() {
    for kind in Kind::ALL {
        race(kind, vec!["6287879565390".to_owned(); 1000]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_first_messages_of_many_customers_make_a_complete_room_each() {
    for kind in Kind::ALL {
        race(kind, (0..1000).map(|at| format!("62878{:08}", at % 300)).collect()).await;
    }
}
