//! What an idle connection holds.

use std::thread::sleep;
use std::time::Duration;

use super::server::{Clients, Kind, Server};
use super::{compare, turns};
use crate::report::{Row, Section, Unit};
use crate::tools::Tools;

const ROUNDS: usize = 3;
const CONNECTIONS: usize = 5_000;

/// The most that an idle connection of ours may hold on a plain WebSocket.
const BAR: f64 = 8.0 * 1024.0;

const SERVERS: [Kind; 6] =
    [Kind::HubSocketIo, Kind::HubPlain, Kind::Socketioxide, Kind::Node, Kind::Axum(None), Kind::Axum(Some(4096))];

/// The section.
pub fn section(tools: &Tools) -> Section {
    let mut figures = [[0.0; SERVERS.len()]; ROUNDS];
    for (round, figures) in figures.iter_mut().enumerate() {
        for server in turns(&[0, 1, 2, 3, 4, 5], round) {
            eprintln!("idle memory, round {}: {}", round + 1, SERVERS[server].name());
            figures[server] = measure(tools, SERVERS[server]);
        }
    }
    let of = |at: usize| figures.iter().map(|round| round[at]).collect::<Vec<f64>>();
    let row = |ours: usize, peer: usize, bar| Row {
        what: SERVERS[ours].name(),
        peer: SERVERS[peer].name(),
        paired: compare(&of(ours), &of(peer)),
        bar,
    };
    let limit =
        Row { what: SERVERS[1].name(), peer: "8 KiB".into(), paired: compare(&of(1), &[BAR; ROUNDS]), bar: Some(1.0) };
    Section {
        title: "Memory of an idle connection",
        method: "Resident memory of the server's process with 5,000 connections that have heard an event, less what it held with none, for each \
                 of them. The same allocator for all but Node.",
        unit: Unit::Bytes,
        rows: vec![row(0, 2, Some(1.2)), row(0, 3, None), limit, row(1, 4, None), row(1, 5, None)],
    }
}

fn measure(tools: &Tools, kind: Kind) -> f64 {
    let server = Server::start(tools, kind, 1);
    let mut clients = Clients::prepare(tools, &server, CONNECTIONS);
    sleep(Duration::from_secs(1));
    let before = server.memory();
    clients.ask(if matches!(kind, Kind::Axum(_)) { "open" } else { "connect" });
    sleep(Duration::from_secs(3));
    (server.memory() - before) / CONNECTIONS as f64
}
