//! Frames with an envelope, on a plain WebSocket and on Socket.IO.

use insta::assert_snapshot;

use crate::gochat::{self, ConversationJoined, Failure, FailureCode, MessageReceive, Pong};
use crate::mechamap::{self, ForumCommentUpdated, Here, JoinChannel, Looked, Metadata};
use crate::runtime::{DecodeError, Frame, NoEnvelope, Timestamp, frame};

fn receive() -> MessageReceive {
    MessageReceive { conversation_id: "c".to_owned(), content: "hello".to_owned() }
}

fn meta() -> gochat::Meta {
    gochat::Meta { timestamp: Timestamp::new("2026-02-12T10:30:00Z").expect("right input"), success: true, error: None }
}

const RECEIVE: &str = concat!(
    r#"{"type":"message.receive","timestamp":"2026-02-12T10:30:00Z","success":true,"#,
    r#""data":{"conversation_id":"c","content":"hello"}}"#
);

#[test]
fn the_name_may_stand_anywhere() {
    let expected = Frame { meta: meta(), channel: None, event: gochat::ServerEvent::from(receive()), alias: None };
    let data = r#""data":{"conversation_id":"c","content":"hello"}"#;
    let rest = r#""timestamp":"2026-02-12T10:30:00Z","success":true"#;
    for text in [
        RECEIVE.to_owned(),
        format!(r#"{{"type":"message.receive",{data},{rest}}}"#),
        format!(r#"{{{data},"type":"message.receive",{rest}}}"#),
        format!(r#"{{{rest},{data},"type":"message.receive"}}"#),
        format!(r#" {{ {rest} , {data} , "ty\u0070e" : "message\u002ereceive" , "later" : [{{}}] }} "#),
        format!(r#"{{"note":"\"type\":\"pong\"","nested":{{"type":"pong"}},{data},{rest},"type":"message.receive"}}"#),
    ] {
        assert_eq!(gochat::ServerEvent::decode_frame(text.as_bytes()).expect("right input"), expected, "{text}");
        assert_eq!(gochat::ServerEvent::decode(text.as_bytes()).expect("right input"), expected.event);
    }
    assert_eq!(expected.event.encode_in(&expected.meta, None).as_str(), RECEIVE);
    assert_eq!(frame::encode_in(&receive(), &meta(), None).as_str(), RECEIVE);
}

#[test]
fn an_event_without_payload_has_none_in_its_frame() {
    let text = r#"{"type":"pong","timestamp":"2026-02-12T10:30:00Z","success":true}"#;
    let pong = gochat::ServerEvent::from(Pong);
    assert_eq!(pong.encode_in(&meta(), None).as_str(), text);
    assert_eq!(gochat::ServerEvent::decode(text.as_bytes()).expect("right input"), pong);
    let null = text.replace("}", r#","data":null}"#);
    assert_eq!(gochat::ServerEvent::decode(null.as_bytes()).expect("right input"), pong);
}

#[test]
fn a_failure_may_do_without_a_payload() {
    let failure = Failure { code: FailureCode::NotAMember, message: "no".to_owned() };
    let failed = r#""timestamp":"2026-02-12T10:30:00Z","success":false,"error":{"code":"NOT_A_MEMBER","message":"no"}"#;
    for data in ["", r#","data":null"#] {
        for text in [
            format!(r#"{{"type":"conversation.joined"{data},{failed}}}"#),
            format!(r#"{{{failed}{data},"type":"conversation.joined"}}"#),
        ] {
            let frame = gochat::ServerEvent::decode_frame(text.as_bytes()).expect("right input");
            assert_eq!(frame.meta.error, Some(failure.clone()));
            assert!(matches!(&frame.event, gochat::ServerEvent::Unknown(raw) if raw.arguments.is_empty()));
            assert_eq!(frame.event.name(), "conversation.joined");
            let expected = format!(r#"{{"type":"conversation.joined",{failed}}}"#);
            assert_eq!(frame.event.encode_in(&frame.meta, None).as_str(), expected);
        }
    }
    let text = format!(r#"{{"type":"conversation.joined","data":"c",{failed}}}"#);
    let frame = gochat::ServerEvent::decode_frame(text.as_bytes()).expect("right input");
    assert_eq!(frame.event, ConversationJoined("c".to_owned()).into());
    let text = format!(r#"{{"type":"pong",{failed}}}"#);
    assert_eq!(gochat::ServerEvent::decode(text.as_bytes()).expect("right input"), Pong.into());
}

#[test]
fn an_unknown_event_is_kept_as_it_came() {
    for data in [r#","data":{"b":1.50,"a":1,"b":2}"#, r#","data":null"#, r#","data":[]"#, ""] {
        let text = format!(r#"{{"type":"alert","timestamp":"2026-02-12T10:30:00Z","success":true{data}}}"#);
        let frame = gochat::ServerEvent::decode_frame(text.as_bytes()).expect("right input");
        assert!(matches!(frame.event, gochat::ServerEvent::Unknown(_)));
        assert_eq!(frame.event.encode_in(&frame.meta, None).as_str(), text);
    }
}

const UPDATED: &str = concat!(
    r#"["forum.comment.updated",{"event":"forum.comment.updated","timestamp":"2025-07-17T10:30:00Z","user_id":123,"#,
    r#""metadata":{"version":"1.0","source":"laravel_api"},"channel":"thread.456","priority":"medium","#,
    r#""data":{"comment_id":789,"content":"new"}}]"#
);

fn updated() -> Frame<mechamap::Meta, mechamap::ServerEvent> {
    Frame {
        meta: mechamap::Meta {
            timestamp: Timestamp::new("2025-07-17T10:30:00Z").expect("right input"),
            user_id: Some(123),
            metadata: Metadata { version: "1.0".to_owned(), source: "laravel_api".to_owned() },
        },
        channel: Some("thread.456".to_owned()),
        event: ForumCommentUpdated { comment_id: 789, content: "new".to_owned() }.into(),
        alias: None,
    }
}

#[test]
fn an_envelope_in_a_packet() {
    let frame = updated();
    assert_eq!(frame.event.encode_in(&frame.meta, frame.channel.as_deref()).as_str(), UPDATED);
    assert_eq!(mechamap::ServerEvent::decode_frame(UPDATED.as_bytes()).expect("right input"), frame);

    let (_, envelope) = UPDATED.split_once(',').expect("an argument");
    let envelope = envelope.strip_suffix(']').expect("an array");
    let parts =
        mechamap::ServerEvent::decode_parts("forum.comment.updated", &[envelope.as_bytes()]).expect("right input");
    assert_eq!(parts, frame);

    let bare = UPDATED.replace(r#""channel":"thread.456","priority":"medium","#, "").replace(r#""user_id":123,"#, "");
    let frame = mechamap::ServerEvent::decode_frame(bare.as_bytes()).expect("right input");
    assert_eq!((frame.channel, frame.meta.user_id), (None, None));
}

#[test]
fn what_clients_send_may_travel_bare() {
    let events = [
        (mechamap::ClientEvent::from(JoinChannel("thread.456".to_owned())), r#"["join_channel","thread.456"]"#),
        (Looked(0.5, 2.0).into(), r#"["looked",0.5,2.0]"#),
        (Here.into(), r#"["here"]"#),
    ];
    for (event, text) in events {
        assert_eq!(event.encode().as_str(), text);
        assert_eq!(event.encode_in(&NoEnvelope, None).as_str(), text);
        assert_eq!(mechamap::ClientEvent::decode(text.as_bytes()).expect("right input"), event);
        let expected = Frame { meta: NoEnvelope, channel: None, event, alias: None };
        assert_eq!(mechamap::ClientEvent::decode_frame(text.as_bytes()).expect("right input"), expected);
    }
    let parts = mechamap::ClientEvent::decode_parts("join_channel", &[br#""thread.456""#]).expect("right input");
    assert_eq!(parts.event, JoinChannel("thread.456".to_owned()).into());
    assert_eq!(frame::encode(&Looked(1.0, 2.0)).as_str(), r#"["looked",1.0,2.0]"#);

    let unknown = mechamap::ClientEvent::decode(br#"["other",{"a":1},2]"#).expect("right input");
    assert_eq!(unknown.encode().as_str(), r#"["other",{"a":1},2]"#);
    let error = mechamap::ClientEvent::decode(br#"["comment.create",{}]"#).expect_err("wrong input");
    assert!(matches!(error, DecodeError::ThroughRest { request: "POST /comments", .. }), "{error}");
    let wrapped = r#"["join_channel",{"event":"join_channel","data":"thread.456"}]"#;
    let error = mechamap::ClientEvent::decode(wrapped.as_bytes()).expect_err("wrong input");
    assert_eq!(error.to_string(), "`join_channel`: invalid type: map, expected a string");
}

#[test]
fn an_event_of_both_directions_is_written_as_each_side_sends_it() {
    let Frame { meta, .. } = updated();
    let text = frame::encode_in(&Here, &meta, None);
    assert!(text.as_str().starts_with(r#"["here",{"event":"here","timestamp":"#), "{text}");
    assert_eq!(mechamap::ServerEvent::from(Here).encode_in(&meta, None), text);
    assert!(mechamap::ServerEvent::decode(br#"["here"]"#).is_err());
    assert_eq!(mechamap::ClientEvent::from(Here).encode().as_str(), r#"["here"]"#);
}

#[test]
fn what_is_stored_first_does_not_come_over_the_socket() {
    let text = r#"{"type":"message.edit","timestamp":"2026-02-12T10:30:00Z","success":true,"data":{"a":1}}"#;
    for text in [text.to_owned(), text.replace(r#","data":{"a":1}"#, "")] {
        let error = gochat::ClientEvent::decode(text.as_bytes()).expect_err("wrong input");
        assert!(matches!(error, DecodeError::ThroughRest { request: "PATCH /api/messages/:id", .. }), "{error}");
    }
}

#[test]
fn errors_name_the_event_and_the_field() {
    let rest = r#""timestamp":"2026-02-12T10:30:00Z","success":true"#;
    let data = r#""data":{"conversation_id":"c","content":"hello"}"#;
    let texts = [
        r#"["pong"]"#.to_owned(),
        "{}".to_owned(),
        "{".to_owned(),
        format!("{{{rest}}}"),
        format!("{{{rest},{data}}}"),
        format!(r#"{{"type":1,{rest}}}"#),
        format!(r#"{{"type":null,{rest}}}"#),
        format!(r#"{{"type":"pong","type":"pong",{rest}}}"#),
        format!(r#"{{{data},{data},"type":"message.receive",{rest}}}"#),
        r#"{"type":"pong"}"#.to_owned(),
        r#"{"type":"pong","timestamp":"now","success":true}"#.to_owned(),
        format!(r#"{{"type":"pong",{rest},"success":true}}"#),
        format!(r#"{{"type":"pong",{rest},"error":null}}"#),
        format!(r#"{{"type":"pong",{rest},"error":{{"code":1}}}}"#),
        format!(r#"{{"type":"pong",{rest},"data":1}}"#),
        format!(r#"{{"type":"pong",{rest}}}}}"#),
        format!(r#"{{"type":"message.receive",{rest}}}"#),
        format!(r#"{{"type":"message.receive",{rest},"data":null}}"#),
        format!(r#"{{"type":"message.receive",{rest},"data":["c","hello"]}}"#),
        format!(r#"{{"type":"message.receive","data":{{"conversation_id":"c","content":1}},{rest}}}"#),
        format!(r#"{{"data":{{"conversation_id":"c"}},{rest},"type":"message.receive"}}"#),
    ];
    let errors = texts
        .map(|text| format!("{text}\n    {}", gochat::ServerEvent::decode(text.as_bytes()).expect_err("wrong input")));
    assert_snapshot!(errors.join("\n"));

    let texts = [
        r#"["forum.comment.updated"]"#.to_owned(),
        r#"["forum.comment.updated",null]"#.to_owned(),
        UPDATED.replacen("forum.comment.updated", "forum.comment.created", 1),
        UPDATED.replace(r#""event":"forum.comment.updated","#, ""),
        UPDATED.replace(r#""thread.456""#, "456"),
        UPDATED.replace(r#""medium""#, "2"),
        UPDATED.replace(r#""priority":"medium""#, r#""priority":"medium","priority":"medium""#),
        UPDATED.replace(r#""source":"laravel_api""#, r#""source":7"#),
        UPDATED.replace(r#","source":"laravel_api""#, ""),
        UPDATED.replace("789", "\"789\""),
        UPDATED.replace("}]", "},1]"),
    ];
    let errors = texts.map(|text| mechamap::ServerEvent::decode(text.as_bytes()).expect_err("wrong input").to_string());
    assert_snapshot!(errors.join("\n"));
}
