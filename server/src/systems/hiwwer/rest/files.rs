//! Uploading and loading files.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use event_contracts::hiwwer::types::Attachment;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::Hiwwer;
use super::super::files::{media_type, percent_encoded, safe_name};
use super::super::room::Room;
use super::super::store::{attachments, people};
use crate::http::{Caller, Json, Kind, Path, Problem, Query};
use crate::{clock, new_id};

/// How long a file may wait for its message.
const PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);

/// Where a file belongs, and what it is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Upload {
    /// The order in whose chat it will be sent.
    order_id: Option<String>,
    /// Or the dispute.
    dispute_id: Option<String>,
    /// What it is called.
    file_name: String,
}

/// Uploads a file, to be sent with a message of the same chat
///
/// The bytes are the body, and `content-type` says what they are.
/// Pictures, PDF, office documents, ZIP archives and plain text of 10 MiB at most are taken. Who does not send it within a day
/// uploads it again.
#[utoipa::path(
    post, path = "/attachments", tag = "hiwwer", params(Upload),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "The file, as in `order_message.created`")),
)]
pub async fn upload(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Query(upload): Query<Upload>,
    headers: HeaderMap,
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<(StatusCode, Json<Attachment>), Problem> {
    let bytes = bytes?;
    let room = match (upload.order_id, upload.dispute_id) {
        (Some(order), None) => Room::Order(order),
        (None, Some(dispute)) => Room::Dispute(dispute),
        _ => return Err(Problem::new(Kind::INVALID_REQUEST, "name the chat: `order_id` or `dispute_id`")),
    };
    room.part(&mut *system.db().await?, &caller.0).await?;
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mime_type = media_type(declared, &bytes)?;
    let file = system.files.attachment(new_id("att"), safe_name(&upload.file_name), mime_type, &bytes);
    system.files.write(&file.id, &bytes).await.map_err(|error| failed(&error))?;
    let kept = async {
        let mut tx = system.hub.store().begin().await?;
        people::meet(tx.conn(), caller.id(), caller.name()).await?;
        attachments::keep(tx.conn(), &room.key(), caller.id(), &file, &clock::now()).await?;
        tx.commit().await
    };
    if let Err(error) = kept.await {
        system.files.delete(&file.id).await;
        return Err(error.into());
    }
    Ok((StatusCode::CREATED, Json(file)))
}

/// What failed goes to the log, and not to whoever asked.
fn failed(error: &std::io::Error) -> Problem {
    tracing::error!(%error, "an uploaded file could not be written or read");
    Problem::new(Kind::FAILED, "the file could not be written or read")
}

/// Loads a file
///
/// Who takes part in its chat may; until it is sent, who uploaded it alone.
#[utoipa::path(
    get, path = "/uploads/{id}/{file_name}", tag = "hiwwer",
    responses((status = 200, description = "The bytes", content_type = "application/octet-stream")),
)]
pub async fn load(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Path((id, _file_name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let file = {
        let mut db = system.db().await?;
        let file = attachments::find(&mut db, &id).await?.ok_or_else(|| Problem::not_found("file"))?;
        let room = Room::parse(&file.room).ok_or_else(|| Problem::not_found("file"))?;
        // A file is known by who may see it alone.
        room.part(&mut db, &caller.0).await.map_err(|_| Problem::not_found("file"))?;
        if !file.sent && file.uploader_id != caller.id() {
            return Err(Problem::not_found("file"));
        }
        file
    };
    let bytes = system.files.read(&id).await.map_err(|error| failed(&error))?;
    let disposition = format!("attachment; filename*=UTF-8''{}", percent_encoded(&file.file_name));
    let disposition = HeaderValue::try_from(disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::try_from(file.mime_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}

impl Hiwwer {
    /// Deletes what was uploaded and never sent.
    pub(in super::super) async fn forget_unsent(&self) {
        let before = SystemTime::now().checked_sub(PATIENCE).map_or_else(clock::now, clock::timestamp);
        let forgotten = async {
            let mut tx = self.hub.store().begin().await?;
            let ids = attachments::forget_unsent(tx.conn(), &before).await?;
            tx.commit().await?;
            Ok::<_, event_hub::StoreError>(ids)
        };
        match forgotten.await {
            Ok(ids) => {
                for id in ids {
                    self.files.delete(&id).await;
                }
            }
            Err(error) => tracing::warn!(%error, "files that were never sent could not be looked for"),
        }
    }
}
