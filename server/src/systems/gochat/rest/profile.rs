//! How others see a user.

use std::sync::Arc;

use axum::extract::State;
use event_contracts::gochat::types::UserProfile;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::Chat;
use super::super::store::users;
use crate::http::{Caller, Json, Problem, limited};

/// What a user changes about themselves. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = gochat::Profile)]
pub struct ProfileChange {
    /// The name that others find them by, and write after an `@`.
    username: Option<String>,
    /// The name that is shown.
    display_name: Option<String>,
    /// The address of their picture.
    profile_image_url: Option<String>,
}

/// Says how others see the user
///
/// Nobody has to: the token's name is shown otherwise.
#[utoipa::path(patch, path = "/api/profile", tag = "gochat", responses((status = 200, description = "The profile")))]
pub async fn change(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    Json(body): Json<ProfileChange>,
) -> Result<Json<UserProfile>, Problem> {
    let texts = [
        ("username", &body.username),
        ("display_name", &body.display_name),
        ("profile_image_url", &body.profile_image_url),
    ];
    for (field, text) in texts {
        if let Some(text) = text {
            limited(field, text, 200)?;
        }
    }
    let changes = users::Changes {
        username: body.username,
        display_name: body.display_name,
        profile_image_url: body.profile_image_url,
    };
    let mut tx = chat.hub.store().begin().await?;
    users::meet(tx.conn(), caller.id(), caller.0.name.as_deref()).await?;
    users::change(tx.conn(), caller.id(), &changes).await?;
    let profile = users::find(tx.conn(), caller.id()).await?.ok_or_else(|| Problem::not_found("user"))?;
    tx.commit().await?;
    Ok(Json(profile))
}
