//! Telling one event to many clients: our hub beside Node's `socket.io` and bare socketioxide.
//!
//! Each server is a process of its own, and so are the clients, who are the same for all. Servers take turns within a round, each
//! time in another order; ratios are of one round.

mod memory;
mod server;
mod soak;
mod speed;
mod stored;

use crate::pair::Paired;
use crate::report::Section;
use crate::tools::Tools;

/// All comparisons of delivery.
pub fn sections(tools: &Tools) -> Vec<Section> {
    let mut sections = speed::sections(tools);
    sections.push(memory::section(tools));
    sections.push(stored::section(tools));
    sections
}

/// Ten minutes of ten thousand connections.
pub fn soak(tools: &Tools) -> Vec<Section> {
    vec![soak::section(tools)]
}

/// What the rounds of two servers gave: the medians, and the ratios within each round.
fn compare(ours: &[f64], peer: &[f64]) -> Paired {
    Paired::of(ours.iter().copied().zip(peer.iter().copied()).collect())
}

/// The servers of a round, each round in another order.
fn turns<T: Copy>(servers: &[T], round: usize) -> Vec<T> {
    let mut turns = servers.to_vec();
    if round % 2 == 1 {
        turns.reverse();
    }
    turns.rotate_left(round / 2 % servers.len().max(1));
    turns
}
