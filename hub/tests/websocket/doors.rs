//! Who is let in, and what the others can read.

use event_hub::auth::Origins;
use event_hub::{Config, HostConfig};

use crate::client::Client;
use crate::raw::{Raw, handshake};
use crate::server::Server;

#[tokio::test]
async fn origins_are_compared_whole() {
    let origins = Origins::default().allow("https://app.example.com").expect("an origin");
    let server = Server::start_with(Config { origins, ..Config::default() }, HostConfig::default()).await;
    for (lines, status) in [
        ("", "101"),
        ("Origin: https://app.example.com\r\n", "101"),
        ("Origin: http://hub.example\r\n", "101"),
        ("Origin: https://evil.example\r\n", "403"),
        ("Origin: null\r\n", "403"),
        ("Origin: http://app.example.com\r\n", "403"),
        ("Origin: https://app.example.com.evil.example\r\n", "403"),
        ("Origin: https://evilapp.example.com\r\n", "403"),
        ("Origin: https://app.example.com:8443\r\n", "403"),
        ("Origin: https://app.example.com\r\nOrigin: https://evil.example\r\n", "403"),
    ] {
        let mut raw = Raw::dial(server.address).await;
        raw.write(&handshake("/ws/rooms", lines)).await;
        let head = raw.head().await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{lines}{head}");
    }
}

#[tokio::test]
async fn who_is_not_let_in_reads_a_code() {
    let server = Server::start().await;
    for (query, code) in [("recover=nothing", 4103)] {
        let mut client = Client::connect(&format!("{}?{query}", server.url())).await;
        assert_eq!(client.end().await.0, code, "{query}");
    }
}
