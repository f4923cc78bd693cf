//! Who must be deployed first.

use crate::compare::change::Change;
use crate::compare::effect::Verdict;

/// The order of deployment that a set of changes allows, with the changes that force it.
#[derive(Clone, Debug)]
pub enum Deploy<'a> {
    /// Either side may go first.
    Any,
    /// The server goes first.
    ServerFirst {
        /// What the old server does not bear.
        because: Vec<&'a Change>,
    },
    /// The clients go first.
    ClientsFirst {
        /// What old clients do not bear.
        because: Vec<&'a Change>,
    },
    /// No order works for all of it at once, and two releases do: one with what needs the server first, then one with
    /// what needs the clients first.
    TwoSteps {
        /// What needs the server first.
        server_first: Vec<&'a Change>,
        /// What needs the clients first.
        clients_first: Vec<&'a Change>,
    },
    /// No order works, for a single change.
    NoOrder {
        /// The changes that break in both orders.
        because: Vec<&'a Change>,
    },
    /// Nobody can tell.
    Unclear {
        /// The changes of which no order is known to be safe.
        because: Vec<&'a Change>,
    },
}

impl<'a> Deploy<'a> {
    /// The order that changes allow together.
    pub fn of(changes: &'a [Change]) -> Self {
        let with = |verdict| changes.iter().filter(|change| change.effect.verdict() == verdict).collect::<Vec<_>>();
        let (breaking, unclear) = (with(Verdict::Breaking), with(Verdict::Unclear));
        if !breaking.is_empty() {
            return Self::NoOrder { because: breaking };
        }
        if !unclear.is_empty() {
            return Self::Unclear { because: unclear };
        }
        let (server_first, clients_first) = (with(Verdict::ServerFirst), with(Verdict::ClientsFirst));
        match (server_first.is_empty(), clients_first.is_empty()) {
            (true, true) => Self::Any,
            (false, true) => Self::ServerFirst { because: server_first },
            (true, false) => Self::ClientsFirst { because: clients_first },
            (false, false) => Self::TwoSteps { server_first, clients_first },
        }
    }

    /// The order as it is written in output.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::ServerFirst { .. } => "server-first",
            Self::ClientsFirst { .. } => "clients-first",
            Self::TwoSteps { .. } => "two-steps",
            Self::NoOrder { .. } => "no-order",
            Self::Unclear { .. } => "unclear",
        }
    }

    /// What to do, in a sentence.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::Any => "Deploy the server and the clients in any order.",
            Self::ServerFirst { .. } => "Deploy the server first, then the clients.",
            Self::ClientsFirst { .. } => "Deploy the clients first, then the server.",
            Self::TwoSteps { .. } => {
                "Make two releases: one with what needs the server first, and one with what needs the clients first. In one \
                 release something breaks, whoever is deployed first."
            }
            Self::NoOrder { .. } => {
                "No order of deployment is safe: keep the old way beside the new one for a while, or change it in safe steps."
            }
            Self::Unclear { .. } => "No order of deployment is known to be safe: look at what is unclear.",
        }
    }
}
