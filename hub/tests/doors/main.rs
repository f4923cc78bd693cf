//! Who is let in and for how long, as the stock Socket.IO client sees it: `tests/node/doors/doors.js` runs against a server of
//! the catalogue beside this file.

use std::collections::HashSet;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::post;
use event_contracts_runtime::{Entry, Raw};
use event_hub::auth::{Algorithm, Grant, Key, Origins, Signer, SigningKey, Verifier};
use event_hub::{Bus, Config, Connection, Host, HostConfig, Hub, Refusal, Store, System, User};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::process::Command;

use crate::contract::Doors;
use crate::contract::channels::Desk;
use crate::contract::events::{Paper, Work, WorkAck};
use crate::contract::handlers::{Access, ClientHandler};

mod contract {
    event_contracts_macros::contract!("tests/doors/catalogue.yaml");
}

const SECRET: &[u8] = b"a secret of the tests, of at least 32 bytes";

/// The application.
#[derive(Default)]
struct App {
    /// Users who may not go to their own desks any more.
    shut: Mutex<HashSet<String>>,
}

impl System for App {
    type Contract = Doors;

    async fn connected(&self, connection: &Connection<Doors>) -> Result<(), Refusal> {
        if let Some(user) = connection.user() {
            connection.join(Desk { user_id: user.id.clone() }).await?;
        }
        Ok(())
    }
}

impl ClientHandler for App {
    type Connection = Connection<Doors>;
    type Error = Refusal;

    async fn work(&self, from: &Connection<Doors>, _: Work) -> Result<WorkAck, Refusal> {
        let by = from.user().map_or_else(|| "nobody".to_owned(), |user| user.id.clone());
        from.hub().send(&Paper { user_id: by.clone() })?;
        Ok(WorkAck { by })
    }

    async fn unknown(&self, _: &Connection<Doors>, event: Raw) -> Result<(), Refusal> {
        Err(event.into())
    }
}

impl Access for App {
    type User = User;

    async fn desk(&self, user: &User, channel: &Desk) -> Entry {
        let shut = self.shut.lock().is_ok_and(|shut| shut.contains(&user.id));
        Entry::from(channel.user_id == user.id && !shut)
    }
}

/// What the tests drive the server by.
#[derive(Clone)]
struct Driver {
    hub: Hub<Doors>,
    app: Arc<App>,
}

#[derive(Deserialize)]
struct Asking {
    user: String,
    #[serde(default)]
    seconds: u64,
    #[serde(default)]
    forged: bool,
}

/// Makes a token.
async fn token(Query(asking): Query<Asking>) -> String {
    let secret = if asking.forged { b"another secret of the tests, just as long".as_slice() } else { SECRET };
    let key = SigningKey::secret(Algorithm::Hs256, secret).expect("a long secret");
    let grant = Grant { lifetime: Duration::from_secs(asking.seconds), ..Grant::of(asking.user) };
    Signer::new(key, "issuer", "hub").sign(&grant).expect("a signature")
}

/// Revokes all tokens of a user.
async fn revoke(State(driver): State<Driver>, Query(asking): Query<Asking>) {
    let until = SystemTime::now() + Duration::from_secs(3600);
    driver.hub.revoke_user(&asking.user, until).await.expect("a database");
}

/// Shuts a user's desk.
async fn shut(State(driver): State<Driver>, Query(asking): Query<Asking>) {
    driver.app.shut.lock().expect("nobody panics here").insert(asking.user);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/node");
    assert!(folder.join("node_modules").exists(), "run `npm install` in {}", folder.display());
    let key = Key::secret(Algorithm::Hs256, SECRET).expect("a long secret");
    let config = Config {
        tokens: Verifier::new([key], "issuer", "hub"),
        origins: Origins::default().allow("https://app.example").expect("an origin"),
        token_grace: Duration::from_secs(1),
        ..Config::default()
    };
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let hub = Hub::bare(store, Bus::default(), config);
    let app = Arc::<App>::default();
    let routes = Router::new()
        .route("/token", post(token))
        .route("/revoke", post(revoke))
        .route("/shut", post(shut))
        .with_state(Driver { hub: hub.clone(), app: app.clone() });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let host = Host::new(HostConfig::default()).serve(&hub, app).merge(routes);
    let served = tokio::spawn(host.listen(listener, std::future::pending()));
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(folder.join("doors").join("doors.js"))
        .env("HUB", format!("http://{address}"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("node runs");
    served.abort();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
