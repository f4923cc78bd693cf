//! What a change does to the two sides while they are of different versions.
//!
//! A server and its clients are never deployed in one moment. If the server goes first, the new server serves old clients
//! for a while; if the clients go first, new clients talk to the old server. A change is safe in an order if that pair works.

/// One of the two sides of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The server.
    Server,
    /// The clients.
    Clients,
}

/// Whether a new version of one side works with the old version of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not.
    No {
        /// Who fails.
        who: Side,
        /// Why, in a clause: `old clients refuse a payload without text`.
        why: String,
    },
    /// It cannot be told, and never counts as safe.
    Unclear {
        /// Why not.
        why: String,
    },
}

/// The two answers of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The new server with old clients: what happens if the server goes first.
    pub server_first: Answer,
    /// New clients with the old server: what happens if the clients go first.
    pub clients_first: Answer,
}

/// What follows for the deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Safe whoever goes first.
    Safe,
    /// Safe if the server goes first.
    ServerFirst,
    /// Safe if the clients go first.
    ClientsFirst,
    /// Nobody can tell.
    Unclear,
    /// No order works.
    Breaking,
}

impl Effect {
    /// The effect of what nobody can notice.
    pub const SAFE: Self = Self { server_first: Answer::Yes, clients_first: Answer::Yes };

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        match (&self.server_first, &self.clients_first) {
            (Answer::Yes, Answer::Yes) => Verdict::Safe,
            (Answer::Yes, _) => Verdict::ServerFirst,
            (_, Answer::Yes) => Verdict::ClientsFirst,
            (Answer::No { .. }, Answer::No { .. }) => Verdict::Breaking,
            (Answer::Unclear { .. }, _) | (_, Answer::Unclear { .. }) => Verdict::Unclear,
        }
    }
}

impl Verdict {
    /// The verdict as it is written in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::ServerFirst => "server-first",
            Self::ClientsFirst => "clients-first",
            Self::Unclear => "unclear",
            Self::Breaking => "breaking",
        }
    }
}
