//! A contract that is known at run time, behind the same gateway.

use std::sync::Arc;

use event_contracts_runtime::{Alias, Encoded, Entry, FormerName, Limits, Priority, Rate, Transport};
use serde_json::{Value, json};

use super::{Client, Gateway, config, hello, hello_of};
use crate::auth::{Token, TokenError, Verifier};
use crate::bus::Bus;
use crate::close::Close;
use crate::contracts::Direction;
use crate::gateway::Served;
use crate::refusal::{Code, Refusal};
use crate::store::Store;
use crate::untyped::{Behind, Connection, Contract, Desk, Former, Hub, Outgoing, Said};
use crate::user::User;

const LOUD: &Priority = &Priority { name: "loud", ..Priority::BASE };
const SAY: FormerName = FormerName { event: "say", alias: Alias { name: "tell", sunset: "2099-12-31" } };

fn contract() -> Contract {
    Contract {
        name: "late",
        version: "1.0.0",
        fingerprint: "00000000000000aa",
        transport: Transport::SocketIo { namespace: "/" },
        priorities: &[LOUD],
        limits: Limits {
            per_connection: Some(Rate { count: 5, per: std::time::Duration::from_secs(60) }),
            ..Limits::NONE
        },
        server_envelope: None,
        client_envelope: None,
        server_events: &["said", "kept"],
        client_events: &["say", "keep"],
        model: "",
        formers: const { &[Former { name: SAY, direction: Direction::ClientToServer }] },
    }
}

/// An application that everybody may enter, and that says again what it is told.
struct Parrot;

impl Parrot {
    fn outgoing(event: &'static str, said: &Value) -> Outgoing {
        Outgoing {
            event,
            to: Some("room".to_owned()),
            priority: Some("loud"),
            coalesce_key: String::new(),
            texts: vec![Encoded::of(&json!([event, said]))],
            except: None,
        }
    }
}

impl Desk for Parrot {
    fn verify(&self, token: &Token, own: &Verifier) -> Result<User, TokenError> {
        let user = own.verify(token)?;
        Ok(User { id: format!("{} of {}", user.id, token.as_str().len()), ..user })
    }

    async fn admit_to(&self, address: &str, _: Option<&User>) -> Option<Entry> {
        (address == "room").then_some(Entry::Allowed)
    }

    async fn connected(&self, connection: &Connection) -> Result<(), Refusal> {
        connection.enter("room").await
    }

    fn read(&self, text: &str) -> Result<Said, Refusal> {
        let Ok(Value::Array(mut items)) = serde_json::from_str(text) else {
            return Err(Refusal::new(Code::InvalidFrame, "no array"));
        };
        let name = items.remove(0).as_str().unwrap_or_default().to_owned();
        let (event, former) = if name == "tell" { ("say".to_owned(), Some(const { &SAY })) } else { (name, None) };
        match event.as_str() {
            "say" | "keep" => Ok(Said { event, former, arguments: items }),
            "said" => Err(Refusal::new(Code::WrongDirection, "the server says this").of(event)),
            _ => Err(Refusal::new(Code::UnknownEvent, "perhaps `say`").of(event)),
        }
    }

    async fn handle(&self, connection: &Connection, said: Said) -> Result<Option<Encoded>, Refusal> {
        let payload = said.arguments.first().cloned().unwrap_or_default();
        if said.event == "say" {
            connection.hub().send(Self::outgoing("said", &payload), None)?;
        } else {
            let mut tx = connection.hub().store().begin().await?;
            connection.hub().emit(&mut tx, Self::outgoing("kept", &payload), None)?;
            tx.commit().await?;
        }
        Ok(Some(Encoded::of(&connection.user().map(|user| user.id.clone()))))
    }
}

async fn node() -> Arc<dyn Gateway> {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let hub = Hub::new(contract(), store, Bus::none(), config());
    Arc::new(Served::new(Behind::new(hub, Arc::new(Parrot))))
}

#[tokio::test]
async fn events_are_judged_handled_and_told() {
    let node = node().await;
    let client = Client::connect(&node, hello_of("ada")).await.expect("let in");
    assert!(client.call(r#"["say",7]"#).await.is_some_and(|answer| answer.starts_with("\"ada of ")));
    client.say(r#"["tell",8]"#).await;
    let refused = client.call(r#"["sya",7]"#).await.expect("an answer");
    assert!(refused.contains("unknown_event") && refused.contains("perhaps `say`"), "{refused}");
    let refused = client.call(r#"["said",7]"#).await.expect("an answer");
    assert!(refused.contains("wrong_direction"), "{refused}");
    assert_eq!(client.heard(), [r#"["said",7]"#, r#"["said",8]"#]);
    client.say("no frame").await;
    client.say(r#"["say",9]"#).await;
    let heard = client.heard();
    assert!(heard[0].contains("invalid_frame") && heard[1].contains("rate_limited"), "{heard:?}");
}

#[tokio::test]
async fn stored_events_are_recovered() {
    let node = node().await;
    let asks = || hello(&json!({ "recover": {} }));
    let first = Client::connect(&node, asks()).await.expect("let in");
    first.say(r#"["keep",1]"#).await;
    super::until("the event", || first.session.is_in("room")).await;
    let heard = first.heard();
    let position = heard.iter().find_map(|text| {
        let items: Vec<Value> = serde_json::from_str(text).ok()?;
        (items[0] == "kept").then(|| items[2].as_str().map(str::to_owned))?
    });
    let position = position.expect("the event, with its position");
    first.leave().await;
    let other = Client::connect(&node, asks()).await.expect("let in");
    other.say(r#"["keep",2]"#).await;
    let (position, _) = position.split_once('@').expect("an address");
    let again = Client::connect(&node, hello(&json!({ "recover": { "room": position } }))).await.expect("let in");
    assert!(again.heard().iter().any(|text| text.starts_with(r#"["kept",2"#)));
}

#[tokio::test]
async fn a_token_that_is_not_good_lets_nobody_in() {
    let node = node().await;
    let refused = Client::connect(&node, hello(&json!({ "token": "nonsense" }))).await.map(|_| ());
    assert_eq!(refused, Err(Close::Unauthenticated));
}
