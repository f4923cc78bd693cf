//! What holds for every request: who asks, and how errors are answered.

use std::collections::BTreeSet;

use event_hub::auth::Grant;
use serde_json::Value;
use test_services::Kind;

use crate::server::{Answer, Server, other_tokens};

/// Holds an answer to what a problem looks like.
pub fn problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert!(answer.header("x-request-id").is_some_and(|id| id.starts_with("req_")));
    let problem = answer.json();
    assert_eq!((problem["status"].as_u64(), problem["code"].as_str()), (Some(u64::from(status)), Some(code)));
    assert_eq!(problem["type"], format!("/docs#{code}"));
    assert!(problem["title"].is_string() && problem["detail"].is_string());
    problem
}

#[tokio::test]
async fn every_error_is_a_problem() {
    let server = Server::start(Kind::Memory, &[("body_bytes", "1000")]).await;
    let token = server.token("vis_1", "visitor");
    let messages = "/chatflow/messages";
    problem(&server.ask("GET", "/nothing", None, "").await, 404, "not_found");
    problem(&server.ask("GET", "/chatflow/nothing", None, "").await, 404, "not_found");
    let answer = server.ask("PUT", messages, None, "").await;
    problem(&answer, 405, "wrong_method");
    assert_eq!(answer.header("allow"), Some("POST"));
    let answer = server.ask("POST", messages, None, "{}").await;
    problem(&answer, 401, "unauthenticated");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    problem(&server.ask("POST", messages, Some(&token), "{").await, 400, "invalid_json");
    let wrong =
        problem(&server.ask("POST", messages, Some(&token), r#"{"conversation_id":"x"}"#).await, 422, "invalid_body");
    assert_eq!(wrong["field"], "text");
    let bearer = format!("authorization: Bearer {token}\r\n");
    problem(&server.raw("POST", messages, &bearer, "{}").await, 415, "wrong_type");
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(1000));
    problem(&server.ask("POST", messages, Some(&token), &long).await, 413, "too_large");
    let wrong =
        problem(&server.ask("GET", "/chatflow/conversations?limit=x", Some(&token), "").await, 400, "invalid_request");
    assert_eq!(wrong["field"], "limit");
    problem(&server.ask("GET", "/leads/rooms", Some(&token), "").await, 403, "denied");
    server.stop().await;
}

#[tokio::test]
async fn one_byte_decides_whether_a_body_is_too_large() {
    let server = Server::start(Kind::Memory, &[("body_bytes", "200")]).await;
    let visitor = |bytes: usize| {
        let frame = r#"{"page_url":""}"#.len();
        format!(r#"{{"page_url":"{}"}}"#, "x".repeat(bytes - frame))
    };
    assert_eq!(server.ask("POST", "/chatflow/visitors", None, &visitor(200)).await.status, 201);
    assert_eq!(server.ask("POST", "/chatflow/visitors", None, &visitor(201)).await.status, 413);
    server.stop().await;
}

#[tokio::test]
async fn tokens_of_others_and_expired_ones_are_refused() {
    let server = Server::start(Kind::Memory, &[]).await;
    let grant = Grant { roles: vec!["agent".to_owned()], ..Grant::of("agent_1") };
    let path = "/chatflow/agents";
    let own = server.base.tokens.sign(&grant).expect("a token");
    assert_eq!(server.ask("GET", path, Some(&own), "").await.status, 200);
    let other = other_tokens().sign(&grant).expect("a token");
    let expired = Grant { lifetime: std::time::Duration::ZERO, ..grant };
    let expired = server.base.tokens.sign(&expired).expect("a token");
    for token in [other.as_str(), &expired, "", "x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."] {
        let headers = format!("authorization: Bearer {token}\r\n");
        assert_eq!(server.raw("GET", path, &headers, "").await.status, 401, "{token}");
        // A word that is not valid is never taken for nobody at all.
        if !token.is_empty() {
            let answer = server.ask("POST", "/chatflow/visitors", Some(token), r#"{"page_url":"x"}"#).await;
            assert_eq!(answer.status, 401, "{token}");
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn a_cookie_is_taken_from_our_own_pages_alone() {
    let server = Server::start(Kind::Memory, &[("origin", "https://app.example.com")]).await;
    let came = server.ask("POST", "/chatflow/visitors", None, r#"{"page_url":"x"}"#).await;
    let cookie = came.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    let begin = async |origin: &str| {
        let headers = format!("cookie: theme=dark; {cookie}\r\n{origin}");
        server.raw("POST", "/chatflow/conversations", &headers, "").await
    };
    assert_eq!(begin("").await.status, 201);
    assert_eq!(begin(&format!("origin: http://{}\r\n", server.address)).await.status, 200);
    let answer = begin("origin: https://app.example.com\r\n").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"));
    for evil in ["https://evil.example", "null", "https://app.example.com.evil.example", "http://app.example.com"] {
        problem(&begin(&format!("origin: {evil}\r\n")).await, 403, "denied");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_request_keeps_the_name_that_it_came_with() {
    let server = Server::start(Kind::Memory, &[]).await;
    let named = async |name: &str| {
        let answer = server.raw("GET", "/docs", &format!("x-request-id: {name}\r\n"), "").await;
        answer.header("x-request-id").map(str::to_owned).unwrap_or_default()
    };
    assert_eq!(named("trace-17").await, "trace-17");
    assert!(named(&"x".repeat(65)).await.starts_with("req_"));
    assert!(named("two words").await.starts_with("req_"));
    server.stop().await;
}

#[tokio::test]
async fn all_requests_are_described() {
    let server = Server::start(Kind::Memory, &[]).await;
    let document = server.ask("GET", "/openapi.json", None, "").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let page = server.ask("GET", "/docs", None, "").await.body;
    assert!(!page.contains("src=") && !page.contains("https://"), "the page needs nothing from elsewhere");
    let mut ids = BTreeSet::new();
    let mut systems = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        assert!(page.contains(path), "{path}");
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
            systems.extend(operation["tags"][0].as_str().map(str::to_owned));
            assert!(operation["summary"].is_string(), "{method} {path} says what it does");
            assert!(operation["responses"]["default"]["content"]["application/problem+json"].is_object(), "{id}");
        }
    }
    assert_eq!(systems.into_iter().collect::<Vec<_>>(), ["chatflow", "gochat", "hiwwer", "leads", "mechamap"]);
    let text = document.to_string();
    for reference in text.split(r##""$ref":"#/components/schemas/"##).skip(1) {
        let name = reference.split('"').next().expect("a name").replace("~1", "/");
        assert!(document["components"]["schemas"][&name].is_object(), "there is no schema `{name}`");
    }
    server.stop().await;
}

#[tokio::test]
async fn one_system_is_served_at_the_root() {
    let server = Server::start(Kind::Memory, &[("system", "chatflow")]).await;
    let body = r#"{"page_url":"x"}"#;
    assert_eq!(server.ask("POST", "/visitors", None, body).await.status, 201);
    assert_eq!(server.ask("POST", "/chatflow/visitors", None, body).await.status, 404);
    assert_eq!(server.ask("GET", "/rooms", None, "").await.status, 404);
    server.stop().await;
}
