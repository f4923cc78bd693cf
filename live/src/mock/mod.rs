//! A server from a catalogue alone, for front ends that are built before the real server is there.
//!
//! In: checked catalogues. Out: a server that lets anybody in, judges what clients send, acknowledges, answers and echoes it, and sends
//! every event of the server by itself, with data that fits its schema. It runs on the hub's own engine and transports: order,
//! batches by priority, recovery, limits, notices and close codes are those of the real server.
//!
//! ```text
//! client ─> relay (latency, slowness, cuts) ─> hub ─> Counter (judge, acknowledge, answer, echo)
//!                                              hub <─ pulse (by priority, from the seed), requests, control
//! ```
//!
//! Promised: whatever is sent is as the contract says; the same seed and the same clients give the same run, in order and content.

mod clock;
mod contract;
mod control;
mod desk;
mod faults;
mod frames;
mod ids;
mod log;
mod people;
mod place;
mod pulse;
mod random;
mod rates;
mod refusals;
mod relay;
mod requests;
mod sample;
mod scene;
mod table;
mod world;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use event_hub::auth::Origins;
use event_hub::untyped::Hub;
use event_hub::{Bus, Config, Drain, Host, HostConfig, Inspect, Store};
use event_spec::scene::Scene;
use event_spec::{Catalogue, Valid};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinHandle};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

pub use self::clock::Clock;
use self::control::Control;
use self::desk::Counter;
pub use self::faults::{Faults, Switch, parse_latency, parse_share, parse_speed, parse_time};
pub use self::log::{Line, Log, Silent, What};
pub use self::people::token;
pub use self::place::Place;
pub use self::rates::Rates;
use self::relay::Lines;
use self::scene::Stage;
use self::world::World;

/// How a mock is to be.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What its run comes from.
    pub seed: u64,
    /// Where times in payloads come from.
    pub clock: Clock,
    /// How often it sends by itself.
    pub rates: Rates,
    /// The events that it sends by itself; all where none is named.
    pub only: Vec<String>,
    /// The one token that is good; any, and none, where there is none.
    pub token: Option<String>,
    /// Each catalogue in a place of its own, as a server of several has them: `/NAME`. So it is wherever there are several.
    pub apart: bool,
    /// What goes wrong.
    pub faults: Faults,
    /// What happens, written down: at most one for a catalogue.
    pub scenes: Vec<Scene>,
    /// The checked models as JSON, by the names of their catalogues: what the inspector makes its forms from.
    pub models: BTreeMap<String, String>,
}

/// Why a mock could not be started.
#[derive(Debug)]
pub struct Failed(String);

impl Failed {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// A mock that runs, until it is stopped.
#[derive(Debug)]
pub struct Mock {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where each catalogue is served.
    pub places: Vec<Place>,
    /// What goes wrong, to be switched.
    pub switch: Arc<Switch>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
    tasks: Vec<AbortHandle>,
}

impl Mock {
    /// Starts serving catalogues at a listener.
    ///
    /// # Errors
    /// Two catalogues of one name or at one place, an event or a priority that no catalogue has, a port that cannot be had.
    pub async fn start(
        catalogues: Vec<Arc<Valid<Catalogue>>>,
        listener: TcpListener,
        options: Options,
        log: Arc<dyn Log>,
    ) -> Result<Self, Failed> {
        check(&catalogues, &options)?;
        let address = listener.local_addr().map_err(|error| Failed::new(error.to_string()))?;
        let inner = TcpListener::bind(("127.0.0.1", 0)).await;
        let inner = inner.map_err(|error| Failed::new(format!("no port behind the network: {error}")))?;
        let behind = inner.local_addr().map_err(|error| Failed::new(error.to_string()))?;
        let switch = Arc::new(Switch::new(options.faults.clone()));
        let apart = options.apart || catalogues.len() > 1;
        // Whoever may do everything here may look on, too.
        let mut host = Host::new(HostConfig { drain: DRAIN, ..HostConfig::default() }).inspect(Inspect::Open);
        let (mut places, mut worlds) = (Vec::<Place>::new(), Vec::new());
        for catalogue in catalogues {
            let place = Place::of(&catalogue, apart, &places);
            let config = Config { at: place.at.clone(), origins: Origins::default().any_page(), ..Config::default() };
            let store = Store::open("sqlite::memory:").await?;
            let model = options.models.get(&catalogue.name.value).map_or("", String::as_str);
            let hub = Hub::new(contract::of(&catalogue, model), store, Bus::none(), config);
            let name = &catalogue.name.value;
            let scene = options.scenes.iter().find(|scene| scene.catalogue == *name).cloned();
            let stage = Stage::new(scene.unwrap_or_else(|| scene::empty(name)));
            let world = Arc::new(World::new(
                catalogue,
                hub.clone(),
                (switch.clone(), log.clone()),
                (options.seed, options.clock),
                (options.token.clone(), stage),
            ));
            host = host.serve_untyped(&hub, Arc::new(Counter(world.clone())));
            places.push(place);
            worlds.push(world);
        }
        let lines = Lines::new(places.iter().filter_map(|place| place.path.clone()));
        let worlds: Arc<[Arc<World>]> = worlds.into();
        let requests = requests::router(worlds.iter().zip(places.iter().map(|place| place.requests.as_str())));
        let control = Control { worlds: worlds.clone(), switch: switch.clone(), seed: options.seed };
        let host = host.merge(requests.merge(control::router(control)).layer(any_page()));
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(host.listen(inner, async move {
            // Dropped without a word, it stops as well.
            let _ = stopped.await;
        }));
        let relay = tokio::spawn(relay::run(listener, behind, lines, switch.clone(), options.seed));
        let mut tasks = vec![relay.abort_handle()];
        for world in worlds.iter() {
            let pulse = tokio::spawn(pulse::beat(world.clone(), options.rates.clone(), options.only.clone()));
            let scene = tokio::spawn(scene::play(world.clone()));
            tasks.extend([pulse.abort_handle(), scene.abort_handle()]);
        }
        Ok(Self { address, places, switch, stop: Some(stop), serving, tasks })
    }

    /// Tells everybody that it stops, and stops.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have ended by itself.
            let _ = stop.send(());
        }
        let serving = std::mem::replace(&mut self.serving, tokio::spawn(async {}));
        let _ = serving.await;
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
        self.serving.abort();
    }
}

/// How long a mock takes to stop.
const DRAIN: Drain = Drain { spread: Duration::from_secs(1), bound: Duration::from_secs(2) };

/// Pages of front ends come from servers of their own.
fn any_page() -> CorsLayer {
    let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    CorsLayer::new()
        .allow_origin(AllowOrigin::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .allow_methods(AllowMethods::list(methods))
        .allow_credentials(true)
}

fn check(catalogues: &[Arc<Valid<Catalogue>>], options: &Options) -> Result<(), Failed> {
    let all: Vec<&Catalogue> = catalogues.iter().map(|catalogue| &***catalogue).collect();
    for (at, catalogue) in all.iter().enumerate() {
        let name = &catalogue.name.value;
        if all.iter().take(at).any(|other| other.name.value == *name) {
            return Err(Failed::new(format!("two catalogues are called `{name}`")));
        }
    }
    if let Some(unknown) = options.rates.unknown(&all).first() {
        let known = all.iter().flat_map(|catalogue| catalogue.priorities.keys());
        let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
        return Err(Failed::new(format!("no catalogue has a priority `{unknown}`: there are {}", known.join(", "))));
    }
    for (at, scene) in options.scenes.iter().enumerate() {
        if options.scenes.iter().take(at).any(|other| other.catalogue == scene.catalogue) {
            return Err(Failed::new(format!("there are two scenes for `{}`", scene.catalogue)));
        }
    }
    for name in &options.only {
        let sent = |catalogue: &&Catalogue| catalogue.events.get(name).is_some_and(|event| event.server.is_some());
        if !all.iter().any(sent) {
            let known =
                all.iter().flat_map(|catalogue| catalogue.events.values()).filter(|event| event.server.is_some());
            let near = event_spec::suggest::did_you_mean(name, known.map(|event| event.name.value.as_str()));
            let help = near.map(|near| format!(": {near}")).unwrap_or_default();
            return Err(Failed::new(format!("the server sends no event `{name}`{help}")));
        }
    }
    Ok(())
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Failed {}
