//! Frames that somebody made to do harm. Nothing here may panic, and every refusal is one short line.

use proptest::prelude::*;

use crate::runtime::DecodeError;
use crate::{chatflow, gochat, mechamap};

/// Reads a frame as every contract.
fn decode(frame: &[u8]) -> Vec<DecodeError> {
    let parts = frame.split(|byte| *byte == b',').collect::<Vec<_>>();
    let results = [
        chatflow::ServerEvent::decode(frame).err(),
        chatflow::ClientEvent::decode(frame).err(),
        chatflow::ServerEvent::decode_parts("message.new", &parts).err(),
        chatflow::ServerEvent::decode_parts("moved", &parts).err(),
        gochat::ServerEvent::decode(frame).err(),
        gochat::ClientEvent::decode(frame).err(),
        mechamap::ServerEvent::decode(frame).err(),
        mechamap::ServerEvent::decode_parts("forum.comment.updated", &parts).err(),
    ];
    let errors: Vec<DecodeError> = results.into_iter().flatten().collect();
    for error in &errors {
        let line = error.to_string();
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(line.chars().count() < 800, "{line:?}");
    }
    errors
}

#[test]
fn frames_that_are_none() {
    for frame in [
        &b""[..],
        b"\xff\xfe",
        b"\x00",
        b"\xef\xbb\xbf[\"ping\"]",
        b"null",
        b"42[\"ping\"]",
        b"[",
        b"[[]]",
        b"[[\"ping\"]]",
        b"{\"type\":",
        b"{\"type\":\"message.receive\",\"data\":",
        b"{\"data\":{\"a\":\"\\",
        b"[\"\\ud800\"]",
        b"[\"a\nb\"]",
    ] {
        assert!(decode(frame).len() >= 6, "{frame:?}");
    }
}

#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for frame in [
            deep.clone(),
            open.repeat(100_000),
            format!("[\"message.new\",{deep}]"),
            format!("[\"message.new\",{{\"content\":{deep}}}]"),
            format!("[\"unknown\",{deep}]"),
            format!("[\"forum.comment.updated\",{{\"event\":\"forum.comment.updated\",\"data\":{deep}}}]"),
            format!("{{\"type\":\"message.receive\",\"data\":{deep}}}"),
            format!("{{\"data\":{deep},\"type\":\"message.receive\"}}"),
            format!("{{\"data\":{deep},\"type\":\"unknown\"}}"),
            format!("{{\"x\":{deep},\"type\":\"pong\"}}"),
        ] {
            decode(frame.as_bytes());
        }
    }
}

#[test]
fn huge_numbers_names_and_texts() {
    let long = "9".repeat(100_000);
    for frame in [
        format!("[\"moved\",{long},-{long}]"),
        format!("[\"moved\",1e{long},1]"),
        "[\"moved\",1e-999999999999,0]".to_owned(),
        format!("[\"message.new\",{{\"parent_id\":{long}}}]"),
        format!("[\"message.new\",{{\"sender\":\"{long}\"}}]"),
        format!("[\"message.new\",{{\"{long}\":1}}]"),
        format!("[\"message.new\",{{\"content\":[{{\"text\":\"\",\"{long}\":1}}]}}]"),
        format!("[\"{long}\"]"),
        format!("{{\"type\":\"{long}\",\"timestamp\":\"{long}\"}}"),
        "[\"message.new\",{\"content\":[{\"text\":\"\",\"a\\nb\\u2028\\u0000\":1}]}]".to_owned(),
        "{\"type\":\"message.typing\",\"data\":{\"\\u001b[31m\":1},\"timestamp\":\"2026-02-12T10:30:00Z\",\"success\":true}".to_owned(),
    ] {
        decode(frame.as_bytes());
    }
}

/// Pieces of JSON in any order, so that some come near to a frame.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "true",
        "1",
        "-1.5e300",
        " ",
        "\"type\"",
        "\"data\"",
        "\"event\"",
        "\"message.new\"",
        "\"message.receive\"",
        "\"ping\"",
        "\"moved\"",
        "\"id\"",
        "\"kind\"",
        "\"image\"",
        "\"content\"",
        "\"timestamp\"",
        "\"2026-02-12T10:30:00Z\"",
        "\"success\"",
        "\"error\"",
        "\\u00",
        "é",
        "\u{0}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes(frame in prop::collection::vec(any::<u8>(), 0..64)) {
        decode(&frame);
    }

    #[test]
    fn any_pieces(text in pieces()) {
        decode(text.as_bytes());
        decode(format!("[\"message.new\",{{{text}}}]").as_bytes());
        decode(format!("{{{text},\"type\":\"message.receive\"}}").as_bytes());
    }
}
