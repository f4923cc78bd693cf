//! Taking steps, one after the other.

use std::time::Duration;

use event_hub::User;
use event_hub::untyped::Connection;
use event_spec::catalogue::{Event, Payload};
use event_spec::scene::{Step, What, Who};
use event_spec::types::Type;
use serde_json::{Map, Value};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::fill::{self, Words};
use super::stage::{Place, says};
use crate::mock::clock::Clock;
use crate::mock::people;
use crate::mock::sample::Scope;
use crate::mock::world::{Heard, World};

/// Why steps end before their end.
pub enum Ended {
    /// A request is answered.
    Answered { status: u16, body: Option<Value> },
    /// There is no such record in this list.
    NotFound(String),
    /// Something does not fit, now that it is filled in.
    Unfit(String),
}

/// Takes the steps of one run.
pub struct Player<'w> {
    world: &'w World,
    /// What `${..}` can tell of.
    around: Map<String, Value>,
    /// The client that came or went.
    whose: Option<Connection>,
    /// The client that sent what was expected last.
    from: Option<Connection>,
    /// Where `${it}` is kept.
    it: Option<Place>,
    heard: Receiver<Heard>,
}

impl<'w> Player<'w> {
    pub fn new(world: &'w World, around: Map<String, Value>, whose: Option<Connection>) -> Self {
        Self { world, around, whose, from: None, it: None, heard: world.heard.subscribe() }
    }

    /// Takes steps.
    ///
    /// # Errors
    /// Where they end before their end.
    pub async fn play(&mut self, steps: &[Step]) -> Result<(), Ended> {
        for step in steps {
            // In a box, as steps lie in steps.
            Box::pin(self.take(&step.what)).await?;
        }
        Ok(())
    }

    async fn take(&mut self, what: &What) -> Result<(), Ended> {
        let stage = &self.world.stage;
        match what {
            What::Send { event, payload, to } => {
                if let Some(event) = self.world.catalogue.events.get(event) {
                    let (payload, to) = (self.payload(event, payload), to.as_deref().map(|to| self.text(to)));
                    self.world.send_given(event, payload, to.as_deref()).await.map_err(Ended::Unfit)?;
                }
            }
            What::Reply { event, payload } => {
                let client = self.from.clone().or_else(|| self.whose.clone());
                if let (Some(event), Some(client)) = (self.world.catalogue.events.get(event), client) {
                    let payload = self.payload(event, payload);
                    let mut with = self.world.with(&event.name.value);
                    let scope = Scope::default().like(&payload).given(payload);
                    let arguments = self.world.event_arguments(event, &scope, &mut with);
                    if let Some(problem) = self.world.problem(event, &arguments, None) {
                        return Err(Ended::Unfit(problem));
                    }
                    self.world.send_to(&client, event, &arguments, &mut with).await;
                }
            }
            What::Wait(time) => tokio::time::sleep(*time).await,
            What::Expect { event, matching, within } => {
                let matching = self.fill(matching);
                let expected = self.expect(event, &matching);
                match within {
                    // Without it the scene goes on.
                    Some(time) => drop(tokio::time::timeout(*time, expected).await),
                    None => expected.await,
                }
            }
            What::Cut => self.world.switch.cut(Duration::ZERO),
            What::Repeat { times, steps } => {
                for _ in 0..*times {
                    self.play(steps).await?;
                }
            }
            What::Keep { list, record, unless } => {
                let found =
                    unless.as_ref().and_then(|unless| stage.matching(list, &self.fill(unless)).into_iter().next());
                let (place, record) = match found {
                    Some(found) => found,
                    None => {
                        let record = self.fill(record);
                        (stage.keep(list, record.clone()), record)
                    }
                };
                self.now_it_is(place, record);
            }
            What::Find { list, matching } => {
                let found = stage.matching(list, &self.fill(matching)).into_iter().next();
                let (place, record) = found.ok_or_else(|| Ended::NotFound(list.clone()))?;
                self.now_it_is(place, record);
            }
            What::List { list, matching, newest_first } => {
                let mut items: Vec<Value> =
                    stage.matching(list, &self.fill(matching)).into_iter().map(|(_, record)| record).collect();
                if *newest_first {
                    items.reverse();
                }
                self.around.insert("items".to_owned(), Value::Array(items));
            }
            What::Change(change) => {
                if let Some(place) = self.it.clone() {
                    let record = stage.change(&place, self.fill(change));
                    self.now_it_is(place, record.unwrap_or_default());
                }
            }
            What::Each { list, matching, steps } => {
                let before = (self.it.clone(), self.around.get("it").cloned());
                for (place, record) in stage.matching(list, &self.fill(matching)) {
                    self.now_it_is(place, record);
                    self.play(steps).await?;
                }
                self.it = before.0;
                self.around.insert("it".to_owned(), before.1.unwrap_or_default());
            }
            What::Join { address, who } => {
                let address = self.text(address);
                let clients = match &self.whose {
                    Some(client) => vec![client.clone()],
                    None => self.world.clients(),
                };
                for client in clients {
                    if self.is(who, client.user().as_deref()) {
                        client.enter(&address).await.map_err(|refusal| Ended::Unfit(refusal.to_string()))?;
                    }
                }
            }
            What::When { who, steps } => {
                let user = self.whose.as_ref().and_then(Connection::user);
                let is = match (&user, self.around.get("user")) {
                    (Some(user), _) => self.is(who, Some(user)),
                    (None, user) => self.is_said(who, user),
                };
                if is {
                    self.play(steps).await?;
                }
            }
            What::Answer { status, body } => {
                let body = body.as_ref().map(|body| self.fill(body));
                return Err(Ended::Answered { status: *status, body });
            }
        }
        Ok(())
    }

    /// Waits for an event of a client.
    async fn expect(&mut self, event: &str, matching: &Value) {
        loop {
            match self.heard.recv().await {
                Ok(heard) => {
                    let payload = heard.arguments.first().cloned().unwrap_or_default();
                    if heard.event == event && says(&payload, matching) {
                        self.around.insert("heard".to_owned(), payload);
                        self.from = Some(heard.from);
                        return;
                    }
                }
                // So many came that the oldest are gone.
                Err(RecvError::Lagged(_)) => {}
                // The mock ends.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    fn now_it_is(&mut self, place: Place, record: Value) {
        self.it = Some(place);
        self.around.insert("it".to_owned(), record);
    }

    fn fill(&self, value: &Value) -> Value {
        fill::fill(value, &self.around, self)
    }

    /// A payload with everything filled in. What turned out to be nothing is left out, where null may not stand.
    fn payload(&self, event: &Event, payload: &Value) -> Value {
        let mut filled = self.fill(payload);
        let object = event.server.as_ref().and_then(|message| match &message.payload {
            Payload::One(ty) => self.world.catalogue.types.as_object(ty),
            Payload::Empty | Payload::Args(_) => None,
        });
        if let (Some(object), Value::Object(fields)) = (object, &mut filled) {
            fields.retain(|key, value| {
                let takes_null =
                    object.field(key).is_some_and(|field| matches!(field.ty, Type::Nullable(_) | Type::Null));
                !value.is_null() || takes_null
            });
        }
        filled
    }

    fn text(&self, written: &str) -> String {
        fill::text(written, &self.around, self)
    }

    /// Whether a client is one of those.
    fn is(&self, who: &Who, user: Option<&User>) -> bool {
        self.fits(who, user.map(|user| user.id.as_str()), &|role| user.is_some_and(|user| user.is(role)))
    }

    /// The same of whoever made the request.
    fn is_said(&self, who: &Who, user: Option<&Value>) -> bool {
        let id = user.and_then(|user| user.get("id")?.as_str());
        let roles = user.and_then(|user| user.get("roles")?.as_array());
        self.fits(who, id, &|role| roles.is_some_and(|roles| roles.iter().any(|own| own == role)))
    }

    fn fits(&self, who: &Who, id: Option<&str>, has: &dyn Fn(&str) -> bool) -> bool {
        let asked = [
            who.user.as_ref().map(|user| id.is_some_and(|id| id == self.text(user))),
            who.role.as_ref().map(|role| has(role)),
            who.without_role.as_ref().map(|role| !has(role)),
        ];
        asked.iter().all(Option::is_none) || asked.contains(&Some(true))
    }
}

impl Words for Player<'_> {
    fn value(&self, words: &[&str]) -> Option<Value> {
        match words {
            ["now"] => Some(match self.world.clock {
                Clock::Real => Clock::Real.after(Duration::ZERO).text().into(),
                Clock::Seeded => self.world.with("moments of the scene").now.text().into(),
            }),
            ["new", kind] => Some(self.world.stage.new_id(kind).into()),
            ["count", list] => Some(self.world.stage.count(list).into()),
            ["token", id, roles @ ..] => {
                let id = fill::along(id, &self.around)?.as_str()?;
                let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
                Some(people::token(id, None, &roles).into())
            }
            _ => None,
        }
    }
}
