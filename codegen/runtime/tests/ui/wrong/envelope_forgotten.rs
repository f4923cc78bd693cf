pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

#[path = "../../golden/gochat/mod.rs"]
pub mod gochat;

use gochat::{Pong, ServerEvent};
use runtime::Encoded;

fn pong() -> Encoded {
    ServerEvent::from(Pong).encode()
}

fn main() {}
