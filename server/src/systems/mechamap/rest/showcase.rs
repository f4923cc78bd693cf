//! Showcase projects.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::mechamap::events::ShowcaseProjectUpdated;
use event_contracts::mechamap::types::{Activity, ActivityType, ShowcaseContent, ShowcaseUpdateType};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::store::showcase::{self, Touch};
use super::super::{Mechamap, telling};
use super::member;
use crate::clock;
use crate::http::{Caller, Json, Path, Problem, RequestId, limited};

/// A new project.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewShowcase)]
pub struct NewShowcase {
    /// Its title.
    title: String,
}

/// A project.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = mechamap::Showcase)]
pub struct Showcase {
    /// The project.
    id: i64,
    /// Its title.
    title: String,
}

/// Shows a project
#[utoipa::path(
    post, path = "/showcases", tag = "mechamap",
    responses((status = 201, description = "The project", body = Showcase)),
)]
pub async fn begin(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Json(body): Json<NewShowcase>,
) -> Result<(StatusCode, Json<Showcase>), Problem> {
    limited("title", &body.title, 200)?;
    let mut tx = system.hub.store().begin().await?;
    let author = member(&mut tx, &caller).await?.id;
    let id = tx.next_id("mechamap_showcases").await?;
    showcase::begin(tx.conn(), id, author, &body.title).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(Showcase { id, title: body.title })))
}

/// What is new about a project.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::ShowcaseNews)]
pub struct News {
    /// `new_image` or `new_description`.
    #[schema(value_type = String)]
    update_type: ShowcaseUpdateType,
    /// The address of the picture, if it is about one.
    image_url: Option<String>,
    /// The news in words.
    description: String,
}

/// Shows something new, by who began the project
///
/// Who looks at it is told with `showcase.project.updated`, the author's followers with `user.activity.feed_updated`.
#[utoipa::path(
    post, path = "/showcases/{id}/updates", tag = "mechamap",
    responses((status = 201, description = "As in `showcase.project.updated`")),
)]
pub async fn news(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<News>,
) -> Result<(StatusCode, Json<ShowcaseProjectUpdated>), Problem> {
    limited("description", &body.description, 5000)?;
    match (&body.update_type, &body.image_url) {
        (ShowcaseUpdateType::Other(_), _) => {
            return Err(Problem::field("update_type", "must be one of `new_image`, `new_description`"));
        }
        (ShowcaseUpdateType::NewImage, None) => return Err(Problem::field("image_url", "a new image has an address")),
        _ => {}
    }
    let now = clock::now();
    let mut tx = system.hub.store().begin().await?;
    let author = member(&mut tx, &caller).await?;
    let (owner, title) = showcase::find(tx.conn(), id).await?.ok_or_else(|| Problem::not_found("project"))?;
    if owner != author.id {
        return Err(Problem::denied("a project is changed by who began it"));
    }
    let updated = ShowcaseProjectUpdated {
        showcase_id: id,
        update_type: body.update_type,
        content: ShowcaseContent { image_url: body.image_url, description: body.description, rest: Default::default() },
        author: telling::person(&author),
    };
    showcase::keep_news(&mut tx, &updated, &now).await?;
    let hub = system.on_behalf_of(&caller, &request);
    hub.emit(&mut tx, &updated)?;
    let activity = Activity {
        r#type: ActivityType::ProjectUpdated,
        user_id: author.id,
        content_id: id,
        content_title: title,
        created_at: now,
    };
    telling::activity(&hub, &mut tx, activity).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(updated)))
}

/// Counts a view
///
/// Who looks at the project is told with `showcase.project.stats_updated`.
#[utoipa::path(
    post, path = "/showcases/{id}/views", tag = "mechamap",
    responses((status = 204, description = "It is counted")),
)]
pub async fn view(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    touch(&system, &caller, &request, id, Touch::View).await
}

/// Likes a project
///
/// Twice counts once. Who looks at it is told with `showcase.project.stats_updated`.
#[utoipa::path(
    put, path = "/showcases/{id}/like", tag = "mechamap",
    responses((status = 204, description = "The caller likes it")),
)]
pub async fn like(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    touch(&system, &caller, &request, id, Touch::Like).await
}

/// What somebody says of a project.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewShowcaseComment)]
pub struct NewShowcaseComment {
    /// The text.
    content: String,
}

/// Writes about a project
///
/// Who looks at it is told with `showcase.project.stats_updated`.
#[utoipa::path(
    post, path = "/showcases/{id}/comments", tag = "mechamap",
    responses((status = 204, description = "It is written")),
)]
pub async fn comment(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<NewShowcaseComment>,
) -> Result<StatusCode, Problem> {
    limited("content", &body.content, 20_000)?;
    touch(&system, &caller, &request, id, Touch::Comment(&body.content)).await
}

async fn touch(
    system: &Mechamap,
    caller: &Caller,
    request: &RequestId,
    id: i64,
    touch: Touch<'_>,
) -> Result<StatusCode, Problem> {
    let mut tx = system.hub.store().begin().await?;
    let user = member(&mut tx, caller).await?.id;
    showcase::find(tx.conn(), id).await?.ok_or_else(|| Problem::not_found("project"))?;
    let figures = showcase::touch(&mut tx, id, user, touch, &clock::now()).await?;
    tx.commit().await?;
    if let Some(figures) = figures {
        system.on_behalf_of(caller, request).send(&figures)?;
    }
    Ok(StatusCode::NO_CONTENT)
}
