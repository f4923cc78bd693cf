//! Many transactions at once.

use std::collections::BTreeMap;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::{engine, event, number, numbers, on_every_database};
use crate::store::Store;

on_every_database!(offsets_are_gapless_and_in_the_order_of_the_commits, a_sweep_misses_nothing);

const TASKS: u64 = 50;
const ROUNDS: u64 = 20;
const CHANNELS: [&str; 5] = ["a", "b", "c", "d", "e"];

/// Emits at random, in random orders, with rollbacks. Gives the numbers that were committed.
async fn storm(store: &Store, seed: u64) -> Vec<u64> {
    let engine = engine(store, "chat");
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let (store, engine) = (store.clone(), engine.clone());
            tokio::spawn(async move {
                let mut random = StdRng::seed_from_u64(seed + task);
                let mut committed = Vec::new();
                for round in 0..ROUNDS {
                    let number = task * 1000 + round;
                    let mut channels = CHANNELS;
                    channels.shuffle(&mut random);
                    let count = random.random_range(1..=CHANNELS.len());
                    let mut tx = store.begin().await.expect("a transaction begins");
                    for channel in &channels[..count] {
                        tx.emit(engine.clone(), event(channel, number));
                        if random.random_bool(0.3) {
                            tokio::task::yield_now().await;
                        }
                    }
                    if random.random_bool(0.25) {
                        drop(tx);
                    } else {
                        tx.commit().await.expect("it is committed");
                        committed.extend(channels[..count].iter().map(|_| number));
                    }
                }
                committed
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.expect("the task ends"));
    }
    all.sort_unstable();
    all
}

async fn offsets_are_gapless_and_in_the_order_of_the_commits(store: Store) {
    let committed = storm(&store, 1).await;
    let mut logged = Vec::new();
    let mut orders = Vec::new();
    for channel in CHANNELS {
        // Reading checks that there is no gap.
        let numbers = numbers(&store, "chat", channel).await;
        assert_eq!(store.head("chat", channel).await.expect("a head").position.offset, numbers.len() as u64);
        // A task commits one transaction after the other: so do its events follow each other in every channel.
        let mut last = BTreeMap::new();
        for number in &numbers {
            let before = last.insert(number / 1000, *number);
            assert!(before.is_none_or(|before| before < *number), "{before:?} then {number} in `{channel}`");
        }
        orders.push(numbers.iter().enumerate().map(|(place, number)| (*number, place)).collect::<BTreeMap<_, _>>());
        logged.extend(numbers);
    }
    logged.sort_unstable();
    assert_eq!(logged, committed);
    // Two transactions that met in two channels are in the same order in both.
    for first in &orders {
        for second in &orders {
            let mut shared: Vec<_> =
                first.iter().filter_map(|(number, at)| Some((*at, *second.get(number)?))).collect();
            shared.sort_unstable();
            assert!(shared.is_sorted_by_key(|(_, at)| *at));
        }
    }
}

async fn a_sweep_misses_nothing(store: Store) {
    let mut mark = store.mark().await.expect("a mark");
    let storm = tokio::spawn({
        let store = store.clone();
        async move { storm(&store, 2).await }
    });
    let mut seen: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    loop {
        let last = storm.is_finished();
        let (changed, next) = store.changed("chat", mark).await.expect("a sweep");
        mark = next;
        for (address, head) in changed {
            let numbers = seen.entry(address.clone()).or_default();
            let entries =
                store.read("chat", &address, numbers.len() as u64, 10_000).await.expect("read").expect("whole");
            numbers.extend(entries.iter().map(|entry| number(&entry.texts[0])));
            assert!(numbers.len() as u64 >= head, "the newest event of `{address}` can be read");
        }
        if last {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let committed = storm.await.expect("the storm ends");
    let mut swept: Vec<u64> = seen.into_values().flatten().collect();
    swept.sort_unstable();
    assert_eq!(swept, committed);
}
