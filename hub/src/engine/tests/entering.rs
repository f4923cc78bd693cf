//! Coming and going while events flow.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;

/// The position in a `hub:position`.
fn told_position(text: &str) -> Option<u64> {
    let rest = text.strip_prefix("2[\"hub:position\",")?;
    let (_, position) = rest.split_once("\"position\":\"")?;
    position.split('.').next()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_enters_hears_everything_after_its_position() {
    for seed in 0..20 {
        let engine = node().await;
        let sender = engine.clone();
        let sending = tokio::spawn(async move {
            for number in 1..=60 {
                store(&sender, [event(ROOM, number, if number % 3 == 0 { NORMAL } else { HIGH })]).await;
            }
            store(&sender, [event(ROOM, 61, HIGH)]).await;
        });
        let entering = (0..30).map(|who| {
            let engine = engine.clone();
            tokio::spawn(async move {
                let mut random = StdRng::seed_from_u64(seed * 1000 + who);
                tokio::time::sleep(Duration::from_micros(random.random_range(0..20_000))).await;
                let client = Client::placed(&engine);
                client.enter(ROOM).await;
                let mut told = Vec::new();
                until("the last event", || {
                    told.extend(client.read());
                    told.first().and_then(|first| told_position(first)).expect("the position comes first") == 61
                        || told.iter().filter_map(|text| number(text)).any(|number| number == 61)
                })
                .await;
                told
            })
        });
        for client in entering.collect::<Vec<_>>() {
            let told = client.await.expect("it works");
            let position = told_position(&told[0]).expect("it works");
            let heard: Vec<u64> = told.iter().filter_map(|text| number(text)).collect();
            assert_eq!(heard, (position + 1..=61).collect::<Vec<_>>(), "seed {seed}");
        }
        sending.await.expect("it works");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_left_after_a_storm() {
    let engine = node().await;
    let clients = (0..16).map(|who| {
        let engine = engine.clone();
        tokio::spawn(async move {
            let mut random = StdRng::seed_from_u64(who);
            for _ in 0..30 {
                let client = Client::plain(&engine);
                engine.open(&client.session).await.expect("it works");
                for _ in 0..20 {
                    let room = format!("room.{}", random.random_range(0..4));
                    match random.random_range(0..4) {
                        0 | 1 => {
                            client.enter(&room).await;
                        }
                        2 => engine.leave(&client.session, &room),
                        _ => engine.send(event(&room, 1, HIGH)),
                    }
                }
                let late = client.session.clone();
                let (own, at) = (engine.clone(), Address::from("room.0"));
                let entering = tokio::spawn(async move { own.enter(&late, &at, None).await.map(|_| ()) });
                assert!(engine.close(&client.session));
                assert!(!engine.close(&client.session), "it ends once");
                entering.await.expect("it works").expect("it works");
                assert_eq!(client.session.channels(), Vec::<Address>::new());
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.expect("it works");
    }
    assert_eq!((engine.sessions.len(), engine.channels.len()), (0, 0));
}

#[tokio::test]
async fn a_member_hears_every_event_once_however_often_it_enters() {
    let engine = node().await;
    let client = Client::placed(&engine);
    for _ in 0..3 {
        client.enter(ROOM).await;
    }
    engine.send(event(ROOM, 1, HIGH));
    assert_eq!(client.numbers(), [1]);
    engine.leave(&client.session, ROOM);
    engine.send(event(ROOM, 2, HIGH));
    assert_eq!(client.numbers(), [0; 0]);
}

#[tokio::test]
async fn everybody_hears_what_is_sent_to_everybody() {
    let engine = node().await;
    let clients: Vec<Client> = (0..100).map(|_| Client::plain(&engine)).collect();
    for client in &clients {
        engine.open(&client.session).await.expect("it works");
    }
    engine.send(event(crate::message::EVERYBODY, 1, HIGH));
    store(&engine, [event(crate::message::EVERYBODY, 2, HIGH)]).await;
    assert!(engine.close(&clients[0].session));
    engine.send(event(crate::message::EVERYBODY, 3, HIGH));
    assert_eq!(clients[0].numbers(), [0; 0]);
    for client in &clients[1..] {
        assert_eq!(client.numbers(), [1, 2, 3]);
        assert_eq!(client.session.channels(), Vec::<Address>::new(), "it is no channel of the contract");
    }
}

#[tokio::test]
async fn ten_thousand_come_and_leave_nothing_behind() {
    let engine = node().await;
    let clients: Vec<Client> = (0..10_000).map(|_| Client::plain(&engine)).collect();
    for client in &clients {
        client.enter(ROOM).await;
    }
    for client in &clients {
        engine.leave(&client.session, ROOM);
    }
    assert_eq!(engine.channels.len(), 0);
}
