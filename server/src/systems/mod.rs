//! The five systems: a folder each, over its generated contract and the hub alone.
//!
//! Every folder has the same files: `mod.rs` puts the system together, `access.rs` says who may enter which channel,
//! `handler.rs` what clients may send, `rest.rs` the requests, `store.rs` the tables.

mod chatflow;
mod gochat;
mod hiwwer;
mod leads;
mod mechamap;

use std::fmt;
use std::str::FromStr;

use axum::Extension;
use event_hub::{Host, StoreError};
use utoipa_axum::router::OpenApiRouter;

use crate::base::Base;

/// Opens a system: the host serves its clients, and its requests come back.
///
/// # Errors
/// Tables that cannot be made.
pub async fn open(name: Name, base: &Base, host: Host) -> Result<(Host, OpenApiRouter), StoreError> {
    let (host, requests, guard) = match name {
        Name::Chatflow => {
            let system = chatflow::open(base).await?;
            let guard = system.hub().guard().clone();
            (host.serve::<chatflow::Chatflow>(system.hub(), system.clone()), chatflow::requests(system), guard)
        }
        Name::Gochat => {
            let system = gochat::open(base).await?;
            let guard = system.hub().guard().clone();
            (host.serve::<gochat::Chat>(system.hub(), system.clone()), gochat::requests(system), guard)
        }
        Name::Leads => {
            let system = leads::open(base).await?;
            let guard = system.hub().guard().clone();
            (host.serve::<leads::Leads>(system.hub(), system.clone()), leads::requests(system), guard)
        }
        Name::Mechamap => {
            let system = mechamap::open(base).await?;
            let guard = system.hub().guard().clone();
            (host.serve::<mechamap::Mechamap>(system.hub(), system.clone()), mechamap::requests(system), guard)
        }
        Name::Hiwwer => {
            let system = hiwwer::open(base).await?;
            let guard = system.hub().guard().clone();
            (host.serve::<hiwwer::Hiwwer>(system.hub(), system.clone()), hiwwer::requests(system), guard)
        }
    };
    // Requests are let in by the hub's own guard.
    Ok((host, requests.layer(Extension(guard))))
}

/// A system's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// Support chat.
    Chatflow,
    /// An engineering forum and its marketplace.
    Mechamap,
    /// A loan business's chats over WhatsApp.
    Leads,
    /// Chat with friends.
    Gochat,
    /// Orders and disputes on a services market.
    Hiwwer,
}

impl Name {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Chatflow, Self::Mechamap, Self::Leads, Self::Gochat, Self::Hiwwer];

    /// The name, as in the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chatflow => "chatflow",
            Self::Mechamap => "mechamap",
            Self::Leads => "leads",
            Self::Gochat => "gochat",
            Self::Hiwwer => "hiwwer",
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|name| name.as_str() == text);
        found.ok_or_else(|| format!("the systems are {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}
