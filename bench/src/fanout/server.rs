//! A server that is measured, and the clients that listen to it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::tools::Tools;

/// The servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Our hub over Socket.IO.
    HubSocketIo,
    /// Our hub over plain WebSocket.
    HubPlain,
    /// Bare socketioxide.
    Socketioxide,
    /// Node's server.
    Node,
    /// WebSockets of axum, with read buffers of this many bytes where that is set.
    Axum(Option<usize>),
}

impl Kind {
    /// What the page calls it.
    pub fn name(self) -> String {
        match self {
            Self::HubSocketIo => "our hub, Socket.IO".into(),
            Self::HubPlain => "our hub, plain WebSocket".into(),
            Self::Socketioxide => "bare socketioxide".into(),
            Self::Node => "Node's `socket.io`".into(),
            Self::Axum(None) => "axum's WebSocket".into(),
            Self::Axum(Some(bytes)) => format!("axum's WebSocket, `read_buffer_size({bytes})`"),
        }
    }

    fn transport(self) -> &'static str {
        match self {
            Self::HubSocketIo | Self::Socketioxide | Self::Node => "socketio",
            Self::HubPlain | Self::Axum(_) => "plain",
        }
    }

    fn command(self, tools: &Tools, rooms: usize) -> Command {
        let rooms = rooms.to_string();
        match self {
            Self::HubSocketIo | Self::HubPlain => {
                let mut command = Command::new(tools.fanout("hub"));
                command.args([self.transport(), &rooms]);
                command
            }
            Self::Socketioxide => {
                let mut command = Command::new(tools.fanout("socketioxide"));
                command.arg(rooms);
                command
            }
            Self::Node => {
                let mut command = Command::new("node");
                tools.node_modules();
                command.arg(tools.root.join("bench/node/fanout.js")).arg(rooms);
                command
            }
            Self::Axum(buffer) => {
                let mut command = Command::new(tools.fanout("axum"));
                command.args(buffer.map(|bytes| bytes.to_string()));
                command
            }
        }
    }
}

/// A server that runs.
pub struct Server {
    child: Child,
    kind: Kind,
    rooms: usize,
    /// Its port for clients, and its port for orders.
    ports: (String, String),
}

impl Server {
    /// Starts a server.
    pub fn start(tools: &Tools, kind: Kind, rooms: usize) -> Self {
        let mut child = spawn(&mut kind.command(tools, rooms));
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("a server prints text");
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["ready", clients, orders] = words[..] else { panic!("{kind:?} printed `{line}`") };
        Self { child, kind, rooms, ports: (clients.into(), orders.into()) }
    }

    /// Seconds of processor time that it has used, of its own and in the system.
    pub fn cpu(&self) -> f64 {
        // Hundredths of a second, on every Linux that there is.
        const TICKS: f64 = 100.0;
        let stat = self.proc("stat");
        let (_, rest) = stat.rsplit_once(')').expect("the name ends with a bracket");
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks = |at: usize| fields[at].parse::<f64>().expect("a number of ticks");
        (ticks(11) + ticks(12)) / TICKS
    }

    /// Bytes of memory that it holds.
    pub fn memory(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a process has memory");
        1024.0 * line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number of kilobytes")
    }

    fn proc(&self, file: &str) -> String {
        let path = Path::new("/proc").join(self.child.id().to_string()).join(file);
        std::fs::read_to_string(path).expect("the server runs, on Linux")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The clients of a server.
pub struct Clients {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Clients {
    /// So many clients, who have heard their room.
    pub fn connect(tools: &Tools, server: &Server, count: usize) -> Self {
        let mut clients = Self::prepare(tools, server, count);
        clients.ask("connect");
        clients
    }

    /// The process that opens so many connections when it is asked to `connect`.
    pub fn prepare(tools: &Tools, server: &Server, count: usize) -> Self {
        let mut command = Command::new(tools.fanout("load"));
        command.args([server.kind.transport(), &server.ports.0, &server.ports.1]);
        command.args([count.to_string(), server.rooms.to_string()]);
        let mut child = spawn(&mut command);
        let input = child.stdin.take().expect("it is piped");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, input, output }
    }

    /// Has them do something; the numbers that they answer.
    pub fn ask(&mut self, command: &str) -> Vec<f64> {
        self.begin(command);
        self.end()
    }

    /// Has them begin something.
    pub fn begin(&mut self, command: &str) {
        writeln!(self.input, "{command}").expect("the clients run");
    }

    /// Waits until it is done.
    ///
    /// # Panics
    /// Where an event was lost, or came twice.
    pub fn end(&mut self) -> Vec<f64> {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the clients print text");
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("done"), "the clients have ended: they say why above");
        words.map(|word| word.parse().expect("a number")).collect()
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        // They may have gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}
