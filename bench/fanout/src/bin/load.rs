//! The clients: `load socketio|plain PORT ORDERS CONNECTIONS ROOMS`, and then a command a line on the standard input.
//!
//! | command | does | answers |
//! |---|---|---|
//! | `open` | opens all connections | `done` |
//! | `connect` | opens all connections, and waits until each hears its room | `done` |
//! | `saturate SECONDS WINDOW` | has events sent as fast as all clients get them, so many under way | `done DELIVERIES SECONDS` |
//! | `pace RATE SECONDS NOTES` | has so many events sent a second, each so-many-th stored | `done DELIVERIES P50 P99 P999 MAX` in microseconds |
//!
//! One thread reads all sockets. Every event has a number: one that is missing or comes twice ends the program.

use std::io::{BufRead, ErrorKind, Read, Write, stdin};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use fanout::now;
use memchr::memmem::Finder;
use mio::{Events, Interest, Poll, Token};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [transport, port, orders, connections, rooms] = &*arguments else { panic!("five arguments") };
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let address = |port: &str| SocketAddr::from(([127, 0, 0, 1], port.parse().expect("a port")));
    let orders = TcpStream::connect(address(orders)).expect("the server runs");
    orders.set_nodelay(true).expect("a connection");
    let mut load = Load {
        socketio: transport == "socketio",
        address: address(port),
        orders,
        wanted: number(connections),
        rooms: number(rooms),
        clients: Vec::new(),
        poll: Poll::new().expect("epoll"),
        space: vec![0; 256 * 1024],
        delivered: 0,
        reached: Vec::new(),
        base: 0,
        latencies: None,
        keys: Keys { number: Finder::new("\"number\":"), sent_at: Finder::new("\"sent_at\":") },
    };
    for line in stdin().lock().lines() {
        let line = line.expect("the standard input is text");
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["open"] => load.open(),
            ["connect"] => load.connect(),
            ["saturate", seconds, window] => load.saturate(number(seconds), number(window)),
            ["pace", rate, seconds, notes] => load.pace(number(rate), number(seconds), number(notes)),
            _ => panic!("`{line}` is no command"),
        }
    }
}

struct Load {
    socketio: bool,
    address: SocketAddr,
    orders: TcpStream,
    wanted: usize,
    rooms: usize,
    clients: Vec<Client>,
    poll: Poll,
    space: Vec<u8>,
    /// Events that came, in all.
    delivered: u64,
    /// How many clients have each number, counted from `base`.
    reached: Vec<u32>,
    base: u64,
    /// How long each event took, where that is measured.
    latencies: Option<Vec<u32>>,
    keys: Keys,
}

struct Keys {
    number: Finder<'static>,
    sent_at: Finder<'static>,
}

struct Client {
    stream: mio::net::TcpStream,
    /// The beginning of a frame whose end has not come.
    partial: Vec<u8>,
    /// The number of the last event; 0 before the first.
    last: u64,
}

impl Load {
    fn open(&mut self) {
        self.open_all();
        println!("done");
    }

    fn open_all(&mut self) {
        for token in self.clients.len()..self.wanted {
            let (stream, partial) = handshake(self.address, self.socketio);
            stream.set_nonblocking(true).expect("a socket");
            let mut stream = mio::net::TcpStream::from_std(stream);
            self.poll.registry().register(&mut stream, Token(token), Interest::READABLE).expect("a socket");
            self.clients.push(Client { stream, partial, last: 0 });
        }
    }

    fn connect(&mut self) {
        self.open_all();
        // A client that is connected may not be in its room yet.
        let mut sent = 0;
        while self.clients.iter().any(|client| client.last == 0) {
            self.order("tick", self.rooms);
            sent += 1;
            let next = Instant::now() + Duration::from_millis(250);
            while let Some(left) = next.checked_duration_since(Instant::now())
                && self.clients.iter().any(|client| client.last == 0)
            {
                self.read_for(left);
            }
            assert!(sent < 240, "some client hears nothing");
        }
        let deadline = Instant::now() + Duration::from_secs(30);
        while self.clients.iter().any(|client| client.last < sent) {
            self.read_for(Duration::from_millis(5));
            assert!(Instant::now() < deadline, "some event was lost");
        }
        self.base = sent + 1;
        println!("done");
    }

    fn saturate(&mut self, seconds: usize, window: usize) {
        assert_eq!(self.rooms, 1, "one room is saturated");
        let batch = window / 4;
        let everybody = u32::try_from(self.clients.len()).expect("not that many");
        self.reached.clear();
        let (mut emitted, mut completed) = (0, 0);
        let before = self.delivered;
        let start = Instant::now();
        loop {
            let goes_on = start.elapsed() < Duration::from_secs(seconds as u64);
            if !goes_on && emitted == completed {
                break;
            }
            while goes_on && emitted + batch <= completed + window {
                self.order("tick", batch);
                emitted += batch;
            }
            self.read_for(Duration::from_millis(100));
            while self.reached.get(completed) == Some(&everybody) {
                completed += 1;
            }
            assert!(start.elapsed() < Duration::from_secs(seconds as u64 + 30), "some event was lost");
        }
        let elapsed = start.elapsed();
        self.base += emitted as u64;
        self.reached.clear();
        println!("done {} {}", self.delivered - before, elapsed.as_secs_f64());
    }

    fn pace(&mut self, rate: usize, seconds: usize, notes: usize) {
        let each = self.clients.len() / self.rooms;
        let total = rate * seconds;
        let before = self.delivered;
        let expected = before + (total * each) as u64;
        self.latencies = Some(Vec::with_capacity(total * each));
        let start = Instant::now();
        for sent in 0..total {
            let due = start + Duration::from_secs_f64(sent as f64 / rate as f64);
            while let Some(left) = due.checked_duration_since(Instant::now()) {
                self.read_for(left.min(Duration::from_millis(100)));
            }
            self.order(if notes > 0 && sent % notes == notes - 1 { "note" } else { "tick" }, 1);
            self.read_for(Duration::ZERO);
        }
        let deadline = Instant::now() + Duration::from_secs(30);
        while self.delivered < expected {
            self.read_for(Duration::from_millis(10));
            assert!(Instant::now() < deadline, "{} events were lost", expected - self.delivered);
        }
        // Every room has had as many, or one more.
        self.base = self.clients.iter().map(|client| client.last).min().expect("a client") + 1;
        let mut latencies = self.latencies.take().expect("they were measured");
        latencies.sort_unstable();
        let at = |share: f64| latencies[((latencies.len() - 1) as f64 * share) as usize];
        println!("done {} {} {} {} {}", self.delivered - before, at(0.5), at(0.99), at(0.999), at(1.0));
    }

    fn order(&mut self, what: &str, count: usize) {
        self.orders.write_all(format!("{what} {count}\n").as_bytes()).expect("the server runs");
    }

    /// Reads what comes within this time, and returns once something did.
    fn read_for(&mut self, time: Duration) {
        let mut events = Events::with_capacity(1024);
        match self.poll.poll(&mut events, Some(time)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return,
            polled => polled.expect("epoll"),
        }
        for event in &events {
            self.read(event.token().0);
        }
    }

    fn read(&mut self, client: usize) {
        let mut space = std::mem::take(&mut self.space);
        loop {
            match self.clients[client].stream.read(&mut space) {
                Ok(0) => panic!("the server has closed a connection"),
                Ok(count) => {
                    self.take(client, &space[..count]);
                    // Less than there is room for is all there was.
                    if count < space.len() {
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => panic!("a connection broke: {error}"),
            }
        }
        self.space = space;
    }

    fn take(&mut self, client: usize, bytes: &[u8]) {
        let mut partial = std::mem::take(&mut self.clients[client].partial);
        if partial.is_empty() {
            let used = self.take_frames(client, bytes);
            partial.extend_from_slice(&bytes[used..]);
        } else {
            partial.extend_from_slice(bytes);
            let used = self.take_frames(client, &partial);
            partial.drain(..used);
        }
        self.clients[client].partial = partial;
    }

    fn take_frames(&mut self, client: usize, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some((opcode, payload, length)) = frame(&bytes[at..]) {
            self.take_frame(client, opcode, payload);
            at += length;
        }
        at
    }

    fn take_frame(&mut self, client: usize, opcode: u8, payload: &[u8]) {
        match opcode {
            1 if payload == b"2" => self.clients[client].write(1, b"3"),
            1 => self.take_text(client, payload),
            9 => self.clients[client].write(10, payload),
            _ => panic!("the server has ended a connection: {}", String::from_utf8_lossy(payload)),
        }
    }

    fn take_text(&mut self, client: usize, text: &[u8]) {
        let Some(number) = field(text, &self.keys.number) else { return };
        let last = &mut self.clients[client].last;
        assert!(*last == 0 || number == *last + 1, "{number} came after {last}");
        *last = number;
        self.delivered += 1;
        if let Some(latencies) = &mut self.latencies {
            let sent_at = field(text, &self.keys.sent_at).expect("an event says when it was sent");
            latencies.push(u32::try_from(now().saturating_sub(sent_at)).expect("not that slow"));
        } else if let Some(place) = number.checked_sub(self.base).and_then(|place| usize::try_from(place).ok()) {
            if self.reached.len() <= place {
                self.reached.resize(place + 1, 0);
            }
            self.reached[place] += 1;
        }
    }
}

impl Client {
    /// A short frame, masked with nothing.
    fn write(&mut self, opcode: u8, payload: &[u8]) {
        let frame = masked(opcode, payload);
        assert_eq!(self.stream.write(&frame).expect("a connection"), frame.len(), "there is room for so little");
    }
}

fn masked(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short frame");
    let mut frame = vec![0x80 | opcode, 0x80 | length, 0, 0, 0, 0];
    frame.extend_from_slice(payload);
    frame
}

/// The first frame: its opcode, its payload and its whole length.
fn frame(bytes: &[u8]) -> Option<(u8, &[u8], usize)> {
    let (length, header) = match (*bytes.get(1)?, bytes.get(2..)?) {
        (126, rest) => (usize::from(u16::from_be_bytes(*rest.first_chunk()?)), 4),
        (127, rest) => (usize::try_from(u64::from_be_bytes(*rest.first_chunk()?)).expect("a length"), 10),
        (length, _) => (usize::from(length), 2),
    };
    Some((bytes[0] & 15, bytes.get(header..header + length)?, header + length))
}

/// The number after a key.
fn field(text: &[u8], key: &Finder<'_>) -> Option<u64> {
    let at = key.find(text)? + key.needle().len();
    Some(
        text[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')),
    )
}

/// Opens a connection. Gives back what came after the handshake.
fn handshake(address: SocketAddr, socketio: bool) -> (TcpStream, Vec<u8>) {
    let mut stream = TcpStream::connect(address).expect("the server runs");
    stream.set_nodelay(true).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a socket");
    let path = if socketio { "/socket.io/?EIO=4&transport=websocket" } else { "/ws" };
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("a connection");
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = memchr::memmem::find(&bytes, b"\r\n\r\n") {
            break end + 4;
        }
        more(&mut stream, &mut bytes);
    };
    assert!(bytes.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&bytes));
    bytes.drain(..end);
    if socketio {
        let open = text(&mut stream, &mut bytes);
        assert!(open.starts_with('0'), "{open}");
        stream.write_all(&masked(1, b"40")).expect("a connection");
        let connected = text(&mut stream, &mut bytes);
        assert!(connected.starts_with("40"), "{connected}");
    }
    (stream, bytes)
}

fn text(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> String {
    loop {
        if let Some((_, payload, length)) = frame(bytes) {
            let text = String::from_utf8_lossy(payload).into_owned();
            bytes.drain(..length);
            // Some servers ask for a sign of life at once.
            if text != "2" {
                return text;
            }
            stream.write_all(&masked(1, b"3")).expect("a connection");
            continue;
        }
        more(stream, bytes);
    }
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) {
    let mut space = [0; 4096];
    let count = stream.read(&mut space).expect("a connection");
    assert!(count > 0, "the server has closed a connection");
    bytes.extend_from_slice(&space[..count]);
}
