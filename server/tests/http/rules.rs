//! Rules that hold however many ask at once: nothing is sold twice, a request is accepted once, an order has one dispute.

use std::sync::Arc;

use serde_json::{Value, json};
use test_services::Kind;

use crate::server::{Answer, Server};

/// Everything that a channel was told under a name, in its order: the payloads, without their envelopes.
async fn told(server: &Server, contract: &str, address: &str, name: &str) -> Vec<Value> {
    let sql = "SELECT texts FROM hub_log WHERE contract = $1 AND address = $2 AND event = $3 ORDER BY place";
    let query = sqlx::query_scalar(sql).bind(contract).bind(address).bind(name);
    let texts: Vec<String> = query.fetch_all(server.base.store.pool()).await.expect("the log");
    let payload = |text: &String| {
        let frame: Value = serde_json::from_str(text.lines().next().expect("a frame")).expect("JSON");
        let payload = if frame.is_array() { &frame[1] } else { &frame };
        payload.get("data").unwrap_or(payload).clone()
    };
    texts.iter().map(payload).collect()
}

/// Makes the same request as each of these people, all at once.
async fn all_at_once(
    server: &Arc<Server>,
    tokens: Vec<String>,
    method: &'static str,
    path: &str,
    body: &str,
) -> Vec<Answer> {
    let mut tasks = tokio::task::JoinSet::new();
    for token in tokens {
        let (server, path, body) = (server.clone(), path.to_owned(), body.to_owned());
        tasks.spawn(async move { server.ask(method, &path, Some(&token), &body).await });
    }
    tasks.join_all().await
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

async fn done(server: &Server, method: &str, path: &str, token: &str, body: &Value) -> Value {
    let answer = server.ask(method, path, Some(token), &body.to_string()).await;
    assert!(answer.status < 300, "{answer:?}");
    answer.json()
}

async fn end(server: Arc<Server>) {
    Arc::into_inner(server).expect("nobody else holds it").stop().await;
}

/// Ten of a product, and thirty who order it: ten get one, and every step of the stock is told.
async fn nothing_is_sold_twice(kind: Kind) {
    let server = Arc::new(Server::start(kind, &[]).await);
    let seller = server.token("1", "seller");
    let offer = json!({"name": "Gearbox", "price": 99.99, "stock": 10, "low_stock_threshold": 3});
    let product = done(&server, "POST", "/mechamap/products", &seller, &offer).await;
    let id = &product["id"];
    let buyers = (100..130).map(|buyer| server.token(&buyer.to_string(), "buyer")).collect();
    let body = json!({"product_id": id}).to_string();
    let answers = all_at_once(&server, buyers, "POST", "/mechamap/orders", &body).await;
    assert_eq!((count(&answers, 201), count(&answers, 409)), (10, 20), "{answers:?}");

    let steps = told(&server, "mechamap", &format!("product.{id}"), "marketplace.stock.updated").await;
    let steps: Vec<_> = steps.iter().map(|step| (step["old_stock"].as_u64(), step["new_stock"].as_u64())).collect();
    let expected: Vec<_> = (0..10).rev().map(|left| (Some(left + 1), Some(left))).collect();
    assert_eq!(steps, expected);
    let warnings = told(&server, "mechamap", "seller.1", "marketplace.stock.low_warning").await;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0]["stock"], 3);
    end(server).await;
}

/// A friend request is accepted once, and who asked is told once.
async fn a_request_is_accepted_once(kind: Kind) {
    let server = Arc::new(Server::start(kind, &[]).await);
    let (one, two) = (server.token("one", "user"), server.token("two", "user"));
    done(&server, "PATCH", "/gochat/api/profile", &two, &json!({})).await;
    let request = done(&server, "POST", "/gochat/api/friendships", &one, &json!({"friend_id": "two"})).await;
    let path = format!("/gochat/api/friendships/{}/accept", request["id"].as_str().expect("an id"));
    let answers = all_at_once(&server, vec![two; 20], "PATCH", &path, "").await;
    assert_eq!((count(&answers, 200), count(&answers, 409)), (1, 19), "{answers:?}");
    assert_eq!(told(&server, "gochat", "user.one", "friend.accept").await.len(), 1);
    end(server).await;
}

/// Both sides open a dispute again and again: there is one, and moderators are told once.
async fn an_order_has_one_dispute(kind: Kind) {
    let server = Arc::new(Server::start(kind, &[]).await);
    let (client, performer) = (server.token("client", "user"), server.token("performer", "user"));
    let first = json!({"performer_id": "performer", "title": "A logo"});
    // Whoever connects is known; nobody does here.
    let mut tx = server.base.store.begin().await.expect("a transaction");
    let known = sqlx::query("INSERT INTO hiwwer_users (id, name) VALUES ('performer', 'Taras')");
    known.execute(tx.conn()).await.expect("a performer");
    tx.commit().await.expect("it is committed");
    let order = done(&server, "POST", "/hiwwer/orders", &client, &first).await;
    let body = json!({"order_id": order["id"], "reason": "It is not what we agreed on."}).to_string();
    let both = [client.clone(), performer].into_iter().cycle().take(20).collect();
    let answers = all_at_once(&server, both, "POST", "/hiwwer/disputes", &body).await;
    assert_eq!((count(&answers, 201), count(&answers, 409)), (1, 19), "{answers:?}");
    assert_eq!(told(&server, "hiwwer", "moderators", "dispute.opened").await.len(), 1);
    let room = format!("order.{}", order["id"].as_str().expect("an id"));
    assert_eq!(told(&server, "hiwwer", &room, "order.status_changed").await.len(), 1);
    end(server).await;
}

/// Twenty react to a comment, and follow who wrote it, all at once: every count that is told is one more than the one before.
async fn every_count_is_told(kind: Kind) {
    let server = Arc::new(Server::start(kind, &[]).await);
    let author = server.token("1", "user");
    let thread = done(&server, "POST", "/mechamap/forums/1/threads", &author, &json!({"title": "Tips"})).await;
    let path = format!("/mechamap/threads/{}/comments", thread["id"]);
    let comment = done(&server, "POST", &path, &author, &json!({"content": "Great!"})).await;
    let others = || (100..120).map(|other| server.token(&other.to_string(), "user")).collect();
    let path = format!("/mechamap/comments/{}/reactions", comment["id"]);
    let answers = all_at_once(&server, others(), "POST", &path, &json!({"reaction_type": "like"}).to_string()).await;
    assert_eq!(count(&answers, 204), 20, "{answers:?}");
    let answers = all_at_once(&server, others(), "PUT", "/mechamap/following/1", "").await;
    assert_eq!(count(&answers, 204), 20, "{answers:?}");

    let expected: Vec<_> = (1..=20).map(Some).collect();
    let counts = |told: Vec<Value>, key: &str| told.iter().map(|event| event[key].as_u64()).collect::<Vec<_>>();
    let reactions = told(&server, "mechamap", &format!("thread.{}", thread["id"]), "forum.reaction.added").await;
    assert_eq!(counts(reactions, "new_count"), expected);
    let notified = told(&server, "mechamap", "user.1", "notification.sent").await;
    assert_eq!(counts(notified, "unread_count"), expected);
    end(server).await;
}

/// What a text may hold is the database's word; what it may not is answered, and is no failure of the server.
async fn every_character_is_stored_or_refused(kind: Kind) {
    let server = Arc::new(Server::start(kind, &[]).await);
    let body = json!({"title": "nothing: \u{0}"}).to_string();
    let answer = server.ask("POST", "/mechamap/forums/1/threads", Some(&server.token("1", "user")), &body).await;
    let expected = if matches!(kind, Kind::Postgres) { 422 } else { 201 };
    assert_eq!(answer.status, expected, "{answer:?}");
    end(server).await;
}

/// A service brings an order further, though it is no user of the site.
async fn a_service_needs_no_number(kind: Kind) {
    let server = Server::start(kind, &[]).await;
    let (seller, buyer, service) =
        (server.token("1", "seller"), server.token("2", "user"), server.token("laravel", "service"));
    let offer = json!({"name": "Gearbox", "price": 99.99, "stock": 10});
    let product = done(&server, "POST", "/mechamap/products", &seller, &offer).await;
    let order = done(&server, "POST", "/mechamap/orders", &buyer, &json!({"product_id": product["id"]})).await;
    let path = format!("/mechamap/orders/{}/status", order["id"]);
    let order = done(&server, "PATCH", &path, &service, &json!({"status": "processing"})).await;
    assert_eq!(order["status"], "processing");
    let answer = server.ask("PATCH", &path, Some(&server.token("nobody", "user")), r#"{"status":"cancelled"}"#).await;
    assert_eq!(answer.status, 404, "{answer:?}");
    server.stop().await;
}

macro_rules! on_every_database {
    ($($name:ident),* $(,)?) => {
        $(mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn in_memory() {
                super::$name(test_services::Kind::Memory).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name(test_services::Kind::File).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$name(test_services::Kind::Postgres).await;
            }
        })*
    };
}
on_every_database!(
    nothing_is_sold_twice,
    a_request_is_accepted_once,
    an_order_has_one_dispute,
    every_count_is_told,
    every_character_is_stored_or_refused,
    a_service_needs_no_number,
);
