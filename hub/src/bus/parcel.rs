//! A message as it lies in a stream of Redis: the fields of one entry.
//!
//! | field | holds |
//! |---|---|
//! | `v` | the version of this form: 1. A reader leaves alone what has a higher one |
//! | `node` | who sent it: 16 hexadecimal digits |
//! | `kind` | `event`. A reader leaves alone what it does not know |
//! | `event`, `to`, `priority` | the names |
//! | `texts` | the JSON texts of its frame, one a line |
//! | `offset`, `epoch` | where a stored event stands |
//! | `key` | what a transient event has in common with those that it may replace |
//! | `except` | the connection that is not told |
//!
//! Nodes of different versions live together for the time of a deployment: fields may be added, and readers pass over those that they
//! do not know. The version rises when a field changes its meaning. A stored event that is passed over comes from the log.

use std::sync::Arc;

use redis::Cmd;
use redis::streams::StreamId;

use crate::engine::Facts;
use crate::message::{Message, Position, SessionId};

const VERSION: u32 = 1;

/// So many entries stay in a stream, roughly: what a node can have missed and still gets from here.
const KEPT: usize = 10_000;

/// The command that appends a message to a stream.
pub(super) fn append(stream: &str, node: u64, message: &Message) -> Cmd {
    let mut command = redis::cmd("XADD");
    command.arg(stream).arg("MAXLEN").arg("~").arg(KEPT).arg("*");
    command.arg("v").arg(VERSION).arg("node").arg(format!("{node:016x}")).arg("kind").arg("event");
    command.arg("event").arg(&*message.event).arg("to").arg(&*message.to).arg("priority").arg(message.priority.name);
    if let Some(position) = &message.position {
        command.arg("offset").arg(position.offset).arg("epoch").arg(&*position.epoch);
    }
    if let Some(key) = &message.coalesce_key {
        command.arg("key").arg(key);
    }
    if let Some(session) = message.except {
        command.arg("except").arg(session.to_string());
    }
    // A JSON text of ours has no line break in it.
    command.arg("texts").arg(message.texts.join("\n"));
    command
}

/// The message of an entry; none where it is this node's own, or of a form that this version does not know.
pub(super) fn read(entry: &StreamId, node: u64, facts: &Facts) -> Option<Message> {
    let text = |field: &str| entry.get::<String>(field);
    let version: u32 = entry.get("v")?;
    if version > VERSION || text("kind")? != "event" || text("node")? == format!("{node:016x}") {
        return None;
    }
    let texts = text("texts")?.split('\n').map(Arc::from).collect();
    let priority = facts.priority(&text("priority")?);
    let mut message = Message::new(text("event")?.into(), text("to")?.into(), priority, texts);
    message.position = match (entry.get("offset"), text("epoch")) {
        (Some(offset), Some(epoch)) => Some(Position { offset, epoch: epoch.into() }),
        _ => None,
    };
    message.coalesce_key = text("key");
    message.except = text("except").and_then(|id| u64::from_str_radix(&id, 16).ok()).map(SessionId);
    Some(message)
}
