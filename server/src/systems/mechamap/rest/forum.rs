//! Threads, comments, reactions, and who is writing.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::mechamap::events::{
    ForumCommentCreated, ForumCommentUpdated, ForumReactionAdded, ForumThreadViewCountUpdated, ForumTypingStarted,
};
use event_contracts::mechamap::types::{
    Activity, ActivityType, ForumComment, NotificationType, ReactionType, ThreadSummary, UserNotification,
};
use serde::Deserialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::super::store::forum::{self, Place, Thread};
use super::super::{Mechamap, telling};
use super::{id_of, member};
use crate::clock;
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};

/// How long somebody who said that they are writing is shown as such.
pub const TYPING: Duration = Duration::from_secs(10);

/// Until when somebody who just said that they are writing is shown as such.
pub fn typing_until() -> event_contracts::runtime::Timestamp {
    let now = SystemTime::now();
    clock::timestamp(now.checked_add(TYPING).unwrap_or(now))
}

/// A new thread.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewThread)]
pub struct NewThread {
    /// Its title.
    title: String,
}

/// Begins a thread
///
/// The author's followers are told with `user.activity.feed_updated`.
#[utoipa::path(
    post, path = "/forums/{forum_id}/threads", tag = "mechamap",
    responses((status = 201, description = "The thread, as in `forum.comment.created`")),
)]
pub async fn begin(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(forum_id): Path<i64>,
    Json(body): Json<NewThread>,
) -> Result<(StatusCode, Json<ThreadSummary>), Problem> {
    limited("title", &body.title, 200)?;
    let now = clock::now();
    let mut tx = system.hub.store().begin().await?;
    let author = member(&mut tx, &caller).await?;
    let id = tx.next_id("mechamap_threads").await?;
    let summary = ThreadSummary { id, title: body.title, reply_count: 0 };
    let thread = Thread { forum_id, author_id: author.id, summary, view_count: 0 };
    forum::begin(tx.conn(), &thread, &now).await?;
    let activity = Activity {
        r#type: ActivityType::ThreadCreated,
        user_id: author.id,
        content_id: id,
        content_title: thread.summary.title.clone(),
        created_at: now,
    };
    telling::activity(&system.on_behalf_of(&caller, &request), &mut tx, activity).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(thread.summary)))
}

/// Counts a view of a thread
///
/// Who looks at the forum is told with `forum.thread.view_count_updated`.
#[utoipa::path(
    post, path = "/threads/{id}/views", tag = "mechamap",
    responses((status = 204, description = "It is counted")),
)]
pub async fn view(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let mut tx = system.hub.store().begin().await?;
    let thread = forum::view(tx.conn(), id).await?.ok_or_else(|| Problem::not_found("thread"))?;
    tx.commit().await?;
    let Thread { forum_id, view_count, .. } = thread;
    let updated = ForumThreadViewCountUpdated { forum_id, thread_id: id, view_count };
    system.on_behalf_of(&caller, &request).send(&updated)?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new comment.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewComment)]
pub struct NewComment {
    /// Its text.
    content: String,
    /// The comment that it answers, if it answers one.
    parent_id: Option<i64>,
}

/// Comments in a thread
///
/// Who looks at it is told with `forum.comment.created`, the thread's author with `notification.sent`, the followers of who
/// wrote with `user.activity.feed_updated`.
#[utoipa::path(
    post, path = "/threads/{id}/comments", tag = "mechamap",
    responses((status = 201, description = "The comment, as in `forum.comment.created`")),
)]
pub async fn comment(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<NewComment>,
) -> Result<(StatusCode, Json<ForumComment>), Problem> {
    limited("content", &body.content, 20_000)?;
    let now = clock::now();
    let mut tx = system.hub.store().begin().await?;
    let user = member(&mut tx, &caller).await?;
    let thread = forum::reply(tx.conn(), id).await?.ok_or_else(|| Problem::not_found("thread"))?;
    if let Some(parent) = body.parent_id
        && forum::place(tx.conn(), parent).await?.is_none_or(|place| place.thread_id != id)
    {
        return Err(Problem::field("parent_id", "the thread has no such comment"));
    }
    let comment = ForumComment {
        id: tx.next_id("mechamap_comments").await?,
        content: body.content,
        parent_id: body.parent_id,
        user,
        created_at: now.clone(),
    };
    forum::comment(tx.conn(), id, &comment).await?;
    let hub = system.on_behalf_of(&caller, &request);
    let created = ForumCommentCreated { comment: comment.clone(), thread: thread.summary.clone() };
    hub.emit(&mut tx, &created)?;
    if thread.author_id != comment.user.id {
        let notification = UserNotification {
            id: 0,
            r#type: NotificationType::CommentCreated,
            title: "New comment".to_owned(),
            message: format!("{} commented on {}", comment.user.name, thread.summary.title),
            icon: Some("comment".to_owned()),
            action_url: Some(format!("/threads/{id}")),
            created_at: now.clone(),
        };
        telling::notify(&hub, &mut tx, thread.author_id, notification).await?;
    }
    let activity = Activity {
        r#type: ActivityType::CommentCreated,
        user_id: comment.user.id,
        content_id: comment.id,
        content_title: thread.summary.title,
        created_at: now,
    };
    telling::activity(&hub, &mut tx, activity).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(comment)))
}

/// The comments of a thread, in their order
#[utoipa::path(
    get, path = "/threads/{id}/comments", tag = "mechamap", params(Paging),
    responses((status = 200, description = "Comments, as in `forum.comment.created`")),
)]
pub async fn comments(
    State(system): State<Arc<Mechamap>>,
    Path(id): Path<i64>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<ForumComment>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    if forum::thread(&mut db, id).await?.is_none() {
        return Err(Problem::not_found("thread"));
    }
    let list = forum::comments(&mut db, id, paging.after_number()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |comment| comment.id.to_string())))
}

/// What is new about a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::CommentChange)]
pub struct CommentChange {
    /// Its new text.
    content: String,
    /// Why.
    edit_reason: Option<String>,
}

/// Gives a comment another text, by who wrote it
///
/// Who looks at the thread is told with `forum.comment.updated`.
#[utoipa::path(
    patch, path = "/comments/{id}", tag = "mechamap",
    responses((status = 204, description = "It is changed")),
)]
pub async fn edit(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<CommentChange>,
) -> Result<StatusCode, Problem> {
    limited("content", &body.content, 20_000)?;
    let edited_at = clock::now();
    let mut tx = system.hub.store().begin().await?;
    let place = place(tx.conn(), id).await?;
    if place.author_id != id_of(&caller)? {
        return Err(Problem::denied("a comment is changed by who wrote it"));
    }
    forum::edit(tx.conn(), id, &body.content, &edited_at).await?;
    let updated =
        ForumCommentUpdated { comment_id: id, content: body.content, edited_at, edit_reason: body.edit_reason };
    system.on_behalf_of(&caller, &request).emit_to(&mut tx, &updated.to(place.thread_id), &updated)?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn place(db: &mut AnyConnection, comment: i64) -> Result<Place, Problem> {
    forum::place(db, comment).await?.ok_or_else(|| Problem::not_found("comment"))
}

/// What somebody thinks of a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewReaction)]
pub struct NewReaction {
    /// `like`, `helpful` or `thanks`.
    #[schema(value_type = String)]
    reaction_type: ReactionType,
}

/// Reacts to a comment
///
/// Who looks at the thread is told with `forum.reaction.added`; twice the same is told once.
#[utoipa::path(
    post, path = "/comments/{id}/reactions", tag = "mechamap",
    responses((status = 204, description = "The reaction is there")),
)]
pub async fn react(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<NewReaction>,
) -> Result<StatusCode, Problem> {
    if matches!(body.reaction_type, ReactionType::Other(_)) {
        return Err(Problem::field("reaction_type", "must be one of `like`, `helpful`, `thanks`"));
    }
    let mut tx = system.hub.store().begin().await?;
    let user_id = member(&mut tx, &caller).await?.id;
    let place = place(tx.conn(), id).await?;
    if let Some(new_count) = forum::react(tx.conn(), id, &body.reaction_type, user_id).await? {
        let added = ForumReactionAdded { comment_id: id, reaction_type: body.reaction_type, user_id, new_count };
        system.on_behalf_of(&caller, &request).emit_to(&mut tx, &added.to(place.thread_id), &added)?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that the user is writing in a thread, for the next ten seconds
///
/// Who looks at it is told with `forum.typing.started`.
#[utoipa::path(
    post, path = "/threads/{id}/typing", tag = "mechamap",
    responses((status = 204, description = "It is told")),
)]
pub async fn typing(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let mut tx = system.hub.store().begin().await?;
    let user = member(&mut tx, &caller).await?;
    let known = forum::thread(tx.conn(), id).await?;
    tx.commit().await?;
    known.ok_or_else(|| Problem::not_found("thread"))?;
    let started = ForumTypingStarted { user: telling::person(&user), expires_at: typing_until() };
    system.on_behalf_of(&caller, &request).send_to(&started.to(id), &started)?;
    Ok(StatusCode::NO_CONTENT)
}
