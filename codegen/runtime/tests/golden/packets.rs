//! Socket.IO packets without an envelope.

use insta::assert_snapshot;

use crate::chatflow::events::{AgentTyping, JoinChannel, MessageNew, Moved, Ping, Pong, VisitorTyping};
use crate::chatflow::types::{
    Attachment, Block, Content, ContentType, FileAttachment, ImageAttachment, Message, Sender,
};
use crate::chatflow::{ClientEvent, ServerEvent};
use crate::runtime::{DecodeError, Map, Timestamp, frame};

fn message() -> Message {
    Message {
        id: "msg_123".to_owned(),
        conversation_id: "conv_456".to_owned(),
        sender: Sender::Visitor,
        content: Content::Blocks(vec![
            Block {
                text: "look".to_owned(),
                attachment: Some(Attachment::Image(ImageAttachment { url: "https://x/y".to_owned(), alt: None })),
            },
            Block {
                text: "read".to_owned(),
                attachment: Some(Attachment::File(FileAttachment {
                    name: "a.txt".to_owned(),
                    size: 7,
                    rest: Map::from([("bucket".to_owned(), "b1".to_owned())]),
                })),
            },
        ]),
        kind: ContentType::Other("gallery".to_owned()),
        tags: vec!["new".to_owned()],
        parent_id: None,
        note: Some(None),
        edited_at: Some(Timestamp::new("2026-02-12T10:30:00.0Z").expect("right input")),
    }
}

const MESSAGE: &str = concat!(
    r#"["message.new",{"id":"msg_123","conversation_id":"conv_456","sender":"visitor","content":["#,
    r#"{"text":"look","attachment":{"kind":"image","url":"https://x/y"}},"#,
    r#"{"text":"read","attachment":{"kind":"file","version":2,"name":"a.txt","bytes":7,"bucket":"b1"}}],"#,
    r#""type":"gallery","tags":["new"],"parent_id":null,"note":null,"editedAt":"2026-02-12T10:30:00.0Z"}]"#
);

#[test]
fn events_go_out_and_come_back() {
    let events = [
        (ServerEvent::from(MessageNew(message())), MESSAGE),
        (Moved(1.5, -2.0).into(), r#"["moved",1.5,-2.0]"#),
        (Pong.into(), r#"["pong"]"#),
        (
            AgentTyping { conversation_id: "c".to_owned(), sender: Sender::Agent }.into(),
            r#"["agent.typing",{"conversation_id":"c","sender":"agent"}]"#,
        ),
    ];
    for (event, text) in events {
        assert_eq!(event.encode().as_str(), text);
        assert_eq!(ServerEvent::decode(text.as_bytes()).expect("right input"), event);
        assert_eq!(ServerEvent::decode_text(text).expect("right input"), event);
    }
    assert_eq!(frame::encode(&Pong).as_str(), r#"["pong"]"#);
    assert_eq!(frame::encode(&JoinChannel::from("lobby".to_owned())).as_str(), r#"["join_channel","lobby"]"#);
}

#[test]
fn nothing_may_be_said_in_two_ways() {
    for text in [r#"["ping"]"#, r#"["ping",null]"#, r#" [ "p\u0069ng" ] "#] {
        assert_eq!(ClientEvent::decode(text.as_bytes()).expect("right input"), Ping.into(), "{text}");
    }
}

#[test]
fn a_served_alias_is_read_and_the_right_name_written() {
    let event = ServerEvent::decode(MESSAGE.replace("message.new", "message.created").as_bytes()).expect("right input");
    assert_eq!(event.name(), "message.new");
    assert_eq!(event.encode().as_str(), MESSAGE);
}

#[test]
fn an_unknown_event_is_kept_as_it_came() {
    for text in [
        r#"["visitor.new",{"b":1.50,"a":[1e2,"\u00e9"],"b":2}]"#,
        r#"["visitor.new"]"#,
        r#"["visitor.new",1,[],"x"]"#,
        r#"["",null]"#,
    ] {
        let event = ServerEvent::decode(text.as_bytes()).expect("right input");
        let ServerEvent::Unknown(raw) = &event else { panic!("{event:?}") };
        assert_eq!(raw.name, event.name());
        assert_eq!(event.encode().as_str(), text);
        assert_eq!(event, ServerEvent::decode(text.as_bytes()).expect("right input"));
    }
}

#[test]
fn a_host_may_take_the_packet_apart() {
    let event =
        ClientEvent::decode_parts("visitor.typing", &[br#"{"conversation_id":"c"}"#]).expect("right input").event;
    assert_eq!(event, VisitorTyping { conversation_id: "c".to_owned() }.into());
    assert_eq!(
        ClientEvent::decode_parts("moved", &[b"1", b" 2.5 "]).expect("right input").event,
        Moved(1.0, 2.5).into()
    );
    assert_eq!(ClientEvent::decode_parts("ping", &[]).expect("right input").event, Ping.into());
    assert_eq!(
        ClientEvent::decode_parts("other", &[b"1", b"{}"]).expect("right input").event.encode().as_str(),
        r#"["other",1,{}]"#
    );

    let error = ClientEvent::decode_parts("moved", &[b"1 2"]).expect_err("wrong input");
    assert_eq!(error.to_string(), "`moved`: `x`: trailing characters");
    assert!(ClientEvent::decode_parts("ping", &[b"\xff"]).is_err());
}

#[test]
fn what_is_stored_first_does_not_come_over_the_socket() {
    let error = ClientEvent::decode(br#"["message.send",{"text":"hello"}]"#).expect_err("wrong input");
    assert!(matches!(error, DecodeError::ThroughRest { event: "message.send", request: "POST /messages" }));
    assert_eq!(error.to_string(), "`message.send`: comes through `POST /messages`, not over the socket");
    assert_eq!(error.event(), Some("message.send"));
}

#[test]
fn errors_name_the_event_and_the_field() {
    let texts = [
        r#""#,
        r#"{}"#,
        r#"[]"#,
        r#"[1]"#,
        r#"["ping"] x"#,
        r#"["ping""#,
        r#"["ping",1]"#,
        r#"["ping",null,null]"#,
        r#"["moved",1]"#,
        r#"["moved"]"#,
        r#"["moved",1,2,3]"#,
        r#"["moved",1,"2"]"#,
        r#"["visitor.typing"]"#,
        r#"["visitor.typing",null]"#,
        r#"["visitor.typing",["c"]]"#,
        r#"["visitor.typing",{"conversation_id":7}]"#,
        r#"["visitor.typing",{"conversation_id":"c"},1]"#,
        r#"["join_channel",{"channel":"lobby"}]"#,
    ];
    let errors =
        texts.map(|text| format!("{text}\n    {}", ClientEvent::decode(text.as_bytes()).expect_err("wrong input")));
    assert_snapshot!(errors.join("\n"));

    let texts = [
        MESSAGE.replace("visitor", "boss"),
        MESSAGE.replace("msg_123", ""),
        MESSAGE.replace(r#"["new"]"#, r#"["a","b","c","d"]"#),
        MESSAGE.replace(r#""parent_id":null"#, r#""parent_id":0"#),
        MESSAGE.replace(r#""kind":"file""#, r#""kind":"movie""#),
        MESSAGE.replace(r#""version":2"#, r#""version":3"#),
        MESSAGE.replace(r#""bytes":7"#, r#""bytes":"7""#),
        MESSAGE.replace(r#""text":"read""#, r#""text":"read","bold":true"#),
        MESSAGE.replace("2026-02-12", "2026-02-30"),
        MESSAGE.replace(r#""id":"msg_123","#, ""),
    ];
    let errors = texts.map(|text| {
        let error = ServerEvent::decode(text.as_bytes()).expect_err("wrong input");
        assert_eq!(error.event(), Some("message.new"));
        format!("{:24} {error}", error.field().unwrap_or_default())
    });
    assert_snapshot!(errors.join("\n"));
}
