//! The tables: leads, rooms, participants, messages.

use event_contracts::leads::types::{LastMessage, LeadsInfo, Message, Participant};
use event_contracts::runtime::{StringEnum, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Error, Executor, FromRow, Row, query, query_as, query_scalar};

use crate::ids::moment;

/// A room, with what is known of its customer and its last message.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its id.
    pub id: String,
    /// The customer's number.
    pub phone: String,
    /// The customer's name: the lead's, or WhatsApp's; none where neither is known.
    pub known_name: Option<String>,
    /// The customer. There is always a name.
    pub leads_info: LeadsInfo,
    /// How many messages it has.
    pub message_count: u64,
    /// How many messages of the customer nobody has read.
    pub unread_count: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Its last message, where it has one.
    pub last_message: Option<LastMessage>,
}

impl Room {
    /// Its title: the customer's name, where it is known.
    pub fn title(&self) -> String {
        self.known_name.clone().unwrap_or_else(|| "Personal".to_owned())
    }
}

/// What every query of rooms selects.
macro_rules! rooms {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.phone, r.profile_name, r.message_count, r.unread_count, r.created_at, r.updated_at, \
             l.id AS lead_id, l.name AS lead_name, l.outstanding, l.loan_type, l.leads_status, l.contact_status, \
             m.id AS last_id, m.content_text AS last_text, m.content_type AS last_type, m.created_at AS last_at, \
             m.user_id AS last_user FROM leads_rooms r LEFT JOIN leads_leads l ON l.phone = r.phone \
             LEFT JOIN leads_messages m ON m.room_id = r.id AND m.place = r.message_count ",
            $rest
        )
    };
}

impl FromRow<'_, AnyRow> for Room {
    fn from_row(row: &AnyRow) -> Result<Self, Error> {
        let phone: String = row.try_get("phone")?;
        let filled = |name: Option<String>| name.filter(|name| !name.trim().is_empty());
        let known_name = filled(row.try_get("lead_name")?).or(filled(row.try_get("profile_name")?));
        let last_message = match row.try_get::<Option<String>, _>("last_id")? {
            None => None,
            Some(id) => Some(LastMessage {
                id,
                content_text: row.try_get("last_text")?,
                content_type: word(&row.try_get::<String, _>("last_type")?)?,
                created_at: moment(&row.try_get::<String, _>("last_at")?)?,
                user_id: row.try_get("last_user")?,
            }),
        };
        let leads_info = LeadsInfo {
            id: row.try_get("lead_id")?,
            name: known_name.clone().unwrap_or_else(|| format!("Customer {phone}")),
            phone: phone.clone(),
            outstanding: row.try_get::<Option<i64>, _>("outstanding")?.map(count),
            loan_type: optional_word(row.try_get("loan_type")?)?,
            leads_status: optional_word(row.try_get("leads_status")?)?,
            contact_status: optional_word(row.try_get("contact_status")?)?,
        };
        Ok(Self {
            id: row.try_get("id")?,
            phone,
            known_name,
            leads_info,
            message_count: count(row.try_get("message_count")?),
            unread_count: count(row.try_get("unread_count")?),
            created_at: moment(&row.try_get::<String, _>("created_at")?)?,
            updated_at: moment(&row.try_get::<String, _>("updated_at")?)?,
            last_message,
        })
    }
}

/// A message as it is stored: the contract's own, with its place in the room.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its place, from 1.
    pub place: i64,
    /// The message.
    pub message: Message,
}

impl FromRow<'_, AnyRow> for Stored {
    fn from_row(row: &AnyRow) -> Result<Self, Error> {
        let status_timestamp: Option<String> = row.try_get("status_timestamp")?;
        let metadata: String = row.try_get("metadata")?;
        let message = Message {
            id: row.try_get("id")?,
            room_id: row.try_get("room_id")?,
            user_id: row.try_get("user_id")?,
            content_type: word(&row.try_get::<String, _>("content_type")?)?,
            content_text: row.try_get("content_text")?,
            wa_message_id: row.try_get("wa_message_id")?,
            status: word(&row.try_get::<String, _>("status")?)?,
            reply_to_wa_message_id: row.try_get("reply_to_wa_message_id")?,
            reaction_emoji: row.try_get("reaction_emoji")?,
            reaction_to_wa_message_id: row.try_get("reaction_to_wa_message_id")?,
            status_timestamp: status_timestamp.as_deref().map(moment).transpose()?,
            media_type: row.try_get("media_type")?,
            media_id: row.try_get("media_id")?,
            gcs_filename: row.try_get("gcs_filename")?,
            gcs_url: row.try_get("gcs_url")?,
            file_size: row.try_get::<Option<i64>, _>("file_size")?.map(count),
            mime_type: row.try_get("mime_type")?,
            original_filename: row.try_get("original_filename")?,
            metadata: serde_json::from_str(&metadata).map_err(|error| Error::Decode(error.into()))?,
            created_at: moment(&row.try_get::<String, _>("created_at")?)?,
            updated_at: moment(&row.try_get::<String, _>("updated_at")?)?,
        };
        Ok(Self { place: row.try_get("place")?, message })
    }
}

fn word<T: StringEnum>(text: &str) -> Result<T, Error> {
    T::from_text(text).ok_or_else(|| Error::Decode(format!("`{text}` is no word of the contract").into()))
}

fn optional_word<T: StringEnum>(text: Option<String>) -> Result<Option<T>, Error> {
    text.as_deref().map(word).transpose()
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

// ---- Leads

/// What the business knows of a customer.
#[derive(Clone, Debug, Default)]
pub struct Lead {
    /// The lead.
    pub id: String,
    /// The customer's number.
    pub phone: String,
    /// The customer's name.
    pub name: Option<String>,
    /// What the customer owes, in whole rupiah.
    pub outstanding: Option<i64>,
    /// What the loan is for.
    pub loan_type: Option<String>,
    /// How likely a loan is.
    pub leads_status: Option<String>,
    /// Whether somebody has talked to the customer.
    pub contact_status: Option<String>,
}

/// Notes what is known of a customer; the lead of a number keeps its id, which comes back.
pub async fn put_lead(conn: &mut AnyConnection, lead: &Lead) -> Result<String, Error> {
    let sql = "INSERT INTO leads_leads (id, phone, name, outstanding, loan_type, leads_status, contact_status) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (phone) DO UPDATE SET name = excluded.name, \
               outstanding = excluded.outstanding, loan_type = excluded.loan_type, leads_status = excluded.leads_status, \
               contact_status = excluded.contact_status RETURNING id";
    query_scalar(sql)
        .bind(&lead.id)
        .bind(&lead.phone)
        .bind(lead.name.as_deref())
        .bind(lead.outstanding)
        .bind(lead.loan_type.as_deref())
        .bind(lead.leads_status.as_deref())
        .bind(lead.contact_status.as_deref())
        .fetch_one(conn)
        .await
}

// ---- Rooms

/// Makes the room of a number, unless there is one. Says whether it did.
pub async fn make_room(
    conn: &mut AnyConnection,
    id: &str,
    phone: &str,
    profile_name: Option<&str>,
    at: &str,
) -> Result<bool, Error> {
    let sql = "INSERT INTO leads_rooms (id, phone, profile_name, message_count, unread_count, created_at, updated_at) \
               VALUES ($1, $2, $3, 0, 0, $4, $4) ON CONFLICT (phone) DO NOTHING";
    let done = query(sql).bind(id).bind(phone).bind(profile_name).bind(at).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

/// Whose message takes the next place.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// The customer of this number, under this name in WhatsApp: it is unread.
    Customer(&'a str, Option<&'a str>),
    /// An agent, in this room: what the customer wrote counts as read.
    Agent(&'a str),
}

/// Takes the next place in a room, and holds the room until the transaction ends: its id, and the place. None where there is no
/// such room.
pub async fn next_place(conn: &mut AnyConnection, by: By<'_>, at: &str) -> Result<Option<(String, i64)>, Error> {
    match by {
        By::Customer(phone, name) => {
            let sql = "UPDATE leads_rooms SET message_count = message_count + 1, unread_count = unread_count + 1, \
                       updated_at = $2, profile_name = COALESCE($3, profile_name) WHERE phone = $1 RETURNING id, message_count";
            query_as(sql).bind(phone).bind(at).bind(name).fetch_optional(conn).await
        }
        By::Agent(room_id) => {
            let sql = "UPDATE leads_rooms SET message_count = message_count + 1, unread_count = 0, updated_at = $2 \
                       WHERE id = $1 RETURNING id, message_count";
            query_as(sql).bind(room_id).bind(at).fetch_optional(conn).await
        }
    }
}

/// A room.
pub async fn room<'c>(db: impl Executor<'c, Database = Any>, id: &str) -> Result<Option<Room>, Error> {
    query_as(rooms!("WHERE r.id = $1")).bind(id).fetch_optional(db).await
}

/// The room of a number.
pub async fn room_of<'c>(db: impl Executor<'c, Database = Any>, phone: &str) -> Result<Option<Room>, Error> {
    query_as(rooms!("WHERE r.phone = $1")).bind(phone).fetch_optional(db).await
}

/// Rooms, those that changed last first.
pub async fn rooms<'c>(
    db: impl Executor<'c, Database = Any>,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<Room>, Error> {
    let (at, id) = after.unwrap_or(("9999", ""));
    let sql = rooms!(
        "WHERE r.updated_at < $1 OR (r.updated_at = $1 AND r.id < $2) ORDER BY r.updated_at DESC, r.id DESC LIMIT $3"
    );
    query_as(sql).bind(at).bind(id).bind(limit).fetch_all(db).await
}

/// Notes that what the customer wrote was read.
pub async fn read_room(conn: &mut AnyConnection, id: &str) -> Result<bool, Error> {
    let sql = "UPDATE leads_rooms SET unread_count = 0 WHERE id = $1";
    Ok(query(sql).bind(id).execute(conn).await?.rows_affected() > 0)
}

/// Notes that an agent takes part in a room.
pub async fn take_part(conn: &mut AnyConnection, room_id: &str, user_id: &str, name: &str) -> Result<(), Error> {
    let sql = "INSERT INTO leads_participants (room_id, user_id, name) VALUES ($1, $2, $3) \
               ON CONFLICT (room_id, user_id) DO UPDATE SET name = excluded.name";
    query(sql).bind(room_id).bind(user_id).bind(name).execute(conn).await.map(|_| ())
}

/// The agents who take part in a room.
pub async fn participants<'c>(db: impl Executor<'c, Database = Any>, room_id: &str) -> Result<Vec<Participant>, Error> {
    let sql = "SELECT user_id, name FROM leads_participants WHERE room_id = $1 ORDER BY name, user_id";
    let rows: Vec<(String, String)> = query_as(sql).bind(room_id).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(user_id, name)| Participant { user_id, name }).collect())
}

// ---- Messages

/// Stores a message, unless WhatsApp's id of it is stored already. Says whether it did.
pub async fn add_message(conn: &mut AnyConnection, stored: &Stored) -> Result<bool, Error> {
    let sql = "INSERT INTO leads_messages (id, room_id, place, user_id, content_type, content_text, wa_message_id, status, \
               reply_to_wa_message_id, reaction_emoji, reaction_to_wa_message_id, status_timestamp, media_type, media_id, \
               gcs_filename, gcs_url, file_size, mime_type, original_filename, metadata, created_at, updated_at) VALUES \
               ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) \
               ON CONFLICT (wa_message_id) DO NOTHING";
    let message = &stored.message;
    let metadata = serde_json::to_string(&message.metadata).map_err(|error| Error::Encode(error.into()))?;
    let done = query(sql)
        .bind(&message.id)
        .bind(&message.room_id)
        .bind(stored.place)
        .bind(message.user_id.as_deref())
        .bind(message.content_type.as_str())
        .bind(message.content_text.as_deref())
        .bind(message.wa_message_id.as_deref())
        .bind(message.status.as_str())
        .bind(message.reply_to_wa_message_id.as_deref())
        .bind(message.reaction_emoji.as_deref())
        .bind(message.reaction_to_wa_message_id.as_deref())
        .bind(message.status_timestamp.as_ref().map(Timestamp::as_str))
        .bind(message.media_type.as_deref())
        .bind(message.media_id.as_deref())
        .bind(message.gcs_filename.as_deref())
        .bind(message.gcs_url.as_deref())
        .bind(message.file_size.map(|size| i64::try_from(size).unwrap_or(i64::MAX)))
        .bind(message.mime_type.as_deref())
        .bind(message.original_filename.as_deref())
        .bind(metadata)
        .bind(message.created_at.as_str())
        .bind(message.updated_at.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether a message of WhatsApp is stored.
pub async fn is_stored<'c>(db: impl Executor<'c, Database = Any>, wa_message_id: &str) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM leads_messages WHERE wa_message_id = $1";
    let found: i64 = query_scalar(sql).bind(wa_message_id).fetch_one(db).await?;
    Ok(found > 0)
}

/// The messages of a room before a place, the newest first.
pub async fn messages_before<'c>(
    db: impl Executor<'c, Database = Any>,
    room_id: &str,
    place: i64,
    limit: i64,
) -> Result<Vec<Stored>, Error> {
    let sql = "SELECT * FROM leads_messages WHERE room_id = $1 AND place < $2 ORDER BY place DESC LIMIT $3";
    query_as(sql).bind(room_id).bind(place).bind(limit).fetch_all(db).await
}

/// Notes how far a message has come; never back, as WhatsApp's words may come in any order. Says whether that is news.
pub async fn note_status(
    conn: &mut AnyConnection,
    wa_message_id: &str,
    status: &str,
    status_at: &str,
    at: &str,
) -> Result<bool, Error> {
    let sql = "UPDATE leads_messages SET status = $2, status_timestamp = $3, updated_at = $4 WHERE wa_message_id = $1 AND \
               (CASE $2 WHEN 'sent' THEN 1 WHEN 'delivered' THEN 2 WHEN 'read' THEN 3 WHEN 'failed' THEN 4 ELSE 0 END) > \
               (CASE status WHEN 'sent' THEN 1 WHEN 'delivered' THEN 2 WHEN 'read' THEN 3 WHEN 'failed' THEN 4 ELSE 0 END)";
    let done = query(sql).bind(wa_message_id).bind(status).bind(status_at).bind(at).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}
