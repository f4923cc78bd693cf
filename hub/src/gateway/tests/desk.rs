//! An application of the contract on Socket.IO.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use event_contracts_runtime::{Encoded, Entry, Raw};
use parking_lot::Mutex;

use super::desk_contract::Desk;
use super::desk_contract::channels;
use super::desk_contract::events::{Typing, Work, WorkAck};
use super::desk_contract::handlers::{Access, ClientHandler};
use super::{Client, config};
use crate::bus::Bus;
use crate::config::Config;
use crate::connection::Connection;
use crate::gateway::{Gateway, Hello, Served, Typed};
use crate::hub::Hub;
use crate::refusal::{Code, Refusal};
use crate::store::Store;
use crate::system::{Answer, System};
use crate::user::User;

/// What the tests want of the application, and what it saw.
#[derive(Default)]
pub(super) struct App {
    /// Users who may not connect.
    pub(super) banned: Mutex<HashSet<String>>,
    /// Users who may not enter their own desks.
    pub(super) shut: Mutex<HashSet<String>>,
    pub(super) typed: Mutex<Vec<String>>,
    pub(super) gone: AtomicUsize,
    pub(super) connections: Mutex<Vec<Connection<Desk>>>,
}

/// A node.
pub(super) struct Node {
    pub(super) gateway: Arc<dyn Gateway>,
    pub(super) hub: Hub<Desk>,
    pub(super) app: Arc<App>,
}

impl Node {
    pub(super) async fn new() -> Self {
        Self::with(config()).await
    }

    pub(super) async fn with(config: Config) -> Self {
        Self::over(Store::open("sqlite::memory:").await.expect("a database"), config)
    }

    pub(super) fn over(store: Store, config: Config) -> Self {
        let hub = Hub::bare(store, Bus::default(), config);
        let app = Arc::<App>::default();
        Self { gateway: Arc::new(Served::new(Typed::new(hub.clone(), app.clone()))), hub, app }
    }

    pub(super) async fn connect(&self, hello: Hello) -> Client {
        Client::connect(&self.gateway, hello).await.expect("let in")
    }

    /// The application's side of the client that connected last.
    pub(super) fn last(&self) -> Connection<Desk> {
        self.app.connections.lock().last().expect("somebody connected").clone()
    }
}

impl System for App {
    type Contract = Desk;

    async fn admits(&self, user: Option<&User>) -> Entry {
        Entry::from(!user.is_some_and(|user| self.banned.lock().contains(&user.id)))
    }

    async fn connected(&self, connection: &Connection<Desk>) -> Result<(), Refusal> {
        self.connections.lock().push(connection.clone());
        match connection.user().as_ref().map(|user| &*user.id) {
            Some("mallory") => Err(Refusal::new(Code::Denied, "not you")),
            Some("sloth") => std::future::pending().await,
            Some("panic") => panic!("a greeting that fails"),
            Some(user) => {
                connection.join(channels::Desk { user_id: user.to_owned() }).await?;
                connection.join(channels::Staff).await?;
                Ok(())
            }
            None => Ok(()),
        }
    }

    async fn disconnected(&self, connection: &Connection<Desk>) {
        self.gone.fetch_add(1, Ordering::SeqCst);
        assert_ne!(connection.user().map(|user| user.id.clone()).as_deref(), Some("poison"), "a farewell that fails");
    }

    fn refused(&self, connection: &Connection<Desk>, refusal: &Refusal) -> Answer {
        match connection.user().as_ref().map(|user| &*user.id) {
            Some("frame") => Answer::Frame(Encoded::of(&("sorry", serde_json::json!({ "why": refusal.code })))),
            Some("words") => Answer::Acknowledgement(Encoded::of(&format!("no: {}", refusal.code))),
            Some("poison") => panic!("no words for it"),
            _ => Answer::Notice,
        }
    }
}

impl ClientHandler for App {
    type Connection = Connection<Desk>;
    type Error = Refusal;

    async fn typing(&self, _: &Connection<Desk>, event: Typing) -> Result<(), Refusal> {
        self.typed.lock().push(event.user.name);
        Ok(())
    }

    async fn work(&self, _: &Connection<Desk>, event: Work) -> Result<WorkAck, Refusal> {
        match &*event.how {
            "slowly" => tokio::time::sleep(Duration::from_secs(3600)).await,
            "never" => panic!("a handler that fails"),
            "later" => {
                tokio::task::yield_now().await;
                panic!("a handler that fails {}", event.how)
            }
            "not" => return Err(Refusal::new(Code::NotFound, "nothing to do")),
            _ => {}
        }
        Ok(WorkAck { done: true })
    }

    async fn unknown(&self, _: &Connection<Desk>, event: Raw) -> Result<(), Refusal> {
        if event.name == "tolerated" { Ok(()) } else { Err(event.into()) }
    }
}

impl Access for App {
    type User = User;

    async fn desk(&self, user: &User, channel: &channels::Desk) -> Entry {
        assert_ne!(channel.user_id, "trap", "a rule that fails");
        Entry::from(channel.user_id == user.id && !self.shut.lock().contains(&user.id))
    }
}
