//! Types that events share.

use crate::runtime::{Map, Timestamp, Validate, Violation, object, rule, string_enum, union};

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// The visitor of the site.
    Visitor,
    /// Somebody of the support team.
    Agent,
}

string_enum!(Sender { Visitor = "visitor", Agent = "agent" });

/// What a message holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ContentType {
    /// Text.
    Text,
    /// A picture.
    Image,
    /// A value that the contract does not list.
    Other(String),
}

string_enum!(open ContentType { Text = "text", Image = "image" });

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageAttachment {
    /// Where it lies.
    pub url: String,
    /// What it shows, in words.
    pub alt: Option<String>,
}

object!(ImageAttachment { const "kind" = "image", url, alt? });

/// A file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileAttachment {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
    /// Whatever else the store knows of it.
    pub rest: Map<String, String>,
}

object!(FileAttachment { const "kind" = "file", const "version" = 2, name, size = "bytes", ..rest });

/// What hangs on a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Attachment {
    /// A picture.
    Image(ImageAttachment),
    /// A file.
    File(FileAttachment),
}

union!(Attachment by "kind" { Image = "image", File = "file" });

/// A part of a rich text.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its text.
    pub text: String,
    /// What hangs on it.
    pub attachment: Option<Attachment>,
}

object!(closed Block { text, attachment? });

/// The content of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Plain text.
    Text(String),
    /// Rich text.
    Blocks(Vec<Block>),
}

union!(Content by type { Text: string, Blocks: array });

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// The conversation.
    pub conversation_id: String,
    /// Who wrote it.
    pub sender: Sender,
    /// What it says.
    pub content: Content,
    /// What kind of content that is.
    pub kind: ContentType,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The message that it answers.
    pub parent_id: Option<i64>,
    /// A remark of the team, or null where it was deleted.
    pub note: Option<Option<String>>,
    /// When it was edited, if ever.
    pub edited_at: Option<Timestamp>,
}

object!(checked Message {
    id,
    conversation_id,
    sender,
    content,
    kind = "type",
    tags,
    parent_id,
    note?,
    edited_at? = "editedAt",
});

impl Validate for Message {
    fn validate(&self) -> Result<(), Violation> {
        rule::min_length("id", &self.id, 1)?;
        rule::max_items("tags", &self.tags, 3)?;
        for tag in &self.tags {
            rule::max_length("tags[]", tag, 20)?;
        }
        if let Some(parent_id) = &self.parent_id {
            rule::minimum("parent_id", *parent_id, 1)?;
        }
        if let Some(Some(note)) = &self.note {
            rule::max_length("note", note, 200)?;
        }
        Ok(())
    }
}
