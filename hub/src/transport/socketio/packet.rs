//! Packets of the Socket.IO protocol, version 5, as either side sends them.
//!
//! In: the text of an Engine.IO message. Out: its namespace and what it is; the payload is where it was, nothing is copied. And back:
//! the text of a packet. Promised: no panic, whatever comes. JSON is looked at by its first and last character alone: who takes the
//! payload reads it anyway.
//!
//! ```text
//! <type>[<attachments>-][<namespace>[?<query>],][<id>][<payload>]
//! ```

use serde::Serialize;
use serde_json::Value;

/// A packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// `/`, or as in `/chatflow`. A query behind it means nothing.
    pub namespace: &'a str,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A client wants to enter the namespace; or the server has let it in.
    Connect {
        /// The text of a JSON object, if there is one: Socket.IO's `auth`; from the server, the session's `sid`.
        auth: Option<&'a str>,
    },
    /// The server does not let a client in.
    ConnectError {
        /// The text of a JSON object or string, if there is one.
        why: Option<&'a str>,
    },
    /// The sender leaves the namespace; the server ends it.
    Disconnect,
    /// An event.
    Event {
        /// The number that the other side answers it by, where an answer is wanted.
        id: Option<u64>,
        /// The text of a JSON array: the name and the arguments. It is the end of the packet.
        payload: &'a str,
    },
    /// The answer to an event of the other side.
    Ack {
        /// The event's number.
        id: u64,
        /// The text of a JSON array: the arguments.
        payload: &'a str,
    },
    /// An event or an acknowledgement with bytes, which follow as messages of their own.
    Binary {
        /// As of an event or acknowledgement.
        id: Option<u64>,
        /// Whether it is an event.
        is_event: bool,
        /// How many messages of bytes follow.
        attachments: u32,
        /// The text of a JSON array, with a placeholder for each of them.
        payload: &'a str,
    },
}

/// No packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads a packet.
///
/// # Errors
/// Whatever is no packet.
pub fn parse(text: &str) -> Result<Packet<'_>, Malformed> {
    let mut chars = text.chars();
    let kind = chars.next().ok_or(Malformed)?;
    let mut rest = chars.as_str();

    let mut attachments = 0;
    if matches!(kind, '5' | '6') {
        let (count, behind) = digits(rest);
        attachments = count.parse().map_err(|_| Malformed)?;
        rest = behind.strip_prefix('-').ok_or(Malformed)?;
    }
    let namespace = if rest.starts_with('/') {
        let (name, behind) = rest.split_once(',').unwrap_or((rest, ""));
        rest = behind;
        name.split_once('?').map_or(name, |(name, _)| name)
    } else {
        "/"
    };
    let (id, payload) = digits(rest);
    let id = if id.is_empty() { None } else { Some(id.parse().map_err(|_| Malformed)?) };

    let kind = match (kind, id, payload) {
        ('0', None, "") => Kind::Connect { auth: None },
        ('0', None, auth) if lies_in(auth, '{', '}') => Kind::Connect { auth: Some(auth) },
        ('4', None, "") => Kind::ConnectError { why: None },
        ('4', None, why) if lies_in(why, '{', '}') || lies_in(why, '"', '"') => Kind::ConnectError { why: Some(why) },
        ('1', None, "") => Kind::Disconnect,
        ('2', id, payload) if lies_in(payload, '[', ']') => Kind::Event { id, payload },
        ('3', Some(id), payload) if lies_in(payload, '[', ']') => Kind::Ack { id, payload },
        ('5', id, payload) if lies_in(payload, '[', ']') => Kind::Binary { id, is_event: true, attachments, payload },
        ('6', Some(_), payload) if lies_in(payload, '[', ']') => {
            Kind::Binary { id, is_event: false, attachments, payload }
        }
        _ => return Err(Malformed),
    };
    Ok(Packet { namespace, kind })
}

/// A client wants to enter the namespace; `auth` is the text of a JSON object.
pub fn connect(namespace: &str, auth: &str) -> String {
    head('0', namespace) + auth
}

/// An event; `payload` is the text of a JSON array of its name and arguments.
pub fn event(namespace: &str, id: Option<u64>, payload: &str) -> String {
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    format!("{}{id}{payload}", head('2', namespace))
}

/// The client is in: the id is the session's.
pub fn connected(namespace: &str, sid: &str) -> String {
    #[derive(Serialize)]
    struct Connected<'a> {
        sid: &'a str,
    }
    head('0', namespace) + &json(&Connected { sid })
}

/// The client may not enter, in words for developers, with what its code can tell.
pub fn connect_error(namespace: &str, message: &str, data: Option<Value>) -> String {
    #[derive(Serialize)]
    struct ConnectError<'a> {
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<Value>,
    }
    head('4', namespace) + &json(&ConnectError { message, data })
}

/// The sender leaves the namespace. Where it is the server, the client's library does not come back by itself.
pub fn disconnect(namespace: &str) -> String {
    head('1', namespace)
}

/// The answer to an event: the JSON text of its one argument.
pub fn ack(namespace: &str, id: u64, answer: &str) -> String {
    format!("{}{id}[{answer}]", head('3', namespace))
}

fn head(kind: char, namespace: &str) -> String {
    if namespace == "/" { kind.to_string() } else { format!("{kind}{namespace},") }
}

fn json<T: Serialize>(value: &T) -> String {
    // Strings and values alone: what cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

fn lies_in(json: &str, open: char, close: char) -> bool {
    let json = json.trim_ascii();
    json.len() > 1 && json.starts_with(open) && json.ends_with(close)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Option<(&str, Kind<'_>)> {
        parse(text).ok().map(|packet| (packet.namespace, packet.kind))
    }

    #[test]
    fn packets_are_read() {
        assert_eq!(read("0"), Some(("/", Kind::Connect { auth: None })));
        assert_eq!(read(r#"0{"token":"t"}"#), Some(("/", Kind::Connect { auth: Some(r#"{"token":"t"}"#) })));
        assert_eq!(read("0/chat,"), Some(("/chat", Kind::Connect { auth: None })));
        assert_eq!(read("0/chat"), Some(("/chat", Kind::Connect { auth: None })));
        assert_eq!(read("0/chat?a=1,{}"), Some(("/chat", Kind::Connect { auth: Some("{}") })));
        assert_eq!(read("1/chat,"), Some(("/chat", Kind::Disconnect)));
        assert_eq!(read(r#"2["a",1]"#), Some(("/", Kind::Event { id: None, payload: r#"["a",1]"# })));
        assert_eq!(read(r#"2/chat,17["a"]"#), Some(("/chat", Kind::Event { id: Some(17), payload: r#"["a"]"# })));
        assert_eq!(read(r#"2["/a,1",1]"#), Some(("/", Kind::Event { id: None, payload: r#"["/a,1",1]"# })));
        assert_eq!(read("3/chat,0[]"), Some(("/chat", Kind::Ack { id: 0, payload: "[]" })));
        let payload = r#"["a",{"_placeholder":true,"num":0}]"#;
        let binary = Kind::Binary { id: Some(3), is_event: true, attachments: 2, payload };
        assert_eq!(read(r#"52-/chat,3["a",{"_placeholder":true,"num":0}]"#), Some(("/chat", binary)));
        let binary = Kind::Binary { id: Some(4), is_event: false, attachments: 1, payload: "[1]" };
        assert_eq!(read("61-4[1]"), Some(("/", binary)));
        assert_eq!(read("4"), Some(("/", Kind::ConnectError { why: None })));
        assert_eq!(
            read(r#"4/chat,{"message":"no"}"#),
            Some(("/chat", Kind::ConnectError { why: Some(r#"{"message":"no"}"#) }))
        );
        assert_eq!(read(r#"4"no""#), Some(("/", Kind::ConnectError { why: Some(r#""no""#) })));
    }

    #[test]
    fn what_is_no_packet_is_refused() {
        for text in [
            "",
            "a",
            "7",
            "4[]",
            "41{}",
            "0[]",
            "0\"token\"",
            "0{",
            "05{}",
            "1{}",
            "2",
            "2{}",
            "2[",
            "2]",
            "2abc[\"a\"]",
            "2\"a\"",
            "3[]",
            "3",
            "31",
            "31{}",
            "5[]",
            "5-[]",
            "5x-[]",
            "51[]",
            "6-1[]",
            "61-[]",
            "é",
            "2é[]",
            "299999999999999999999[\"a\"]",
            "599999999999-[]",
            "2/chat[\"a\"]",
            "2/chat",
        ] {
            assert_eq!(parse(text), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn packets_are_written() {
        assert_eq!(connect("/chat", "{}"), "0/chat,{}");
        assert_eq!(event("/", None, r#"["a"]"#), r#"2["a"]"#);
        assert_eq!(event("/chat", Some(7), r#"["a"]"#), r#"2/chat,7["a"]"#);
        assert_eq!(connected("/", "ab"), r#"0{"sid":"ab"}"#);
        assert_eq!(connected("/chat", "ab"), r#"0/chat,{"sid":"ab"}"#);
        assert_eq!(connect_error("/chat", "no \"way\"", None), r#"4/chat,{"message":"no \"way\""}"#);
        let refused = connect_error("/", "no", Some(json!({"code": 4100})));
        assert_eq!(refused, r#"4{"message":"no","data":{"code":4100}}"#);
        assert_eq!(disconnect("/"), "1");
        assert_eq!(disconnect("/chat"), "1/chat,");
        assert_eq!(ack("/chat", 7, "{}"), "3/chat,7[{}]");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC*") {
            let _ = parse(&text);
        }

        #[test]
        fn nothing_nearly_right_panics(text in "[0-7]{0,2}[-/,?é]{0,2}[a-z/,]{0,3}[0-9]{0,22}[\\[{\"][a-z,\"\\[{}\\]]{0,6}[\\]}\"]?") {
            let _ = parse(&text);
        }

        #[test]
        fn every_part_is_found(
            name in "(/[a-zé][a-z0-9/.-]{0,8})?",
            query in "(\\?[a-z=&]{0,6})?",
            id in proptest::option::of(any::<u64>()),
            item in "[^\"\\\\\\p{Cc}]{0,20}",
        ) {
            let place = if name.is_empty() { String::new() } else { format!("{name}{query},") };
            let number = id.map(|id| id.to_string()).unwrap_or_default();
            let payload = format!("[\"{item}\"]");
            let namespace = if name.is_empty() { "/" } else { &name };
            let text = format!("2{place}{number}{payload}");
            prop_assert_eq!(read(&text), Some((namespace, Kind::Event { id, payload: &payload })));
            let text = format!("53-{place}{number}{payload}");
            let binary = Kind::Binary { id, is_event: true, attachments: 3, payload: &payload };
            prop_assert_eq!(read(&text), Some((namespace, binary)));
        }
    }
}
