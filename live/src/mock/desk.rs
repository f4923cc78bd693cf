//! What is answered to clients.
//!
//! In: their frames. Out: for each that is as the contract says, its acknowledgement, its answer, the membership that it asks for, and its
//! echo to the others; for any other, the refusal that a real server answers with.

use std::sync::Arc;

use event_contracts_runtime::{Encoded, Entry, FormerName};
use event_hub::auth::{Token, TokenError, Verifier};
use event_hub::untyped::{Connection, Desk, Said};
use event_hub::{Answer, Code, Refusal, User};
use event_spec::address;
use event_spec::catalogue::{
    Access, Answer as Answered, Channel, Event, Membership, MembershipTarget, Param, ParamType, Route,
};
use event_spec::judge::{Sender, Subject};
use serde_json::Value;

use super::log::What;
use super::random::hash;
use super::sample::Scope;
use super::world::{Heard, World, printed, who};
use super::{frames, people, refusals};

/// Words for people: whose channel it is, where it is somebody's.
const PEOPLE: [&str; 16] = [
    "user",
    "member",
    "recipient",
    "follower",
    "seller",
    "buyer",
    "agent",
    "owner",
    "customer",
    "account",
    "visitor",
    "client",
    "partner",
    "profile",
    "person",
    "performer",
];

/// What is answered to the clients of a catalogue.
pub struct Counter(pub Arc<World>);

impl Desk for Counter {
    fn verify(&self, token: &Token, _: &Verifier) -> Result<User, TokenError> {
        people::user(token, self.0.token.as_deref())
    }

    async fn admits(&self, user: Option<&User>) -> Entry {
        if user.is_none() && self.0.token.is_some() { Entry::Unauthenticated } else { Entry::Allowed }
    }

    async fn admit_to(&self, address: &str, _: Option<&User>) -> Option<Entry> {
        let is = self.0.catalogue.channels.values().any(|channel| address::read(channel, address).is_some());
        is.then_some(Entry::Allowed)
    }

    async fn connected(&self, connection: &Connection) -> Result<(), Refusal> {
        let world = &self.0;
        let mut channels = Vec::new();
        for channel in world.catalogue.channels.values().filter(|_| world.stage.scene.auto_join) {
            let Some(address) = world.own_address(channel, connection) else { continue };
            connection.enter(&address).await?;
            channels.push(address);
        }
        world.tell_log(What::Came { user: &who(connection), channels: &channels });
        world.greet(connection).await;
        world.begin_for(connection).await;
        world.come(connection);
        Ok(())
    }

    async fn disconnected(&self, connection: &Connection) {
        self.0.go(connection.id());
        self.0.end_for(connection).await;
        self.0.tell_log(What::Went { user: &who(connection) });
    }

    fn read(&self, text: &str) -> Result<Said, Refusal> {
        let verdict = self.0.judge.text(Sender::Client, text);
        if let Some(refusal) = refusals::of_verdict(&verdict) {
            return Err(refusal);
        }
        let Subject::Event(event) = verdict.subject else {
            return Err(Refusal::new(Code::UnknownEvent, "no event of clients has this name"));
        };
        let name = event.name.value.clone();
        let former = verdict.alias.and_then(|alias| self.former(&alias.name.value));
        Ok(Said { event: name, former, arguments: frames::arguments(&self.0.catalogue, text) })
    }

    async fn handle(&self, connection: &Connection, said: Said) -> Result<Option<Encoded>, Refusal> {
        let world = &self.0;
        let Some(event) = world.catalogue.events.get(&said.event) else {
            return Err(Refusal::new(Code::UnknownEvent, "no event of clients has this name").of(said.event));
        };
        let user = who(connection);
        world.tell_log(What::Heard { event: &said.event, user: &user, arguments: &said.arguments });
        if let Some(refusal) = world.on_demand(&said.event) {
            return Err(refusal);
        }
        let payload = said.arguments.first().cloned().unwrap_or_default();
        world.change_membership(connection, event, &payload).await?;
        world.echo(connection, event, &payload).await?;
        // Nobody need be looking for it.
        let heard = Heard { event: said.event, arguments: said.arguments, from: connection.clone() };
        let _ = world.heard.send(heard);
        let scope = Scope::default().like(&payload);
        if let Answered::Event(answer) = &event.answer
            && let Some(answer) = world.catalogue.events.get(&answer.value)
        {
            let mut with = world.with(&answer.name.value);
            let arguments = world.event_arguments(answer, &scope, &mut with);
            world.send_to(connection, answer, &arguments, &mut with).await;
        }
        let acknowledgement = world.acknowledgement(event, &scope);
        Ok(acknowledgement.and_then(|values| values.first().map(Encoded::of)))
    }

    fn refused(&self, _: &Connection, refusal: &Refusal) -> Answer {
        let event = refusal.event.as_deref().unwrap_or("a frame");
        self.0.tell_log(What::Refused { event, why: &refusal.to_string() });
        self.0.refused(refusal)
    }
}

impl Counter {
    fn former(&self, alias: &str) -> Option<&'static FormerName> {
        let formers = self.0.hub.contract().formers;
        formers.iter().map(|former| &former.name).find(|former| former.alias.name == alias)
    }
}

impl World {
    /// The address of a channel that a client is in from the start; none where it is not.
    fn own_address(&self, channel: &Channel, connection: &Connection) -> Option<String> {
        if channel.auto_join.is_none() && self.can_be_joined(channel) {
            return None;
        }
        let user = connection.user();
        if let (Access::Class(class), Some(user)) = (&channel.access, &user)
            && self.is_role(class, user)
            && !user.is(class)
        {
            return None;
        }
        address::print(channel, |name| self.own_value(channel, name, channel.params.get(name)?, user.as_deref()))
    }

    /// Whether a client can ask to enter a channel. One that nobody can ask for, and that nobody is said to be in, is entered by who
    /// is let in by other means: so everybody is in it here.
    fn can_be_joined(&self, channel: &Channel) -> bool {
        self.catalogue.events.values().any(|event| match &event.membership {
            Some(Membership::Joins(MembershipTarget::Channel(route))) => route.channel.value == channel.name.value,
            Some(Membership::Joins(MembershipTarget::Any)) => true,
            Some(Membership::Leaves(_)) | None => false,
        })
    }

    /// Whether an access class is a role that people have or have not: the token names roles, and one of the contract's classes
    /// among them.
    fn is_role(&self, class: &str, user: &User) -> bool {
        let classes = || {
            self.catalogue.channels.values().filter_map(|channel| match &channel.access {
                Access::Class(class) => Some((class, channel.params.is_empty())),
                Access::Public | Access::Authenticated => None,
            })
        };
        !user.roles.is_empty() && classes().any(|(own, without_params)| own == class && without_params)
    }

    fn own_value(&self, channel: &Channel, name: &str, param: &Param, user: Option<&User>) -> Option<String> {
        let words = event_spec::words::split(name);
        let is_person = words.first().is_some_and(|word| PEOPLE.contains(&word.as_str()));
        let is_owner = matches!(&channel.access, Access::Class(class) if class == "owner");
        let personal = user.filter(|_| is_person || is_owner).map(|user| user.id.as_str());
        let first = self.first_id(name);
        match &param.ty {
            ParamType::OneOf(values) => values.first().map(|value| address::encode(value)),
            ParamType::Integer => {
                let own = personal.map(|id| id.parse().unwrap_or_else(|_| number_of(id)));
                let number = own.or_else(|| first.as_ref().and_then(Value::as_i64)).unwrap_or(1);
                Some(number.to_string())
            }
            ParamType::String => {
                let own = personal.map(str::to_owned).or_else(|| first.as_ref()?.as_str().map(str::to_owned));
                printed(&own.unwrap_or_else(|| format!("{}_1", words.first().map_or("id", String::as_str))).into())
            }
        }
    }

    /// Sends a new client what goes to it alone and answers nothing, as a greeting does.
    async fn greet(&self, connection: &Connection) {
        for event in self.catalogue.events.values().filter(|event| self.is_greeting(event)) {
            let mut with = self.with(&event.name.value);
            let arguments = self.event_arguments(event, &Scope::default(), &mut with);
            self.send_to(connection, event, &arguments, &mut with).await;
        }
    }

    pub fn is_greeting(&self, event: &Event) -> bool {
        let says = event
            .name
            .value
            .split(['.', ':', '_', '-'])
            .any(|word| matches!(word, "connect" | "connected" | "welcome" | "hello" | "ready"));
        says && event.server.is_some() && matches!(event.route, Route::Connection) && !self.answers(&event.name.value)
    }

    /// Whether an event answers one of clients.
    pub fn answers(&self, name: &str) -> bool {
        self.catalogue
            .events
            .values()
            .any(|event| matches!(&event.answer, Answered::Event(answer) if answer.value == name))
    }

    async fn change_membership(&self, connection: &Connection, event: &Event, payload: &Value) -> Result<(), Refusal> {
        let Some(membership) = &event.membership else { return Ok(()) };
        let (Membership::Joins(target) | Membership::Leaves(target)) = membership;
        let address = match target {
            MembershipTarget::Channel(route) => self.address(route, payload, &Value::Null),
            MembershipTarget::Any => payload.as_str().map(str::to_owned),
        };
        let Some(address) = address else {
            return Err(Refusal::new(Code::NotFound, "there is no such channel").of(&event.name.value));
        };
        match membership {
            Membership::Joins(_) => connection.enter(&address).await,
            Membership::Leaves(_) => {
                connection.leave(&address);
                Ok(())
            }
        }
    }

    /// Tells the others what a client said, where the server says it too.
    async fn echo(&self, connection: &Connection, event: &Event, payload: &Value) -> Result<(), Refusal> {
        if event.server.is_none() {
            return Ok(());
        }
        let user = connection.user();
        let mut scope = Scope::default().like(payload);
        if !event.same_both_ways {
            for name in ["user_id", "sender_id", "author_id", "from_id"] {
                if let Some(user) = &user {
                    scope = scope.named(name, user.id.as_str().into());
                }
            }
        }
        let mut with = self.with(&event.name.value);
        let arguments =
            if event.same_both_ways { vec![payload.clone()] } else { self.event_arguments(event, &scope, &mut with) };
        let said = arguments.first().unwrap_or(&Value::Null);
        let to = match &event.route {
            Route::Channel(route) => match self.address(route, said, payload) {
                Some(address) => Some(address),
                None => return Ok(()),
            },
            Route::Everybody => None,
            Route::Server => return Ok(()),
            Route::Connection => {
                self.send_to(connection, event, &arguments, &mut with).await;
                return Ok(());
            }
        };
        self.send(event, &arguments, to, (&mut with, Some(connection.id()), None)).await
    }
}

/// A number for an id that is none.
fn number_of(id: &str) -> i64 {
    i64::try_from(hash(id) % 9_000).unwrap_or_default().saturating_add(1_000)
}
