//! Who sends a message, and so who fails at which of its changes.
//!
//! In: whether either version of the reader takes what the other version of the writer sends. Out: an [`Effect`]. The side
//! that fails is always the one that reads.

use crate::compare::contain::{Gap, Typed, contained};
use crate::compare::effect::{Answer, Effect};
use crate::types::{Map, Type};

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// The server: an event's payload, an acknowledgement.
    ServerSends,
    /// Clients: an event's payload, the handshake.
    ClientsSend,
}

/// Whether one version reads what the other sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Whatever it sends.
    All,
    /// Not all of it, with the reason: a clause about what is sent.
    NotAll(String),
    /// That cannot be told, with the reason.
    Unclear(String),
}

impl Reads {
    /// Not all, for this reason.
    pub(crate) fn not(why: impl Into<String>) -> Self {
        Self::NotAll(why.into())
    }

    /// Whether an object without keys is read as this type.
    pub(crate) fn empty_object(reader: Typed<'_>) -> Self {
        let ty = &Type::Map(Box::new(Map { values: Type::Any, min_properties: None, max_properties: Some(0) }));
        contained(Typed { ty, ..reader }, reader).into()
    }
}

impl From<Result<(), Gap>> for Reads {
    fn from(contained: Result<(), Gap>) -> Self {
        let Err(gap) = contained else { return Self::All };
        let path = gap.path.join(".").replace(".[", "[").replace(".{", "{");
        let why = match gap.why.strip_prefix("it ") {
            _ if path.is_empty() => gap.why,
            Some(what) => format!("`{path}` {what}"),
            None => format!("at `{path}`, {}", gap.why),
        };
        if gap.certain { Self::NotAll(why) } else { Self::Unclear(why) }
    }
}

impl Flow {
    /// What a change does, from whether what the new version sends is read by the old one, and the other way round.
    pub(crate) fn effect(self, new_by_old: Reads, old_by_new: Reads) -> Effect {
        let new_by_old = self.answer("old", "new", new_by_old);
        let old_by_new = self.answer("new", "old", old_by_new);
        match self {
            Self::ServerSends => Effect { server_first: new_by_old, clients_first: old_by_new },
            Self::ClientsSend => Effect { server_first: old_by_new, clients_first: new_by_old },
        }
    }

    /// What two versions of a type do to each other.
    pub(crate) fn of_types(self, old: Typed<'_>, new: Typed<'_>) -> Effect {
        self.effect(contained(new, old).into(), contained(old, new).into())
    }

    fn answer(self, reader: &str, writer: &str, reads: Reads) -> Answer {
        let (reader, refuse, sent) = match self {
            Self::ServerSends => (format!("{reader} clients"), "refuse", format!("the {writer} server sends")),
            Self::ClientsSend => (format!("the {reader} server"), "refuses", format!("{writer} clients send")),
        };
        match reads {
            Reads::All => Answer::Yes,
            Reads::NotAll(why) => {
                let why = format!("{reader} {refuse} some of what {sent}: {why}");
                if self == Self::ServerSends { Answer::clients(why) } else { Answer::server(why) }
            }
            Reads::Unclear(why) => Answer::unclear(format!("{reader} perhaps {refuse} some of what {sent}: {why}")),
        }
    }
}
