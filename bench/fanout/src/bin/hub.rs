//! Our hub: `hub socketio|plain ROOMS`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use event_hub::{Bus, Config, Host, HostConfig, Store};
use fanout::control::{self, Order};
use fanout::{Rooms, TEXT, now};
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

event_contracts_macros::contract!(pub mod socketio = "contracts/socketio.yaml");
event_contracts_macros::contract!(pub mod plain = "contracts/plain.yaml");

/// The same server of either contract.
macro_rules! server {
    ($module:ident, $contract:ident, $hub:expr) => {
        pub mod $module {
            use super::*;
            use crate::$module::channels::Room;
            use crate::$module::events::{LoadNote, LoadTick};
            use crate::$module::handlers::{Access, ClientHandler};
            use crate::$module::types::Tick;
            use crate::$module::$contract;
            use event_contracts_runtime::Raw;
            use event_hub::{Code, Connection, Hub, Refusal, System, User};

            struct Load {
                rooms: usize,
                come: AtomicUsize,
            }

            impl System for Load {
                type Contract = $contract;

                async fn connected(&self, connection: &Connection<$contract>) -> Result<(), Refusal> {
                    let room = self.come.fetch_add(1, Ordering::Relaxed) % self.rooms;
                    Refusal::unless_allowed(connection.join(Room { room_id: room.to_string() }).await?)
                }
            }

            impl ClientHandler for Load {
                type Connection = Connection<$contract>;
                type Error = Refusal;

                async fn unknown(&self, _: &Connection<$contract>, event: Raw) -> Result<(), Refusal> {
                    Err(Refusal::new(Code::UnknownEvent, "no such event").of(event.name))
                }
            }

            impl Access for Load {
                type User = User;
            }

            pub async fn run(store: Store, rooms: usize) {
                let make: fn(Store) -> Hub<$contract> = $hub;
                let hub = make(store);
                let system = Arc::new(Load { rooms, come: AtomicUsize::new(0) });
                let host = Host::new(HostConfig::default()).serve(&hub, system);
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
                let address: SocketAddr = listener.local_addr().expect("an address");
                tokio::spawn(host.listen(listener, std::future::pending()));
                let mut numbers = Rooms::new(rooms);
                let mut tick = move || {
                    let (room, number) = numbers.next();
                    Tick { room_id: room.to_string(), number, sent_at: now(), text: TEXT.to_owned() }
                };
                control::serve(address, |order| {
                    let mut notes = Vec::new();
                    match order {
                        Order::Tick(count) => {
                            for _ in 0..count {
                                hub.send(&LoadTick(tick())).expect("no limit");
                            }
                        }
                        Order::Note(count) => notes.extend((0..count).map(|_| LoadNote(tick()))),
                    }
                    let hub = hub.clone();
                    async move {
                        for event in notes {
                            let mut tx = hub.store().begin().await.expect("a database");
                            hub.emit(&mut tx, &event).expect("no limit");
                            tx.commit().await.expect("a database");
                        }
                    }
                })
                .await;
            }
        }
    };
}

mod servers {
    use super::*;

    server!(socketio, Socketio, |store| Hub::bare(store, Bus::default(), Config::default()));
    server!(plain, Plain, |store| Hub::new(store, Bus::default(), Config::default(), |_| crate::plain::Meta {}));
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let transport = arguments.next().expect("a transport");
    let rooms = arguments.next().expect("a number of rooms").parse().expect("a number of rooms");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hub.db");
    let store = Store::open(&format!("sqlite:{}", file.display())).await.expect("a database");
    match &*transport {
        "socketio" => servers::socketio::run(store, rooms).await,
        "plain" => servers::plain::run(store, rooms).await,
        other => panic!("`{other}` is no transport"),
    }
}
