//! One catalogue, served: what is sent, to whom, and who is there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use event_contracts_runtime::Encoded;
use event_hub::untyped::{Connection, Hub, Outgoing};
use event_hub::{Refusal, SessionId, StoreError, User};
use event_spec::catalogue::{Binding, Catalogue, Channel, ChannelRoute, Event, Message, ParamType, Payload, Storage};
use event_spec::judge::{Judge, Sender};
use event_spec::{Valid, address};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::{Notify, broadcast};

use super::clock::{Clock, Moment};
use super::faults::Switch;
use super::frames::{self, Beside};
use super::ids::Ids;
use super::log::{Line, Log, What};
use super::random::Random;
use super::sample::{Sampler, Scope};
use super::scene::Stage;

/// So many events of clients wait for a scene that looks for one.
const HEARD: usize = 1024;

/// One catalogue, served.
pub struct World {
    pub catalogue: Arc<Valid<Catalogue>>,
    pub judge: Judge,
    pub hub: Hub,
    pub switch: Arc<Switch>,
    pub log: Arc<dyn Log>,
    pub seed: u64,
    pub clock: Clock,
    /// The one token that is good, where not any is.
    pub token: Option<String>,
    /// What a scene says, and keeps.
    pub stage: Stage,
    sampler: Sampler,
    state: Mutex<State>,
    /// Somebody has come.
    pub came: Notify,
    /// What clients send, for scenes.
    pub heard: broadcast::Sender<Heard>,
}

/// An event that a client sent.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its name.
    pub event: String,
    /// Its arguments.
    pub arguments: Vec<Value>,
    /// Who sent it.
    pub from: Connection,
}

#[derive(Default)]
struct State {
    ids: Ids,
    /// How often each thing was made.
    made: BTreeMap<String, u64>,
    /// Who is there, in the order in which they came.
    clients: Vec<Connection>,
}

/// What an event is made with.
pub struct With {
    pub random: Random,
    pub now: Moment,
}

impl World {
    /// Serves nobody yet.
    pub fn new(
        catalogue: Arc<Valid<Catalogue>>,
        hub: Hub,
        (switch, log): (Arc<Switch>, Arc<dyn Log>),
        (seed, clock): (u64, Clock),
        (token, stage): (Option<String>, Stage),
    ) -> Self {
        Self {
            judge: Judge::new(catalogue.clone(), None),
            sampler: Sampler::new(&catalogue.types),
            state: Mutex::new(State { ids: Ids::of(&catalogue), ..State::default() }),
            came: Notify::new(),
            heard: broadcast::channel(HEARD).0,
            catalogue,
            hub,
            switch,
            log,
            seed,
            clock,
            token,
            stage,
        }
    }

    /// The catalogue's name.
    pub fn name(&self) -> &str {
        &self.catalogue.name.value
    }

    /// Tells what happened.
    pub fn tell_log(&self, what: What<'_>) {
        self.log.line(&Line { catalogue: self.name(), what });
    }

    // ---- Who is there

    pub fn come(&self, connection: &Connection) {
        self.state.lock().clients.push(connection.clone());
        self.came.notify_waiters();
    }

    pub fn go(&self, id: SessionId) {
        self.state.lock().clients.retain(|client| client.id() != id);
    }

    /// Who is there, in the order in which they came.
    pub fn clients(&self) -> Vec<Connection> {
        self.state.lock().clients.clone()
    }

    /// The addresses of a kind of channel that somebody is in, in their order.
    pub fn inhabited(&self, channel: &Channel) -> Vec<String> {
        let mut addresses: Vec<String> = self
            .clients()
            .iter()
            .flat_map(Connection::channels)
            .filter(|own| address::read(channel, own).is_some())
            .map(|own| own.to_string())
            .collect();
        addresses.sort();
        addresses.dedup();
        addresses
    }

    // ---- Making

    /// The stream for the next of a kind of thing, which is the same in every run of a seed.
    pub fn with(&self, what: &str) -> With {
        let number = {
            let mut state = self.state.lock();
            let made = state.made.entry(what.to_owned()).or_default();
            *made = made.saturating_add(1);
            *made
        };
        let random = Random::stream(self.seed, &format!("{}/{what}", self.name()), number);
        With { random, now: self.clock.after(Duration::from_secs(number)) }
    }

    /// The first id of the kind that a field holds.
    pub fn first_id(&self, field: &str) -> Option<Value> {
        self.state.lock().ids.first(field).cloned()
    }

    /// The arguments of a message: made, or where the rules of its schema are too narrow for that, an example.
    pub fn arguments(&self, event: &Event, message: &Message, scope: &Scope, with: &mut With) -> Vec<Value> {
        let name = &event.name.value;
        let mut state = self.state.lock();
        let mut make =
            |ty, called: &str| self.sampler.value(ty, called, scope, (&mut with.random, &mut state.ids, with.now));
        match &message.payload {
            Payload::Empty => Vec::new(),
            Payload::One(ty) => vec![scope.finish(make(ty, name))],
            Payload::Args(args) => args.iter().map(|arg| make(&arg.ty, &arg.name)).collect(),
        }
    }

    /// The arguments of an event that the server sends, as the contract has it.
    pub fn event_arguments(&self, event: &Event, scope: &Scope, with: &mut With) -> Vec<Value> {
        let Some(message) = &event.server else { return Vec::new() };
        let made = self.arguments(event, message, scope, with);
        if self.problem(event, &made, None).is_none() {
            return made;
        }
        // A rule that walking along the type cannot keep.
        match message.examples.first() {
            Some(example) if matches!(message.payload, Payload::One(_)) => vec![scope.finish(example.value.clone())],
            Some(example) => example.value.as_array().cloned().unwrap_or_default(),
            None => made,
        }
    }

    /// What is wrong with an event as the server would send it.
    pub fn problem(&self, event: &Event, arguments: &[Value], channel: Option<&str>) -> Option<String> {
        let mut with = With { random: Random::new(self.seed), now: self.clock.after(Duration::ZERO) };
        let meta = self.meta(&mut with, None);
        let beside = Beside { meta, channel };
        let text = frames::encode(&self.catalogue, event, &event.name.value, arguments, &beside);
        let verdict = self.judge.text(Sender::Server, text.as_str());
        verdict.problems.into_iter().next().map(|problem| problem.message)
    }

    /// An acknowledgement of the server that says that all is well.
    pub fn acknowledgement(&self, event: &Event, scope: &Scope) -> Option<Vec<Value>> {
        let message = event.server_ack()?;
        let mut with = self.with(&format!("acknowledgement of {}", event.name.value));
        let scope = scope.clone().without("error").without("reason");
        let made = self.arguments(event, message, &scope, &mut with);
        let verdict = self.judge.acknowledgement(Sender::Server, &event.name.value, &made);
        let example = message.examples.first().filter(|_| !verdict.is_fine());
        Some(example.map_or(made, |example| vec![example.value.clone()]))
    }

    /// The metadata of an envelope of the server: that all is well, or with `failure` what is not.
    pub fn meta(&self, with: &mut With, failure: Option<&Value>) -> serde_json::Map<String, Value> {
        let Some(envelope) = &self.catalogue.envelope else { return serde_json::Map::new() };
        let mut scope = Scope::default().named("source", "mock".into());
        if let Some(error) = &envelope.error {
            scope = scope.without(&error.key);
        }
        let mut meta = {
            let mut state = self.state.lock();
            self.sampler.object(&envelope.meta, "", &scope, (&mut with.random, &mut state.ids, with.now))
        };
        for field in &envelope.meta.fields {
            // When it was sent is always said, where it can be.
            if matches!(self.catalogue.types.without_null(&field.ty), event_spec::types::Type::Timestamp) {
                meta.insert(field.wire.clone(), with.now.text().into());
            }
        }
        if let (Some(error), Some(failure)) = (&envelope.error, failure) {
            meta.insert(error.key.clone(), failure.clone());
            if envelope.meta.field("success").is_some() {
                meta.insert("success".to_owned(), false.into());
            }
        }
        meta
    }

    // ---- Sending

    /// The frames of an event: under its name, and under each former name that is still served.
    pub fn texts(&self, event: &Event, arguments: &[Value], channel: Option<&str>, with: &mut With) -> Vec<Encoded> {
        let beside = Beside { meta: self.meta(with, None), channel };
        let today = Clock::Real.after(Duration::ZERO).day();
        let served = event.aliases.iter().filter(|alias| alias.sunset.as_ref().is_some_and(|day| day.value >= today));
        let names = std::iter::once(&event.name.value).chain(served.map(|alias| &alias.name.value));
        names.map(|name| frames::encode(&self.catalogue, event, name, arguments, &beside)).collect()
    }

    /// Sends an event to an address, or to everybody; the one client that `except` names is not told of a transient one.
    ///
    /// # Errors
    /// What the hub refuses: too many for the contract's limits.
    pub async fn send(
        &self,
        event: &Event,
        arguments: &[Value],
        to: Option<String>,
        (with, except, user): (&mut With, Option<SessionId>, Option<&User>),
    ) -> Result<(), Refusal> {
        let stored = event.storage() == Storage::Stored;
        let texts = self.texts(event, arguments, to.as_deref(), with);
        if !stored && with.random.chance(self.switch.now().drop) {
            return Ok(());
        }
        let shown = to.clone();
        let outgoing = Outgoing {
            event: self.static_name(&event.name.value),
            to,
            priority: event.priority.as_ref().and_then(|name| self.static_priority(&name.value)),
            coalesce_key: coalesce_key(event, arguments),
            texts,
            except,
        };
        if stored {
            let mut tx = self.hub.store().begin().await?;
            self.hub.emit(&mut tx, outgoing, user)?;
            tx.commit().await?;
        } else {
            self.hub.send(outgoing, user)?;
        }
        let to = shown.as_deref().unwrap_or("everybody");
        self.tell_log(What::Sent { event: &event.name.value, to, arguments });
        Ok(())
    }

    /// Sends an event to one client alone. Where the client is to acknowledge it, it is waited for, and what comes is judged.
    pub async fn send_to(&self, connection: &Connection, event: &Event, arguments: &[Value], with: &mut With) {
        let texts = self.texts(event, arguments, None, with);
        let name = &event.name.value;
        self.tell_log(What::Sent { event: name, to: &who(connection), arguments });
        if event.client_ack().is_none() {
            return connection.send(texts);
        }
        match connection.ask(texts, ACKNOWLEDGED).await {
            Ok(answer) => {
                let verdict = self.judge.acknowledgement(Sender::Client, name, &[answer]);
                if let Some(problem) = verdict.problems.first() {
                    self.tell_log(What::Refused { event: name, why: &problem.message });
                }
            }
            Err(error) => self.tell_log(What::Refused { event: name, why: &error.to_string() }),
        }
    }

    fn static_name(&self, name: &str) -> &'static str {
        self.hub.contract().server_events.iter().copied().find(|own| *own == name).unwrap_or_default()
    }

    fn static_priority(&self, name: &str) -> Option<&'static str> {
        self.hub.contract().priorities.iter().map(|priority| priority.name).find(|own| *own == name)
    }

    // ---- Channels

    /// The channel of a name.
    pub fn channel(&self, name: &str) -> Option<&Channel> {
        self.catalogue.channels.get(name)
    }

    /// The address that an event goes to by its payload; `given` says what the payload does not.
    pub fn address(&self, route: &ChannelRoute, payload: &Value, given: &Value) -> Option<String> {
        let channel = self.channel(&route.channel.value)?;
        address::print(channel, |param| {
            let value = match route.bindings.get(param)? {
                Binding::Field(path) => path.keys.iter().try_fold(payload, |value, key| value.get(key))?,
                Binding::Given(name) => given.get(name).or_else(|| given.get(param))?,
            };
            printed(value)
        })
    }

    /// What an address settles of the payload of an event that goes there.
    pub fn scope_of(&self, route: &ChannelRoute, printed_address: &str) -> Scope {
        let mut scope = Scope::default();
        let Some(channel) = self.channel(&route.channel.value) else { return scope };
        for (param, printed) in address::read(channel, printed_address).unwrap_or_default() {
            let (Some(declared), Some(Binding::Field(path))) = (channel.params.get(param), route.bindings.get(param))
            else {
                continue;
            };
            let value = match declared.ty {
                ParamType::Integer => printed.parse::<i64>().map(Value::from).unwrap_or_default(),
                ParamType::String | ParamType::OneOf(_) => address::decode(printed).unwrap_or_default().into(),
            };
            scope = scope.at(&path.keys, value.clone());
            if let Some(last) = path.keys.last() {
                scope = scope.named(last, value);
            }
        }
        scope
    }
}

/// How long a client may take to acknowledge.
const ACKNOWLEDGED: Duration = Duration::from_secs(5);

/// A value as a parameter of an address.
pub fn printed(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(address::encode(text)),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// Who a client is, in a word.
pub fn who(connection: &Connection) -> String {
    connection.user().map_or_else(|| "somebody".to_owned(), |user| user.id.clone())
}

fn coalesce_key(event: &Event, arguments: &[Value]) -> String {
    let payload = arguments.first().unwrap_or(&Value::Null);
    let value = |keys: &[String]| keys.iter().try_fold(payload, |value, key| value.get(key)).map(Value::to_string);
    let values: Vec<String> = event.coalesce_by.iter().map(|path| value(&path.keys).unwrap_or_default()).collect();
    values.join(",")
}

/// That a database in memory failed is nobody's to mend.
impl From<StoreError> for super::Failed {
    fn from(error: StoreError) -> Self {
        Self::new(error.to_string())
    }
}
