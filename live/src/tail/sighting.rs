//! What was seen, and what it means.

use std::sync::Arc;
use std::time::SystemTime;

use event_spec::Span;
use event_spec::judge::{Problem, Sender};

use super::contracts::Contract;

/// Something that was seen, with what it means.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// When.
    pub at: SystemTime,
    /// On which connection, counted from 1.
    pub connection: u64,
    /// The contract that it is held to, where there is one.
    pub contract: Option<Arc<Contract>>,
    /// What it is.
    pub what: What,
}

/// What something is.
#[derive(Clone, Debug)]
pub enum What {
    /// An event, or its acknowledgement.
    Event {
        /// Who sent it.
        from: Sender,
        /// The name as it was sent; none where it has none.
        name: Option<String>,
        /// Whether it is the acknowledgement of the event of this name.
        answer: bool,
        /// The event of the contract, where it is called something else.
        event: Option<String>,
        /// The last day of the alias that it came under.
        alias_until: Option<String>,
        /// The address of its channel.
        channel: Option<String>,
        /// Where it stands in its channel, as the hub says it.
        position: Option<String>,
        /// The bytes of its message.
        bytes: usize,
        /// Its arguments or envelope as JSON text, without tokens.
        payload: String,
        /// What it is to the contract.
        standing: Standing,
        /// Where the event is declared.
        declared: Option<Span>,
    },
    /// Something about the connection, in words.
    Connection {
        /// Who says so, where somebody does.
        from: Option<Sender>,
        /// What.
        words: String,
    },
}

/// What an event is to its contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As the contract says.
    Fine,
    /// The hub's own words.
    Notice,
    /// Not as the contract says.
    Breach(Vec<Problem>),
    /// Nobody can say, and why.
    Unjudged(String),
}

impl Standing {
    /// In one word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Notice => "notice",
            Self::Breach(_) => "breach",
            Self::Unjudged(_) => "unjudged",
        }
    }

    /// What is wrong.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Breach(problems) => problems,
            Self::Fine | Self::Notice | Self::Unjudged(_) => &[],
        }
    }
}

impl Sighting {
    /// Whether it breaks its contract.
    pub fn is_breach(&self) -> bool {
        matches!(&self.what, What::Event { standing: Standing::Breach(_), .. })
    }
}
