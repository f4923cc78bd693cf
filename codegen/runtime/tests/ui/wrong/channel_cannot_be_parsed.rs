pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::Chatflow;
use runtime::channel;

struct Between {
    from: String,
    to: String,
}

channel!(Between in Chatflow: "between." from "-" to; public);

struct Of {
    flag: bool,
}

channel!(Of in Chatflow: "of." flag; public);

fn main() {}
