//! The events of before, which the catalogue promises until their sunset.
//!
//! `new_room` and `room:new_message` are deprecated, and not gone: a front end that was built on them goes on as it did, and one
//! built on `new_room_complete` and `new_message` does not listen to them. So both are still told until the catalogue's date, and
//! from the day after by nobody, without a new version of the server.
//!
//! `new_room` was told when the room was made. It is now told with the first message, right after `new_room_complete`: rooms are
//! made without an event. Nothing else changes for its readers; its `last_message` was always null.

use std::time::SystemTime;

use event_contracts::leads::events::{NewRoom, NewRoomComplete, RoomNewMessage};
use event_contracts::leads::types::{LeadsInfoStub, Message};
use event_hub::{Refusal, Tx};

use super::Leads;

/// The last day on which they are told, in UTC: `sunset` in the catalogue.
pub const SUNSET: &str = "2027-03-01";

/// Whether they are still told at a moment.
fn promised(at: SystemTime) -> bool {
    humantime::format_rfc3339_seconds(at).to_string().get(..SUNSET.len()).is_some_and(|day| day <= SUNSET)
}

impl Leads {
    /// Tells of a new room as before.
    pub(super) fn emit_new_room(&self, tx: &mut Tx, room: &NewRoomComplete) -> Result<(), Refusal> {
        if !promised(SystemTime::now()) {
            return Ok(());
        }
        let lead = &room.leads_info;
        let stub = |id: &String| LeadsInfoStub { id: id.clone(), phone: lead.phone.clone(), name: lead.name.clone() };
        let event = NewRoom {
            room_id: room.room_id.clone(),
            room_phone: room.room_phone.clone(),
            room_title: room.room_title.clone(),
            room_created_at: room.room_created_at.clone(),
            room_updated_at: room.room_updated_at.clone(),
            leads_info: lead.id.as_ref().map(stub),
            unread_count: 0,
            last_message: (),
            participants: room.participants.clone(),
        };
        self.hub.emit_to_everybody(tx, &event)
    }

    /// Tells those who have the room open of a message as before.
    pub(super) fn emit_room_message(&self, tx: &mut Tx, message: &Message) -> Result<(), Refusal> {
        if !promised(SystemTime::now()) {
            return Ok(());
        }
        self.hub.emit(tx, &RoomNewMessage(message.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_catalogues() {
        let catalogue = include_str!("../../../../contracts/leads/catalogue.yaml");
        let days: Vec<&str> = catalogue.lines().filter_map(|line| line.trim().strip_prefix("sunset: ")).collect();
        assert_eq!(days, [SUNSET, SUNSET]);
    }

    #[test]
    fn they_are_told_until_the_end_of_that_day() {
        let at = |text: &str| humantime::parse_rfc3339(text).expect("a moment");
        assert!(promised(at("2026-11-20T16:00:00Z")));
        assert!(promised(at("2027-03-01T23:59:59Z")));
        assert!(!promised(at("2027-03-02T00:00:00Z")));
    }
}
