//! Tokens that are revoked, and those that are good in one system alone.

use std::time::{Duration, Instant, SystemTime};

use event_hub::auth::{Grant, Revocations};
use test_services::Kind;

use crate::command::run;
use crate::requests::problem;
use crate::server::Server;

/// A request of each system that anybody with a token can make, or with the role `agent`.
const REQUESTS: [&str; 5] = [
    "/chatflow/conversations",
    "/gochat/api/conversations",
    "/hiwwer/notifications",
    "/leads/rooms",
    "/mechamap/notifications",
];

fn token(server: &Server, user: &str, id: &str) -> String {
    let grant = Grant { roles: vec!["agent".to_owned()], token_id: Some(id.to_owned()), ..Grant::of(user) };
    server.base.tokens.sign(&grant).expect("a token")
}

async fn status(server: &Server, path: &str, token: &str) -> u16 {
    server.ask("GET", path, Some(token), "").await.status
}

/// Asks until the token is refused: each system learns of it at a sweep of its own.
async fn refused(server: &Server, path: &str, token: &str) {
    let begun = Instant::now();
    loop {
        let answer = server.ask("GET", path, Some(token), "").await;
        if answer.status == 401 {
            let problem = problem(&answer, 401, "unauthenticated");
            assert_eq!(problem["detail"], "the token was revoked", "{path}");
            return;
        }
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        assert!(begun.elapsed() < Duration::from_secs(15), "{path} still takes the token");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_revokes_under_a_running_server() {
    for kind in [Kind::File, Kind::Postgres] {
        let server = Server::start(kind, &[]).await;
        let (one, same, other) = (token(&server, "41", "t1"), token(&server, "41", "t2"), token(&server, "42", "t3"));
        for path in REQUESTS {
            assert_eq!(status(&server, path, &one).await, 200, "{path}");
        }
        let database = server.base.config.database.as_str();
        let folder = tempfile::tempdir().expect("a folder");
        let done = run(folder.path(), &["revoke", "--token-id", "t1", "--database", database]).await;
        assert_eq!(done, (0, String::new(), String::new()));
        for path in REQUESTS {
            refused(&server, path, &one).await;
            assert_eq!(status(&server, path, &same).await, 200, "{path}");
        }
        let done = run(folder.path(), &["revoke", "--user", "41", "--database", database, "--for", "2h"]).await;
        assert_eq!(done, (0, String::new(), String::new()));
        for path in REQUESTS {
            refused(&server, path, &same).await;
            assert_eq!(status(&server, path, &other).await, 200, "{path}");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn what_was_revoked_before_the_start_is_refused_at_the_first_request() {
    let server = Server::start(Kind::Memory, &[]).await;
    let hour = SystemTime::now() + Duration::from_secs(3600);
    Revocations::new(server.base.store.clone()).revoke_token("t1", hour).await.expect("a database");
    for path in REQUESTS {
        refused(&server, path, &token(&server, "41", "t1")).await;
    }
    server.stop().await;
}

#[tokio::test]
async fn the_token_that_anybody_gets_as_a_visitor_is_good_in_chatflow_alone() {
    let server = Server::start(Kind::Memory, &[]).await;
    let came = server.ask("POST", "/chatflow/visitors", None, r#"{"page_url":"x"}"#).await;
    let cookie = came.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    let token = came.json()["token"].as_str().expect("a token").to_owned();
    for headers in [format!("cookie: {cookie}\r\n"), format!("authorization: Bearer {token}\r\n")] {
        for path in REQUESTS {
            let answer = server.raw("GET", path, &headers, "").await;
            if path.starts_with("/chatflow") {
                assert_eq!(answer.status, 200, "{answer:?}");
            } else {
                problem(&answer, 401, "unauthenticated");
            }
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn the_command_revokes_nothing_where_there_is_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (code, _, error) = run(folder, &["revoke", "--user", "ada"]).await;
    assert!(code == 1 && error.contains("there is no such database; `--data`"), "{error}");
    assert!(!folder.join(".reference-server").exists(), "nothing is made");
    for words in [&["revoke"][..], &["revoke", "--user", "ada", "--token-id", "t1"]] {
        let (code, _, error) = run(folder, words).await;
        assert!(code == 2 && error.contains("--token-id"), "{error}");
    }
    let (code, help, _) = run(folder, &["revoke", "--help"]).await;
    assert!(code == 0 && help.contains("reference-server revoke --user agent_12"), "{help}");
}
