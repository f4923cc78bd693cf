//! Coming back: what was missed, once and in order, or an honest no.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;

async fn epoch(engine: &Arc<Engine>) -> Arc<str> {
    engine.store.head(FACTS.name, ROOM).await.expect("it works").position.epoch
}

#[tokio::test]
async fn from_every_position_what_follows_is_told_and_nothing_else() {
    let engine = node().await;
    store(&engine, (1..=300).map(|number| event(ROOM, number, HIGH))).await;
    let epoch = epoch(&engine).await;
    for offset in (0..=300).step_by(7).chain([299, 300]) {
        let client = Client::placed(&engine);
        let since = Position { offset, epoch: epoch.clone() };
        assert_eq!(client.recover(ROOM, &since).await, Some(true));
        let told = client.read();
        assert_eq!(
            told[0],
            format!("2[\"hub:position\",{{\"channel\":\"{ROOM}\",\"position\":\"{since}\",\"recovered\":true}}]")
        );
        let heard: Vec<u64> = told.iter().filter_map(|text| number(text)).collect();
        assert_eq!(heard, (offset + 1..=300).collect::<Vec<_>>());
        if let Some(last) = told[1..].last() {
            assert_eq!(*last, format!("2[\"event\",300,\"300.{epoch}@{ROOM}\"]"));
        }
        engine.close(&client.session);
    }
}

#[tokio::test]
async fn what_cannot_be_recovered_is_said() {
    let engine = node().await;
    store(&engine, (1..=5).map(|number| event(ROOM, number, HIGH))).await;
    let epoch = epoch(&engine).await;
    let other = Client::placed(&engine);
    assert_eq!(other.recover(ROOM, &Position { offset: 3, epoch: "other".into() }).await, Some(false));
    assert_eq!(
        other.read(),
        [format!("2[\"hub:position\",{{\"channel\":\"{ROOM}\",\"position\":\"5.{epoch}\",\"recovered\":false}}]")]
    );
    tokio::time::sleep(Duration::from_millis(5)).await;
    engine.store.forget(FACTS.name, Duration::ZERO).await.expect("it works");
    store(&engine, (6..=7).map(|number| event(ROOM, number, HIGH))).await;
    let old = Client::placed(&engine);
    assert_eq!(old.recover(ROOM, &Position { offset: 3, epoch: epoch.clone() }).await, Some(false));
    let recent = Client::placed(&engine);
    assert_eq!(recent.recover(ROOM, &Position { offset: 5, epoch: epoch.clone() }).await, Some(true));
    assert_eq!(recent.numbers(), [6, 7]);
    let ahead = Client::placed(&engine);
    assert_eq!(ahead.recover(ROOM, &Position { offset: 8, epoch }).await, Some(false));
}

#[tokio::test]
async fn a_client_that_makes_up_a_position_troubles_nobody_for_long() {
    let engine = node().await;
    let (plain, placed) = (Client::plain(&engine), Client::placed(&engine));
    plain.enter(ROOM).await;
    placed.enter(ROOM).await;
    store(&engine, (1..=5).map(|number| event(ROOM, number, HIGH))).await;
    assert_eq!(plain.numbers(), [1, 2, 3, 4, 5]);
    placed.read();
    let before = epoch(&engine).await;
    for attempt in 0..3 {
        let liar = Client::placed(&engine);
        let since = Position { offset: 99, epoch: epoch(&engine).await };
        assert_eq!(liar.recover(ROOM, &since).await, Some(false), "{attempt}");
    }
    let mut told = Vec::new();
    until("the new epoch", || {
        told.extend(placed.read());
        !told.is_empty()
    })
    .await;
    store(&engine, [event(ROOM, 6, HIGH)]).await;
    let mut heard = Vec::new();
    until("what follows", || {
        heard.extend(plain.numbers());
        heard.contains(&6)
    })
    .await;
    assert_eq!(heard, [6], "nothing is told twice");
    assert_eq!((plain.closed(), placed.closed()), (None, None));
    let after = epoch(&engine).await;
    assert_ne!(after, before);
    let expected =
        format!("2[\"hub:position\",{{\"channel\":\"{ROOM}\",\"position\":\"5.{after}\",\"recovered\":false}}]");
    assert_eq!(told, [expected], "the first word counts, and no other that day");
}

#[tokio::test]
async fn whoever_has_left_is_told_no_more_of_what_it_missed() {
    let mut config = quiet();
    config.slow_clients.shed_bytes = 4_000;
    let engine = node_with(config).await;
    store(&engine, (1..=2000).map(|number| event(ROOM, number, HIGH))).await;
    let client = Client::placed(&engine);
    let since = Position { offset: 0, epoch: epoch(&engine).await };
    let (own, session) = (engine.clone(), client.session.clone());
    let entering = tokio::spawn(async move { own.enter(&session, &ROOM.into(), Some(&since)).await });
    until("the beginning", || client.session.waiting_bytes() > 4_000).await;
    engine.leave(&client.session, ROOM);
    let waited = client.numbers();
    assert!(waited.len() < 2000);
    entering.await.expect("a task").expect("an entry");
    assert_eq!(client.numbers(), [0; 0]);
    assert_eq!(client.closed(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_cuts_lose_nothing_and_repeat_nothing() {
    let engine = node().await;
    let sender = engine.clone();
    let sending = tokio::spawn(async move {
        for number in 1..=1500 {
            let priority = if number % 5 == 0 { NORMAL } else { HIGH };
            store(&sender, [event(ROOM, number, priority)]).await;
            if number % 3 == 0 {
                sender.send(event(ROOM, 0, HIGH));
            }
        }
        store(&sender, [event(ROOM, 1501, HIGH)]).await;
    });
    let epoch = epoch(&engine).await;
    let clients = (0..4u64).map(|who| {
        let (engine, epoch) = (engine.clone(), epoch.clone());
        tokio::spawn(async move {
            let mut random = StdRng::seed_from_u64(who);
            let mut heard: Vec<u64> = Vec::new();
            let mut cuts = 0;
            while heard.last() != Some(&1501) {
                let client = Client::placed(&engine);
                engine.open(&client.session).await.expect("it works");
                let offset = heard.last().copied().unwrap_or(0);
                let since = Position { offset, epoch: epoch.clone() };
                // Some are cut while they are still told what they missed.
                let (own, room) = (engine.clone(), Address::from(ROOM));
                let session = client.session.clone();
                let entering = tokio::spawn(async move { own.enter(&session, &room, Some(&since)).await });
                tokio::time::sleep(Duration::from_micros(random.random_range(0..3000))).await;
                let take = random.random_range(1..200);
                let read = std::iter::from_fn(|| client.session.pop(&engine)).take(take);
                heard.extend(read.filter_map(|frame| number(&text(&frame))).filter(|number| *number > 0));
                engine.close(&client.session);
                entering.await.expect("it works").expect("it works");
                cuts += 1;
                assert!(cuts < 100_000, "never done");
            }
            assert_eq!(heard, (1..=1501).collect::<Vec<_>>(), "client {who}");
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.expect("it works");
    }
    sending.await.expect("it works");
    assert_eq!(engine.channels.len(), 0);
}

#[tokio::test]
async fn a_long_replay_waits_for_its_reader() {
    let mut config = quiet();
    config.slow_clients.shed_bytes = 4_000;
    config.slow_clients.most_bytes = 64_000;
    let engine = node_with(config).await;
    store(&engine, (1..=5000).map(|number| event(ROOM, number, HIGH))).await;
    let client = Client::placed(&engine);
    let since = Position { offset: 0, epoch: epoch(&engine).await };
    let (own, session) = (engine.clone(), client.session.clone());
    let entering = tokio::spawn(async move { own.enter(&session, &ROOM.into(), Some(&since)).await });
    let mut heard = Vec::new();
    until("the replay", || {
        heard.extend(client.numbers());
        heard.len() == 5000
    })
    .await;
    assert_eq!(heard, (1..=5000).collect::<Vec<_>>());
    assert_eq!(entering.await.expect("it works").expect("it works").recovered, Some(true));
    assert_eq!(client.closed(), None);
}

#[tokio::test]
async fn a_caller_that_gives_up_leaves_the_client_neither_in_nor_out_halfway() {
    let engine = node().await;
    store(&engine, (1..=2000).map(|number| event(ROOM, number, HIGH))).await;
    let client = Client::placed(&engine);
    let since = Position { offset: 0, epoch: epoch(&engine).await };
    let room = ROOM.into();
    let entering = engine.enter(&client.session, &room, Some(&since));
    assert!(tokio::time::timeout(Duration::ZERO, entering).await.is_err());
    let mut heard = Vec::new();
    until("the replay", || {
        heard.extend(client.numbers());
        heard.len() == 2000
    })
    .await;
    store(&engine, [event(ROOM, 2001, HIGH)]).await;
    until("what follows", || client.numbers() == [2001]).await;
}
