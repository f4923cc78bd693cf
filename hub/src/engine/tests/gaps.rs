//! Messages that come twice, out of turn, or not at all.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::*;

/// A node with a client, and another over the same database.
async fn two(config: Config) -> (Arc<Engine>, Client, Arc<Engine>) {
    let here = node_with(config).await;
    let there = another(&here.store, quiet());
    let client = Client::plain(&here);
    client.enter(ROOM).await;
    (here, client, there)
}

#[tokio::test]
async fn a_message_that_comes_twice_is_told_once() {
    let (here, client, there) = two(quiet()).await;
    store(&there, (1..=3).map(|number| event(ROOM, number, HIGH))).await;
    let log = log(&there, ROOM, 0).await;
    for _ in 0..2 {
        for message in &log {
            here.deliver(message);
        }
    }
    assert_eq!(client.numbers(), [1, 2, 3]);
}

#[tokio::test]
async fn what_does_not_come_is_read_from_the_log() {
    let mut random = StdRng::seed_from_u64(11);
    let (here, client, there) = two(quiet()).await;
    let mut sent = 0;
    let mut heard = Vec::new();
    for _ in 0..40 {
        let after = sent;
        let count = random.random_range(1..20);
        store(&there, (1..=count).map(|number| event(ROOM, after + number, HIGH))).await;
        sent += count;
        let mut come = log(&there, ROOM, after).await;
        let (last, others) = come.split_last_mut().expect("it works");
        others.shuffle(&mut random);
        let mut come: Vec<_> = others.iter().filter(|_| random.random_bool(0.5)).collect();
        come.push(last);
        for message in come {
            here.deliver(message);
            if random.random_bool(0.3) {
                here.deliver(message);
            }
        }
        until("the log to be read", || {
            heard.extend(client.numbers());
            heard.len() as u64 >= sent
        })
        .await;
    }
    assert_eq!(heard, (1..=sent).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_transient_event_does_not_overtake_the_stored_one_before_it() {
    let (here, client, there) = two(quiet()).await;
    store(&there, [event(ROOM, 1, HIGH), event(ROOM, 2, HIGH)]).await;
    let log = log(&there, ROOM, 0).await;
    here.deliver(&log[1]);
    here.send(event(ROOM, 3, HIGH));
    assert_eq!(client.numbers(), [0; 0]);
    here.deliver(&log[0]);
    assert_eq!(client.numbers(), [1, 2, 3]);
}

#[tokio::test]
async fn the_sweep_finds_what_no_message_told() {
    let (_here, client, there) = two(Config { sweep: Duration::from_millis(20), ..Config::default() }).await;
    store(&there, (1..=300).map(|number| event(ROOM, number, HIGH))).await;
    let mut heard = Vec::new();
    until("the sweep", || {
        heard.extend(client.numbers());
        heard.len() == 300
    })
    .await;
    assert_eq!(heard, (1..=300).collect::<Vec<_>>());
}

#[tokio::test]
async fn those_who_listen_come_back_where_the_log_lost_what_they_missed() {
    let (here, client, there) = two(quiet()).await;
    store(&there, [event(ROOM, 1, HIGH)]).await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    there.store.forget(FACTS.name, Duration::ZERO).await.expect("it works");
    store(&there, [event(ROOM, 2, HIGH), event(ROOM, 3, HIGH)]).await;
    here.deliver(&log(&there, ROOM, 1).await[1]);
    until("the connection to end", || client.closed().is_some()).await;
    assert_eq!(client.closed(), Some(Close::Failed(Duration::from_secs(1))));
}

#[tokio::test]
async fn a_log_that_begins_anew_is_told_from_its_beginning() {
    let (here, client, there) = two(quiet()).await;
    let placed = Client::placed(&here);
    placed.enter(ROOM).await;
    store(&there, [event(ROOM, 1, HIGH)]).await;
    here.deliver(&log(&there, ROOM, 0).await[0]);
    assert_eq!(client.numbers(), [1]);
    placed.read();
    // What is ahead of the log was in it, so the log went back.
    let mut lost = event(ROOM, 9, HIGH);
    lost.position = Some(Position { offset: 9, ..log(&there, ROOM, 0).await[0].position.clone().expect("it works") });
    here.deliver(&Arc::new(lost));
    let mut told = Vec::new();
    until("a new beginning", || {
        told.extend(placed.read());
        told.iter().any(|text| text.contains("\"recovered\":false"))
    })
    .await;
    store(&here, [event(ROOM, 2, HIGH)]).await;
    let mut heard = Vec::new();
    until("what is sent after it", || {
        heard.extend(client.numbers());
        heard.contains(&2)
    })
    .await;
}
