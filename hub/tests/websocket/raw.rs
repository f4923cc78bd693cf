//! A client that writes what it likes, byte by byte, and does nothing by itself.

use std::io::ErrorKind;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::PATIENCE;

pub const TEXT: u8 = 0x81;
pub const BINARY: u8 = 0x82;
pub const CLOSE: u8 = 0x88;
pub const PING: u8 = 0x89;
pub const PONG: u8 = 0x8a;

/// The first byte of a frame, without the bit that says that it is the last of its message.
pub const MORE: u8 = 0x7f;

pub struct Raw {
    pub stream: TcpStream,
    heard: Vec<u8>,
}

impl Raw {
    /// A connection on which nothing was said.
    pub async fn dial(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.expect("the server listens"), heard: Vec::new() }
    }

    /// A WebSocket.
    pub async fn connect(address: SocketAddr) -> Self {
        let mut raw = Self::dial(address).await;
        raw.write(&handshake("/ws/rooms", "")).await;
        let head = raw.head().await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        raw
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("the server reads");
    }

    /// Writes a frame as clients have to: masked.
    pub async fn frame(&mut self, first: u8, payload: &[u8]) {
        self.write(&frame(first, payload)).await;
    }

    /// The head of an answer of HTTP.
    pub async fn head(&mut self) -> String {
        loop {
            if let Some(end) = self.heard.windows(4).position(|window| window == b"\r\n\r\n") {
                let rest = self.heard.split_off(end + 4);
                let head = std::mem::replace(&mut self.heard, rest);
                return String::from_utf8(head).expect("text");
            }
            assert!(self.more().await, "the server ended the connection before its answer");
        }
    }

    /// The rest of what is said until the server ends the connection.
    pub async fn rest(&mut self) -> Vec<u8> {
        while self.more().await {}
        std::mem::take(&mut self.heard)
    }

    /// The next frame: its first byte and its payload; none at the end.
    pub async fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        loop {
            if let Some((first, header, length)) = measure(&self.heard)
                && self.heard.len() >= header + length
            {
                let rest = self.heard.split_off(header + length);
                let payload = std::mem::replace(&mut self.heard, rest).split_off(header);
                return Some((first, payload));
            }
            if !self.more().await {
                return None;
            }
        }
    }

    /// The code of the close frame that ends the connection, whatever comes before it. It is answered, as clients do.
    pub async fn end(&mut self) -> u16 {
        loop {
            let (first, payload) = self.next().await.expect("a close frame comes before the end");
            if first == CLOSE {
                self.frame(CLOSE, &payload).await;
                assert_eq!(self.next().await, None, "nothing comes after the close frame");
                return u16::from_be_bytes([payload[0], payload[1]]);
            }
        }
    }

    /// Some more bytes; none at the end.
    pub async fn some(&mut self) -> Option<Vec<u8>> {
        let there = !self.heard.is_empty() || self.more().await;
        there.then(|| std::mem::take(&mut self.heard))
    }

    async fn more(&mut self) -> bool {
        let mut bytes = [0; 65_536];
        match timeout(PATIENCE, self.stream.read(&mut bytes)).await.expect("something comes in time") {
            Ok(count) => {
                self.heard.extend_from_slice(&bytes[..count]);
                count > 0
            }
            Err(error) if error.kind() == ErrorKind::ConnectionReset => false,
            Err(error) => panic!("{error}"),
        }
    }
}

/// A request for a WebSocket, with further lines in its head.
pub fn handshake(target: &str, lines: &str) -> Vec<u8> {
    format!(
        "GET {target} HTTP/1.1\r\nHost: hub.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{lines}\r\n"
    )
    .into_bytes()
}

/// A frame as clients have to write it.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        length @ 0..=125 => out.push(0x80 | length as u8),
        length @ 126..=0xffff => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    let mask = [0x37, 0xfa, 0x21, 0x3d];
    out.extend_from_slice(&mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    out
}

/// The first byte of a frame, the length of its header, and that of its payload.
fn measure(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    assert_eq!(second & 0x80, 0, "a server does not mask");
    let number = |from: usize, to: usize| {
        let bytes = bytes.get(from..to)?;
        Some(bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    };
    match second {
        126 => Some((first, 4, number(2, 4)?)),
        127 => Some((first, 10, number(2, 10)?)),
        length => Some((first, 2, usize::from(length))),
    }
}
