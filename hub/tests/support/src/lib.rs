//! Two contracts for the hub's tests, and a small system for each.
//!
//! - [`talk`]: Socket.IO without an envelope, every kind of event, priority and channel, limits that no test reaches by accident;
//! - [`wire`]: a plain WebSocket with an envelope, answers by events, tight limits.
//!
//! Both let a user into a room where a role of the user's token is the room's id, and take the tokens of [`tokens`].

mod talk_server;
mod tokens;
mod wire_server;

event_contracts_macros::contract!(
    /// The contract `talk`.
    pub mod talk = "../contracts/talk",
    side = server
);
event_contracts_macros::contract!(
    /// The contract `wire`.
    pub mod wire = "../contracts/wire",
    side = server
);

pub use self::talk_server::TalkServer;
pub use self::tokens::{Tokens, tokens};
pub use self::wire_server::WireServer;
