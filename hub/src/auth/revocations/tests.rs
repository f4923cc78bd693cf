use super::*;
use crate::store::tests::on_every_database;

on_every_database!(
    what_one_node_revokes_another_learns,
    a_user_s_tokens_are_revoked_up_to_now,
    many_at_once_are_all_written,
    what_has_expired_is_forgotten,
);

fn user(id: &str, token: Option<&str>, issued_at: Option<SystemTime>) -> User {
    let expires_at = SystemTime::now() + Duration::from_secs(3600);
    User { id: id.to_owned(), name: None, roles: Vec::new(), token_id: token.map(str::to_owned), issued_at, expires_at }
}

fn soon() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

async fn what_one_node_revokes_another_learns(store: Store) {
    let (one, other) = (Revocations::new(store.clone()), Revocations::new(store));
    let token = user("ada", Some("t1"), None);
    assert!(!one.cover(&token));
    assert!(!other.refresh().await.expect("a database"));
    one.revoke(Revoked::Token("t1"), soon()).await.expect("a database");
    assert!(one.cover(&token) && !one.cover(&user("ada", Some("t2"), None)));
    assert!(!other.cover(&token));
    assert!(other.refresh().await.expect("a database"));
    assert!(other.cover(&token));
    assert!(!other.refresh().await.expect("a database"));
}

async fn a_user_s_tokens_are_revoked_up_to_now(store: Store) {
    let revocations = Revocations::new(store);
    let second = Duration::from_secs(1);
    let old = user("ada", None, Some(SystemTime::now() - second));
    revocations.revoke(Revoked::User("ada"), soon()).await.expect("a database");
    assert!(revocations.cover(&old));
    assert!(revocations.cover(&user("ada", None, None)));
    assert!(!revocations.cover(&user("ada", None, Some(SystemTime::now() + second))));
    assert!(!revocations.cover(&user("bob", None, None)));
}

async fn many_at_once_are_all_written(store: Store) {
    let nodes: Vec<_> = (0..8).map(|_| Revocations::new(store.clone())).collect();
    let all = nodes.iter().enumerate().map(|(at, node)| async move {
        for which in 0..5 {
            node.revoke(Revoked::Token(&format!("{at}.{which}")), soon()).await.expect("a database");
        }
    });
    futures_util::future::join_all(all).await;
    let last = Revocations::new(store);
    last.refresh().await.expect("a database");
    for at in 0..8 {
        assert!((0..5).all(|which| last.cover(&user("ada", Some(&format!("{at}.{which}")), None))));
    }
}

async fn what_has_expired_is_forgotten(store: Store) {
    let one = Revocations::new(store.clone());
    let past = SystemTime::now() - Duration::from_secs(1);
    for token in ["t1", "t2"] {
        one.revoke(Revoked::Token(token), past).await.expect("a database");
    }
    one.revoke(Revoked::Token("t3"), soon()).await.expect("a database");
    let other = Revocations::new(store.clone());
    other.refresh().await.expect("a database");
    assert_eq!(other.known.read().tokens.keys().collect::<Vec<_>>(), ["t3"]);
    let rows = sqlx::query("SELECT place FROM hub_revocations").fetch_all(store.pool()).await.expect("a database");
    assert_eq!(rows.len(), 1);
    one.revoke(Revoked::Token("t4"), soon()).await.expect("a database");
    assert!(other.refresh().await.expect("a database"));
    assert!(other.cover(&user("ada", Some("t4"), None)));
}
