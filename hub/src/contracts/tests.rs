//! Counting on one node and on two.

use std::sync::Arc;

use event_contracts_runtime::{Alias, FormerName, Limits};
use test_services::{Database, Kind};

use super::*;

const OWN: &str = "00000000000000aa";
const OTHER: &str = "00000000000000bb";

const KEPT: Alias = Alias { name: "say", sunset: "2099-12-31" };
const OVER: Alias = Alias { name: "tell", sunset: "2020-12-31" };

fn about() -> About {
    let facts = Facts {
        name: "test",
        version: "1.0.0",
        fingerprint: OWN,
        priorities: &[],
        limits: Limits::NONE,
        envelope: None,
        model: "",
        judge: None,
    };
    let former = |alias, direction| Former { event: "text.say", alias, direction };
    let formers = vec![former(KEPT, Direction::Both), former(OVER, Direction::ClientToServer)];
    About { facts, formers }
}

async fn store() -> Store {
    Store::open("sqlite::memory:").await.expect("a database")
}

/// A node, which writes when a test says so.
fn node(store: &Store) -> Arc<Usage> {
    Usage::new(about(), store)
}

async fn report(node: &Usage) -> ContractUsage {
    node.report().await.expect("the database answers")
}

fn connections(report: &ContractUsage) -> Vec<(Option<&str>, bool, u64)> {
    report.versions.iter().map(|it| (it.fingerprint.as_deref(), it.current, it.connections)).collect()
}

#[tokio::test]
async fn connections_are_counted_by_version() {
    let store = store().await;
    let node = node(&store);
    assert_eq!(connections(&report(&node).await), [(Some(OWN), true, 0)]);
    let mut open = vec![node.count(Some(OWN)), node.count(Some(OWN)), node.count(Some(OTHER)), node.count(None)];
    let all = report(&node).await;
    assert_eq!(connections(&all), [(Some(OWN), true, 2), (None, false, 1), (Some(OTHER), false, 1)]);
    assert!(all.versions.iter().all(|version| version.last_seen.is_some()));
    open.remove(2);
    assert_eq!(connections(&report(&node).await)[2], (Some(OTHER), false, 0));
}

#[tokio::test]
async fn nodes_know_of_each_other() {
    know_of_each_other(store().await).await;
}

#[tokio::test]
async fn nodes_know_of_each_other_on_postgres() {
    let database = Database::new(Kind::Postgres);
    let store = Store::open(database.url()).await.expect("the database opens");
    know_of_each_other(store.clone()).await;
    store.close().await;
}

async fn know_of_each_other(store: Store) {
    let (one, two) = (node(&store), node(&store));
    let open = (one.count(Some(OTHER)), two.count(Some(OTHER)), two.count(Some(OTHER)));
    two.heard(Some(&FormerName { event: "text.say", alias: KEPT })).expect("it is still served");
    assert_eq!(connections(&report(&one).await)[1..], [(Some(OTHER), false, 1)]);
    one.write().await.expect("written");
    two.write().await.expect("written");
    for node in [&one, &two] {
        let all = report(node).await;
        assert_eq!(connections(&all)[1..], [(Some(OTHER), false, 3)]);
        assert!(all.aliases[0].last_used.is_some() && all.aliases[1].last_used.is_none());
    }
    drop(open);
    one.write().await.expect("written");
    two.write().await.expect("written");
    assert_eq!(connections(&report(&one).await)[1..], [(Some(OTHER), false, 0)]);
}

#[tokio::test]
async fn a_restart_forgets_nothing_but_connections() {
    let store = store().await;
    let before = node(&store);
    let open = before.count(Some(OTHER));
    before.heard(Some(&FormerName { event: "text.say", alias: KEPT })).expect("it is still served");
    drop(open);
    before.write().await.expect("written");
    let (was, is) = (report(&before).await, report(&node(&store)).await);
    assert_eq!(was, is);
    assert_eq!(connections(&is), [(Some(OWN), true, 0), (Some(OTHER), false, 0)]);
    assert!(is.versions[1].last_seen.is_some() && is.aliases[0].last_used.is_some());
}

#[tokio::test]
async fn a_former_name_ends_with_its_last_day() {
    let node = node(&store().await);
    assert_eq!(node.heard(None), Ok(()));
    assert_eq!(node.heard(Some(&FormerName { event: "text.say", alias: KEPT })), Ok(()));
    let refusal = node.heard(Some(&FormerName { event: "text.say", alias: OVER })).expect_err("it is over");
    assert_eq!((refusal.code, refusal.event.as_deref()), (Code::UnknownEvent, Some("tell")));
    assert_eq!(refusal.message, "`text.say` was called so until 2020-12-31");
    const ALIASES: &[Alias] = &[KEPT, OVER];
    assert_eq!(served(ALIASES).collect::<Vec<_>>(), ["say"]);
}

#[tokio::test]
async fn what_nobody_can_miss_is_removable() {
    let store = store().await;
    let node = node(&store);
    let said = |report: &ContractUsage| {
        let alias = &report.aliases[1];
        (alias.removable, alias.reason.clone())
    };
    let own = node.count(Some(OWN));
    let fresh = report(&node).await;
    assert_eq!(said(&fresh), (true, "nothing stands against it".to_owned()));
    assert!(!fresh.aliases[0].removable && fresh.aliases[0].reason.starts_with("sunset is in "));
    let other = node.count(Some(OTHER));
    let expected = "1 connection of another version, which may send under this name";
    assert_eq!(said(&report(&node).await), (false, expected.to_owned()));
    drop((own, other));
    let expected = "a client of another version was there less than a minute ago, and may come back";
    assert_eq!(said(&report(&node).await), (false, expected.to_owned()));
}
