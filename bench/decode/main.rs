//! Compares the generated decoder and encoder with their peers; prints a row a line.

mod frames;
mod pair;
mod peers;

use std::hint::black_box;

use bytes::Bytes;
use contract::synthetic::ServerEvent;
use pair::{Paired, Side, paired};
use peers::{Flattened, Visited};

const ROUNDS: usize = 301;
/// How often a round goes through all the frames.
const REPEAT: usize = 20;
const RECIPIENTS: usize = 1_000;

fn main() {
    for (order, frames, flattened_bar) in
        [("name before payload", &frames::NAME_FIRST, 0.6), ("name after payload", &frames::NAME_LAST, 0.72)]
    {
        let ours = || {
            Side::of(|| {
                for frame in (0..REPEAT).flat_map(|_| frames) {
                    black_box(ServerEvent::decode_frame(black_box(frame.as_bytes())).expect("a good frame"));
                }
            })
        };
        let flattened = Side::of(|| {
            for frame in (0..REPEAT).flat_map(|_| frames) {
                black_box(serde_json::from_str::<Flattened>(black_box(frame)).expect("a good frame"));
            }
        });
        let visited = Side::of(|| {
            for frame in (0..REPEAT).flat_map(|_| frames) {
                black_box(serde_json::from_str::<Visited>(black_box(frame)).expect("a good frame"));
            }
        });
        print(&format!("decode, {order}"), "serde's flattened tagged enum", &paired(ROUNDS, ours(), flattened), flattened_bar, REPEAT * frames.len());
        print(&format!("decode, {order}"), "a visitor written by hand", &paired(ROUNDS, ours(), visited), 1.05, REPEAT * frames.len());
    }
    encode();
}

fn encode() {
    let frame = ServerEvent::decode_frame(frames::NAME_FIRST[0].as_bytes()).expect("a good frame");
    let bytes = Bytes::from(frames::NAME_FIRST[0]).to_vec();
    let bytes = Bytes::from(bytes);
    let ours = Side::of(|| {
        let encoded = frame.event.encode_in(black_box(&frame.meta), frame.channel.as_deref());
        let queues: Vec<_> = (0..RECIPIENTS).map(|_| encoded.clone()).collect();
        black_box(queues);
    });
    let peer = Side::of(|| {
        let queues: Vec<Bytes> = (0..RECIPIENTS).map(|_| black_box(&bytes).clone()).collect();
        black_box(queues);
    });
    print("encode once, a frame for each of 1,000 recipients", "cloning a ready `Bytes` 1,000 times", &paired(ROUNDS * 10, ours, peer), 1.3, 1);
}

fn print(what: &str, peer: &str, result: &Paired, bar: f64, per: usize) {
    let each = |seconds: f64| seconds / per as f64;
    let (low, high) = result.quartiles;
    println!("{what}\t{peer}\t{}\t{}\t{}\t{low}\t{high}\t{bar}", each(result.ours), each(result.peer), result.ratio);
}
