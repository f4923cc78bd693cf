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

impl Side {
    /// The side as it is written in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Clients => "clients",
        }
    }
}

/// Whether a new version of one side works with the old version of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not.
    No {
        /// Who fails: whoever cannot read what it is sent, or waits for what does not come.
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

impl Answer {
    /// The server fails.
    pub fn server(why: impl Into<String>) -> Self {
        Self::No { who: Side::Server, why: why.into() }
    }

    /// Clients fail.
    pub fn clients(why: impl Into<String>) -> Self {
        Self::No { who: Side::Clients, why: why.into() }
    }

    /// Nobody can tell.
    pub fn unclear(why: impl Into<String>) -> Self {
        Self::Unclear { why: why.into() }
    }

    /// Whether it works.
    pub fn is_yes(&self) -> bool {
        *self == Self::Yes
    }

    /// Whether it certainly fails.
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No { .. })
    }

    /// Whether it promises less than another: what works may fail, or what is unclear certainly fails.
    pub fn is_worse_than(&self, other: &Self) -> bool {
        (!self.is_yes() && other.is_yes()) || (self.is_no() && !other.is_no())
    }

    /// The reason, where it does not work or cannot be told.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Yes => None,
            Self::No { why, .. } | Self::Unclear { why } => Some(why),
        }
    }

    /// Whether both work: the first that fails is the answer, else the first that cannot be told.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::No { .. }, _) => self,
            (_, Self::No { .. }) => other,
            (Self::Unclear { .. }, _) => self,
            _ => other,
        }
    }
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

    /// It works if the server goes first; `clients_first` says what happens otherwise.
    pub fn server_goes_first(clients_first: Answer) -> Self {
        Self { server_first: Answer::Yes, clients_first }
    }

    /// It works if the clients go first; `server_first` says what happens otherwise.
    pub fn clients_go_first(server_first: Answer) -> Self {
        Self { server_first, clients_first: Answer::Yes }
    }

    /// Both effects together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            server_first: self.server_first.and(other.server_first),
            clients_first: self.clients_first.and(other.clients_first),
        }
    }

    /// Whether it promises less than another in some order.
    pub fn is_worse_than(&self, other: &Self) -> bool {
        self.server_first.is_worse_than(&other.server_first) || self.clients_first.is_worse_than(&other.clients_first)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn together_two_orders_that_exclude_each_other_are_none() {
        let server = Effect::server_goes_first(Answer::server("the old server refuses it"));
        let clients = Effect::clients_go_first(Answer::clients("old clients wait for it"));
        assert_eq!(server.verdict(), Verdict::ServerFirst);
        assert_eq!(clients.verdict(), Verdict::ClientsFirst);
        assert_eq!(server.and(clients).verdict(), Verdict::Breaking);
    }

    #[test]
    fn what_is_unclear_is_safe_in_the_other_order_alone() {
        let unclear = || Answer::unclear("nobody knows");
        assert_eq!(Effect::server_goes_first(unclear()).verdict(), Verdict::ServerFirst);
        let both = Effect { server_first: unclear(), clients_first: unclear() };
        assert_eq!(both.verdict(), Verdict::Unclear);
        let one = Effect { server_first: Answer::server("it fails"), clients_first: unclear() };
        assert_eq!(one.verdict(), Verdict::Unclear);
        assert_eq!(Answer::unclear("a").and(Answer::clients("b")), Answer::clients("b"));
        assert_eq!(Answer::Yes.and(unclear()), unclear());
    }
}
