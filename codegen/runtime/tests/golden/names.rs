//! Names that the compiler checks.

use crate::chatflow::{channel_name, event_name, names};

macro_rules! passed_on {
    ($name:literal) => {
        event_name!($name)
    };
}

macro_rules! passed_on_twice {
    ($name:expr) => {
        passed_on!($name)
    };
}

#[test]
fn a_right_name_is_itself_however_it_is_written() {
    const NAME: &str = event_name!("message.new");
    assert_eq!(NAME, names::MESSAGE_NEW);
    assert_eq!(event_name!(r"message.new"), NAME);
    assert_eq!(event_name!(r#"message.new"#,), NAME);
    assert_eq!(event_name!("message\u{2e}new"), NAME);
    assert_eq!(event_name!("visitor.typing"), names::VISITOR_TYPING);
    assert_eq!(passed_on!("message.new"), NAME);
    assert_eq!(passed_on_twice!("message.new"), NAME);
    assert_eq!(channel_name!("lobby"), "lobby");
    assert_eq!(channel_name!("conversation.{conversation_id}"), "conversation.{conversation_id}");
}
