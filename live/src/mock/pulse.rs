//! What the mock sends by itself: every event of the server, again and again, as often as its priority says.
//!
//! The order is dealt from the seed like cards: within a priority, every event comes once before any comes again. Time stands
//! still while nobody is there, so that whoever connects first sees the run from its beginning.

use std::sync::Arc;
use std::time::Duration;

use event_spec::catalogue::{Event, Route};
use tokio::time::{Instant, sleep_until};

use super::log::What;
use super::random::Random;
use super::rates::Rates;
use super::refusals::is_failure;
use super::world::{With, World};

/// The events of a priority.
struct Class {
    name: String,
    /// Seconds from one event to the next; none where nothing is sent.
    every: Option<f64>,
    /// How many were dealt.
    dealt: u64,
    events: Vec<String>,
    /// Those that come before any comes again, the next one last.
    deck: Vec<String>,
    random: Random,
}

/// Sends for as long as it is not dropped. `only` are the events that are sent, where not all are.
pub async fn beat(world: Arc<World>, rates: Rates, only: Vec<String>) {
    let mut classes = classes(&world, &rates, &only);
    let mut begun = Instant::now();
    let mut paused = Duration::ZERO;
    loop {
        let next = classes
            .iter_mut()
            .filter_map(|class| Some((class.every? * (class.dealt as f64 + 1.0), class)))
            .min_by(|(one, _), (other, _)| one.total_cmp(other));
        let Some((due, class)) = next else { return };
        if world.clients().is_empty() {
            let came = world.came.notified();
            if world.clients().is_empty() {
                let since = Instant::now();
                came.await;
                paused += since.elapsed();
            }
            if class.dealt == 0 {
                (begun, paused) = (Instant::now(), Duration::ZERO);
            }
        }
        let due = Duration::from_secs_f64(due.min(1e9));
        sleep_until(begun + paused + due).await;
        if !world.clients().is_empty() {
            class.dealt = class.dealt.saturating_add(1);
            deal(&world, class, due).await;
        }
    }
}

fn classes(world: &World, rates: &Rates, only: &[String]) -> Vec<Class> {
    let catalogue = &world.catalogue;
    let names: Vec<Option<&str>> = catalogue.priorities.keys().map(|name| Some(name.as_str())).chain([None]).collect();
    let of = |class: Option<&str>| {
        let events =
            catalogue.events.values().filter(|event| event.priority.as_ref().map(|name| name.value.as_str()) == class);
        let sent = events.filter(|event| is_dealt(world, event, only));
        sent.map(|event| event.name.value.clone()).collect::<Vec<_>>()
    };
    let filled: Vec<Option<&str>> = names.into_iter().filter(|class| !of(*class).is_empty()).collect();
    let class = |(name, rate): (&Option<&str>, f64)| Class {
        name: name.unwrap_or("none").to_owned(),
        every: (rate > 0.0).then(|| 1.0 / rate),
        dealt: 0,
        events: of(*name),
        deck: Vec::new(),
        random: Random::stream(world.seed, &format!("{}/deck/{}", world.name(), name.unwrap_or_default()), 0),
    };
    filled.iter().zip(rates.of(&filled)).map(class).collect()
}

/// Whether an event comes by itself: not what answers, greets or reports a failure.
fn is_dealt(world: &World, event: &Event, only: &[String]) -> bool {
    let name = &event.name.value;
    if event.server.is_none() || is_failure(event) {
        return false;
    }
    if !only.is_empty() {
        return only.contains(name);
    }
    !(matches!(event.route, Route::Connection) && (world.answers(name) || world.is_greeting(event)))
}

/// Sends the next event of a priority for which somebody is there.
async fn deal(world: &World, class: &mut Class, due: Duration) {
    let now = world.clock.after(due);
    for _ in 0..class.events.len() {
        if class.deck.is_empty() {
            class.deck = class.events.clone();
            class.random.shuffle(&mut class.deck);
        }
        let Some(event) = class.deck.pop().and_then(|name| world.catalogue.events.get(&name)) else { return };
        let stream = format!("{}/{}/{}", world.name(), class.name, event.name.value);
        let mut with = With { random: Random::stream(world.seed, &stream, class.dealt), now };
        if world.send_somewhere(event, &mut with).await {
            return;
        }
    }
}

impl World {
    /// Makes an event and sends it where somebody hears it; false where nobody would.
    pub async fn send_somewhere(&self, event: &Event, with: &mut With) -> bool {
        let to = match &event.route {
            Route::Server => return false,
            Route::Everybody => None,
            Route::Connection => {
                let clients = self.clients();
                let Some(client) = with.random.pick(&clients) else { return false };
                let arguments = self.event_arguments(event, &super::sample::Scope::default(), with);
                self.send_to(client, event, &arguments, with).await;
                return true;
            }
            Route::Channel(route) => {
                let Some(channel) = self.channel(&route.channel.value) else { return false };
                let addresses = self.inhabited(channel);
                let Some(address) = with.random.pick(&addresses) else { return false };
                Some(address.clone())
            }
        };
        let scope = match (&event.route, &to) {
            (Route::Channel(route), Some(address)) => self.scope_of(route, address),
            _ => super::sample::Scope::default(),
        };
        let arguments = self.event_arguments(event, &scope, with);
        if let Err(refusal) = self.send(event, &arguments, to, (with, None, None)).await {
            self.tell_log(What::Note(&format!("not sent: {refusal}")));
        }
        true
    }
}
