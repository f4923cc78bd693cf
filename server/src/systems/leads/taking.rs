//! Taking a message: the one way into a room, whoever wrote it.

use event_contracts::leads::events::{NewMessage, NewRoomComplete};
use event_contracts::leads::types::{ContentType, Message, MessageStatus};
use event_contracts::runtime::{Json, Map};
use event_hub::{Refusal, Tx};

use super::{Leads, store};
use crate::http::Problem;
use crate::ids::{moment, now};

/// A message before it has a place.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The agent who wrote it; none where the customer did.
    pub user_id: Option<String>,
    /// What it is.
    pub content_type: ContentType,
    /// What was written.
    pub content_text: Option<String>,
    /// WhatsApp's id.
    pub wa_message_id: Option<String>,
    /// WhatsApp's id of the message that it answers.
    pub reply_to_wa_message_id: Option<String>,
    /// The reaction, and WhatsApp's id of the message that it reacts to.
    pub reaction: Option<(String, String)>,
    /// The file that came with it.
    pub media: Media,
    /// Whatever else came with it.
    pub metadata: Map<String, Json>,
}

/// A file that came with a message.
#[derive(Clone, Debug, Default)]
pub struct Media {
    /// WhatsApp's kind.
    pub kind: Option<String>,
    /// WhatsApp's id.
    pub id: Option<String>,
    /// Its name in the storage.
    pub stored_as: Option<String>,
    /// Its address in the storage.
    pub url: Option<String>,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// Its media type.
    pub mime_type: Option<String>,
    /// The name that its sender gave it.
    pub filename: Option<String>,
}

impl Leads {
    /// Stores a message in its room and lets the events go: `new_room_complete` for the first, `new_message` for every later one.
    /// None where WhatsApp's id is stored already; then nothing changes and nobody is told.
    ///
    /// The transaction may have made the room. It is committed here.
    pub(super) async fn take(&self, mut tx: Tx, by: store::By<'_>, draft: Draft) -> Result<Option<Message>, Problem> {
        let at = now();
        let place = store::next_place(tx.conn(), by, &at).await?;
        let (room_id, place) = place.ok_or_else(|| Problem::not_found("room"))?;
        let (reaction_emoji, reaction_to) = draft.reaction.unzip();
        let message = Message {
            id: uuid::Uuid::new_v4().to_string(),
            room_id,
            user_id: draft.user_id,
            content_type: draft.content_type,
            content_text: draft.content_text,
            wa_message_id: draft.wa_message_id,
            status: MessageStatus::Sent,
            reply_to_wa_message_id: draft.reply_to_wa_message_id,
            reaction_emoji,
            reaction_to_wa_message_id: reaction_to,
            status_timestamp: None,
            media_type: draft.media.kind,
            media_id: draft.media.id,
            gcs_filename: draft.media.stored_as,
            gcs_url: draft.media.url,
            file_size: draft.media.size,
            mime_type: draft.media.mime_type,
            original_filename: draft.media.filename,
            metadata: draft.metadata,
            created_at: moment(&at)?,
            updated_at: moment(&at)?,
        };
        let stored = store::Stored { place, message };
        if !store::add_message(tx.conn(), &stored).await? {
            return Ok(None);
        }
        let message = stored.message;
        if place == 1 {
            let room = self.complete(&mut tx, &message.room_id).await?;
            self.hub.emit_to_everybody(&mut tx, &room)?;
            self.emit_new_room(&mut tx, &room)?;
        } else {
            self.hub.emit_to_everybody(&mut tx, &NewMessage(message.clone()))?;
        }
        self.emit_room_message(&mut tx, &message)?;
        tx.commit().await?;
        Ok(Some(message))
    }

    /// A room that has its first message, with everything that the sidebar shows.
    async fn complete(&self, tx: &mut Tx, room_id: &str) -> Result<NewRoomComplete, Refusal> {
        let room = store::room(tx.conn(), room_id).await?.ok_or(sqlx::Error::RowNotFound)?;
        Ok(NewRoomComplete {
            room_title: room.title(),
            room_id: room.id,
            room_phone: room.phone,
            room_created_at: room.created_at,
            room_updated_at: room.updated_at,
            leads_info: room.leads_info,
            last_message: room.last_message.ok_or(sqlx::Error::RowNotFound)?,
            unread_count: room.unread_count,
            message_count: room.message_count,
            participants: store::participants(tx.conn(), room_id).await?,
        })
    }
}
