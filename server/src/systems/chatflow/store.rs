//! The tables: visitors, agents, conversations, messages.

use event_contracts::chatflow::types::Sender;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Error, Executor, FromRow, Row, query, query_as, query_scalar};

/// A side of a conversation: the contract's own word.
pub type Side = Sender;

/// A conversation.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub visitor_id: String,
    /// The visitor's name, where it is known.
    pub visitor_name: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// Who is in charge.
    pub agent_id: Option<String>,
    /// The name of who is in charge.
    pub agent_name: Option<String>,
    /// How many messages were written in it.
    pub message_count: i64,
    /// How many messages of visitors no agent has read.
    pub unread_by_agent: i64,
    /// How many messages of agents the visitor has not read.
    pub unread_by_visitor: i64,
    /// When it began.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
}

/// What every query of conversations selects.
macro_rules! conversations {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.visitor_id, v.name AS visitor_name, c.status, c.agent_id, a.name AS agent_name, c.message_count, \
             (SELECT COUNT(*) FROM chatflow_messages m WHERE m.conversation_id = c.id AND m.sender = 'visitor' \
             AND m.place > c.read_by_agent AND m.deleted_at IS NULL) AS unread_by_agent, \
             (SELECT COUNT(*) FROM chatflow_messages m WHERE m.conversation_id = c.id AND m.sender = 'agent' \
             AND m.place > c.read_by_visitor AND m.deleted_at IS NULL) AS unread_by_visitor, \
             c.created_at, c.updated_at FROM chatflow_conversations c \
             LEFT JOIN chatflow_visitors v ON v.id = c.visitor_id LEFT JOIN chatflow_agents a ON a.id = c.agent_id ",
            $rest
        )
    };
}

impl FromRow<'_, AnyRow> for Conversation {
    fn from_row(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("id")?,
            visitor_id: row.try_get("visitor_id")?,
            visitor_name: row.try_get("visitor_name")?,
            open: row.try_get::<String, _>("status")? == "open",
            agent_id: row.try_get("agent_id")?,
            agent_name: row.try_get("agent_name")?,
            message_count: row.try_get("message_count")?,
            unread_by_agent: row.try_get("unread_by_agent")?,
            unread_by_visitor: row.try_get("unread_by_visitor")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
        })
    }
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// The conversation that it belongs to.
    pub conversation_id: String,
    /// Its place in the conversation, from 1.
    pub place: i64,
    /// Which side wrote it.
    pub sender: Side,
    /// Who wrote it.
    pub sender_id: String,
    /// The id that its writer's window gave it.
    pub client_id: Option<String>,
    /// What was written; empty once it is deleted.
    pub text: String,
    /// When it was stored.
    pub created_at: String,
    /// When it was deleted.
    pub deleted_at: Option<String>,
}

impl FromRow<'_, AnyRow> for Message {
    fn from_row(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("id")?,
            conversation_id: row.try_get("conversation_id")?,
            place: row.try_get("place")?,
            sender: if row.try_get::<String, _>("sender")? == "agent" { Side::Agent } else { Side::Visitor },
            sender_id: row.try_get("sender_id")?,
            client_id: row.try_get("client_id")?,
            text: row.try_get("text")?,
            created_at: row.try_get("created_at")?,
            deleted_at: row.try_get("deleted_at")?,
        })
    }
}

/// An agent.
#[derive(Clone, Debug)]
pub struct Agent {
    /// The agent's id.
    pub id: String,
    /// The agent's name.
    pub name: String,
}

// ---- Visitors

/// Notes a visitor, unless the visitor is known. Says whether it was new.
pub async fn add_visitor(
    conn: &mut AnyConnection,
    id: &str,
    name: Option<&str>,
    page_url: &str,
    at: &str,
) -> Result<bool, Error> {
    let sql = "INSERT INTO chatflow_visitors (id, name, page_url, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
    let done = query(sql).bind(id).bind(name).bind(page_url).bind(at).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

/// A visitor's name; none where there is no such visitor.
pub async fn visitor_name<'c>(
    db: impl Executor<'c, Database = Any>,
    id: &str,
) -> Result<Option<Option<String>>, Error> {
    query_scalar("SELECT name FROM chatflow_visitors WHERE id = $1").bind(id).fetch_optional(db).await
}

// ---- Agents

/// Notes an agent and the present name.
pub async fn know_agent(conn: &mut AnyConnection, id: &str, name: &str) -> Result<(), Error> {
    let sql =
        "INSERT INTO chatflow_agents (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name";
    query(sql).bind(id).bind(name).execute(conn).await.map(|_| ())
}

/// An agent's name; none where there is no such agent.
pub async fn agent_name(conn: &mut AnyConnection, id: &str) -> Result<Option<String>, Error> {
    query_scalar("SELECT name FROM chatflow_agents WHERE id = $1").bind(id).fetch_optional(conn).await
}

/// All agents by name.
pub async fn agents<'c>(db: impl Executor<'c, Database = Any>) -> Result<Vec<Agent>, Error> {
    let rows = query("SELECT id, name FROM chatflow_agents ORDER BY name, id").fetch_all(db).await?;
    rows.iter().map(|row| Ok(Agent { id: row.try_get("id")?, name: row.try_get("name")? })).collect()
}

// ---- Conversations

/// Begins a conversation, unless the visitor has an open one. Says whether it did.
pub async fn add_conversation(conn: &mut AnyConnection, id: &str, visitor_id: &str, at: &str) -> Result<bool, Error> {
    let sql = "INSERT INTO chatflow_conversations \
               (id, visitor_id, status, message_count, read_by_visitor, read_by_agent, created_at, opened_at, updated_at) \
               VALUES ($1, $2, 'open', 0, 0, 0, $3, $3, $3) ON CONFLICT DO NOTHING";
    Ok(query(sql).bind(id).bind(visitor_id).bind(at).execute(conn).await?.rows_affected() > 0)
}

/// A conversation.
pub async fn conversation<'c>(db: impl Executor<'c, Database = Any>, id: &str) -> Result<Option<Conversation>, Error> {
    query_as(conversations!("WHERE c.id = $1")).bind(id).fetch_optional(db).await
}

/// The open conversation of a visitor.
pub async fn open_conversation_of<'c>(
    db: impl Executor<'c, Database = Any>,
    visitor_id: &str,
) -> Result<Option<Conversation>, Error> {
    query_as(conversations!("WHERE c.visitor_id = $1 AND c.status = 'open'")).bind(visitor_id).fetch_optional(db).await
}

/// The ids of all open conversations, or of a visitor's.
pub async fn open_conversations<'c>(
    db: impl Executor<'c, Database = Any>,
    visitor_id: Option<&str>,
) -> Result<Vec<String>, Error> {
    match visitor_id {
        None => query_scalar("SELECT id FROM chatflow_conversations WHERE status = 'open'").fetch_all(db).await,
        Some(visitor_id) => {
            let sql = "SELECT id FROM chatflow_conversations WHERE status = 'open' AND visitor_id = $1";
            query_scalar(sql).bind(visitor_id).fetch_all(db).await
        }
    }
}

/// A conversation that began or was reopened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub visitor_id: String,
    /// Whether it began, and was not reopened.
    pub begun: bool,
}

impl FromRow<'_, AnyRow> for Opened {
    fn from_row(row: &AnyRow) -> Result<Self, Error> {
        let begun = row.try_get::<String, _>("created_at")? == row.try_get::<String, _>("opened_at")?;
        Ok(Self { id: row.try_get("id")?, visitor_id: row.try_get("visitor_id")?, begun })
    }
}

/// The open conversations that began or were reopened since a moment.
pub async fn opened_since<'c>(db: impl Executor<'c, Database = Any>, moment: &str) -> Result<Vec<Opened>, Error> {
    let sql = "SELECT id, visitor_id, created_at, opened_at FROM chatflow_conversations \
               WHERE opened_at >= $1 AND status = 'open'";
    query_as(sql).bind(moment).fetch_all(db).await
}

/// What to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// Of this visitor alone.
    pub visitor_id: Option<&'a str>,
    /// The open ones alone, or the closed ones.
    pub open: Option<bool>,
    /// After this one: when it last changed, and its id.
    pub after: Option<(&'a str, &'a str)>,
    /// How many.
    pub limit: i64,
}

/// Conversations, those that changed last first.
pub async fn list_conversations<'c>(
    db: impl Executor<'c, Database = Any>,
    filter: Filter<'_>,
) -> Result<Vec<Conversation>, Error> {
    let (at, id) = filter.after.unwrap_or(("9999", ""));
    let (open, closed) = match filter.open {
        None => ("open", "closed"),
        Some(true) => ("open", "open"),
        Some(false) => ("closed", "closed"),
    };
    let page = conversations!(
        "WHERE (c.updated_at < $1 OR (c.updated_at = $1 AND c.id < $2)) AND c.status IN ($3, $4) \
         ORDER BY c.updated_at DESC, c.id DESC LIMIT $5"
    );
    let own = conversations!(
        "WHERE (c.updated_at < $1 OR (c.updated_at = $1 AND c.id < $2)) AND c.status IN ($3, $4) AND c.visitor_id = $6 \
         ORDER BY c.updated_at DESC, c.id DESC LIMIT $5"
    );
    let select = query_as(if filter.visitor_id.is_some() { own } else { page });
    let select = select.bind(at).bind(id).bind(open).bind(closed).bind(filter.limit);
    match filter.visitor_id {
        Some(visitor_id) => select.bind(visitor_id).fetch_all(db).await,
        None => select.fetch_all(db).await,
    }
}

/// Puts an agent in charge of an open conversation. Says whether that changed anything.
pub async fn assign(conn: &mut AnyConnection, id: &str, agent_id: &str, at: &str) -> Result<bool, Error> {
    let sql = "UPDATE chatflow_conversations SET agent_id = $2, updated_at = $3 \
               WHERE id = $1 AND status = 'open' AND (agent_id IS NULL OR agent_id <> $2)";
    Ok(query(sql).bind(id).bind(agent_id).bind(at).execute(conn).await?.rows_affected() > 0)
}

/// Closes an open conversation. Says whether that changed anything.
pub async fn close(conn: &mut AnyConnection, id: &str, at: &str) -> Result<bool, Error> {
    let sql = "UPDATE chatflow_conversations SET status = 'closed', updated_at = $2 WHERE id = $1 AND status = 'open'";
    Ok(query(sql).bind(id).bind(at).execute(conn).await?.rows_affected() > 0)
}

/// Opens a closed conversation again, unless its visitor has another open one. Says whether that changed anything.
pub async fn reopen(conn: &mut AnyConnection, id: &str, at: &str) -> Result<bool, Error> {
    let sql = "UPDATE chatflow_conversations SET status = 'open', opened_at = $2, updated_at = $2 \
               WHERE id = $1 AND status = 'closed' AND NOT EXISTS (SELECT 1 FROM chatflow_conversations o \
               WHERE o.visitor_id = chatflow_conversations.visitor_id AND o.status = 'open')";
    Ok(query(sql).bind(id).bind(at).execute(conn).await?.rows_affected() > 0)
}

// ---- Messages

/// Takes the next place in an open conversation, and holds the conversation until the transaction ends; none where it is closed.
pub async fn next_place(conn: &mut AnyConnection, id: &str, at: &str) -> Result<Option<i64>, Error> {
    let sql = "UPDATE chatflow_conversations SET message_count = message_count + 1, updated_at = $2 \
               WHERE id = $1 AND status = 'open' RETURNING message_count";
    query_scalar(sql).bind(id).bind(at).fetch_optional(conn).await
}

/// Stores a message.
pub async fn add_message(conn: &mut AnyConnection, message: &Message) -> Result<(), Error> {
    let sql = "INSERT INTO chatflow_messages (id, conversation_id, place, sender, sender_id, client_id, text, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    query(sql)
        .bind(&message.id)
        .bind(&message.conversation_id)
        .bind(message.place)
        .bind(message.sender.as_str())
        .bind(&message.sender_id)
        .bind(message.client_id.as_deref())
        .bind(&message.text)
        .bind(&message.created_at)
        .execute(conn)
        .await
        .map(|_| ())
}

/// A message.
pub async fn message<'c>(db: impl Executor<'c, Database = Any>, id: &str) -> Result<Option<Message>, Error> {
    query_as("SELECT * FROM chatflow_messages WHERE id = $1").bind(id).fetch_optional(db).await
}

/// The message that a window posted under an id of its own.
pub async fn message_of_client(
    conn: &mut AnyConnection,
    conversation_id: &str,
    sender_id: &str,
    client_id: &str,
) -> Result<Option<Message>, Error> {
    let sql = "SELECT * FROM chatflow_messages WHERE conversation_id = $1 AND sender_id = $2 AND client_id = $3";
    query_as(sql).bind(conversation_id).bind(sender_id).bind(client_id).fetch_optional(conn).await
}

/// The messages of a conversation before a place, the newest first.
pub async fn messages_before<'c>(
    db: impl Executor<'c, Database = Any>,
    conversation_id: &str,
    place: i64,
    limit: i64,
) -> Result<Vec<Message>, Error> {
    let sql = "SELECT * FROM chatflow_messages WHERE conversation_id = $1 AND place < $2 ORDER BY place DESC LIMIT $3";
    query_as(sql).bind(conversation_id).bind(place).bind(limit).fetch_all(db).await
}

/// Notes that a side has read up to a place. Says whether that is news.
pub async fn read_up_to(
    conn: &mut AnyConnection,
    conversation_id: &str,
    side: Side,
    place: i64,
) -> Result<bool, Error> {
    let sql = match side {
        Side::Agent => "UPDATE chatflow_conversations SET read_by_agent = $2 WHERE id = $1 AND read_by_agent < $2",
        Side::Visitor => {
            "UPDATE chatflow_conversations SET read_by_visitor = $2 WHERE id = $1 AND read_by_visitor < $2"
        }
    };
    Ok(query(sql).bind(conversation_id).bind(place).execute(conn).await?.rows_affected() > 0)
}

/// Deletes a message's text, and keeps its place. Says whether that is news.
pub async fn delete_message(conn: &mut AnyConnection, id: &str, at: &str) -> Result<bool, Error> {
    let sql = "UPDATE chatflow_messages SET text = '', deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL";
    Ok(query(sql).bind(id).bind(at).execute(conn).await?.rows_affected() > 0)
}
