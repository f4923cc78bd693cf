//! Plain WebSocket and the host, over real TCP.

mod client;
mod doors;
mod drain;
mod ends;
mod flows;
mod host;
mod inspect;
mod page;
mod protocol;
mod raw;
mod recovery;
mod server;
#[cfg(unix)]
mod sigterm;

event_contracts_macros::contract!(mod rooms = "tests/websocket/catalogue.yaml");
