//! The traits of views, as a front end uses them.

use event_codegen::rust;

use crate::inputs::input;
use crate::package;
use crate::scratch::{Scratch, succeed};

#[test]
fn a_view_learns_what_went_wrong() {
    let frames = input("codegen/tests/fixtures/frames");
    let scratch = Scratch::new("views");
    scratch.write_tree(&rust::package(&[(&frames.catalogue, frames.options())], &package("views")), "");
    scratch.write("src/main.rs", PROGRAM);
    succeed(&mut scratch.cargo(["run", "--quiet"]));
}

const PROGRAM: &str = r##"//! Hands frames to a view.

use views::frames::events::{ClockTick, RoomChanged, RoomEmptied};
use views::frames::handlers::Hall;
use views::frames::{Meta, ServerEvent};
use views::runtime::{DecodeError, Frame};

#[derive(Default)]
struct Seen(Vec<String>);

impl Hall for Seen {
    fn room_changed(&mut self, event: RoomChanged) {
        self.0.push(format!("room {}", event.room_id));
    }

    fn room_emptied(&mut self, _: RoomEmptied) {}

    fn clock_tick(&mut self, _: ClockTick) {}

    fn failed(&mut self, error: String, frame: Frame<Meta, ServerEvent>) {
        self.0.push(format!("{} failed: {error}", frame.event.name()));
    }
}

fn main() -> Result<(), DecodeError> {
    let frames = [
        r#"{"event":"room.changed","body":{"room_id":5},"topic":"room.5","at":"2026-02-12T10:30:00Z"}"#,
        r#"{"event":"room.changed","at":"2026-02-12T10:30:00Z","failure":"closed"}"#,
        r#"{"event":"room.moved","at":"2026-02-12T10:30:00Z","failure":"unheard of"}"#,
        r#"{"event":"room.moved","body":1,"at":"2026-02-12T10:30:00Z"}"#,
    ];
    let mut seen = Seen::default();
    let mut left = Vec::new();
    for frame in frames {
        left.extend(seen.handle_frame(ServerEvent::decode_frame(frame.as_bytes())?));
    }
    assert_eq!(seen.0, ["room 5", "room.changed failed: closed", "room.moved failed: unheard of"]);
    assert_eq!(left.iter().map(ServerEvent::name).collect::<Vec<_>>(), ["room.moved"]);
    Ok(())
}
"##;
