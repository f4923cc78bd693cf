//! Plain WebSocket and the host, over real TCP.

mod client;
mod flows;
mod server;

event_contracts_macros::contract!(pub mod rooms = "tests/websocket/catalogue.yaml");
