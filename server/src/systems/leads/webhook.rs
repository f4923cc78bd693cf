//! What WhatsApp's Cloud API sends: messages of customers, and how far the agents' messages have come.
//!
//! WhatsApp delivers again what was not answered with 200, in any order and sometimes twice anyway. A message that is stored is
//! not stored again, so the whole delivery can be taken again.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use event_contracts::leads::types::ContentType;
use event_contracts::runtime::{Json as Value, Map};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::taking::{Draft, Media};
use super::{Leads, store};
use crate::http::{Json, Kind, Problem, Query};
use crate::ids::now;

/// The header with the signature: `sha256=` and the digest of the body under the app secret.
const SIGNATURE: &str = "x-hub-signature-256";

/// The largest delivery of WhatsApp, in bytes.
const LARGEST: usize = 3 * 1024 * 1024;

/// All of them.
pub fn requests(system: Arc<Leads>) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(verify, take)).layer(DefaultBodyLimit::max(LARGEST)).with_state(system)
}

/// How WhatsApp asks whether the webhook is ours.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Verification {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.verify_token")]
    verify_token: String,
    #[serde(rename = "hub.challenge")]
    challenge: String,
}

/// A delivery. What is not here is not looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Delivery)]
struct Delivery {
    #[schema(example = "whatsapp_business_account")]
    object: String,
    #[serde(default)]
    entry: Vec<Account>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Account)]
struct Account {
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Change)]
struct Change {
    #[schema(example = "messages")]
    field: String,
    #[serde(default)]
    #[schema(value_type = News)]
    value: Value,
}

/// What is new, where the field is `messages`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = leads::News)]
struct News {
    #[serde(default)]
    contacts: Vec<Contact>,
    #[serde(default)]
    messages: Vec<Message>,
    #[serde(default)]
    statuses: Vec<Status>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Contact)]
struct Contact {
    wa_id: String,
    profile: Option<Profile>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Profile)]
struct Profile {
    name: Option<String>,
}

/// A customer's message. Its kind is the name of the key with what was sent.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::WhatsAppMessage)]
struct Message {
    #[schema(example = "6287879565390")]
    from: String,
    #[schema(example = "wamid.xxx")]
    id: String,
    timestamp: Option<String>,
    #[serde(rename = "type")]
    #[schema(example = "text")]
    kind: String,
    context: Option<Context>,
    text: Option<Text>,
    reaction: Option<Reaction>,
    image: Option<File>,
    video: Option<File>,
    audio: Option<File>,
    document: Option<File>,
    sticker: Option<File>,
    #[serde(flatten)]
    #[schema(ignore)]
    rest: Map<String, Value>,
}

/// Which message it answers.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Context)]
struct Context {
    id: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Text)]
struct Text {
    body: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::Reaction)]
struct Reaction {
    message_id: String,
    /// Empty or absent where the reaction is taken back.
    #[serde(default)]
    emoji: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::File)]
struct File {
    id: Option<String>,
    mime_type: Option<String>,
    caption: Option<String>,
    filename: Option<String>,
    file_size: Option<u64>,
}

/// How far a message of ours has come.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::WhatsAppStatus)]
struct Status {
    id: String,
    #[schema(example = "delivered")]
    status: String,
    /// Seconds since 1970, as a text.
    timestamp: Option<String>,
}

/// WhatsApp asks whether the webhook is ours
#[utoipa::path(get, path = "/webhook/whatsapp", tag = "leads", params(Verification), security(()),
    responses((status = 200, description = "The challenge, given back", body = String)))]
async fn verify(State(system): State<Arc<Leads>>, Query(asked): Query<Verification>) -> Result<String, Problem> {
    if asked.mode == "subscribe" && asked.verify_token == system.config.whatsapp_verify_token {
        return Ok(asked.challenge);
    }
    Err(Problem::denied("the verify token is not the one of the key `leads.whatsapp_verify_token`"))
}

/// WhatsApp delivers messages and statuses
///
/// The first message of a customer tells everybody `new_room_complete`, every later one `new_message`. A message that is
/// delivered again is stored once.
#[utoipa::path(post, path = "/webhook/whatsapp", tag = "leads", request_body = Delivery, security(()),
    responses((status = 200, description = "It was taken")))]
async fn take(
    State(system): State<Arc<Leads>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Problem> {
    let body = body?;
    if let Some(secret) = &system.config.whatsapp_secret {
        let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !is_signed(secret, signature, &body) {
            return Err(Problem::new(
                Kind::UNAUTHENTICATED,
                "the signature in `X-Hub-Signature-256` is not that of the body",
            ));
        }
    }
    let Json(delivery) = Json::<Delivery>::read(&body)?;
    if delivery.object != "whatsapp_business_account" {
        return Err(Problem::field("object", "expected `whatsapp_business_account`"));
    }
    for change in delivery.entry.into_iter().flat_map(|account| account.changes) {
        if change.field != "messages" {
            continue;
        }
        let news: News = serde_json::from_value(change.value)
            .map_err(|error| Problem::field("entry.changes.value", error.to_string()))?;
        for message in news.messages {
            let contact = news.contacts.iter().find(|contact| contact.wa_id == message.from);
            let name = contact.and_then(|contact| contact.profile.as_ref()?.name.as_deref());
            system.take_message(message, name.filter(|name| !name.trim().is_empty())).await?;
        }
        for status in news.statuses {
            system.take_status(&status).await?;
        }
    }
    Ok(StatusCode::OK)
}

impl Leads {
    async fn take_message(&self, message: Message, name: Option<&str>) -> Result<(), Problem> {
        // Most repetitions are found here, without holding anybody up; the rest by the database's own rule.
        if store::is_stored(self.store.pool(), &message.id).await? {
            return Ok(());
        }
        let phone = message.from.clone();
        let mut tx = self.store.begin().await?;
        store::make_room(tx.conn(), &uuid::Uuid::new_v4().to_string(), &phone, name, &now()).await?;
        self.take(tx, store::By::Customer(&phone, name), draft(message)).await?;
        Ok(())
    }

    async fn take_status(&self, status: &Status) -> Result<(), Problem> {
        let seconds = status.timestamp.as_deref().and_then(|text| text.parse::<u64>().ok());
        let said =
            seconds.and_then(|seconds| std::time::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(seconds)));
        // A year of five digits is none of RFC 3339.
        let said = said
            .map(|said| humantime::format_rfc3339_millis(said).to_string())
            .filter(|text| text.len() == now().len());
        let at = now();
        let mut tx = self.store.begin().await?;
        store::note_status(tx.conn(), &status.id, &status.status, said.as_deref().unwrap_or(&at), &at).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What is stored of a customer's message.
fn draft(message: Message) -> Draft {
    let file = message.image.or(message.video).or(message.audio).or(message.document).or(message.sticker);
    let (text, media) = match file {
        None => (message.text.map(|text| text.body), Media::default()),
        Some(file) => {
            let media = Media {
                kind: Some(message.kind.clone()),
                id: file.id,
                size: file.file_size,
                mime_type: file.mime_type,
                filename: file.filename,
                ..Media::default()
            };
            (file.caption, media)
        }
    };
    let mut metadata = message.rest;
    if let Some(timestamp) = message.timestamp {
        metadata.insert("timestamp".to_owned(), Value::from(timestamp));
    }
    Draft {
        user_id: None,
        content_type: ContentType::from(&*message.kind),
        content_text: text,
        wa_message_id: Some(message.id),
        reply_to_wa_message_id: message.context.and_then(|context| context.id),
        reaction: message.reaction.map(|reaction| (reaction.emoji, reaction.message_id)),
        media,
        metadata,
    }
}

/// Whether the signature is that of the body, in a time that tells nothing of where it differs.
fn is_signed(secret: &str, signature: &str, body: &[u8]) -> bool {
    let Some(digest) = signature.strip_prefix("sha256=").and_then(bytes) else { return false };
    Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .is_ok_and(|mac| mac.chain_update(body).verify_slice(&digest).is_ok())
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    digits.as_bytes().chunks(2).map(byte).collect()
}
