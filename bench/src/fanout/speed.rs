//! Processor time per delivery at saturation, and latency at a steady pace.

use super::server::{Clients, Kind, Server};
use super::{compare, turns};
use crate::report::{Row, Section, Unit};
use crate::tools::Tools;

const ROUNDS: usize = 3;

const SERVERS: [Kind; 4] = [Kind::HubSocketIo, Kind::HubPlain, Kind::Socketioxide, Kind::Node];

/// So many clients listen.
const SIZES: [usize; 3] = [100, 1_000, 5_000];

/// Deliveries a second at which latency is measured.
const PACE: usize = 20_000;

/// What one server gave in one round.
#[derive(Clone, Copy, Default)]
struct Figures {
    /// Seconds of processor time per million deliveries, for each size.
    cpu: [f64; 3],
    /// Seconds: the median, the 99th and the 99.9th of a hundred, of a thousand clients.
    latency: [f64; 3],
}

/// Both sections.
pub fn sections(tools: &Tools) -> Vec<Section> {
    let mut figures = [[Figures::default(); SERVERS.len()]; ROUNDS];
    for (round, figures) in figures.iter_mut().enumerate() {
        for server in turns(&[0, 1, 2, 3], round) {
            eprintln!("fanout, round {}: {}", round + 1, SERVERS[server].name());
            figures[server] = measure(tools, SERVERS[server]);
        }
    }
    vec![cpu(&figures), latency(&figures)]
}

fn measure(tools: &Tools, kind: Kind) -> Figures {
    let mut figures = Figures::default();
    for (at, size) in SIZES.into_iter().enumerate() {
        let server = Server::start(tools, kind, 1);
        let mut clients = Clients::connect(tools, &server, size);
        clients.ask("saturate 1 64");
        let before = server.cpu();
        let [deliveries, _] = clients.ask("saturate 4 64")[..] else { panic!("two numbers") };
        figures.cpu[at] = (server.cpu() - before) / deliveries * 1e6;
        if size == 1_000 {
            let [_, p50, p99, p999, _] = clients.ask(&format!("pace {} 8 0", PACE / size))[..] else {
                panic!("five numbers")
            };
            figures.latency = [p50, p99, p999].map(|micros| micros / 1e6);
        }
    }
    figures
}

/// The figures of a server, one a round.
fn of(figures: &[[Figures; SERVERS.len()]], kind: Kind, figure: impl Fn(&Figures) -> f64) -> Vec<f64> {
    let at = SERVERS.iter().position(|own| *own == kind).expect("it was measured");
    figures.iter().map(|round| figure(&round[at])).collect()
}

fn cpu(figures: &[[Figures; SERVERS.len()]]) -> Section {
    let bars = |ours, peer| match (ours, peer) {
        (Kind::HubSocketIo, Kind::Socketioxide) => 1.15,
        (Kind::HubSocketIo, _) => 0.2,
        (_, Kind::Socketioxide) => 0.6,
        _ => 0.1,
    };
    let mut rows = Vec::new();
    for ours in [Kind::HubSocketIo, Kind::HubPlain] {
        for (at, size) in SIZES.into_iter().enumerate() {
            for peer in [Kind::Socketioxide, Kind::Node] {
                let figure = |kind| of(figures, kind, |figures| figures.cpu[at]);
                rows.push(Row {
                    what: format!("{}, {size} clients", ours.name()),
                    peer: peer.name(),
                    paired: compare(&figure(ours), &figure(peer)),
                    bar: (size == 1_000).then(|| bars(ours, peer)),
                });
            }
        }
    }
    Section {
        title: "Telling one event to many: processor time",
        method: "Processor time of the server's process, its own and the system's, for a million deliveries of a transient event of about 200 \
                 bytes to all clients in one channel, at saturation: 64 events are under way, and the next is sent when every client has one \
                 more. Typed events are encoded by the generated contract; no limits. The clients are one other process, the same for all, \
                 which checks that no event is missing, comes twice or comes out of turn. Release builds with the same allocator; socketioxide \
                 0.18.9, `socket.io` 4.8.4 on Node 20, both over WebSocket.",
        unit: Unit::Time,
        rows,
    }
}

fn latency(figures: &[[Figures; SERVERS.len()]]) -> Section {
    let mut rows = Vec::new();
    for ours in [Kind::HubSocketIo, Kind::HubPlain] {
        for (at, name) in ["median", "99th of 100", "999th of 1,000"].into_iter().enumerate() {
            let figure = |kind| of(figures, kind, |figures| figures.latency[at]);
            let own = figure(ours);
            let (peer, paired) = [Kind::Socketioxide, Kind::Node]
                .map(|peer| (peer, compare(&own, &figure(peer))))
                .into_iter()
                .min_by(|(_, one), (_, other)| one.peer.total_cmp(&other.peer))
                .expect("there are two");
            let bar = (at < 2).then_some(1.0);
            rows.push(Row { what: format!("{}, {name}", ours.name()), peer: peer.name(), paired, bar });
        }
    }
    Section {
        title: "Telling one event to many: latency",
        method: "From the moment at which the server has the event to the moment at which the client has read it, at 20,000 deliveries a second: \
                 20 events to 1,000 clients, who are read by one thread on the same two cores. Against the better of the two peers.",
        unit: Unit::Time,
        rows,
    }
}
