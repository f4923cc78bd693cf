//! One suite for all databases. A node is a [`Presence`]; one that dies is dropped without a word.

use std::sync::Arc;
use std::time::Duration;

use event_hub::Store;
use parking_lot::Mutex;
use test_services::{Database, Kind};
use tokio::time::{sleep, timeout};

use super::{LEASE, Presence};

/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a node told: who, and whether they are there.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<(String, bool)>>>);

impl Told {
    fn all(&self) -> Vec<(String, bool)> {
        self.0.lock().clone()
    }

    async fn has(&self, user: &str, online: bool) {
        let told = async {
            while !self.0.lock().iter().any(|told| *told == (user.to_owned(), online)) {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, told).await.expect("it is told in time");
    }
}

async fn node(store: &Store, lease: Duration) -> (Arc<Presence>, Told) {
    let told = Told::default();
    let own = told.clone();
    let presence = Presence::start_with(store.clone(), "test", lease, move |change| {
        own.0.lock().push((change.user, change.online));
        async {}
    });
    (presence.await.expect("it starts"), told)
}

async fn is_online(presence: &Presence, store: &Store, user: &str) -> bool {
    let mut db = store.pool().acquire().await.expect("a connection");
    presence.state(&mut db, user).await.expect("the state").online
}

async fn from_the_first_to_the_last(store: Store) {
    let (presence, told) = node(&store, LEASE).await;
    assert!(!is_online(&presence, &store, "ann").await);
    presence.come("ann", 1).await.expect("she comes");
    presence.come("ann", 2).await.expect("she comes again");
    presence.come("bob", 3).await.expect("he comes");
    presence.go(1).await.expect("one goes");
    assert!(is_online(&presence, &store, "ann").await);
    assert_eq!(presence.online().await.expect("who is there"), ["ann", "bob"].map(str::to_owned).into());
    presence.go(2).await.expect("the last goes");
    presence.go(2).await.expect("who has gone goes no more");
    presence.go(9).await.expect("who never came goes not");
    assert!(!is_online(&presence, &store, "ann").await);
    let ann = |online| ("ann".to_owned(), online);
    assert_eq!(told.all(), [ann(true), ("bob".to_owned(), true), ann(false)]);
    let mut db = store.pool().acquire().await.expect("a connection");
    let state = presence.state(&mut db, "ann").await.expect("the state");
    assert!(state.last_active_at.is_some(), "when she left");
    assert_eq!(presence.state(&mut db, "eve").await.expect("the state").last_active_at, None);
}

/// Whoever comes and goes at once: what is told is in order, and the last word is true.
async fn many_at_once(store: Store) {
    let (presence, told) = node(&store, LEASE).await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..40 {
        let presence = presence.clone();
        tasks.spawn(async move {
            presence.come("ann", number).await.expect("she comes");
            if number != 7 {
                presence.go(number).await.expect("she goes");
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("no task fails");
    }
    let told = told.all();
    for (at, (_, online)) in told.iter().enumerate() {
        assert_eq!(*online, at % 2 == 0, "{told:?}");
    }
    assert!(told.len() % 2 == 1, "she is there: {told:?}");
    assert!(is_online(&presence, &store, "ann").await);
}

/// The next node takes away what a dead one left behind: at its start where the database is its own, after the lease else.
async fn a_dead_node(store: Store) {
    let lease = Duration::from_millis(300);
    let (dead, _) = node(&store, lease).await;
    dead.come("ann", 1).await.expect("she comes");
    drop(dead);
    let (alive, told) = node(&store, lease).await;
    told.has("ann", false).await;
    assert!(!is_online(&alive, &store, "ann").await);
    alive.come("ann", 2).await.expect("she comes back");
    told.has("ann", true).await;
}

/// A node whose lease was taken as run out by others writes its connections again.
async fn a_lost_lease(store: Store) {
    let (presence, told) = node(&store, Duration::from_millis(300)).await;
    presence.come("ann", 1).await.expect("she comes");
    let mut tx = store.begin().await.expect("a transaction");
    for statement in ["DELETE FROM presence_nodes", "DELETE FROM presence_connections"] {
        sqlx::query(statement).execute(tx.conn()).await.expect("it is deleted");
    }
    tx.commit().await.expect("it is committed");
    let back = async {
        while told.all().len() < 2 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, back).await.expect("it is written again");
    assert!(is_online(&presence, &store, "ann").await);
}

/// A user on two nodes is one user.
async fn two_nodes(store: Store) {
    let (one, told_by_one) = node(&store, LEASE).await;
    let (two, told_by_two) = node(&store, LEASE).await;
    one.come("ann", 1).await.expect("she comes");
    two.come("ann", 2).await.expect("she comes elsewhere");
    one.go(1).await.expect("one goes");
    assert!(is_online(&one, &store, "ann").await);
    two.go(2).await.expect("the last goes");
    assert_eq!(told_by_one.all(), [("ann".to_owned(), true)]);
    assert_eq!(told_by_two.all(), [("ann".to_owned(), false)]);
}

async fn on<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(Store) -> F) {
    let database = Database::new(kind);
    let store = Store::open(database.url()).await.expect("the database opens");
    test(store.clone()).await;
    store.close().await;
}

macro_rules! on_every_database {
    ($($kind:ident in $module:ident: $($name:ident),*;)*) => {
        $(mod $module {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::on(test_services::Kind::$kind, super::$name).await;
            })*
        })*
    };
}

// A file of SQLite belongs to one process: there are not two nodes.
on_every_database! {
    Memory in memory: from_the_first_to_the_last, many_at_once, a_dead_node, a_lost_lease;
    File in file: from_the_first_to_the_last, many_at_once, a_dead_node, a_lost_lease;
    Postgres in postgres: from_the_first_to_the_last, many_at_once, a_dead_node, a_lost_lease, two_nodes;
}
