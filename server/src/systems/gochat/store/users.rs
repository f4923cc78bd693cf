//! People, as their tokens and they themselves describe them.

use event_contracts::gochat::types::UserProfile;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// What a user says of themselves. What is absent stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The name that others find them by.
    pub username: Option<String>,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// The address of their picture.
    pub profile_image_url: Option<String>,
}

/// Makes sure that the bearer of a token is known; who is known already keeps the names that they have.
pub async fn meet(db: &mut AnyConnection, id: &str, name: Option<&str>) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO gochat_users (id, username, display_name) VALUES ($1, $1, $2) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(name.unwrap_or(id))
    .execute(db)
    .await?;
    Ok(())
}

/// Changes how others see a user.
pub async fn change(db: &mut AnyConnection, id: &str, changes: &Changes) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE gochat_users SET username = COALESCE($2, username), display_name = COALESCE($3, display_name),
         profile_image_url = COALESCE($4, profile_image_url) WHERE id = $1",
    )
    .bind(id)
    .bind(changes.username.as_deref())
    .bind(changes.display_name.as_deref())
    .bind(changes.profile_image_url.as_deref())
    .execute(db)
    .await?;
    Ok(())
}

/// A user, as others see them.
pub async fn find(db: &mut AnyConnection, id: &str) -> Result<Option<UserProfile>, StoreError> {
    let row = sqlx::query("SELECT id, username, display_name, profile_image_url FROM gochat_users WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(profile).transpose()?)
}

/// A user out of a row with the columns of `gochat_users`.
pub(super) fn profile(row: &AnyRow) -> Result<UserProfile, sqlx::Error> {
    Ok(UserProfile {
        id: row.try_get("id")?,
        username: row.try_get("username")?,
        display_name: row.try_get("display_name")?,
        profile_image_url: row.try_get("profile_image_url")?,
    })
}
