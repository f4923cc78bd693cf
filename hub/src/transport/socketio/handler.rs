//! What Engine.IO tells of its sockets, taken to the seats.
//!
//! Engine.IO calls these methods in the order of a socket's messages, one after the other; nothing here waits.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use engineioxide::handler::EngineIoHandler;
use engineioxide::{DisconnectReason, Socket, Str};
use serde_json::json;
use tokio::runtime::Handle;

use super::SocketIo;
use super::packet::{self, Kind};
use super::rounds::{AGAIN, Rounds};
use super::seat::{Item, Seat};
use super::seats::{Seats, expect_somebody};
use crate::close::Close;
use crate::engine::Ended;
use crate::gateway::{Gateway, Hello};
use crate::host::Life;
use crate::message::Wire;

/// The one handler of all sockets.
pub(super) struct Handler {
    pub(super) options: SocketIo,
    life: Life,
    namespaces: Vec<Arc<Namespace>>,
    /// To whom something is to be taken, at once, or when there is room.
    due: Arc<Rounds>,
    later: Arc<Rounds>,
    /// Where tasks run that a thread from elsewhere gives rise to.
    runtime: OnceLock<Handle>,
}

/// A contract in its namespace.
pub(super) struct Namespace {
    pub(super) name: Arc<str>,
    pub(super) gateway: Arc<dyn Gateway>,
    /// The bytes of an event's JSON text that are allowed.
    limit: usize,
}

impl Handler {
    /// Gateways of contracts over Socket.IO; any other has no namespace, and is not served.
    pub(super) fn new(gateways: Vec<Arc<dyn Gateway>>, options: SocketIo, life: Life) -> Self {
        let namespace = |gateway: Arc<dyn Gateway>| {
            let Wire::SocketIo { namespace } = &gateway.engine().wire else { return None };
            let limit = gateway.most_bytes();
            Some(Arc::new(Namespace { name: namespace.clone(), limit, gateway }))
        };
        Self {
            options,
            life,
            namespaces: gateways.into_iter().filter_map(namespace).collect(),
            due: Arc::default(),
            later: Arc::new(Rounds::after(AGAIN)),
            runtime: OnceLock::new(),
        }
    }

    /// The largest event that any namespace allows.
    pub(super) fn largest_event(&self) -> usize {
        self.namespaces.iter().map(|namespace| namespace.limit).max().unwrap_or_default()
    }

    /// Runs a task, from whatever thread. The server does not end before it is done.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        // There is a runtime: every seat came from a socket.
        if let Some(runtime) = self.runtime.get() {
            runtime.spawn(self.life.track(task));
        }
    }

    /// Sees to it that what waits for a seat is taken to it.
    pub(super) fn visit(&self, seat: Arc<Seat>) {
        if let Some(runtime) = self.runtime.get() {
            self.due.add(seat, runtime);
        }
    }

    /// Sees to it that a seat is looked at again, as there was no room.
    pub(super) fn wait(&self, seat: Arc<Seat>) {
        if let Some(runtime) = self.runtime.get() {
            self.later.add(seat, runtime);
        }
    }

    fn connect(self: &Arc<Self>, socket: &Arc<Socket<Seats>>, name: &str, auth: Option<&str>) {
        let Some(namespace) = self.namespaces.iter().find(|namespace| *namespace.name == *name) else {
            // The words of Node's server.
            return say(socket, packet::connect_error(name, "Invalid namespace", None));
        };
        let hello = self.life.refuses().map_or_else(|| Hello::read(&socket.req_parts, auth), Err);
        let hello = match hello {
            Ok(hello) => hello,
            Err(why) => {
                namespace.gateway.engine().turned_away(why);
                return say(socket, packet::connect_error(name, why.reason(), Some(json!(why))));
            }
        };
        let seat = Seat::new(self.clone(), socket.clone(), namespace.clone());
        if socket.data.sit(&seat) {
            self.spawn(seat.begin(hello));
        } else {
            self.cut(socket);
        }
    }

    /// Ends a socket that breaks the protocol.
    fn cut(&self, socket: &Socket<Seats>) {
        let seats = socket.data.all();
        if seats.iter().all(|seat| seat.is_finished()) {
            socket.close(DisconnectReason::PacketParsingError);
        }
        seats.iter().for_each(|seat| seat.close(Close::BadProtocol));
    }
}

impl EngineIoHandler for Handler {
    type Data = Seats;

    fn on_connect(self: Arc<Self>, socket: Arc<Socket<Seats>>) {
        self.runtime.get_or_init(Handle::current);
        expect_somebody(&socket, self.options.connect_timeout);
    }

    fn on_disconnect(&self, socket: Arc<Socket<Seats>>, why: DisconnectReason) {
        let how = match why {
            DisconnectReason::TransportClose => Ended::Client,
            DisconnectReason::HeartbeatTimeout => Ended::Told(Close::Unresponsive),
            _ => Ended::Lost,
        };
        socket.data.leave().iter().for_each(|seat| seat.leave(how));
    }

    fn on_message(self: &Arc<Self>, message: Str, socket: Arc<Socket<Seats>>) {
        let Ok(packet) = packet::parse(&message) else { return self.cut(&socket) };
        match packet.kind {
            Kind::Connect { auth } => return self.connect(&socket, packet.namespace, auth),
            // The server alone says so.
            Kind::ConnectError { .. } => return self.cut(&socket),
            _ => {}
        }
        let Some(seat) = socket.data.get(packet.namespace) else { return self.cut(&socket) };
        match packet.kind {
            Kind::Event { payload, .. } | Kind::Ack { payload, .. } if payload.len() > seat.place.limit => {
                seat.close(Close::TooBig);
            }
            Kind::Event { id, payload } => {
                let start = message.len().saturating_sub(payload.len());
                seat.take(Item::Event { id, text: message.slice(start..) });
            }
            Kind::Ack { id, payload } => seat.answered(id, payload),
            Kind::Binary { id, is_event, attachments, .. } => {
                socket.data.announce(attachments);
                if is_event {
                    seat.take(Item::Binary { id });
                }
            }
            Kind::Disconnect => {
                socket.data.stand_up(&seat);
                seat.leave(Ended::Client);
                expect_somebody(&socket, self.options.connect_timeout);
            }
            Kind::Connect { .. } | Kind::ConnectError { .. } => {}
        }
    }

    fn on_binary(self: &Arc<Self>, _: Bytes, socket: Arc<Socket<Seats>>) {
        // What was announced was refused when it was.
        if !socket.data.arrive() {
            self.cut(&socket);
        }
    }
}

/// Says something to a client that has no session.
pub(super) fn say(socket: &Socket<Seats>, text: String) {
    if socket.emit(text).is_err() {
        socket.close(DisconnectReason::TransportClose);
    }
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handler").finish_non_exhaustive()
    }
}
