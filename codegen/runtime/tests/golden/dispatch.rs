//! Handlers, access and views.

use std::cell::RefCell;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use crate::chatflow::channels::{Conversation, Lobby, Orders, Side};
use crate::chatflow::events::{JoinChannel, JoinChannelAck, MessageNew, Moved, Ping, VisitorTyping};
use crate::chatflow::handlers::{Access, ClientHandler, Inbox};
use crate::chatflow::{AnyChannel, ClientEvent, ServerEvent};
use crate::runtime::{Admit, Dispatch, Encoded, Entry, Raw};

/// Runs a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("these handlers have nothing to wait for"),
    }
}

#[derive(Default)]
struct Server {
    heard: Mutex<Vec<String>>,
}

impl Server {
    fn hear(&self, what: &str) {
        self.heard.lock().expect("no handler panicked").push(what.to_owned());
    }
}

impl ClientHandler for Server {
    type Connection = u64;
    type Error = String;

    async fn visitor_typing(&self, from: &u64, event: VisitorTyping) -> Result<(), String> {
        self.hear(&format!("{from} types in {}", event.conversation_id));
        Ok(())
    }

    async fn join_channel(&self, _: &u64, event: JoinChannel) -> Result<JoinChannelAck, String> {
        let success = event.0 == "lobby";
        Ok(JoinChannelAck { success, error: (!success).then(|| "no".to_owned()) })
    }

    async fn ping(&self, _: &u64, _: Ping) -> Result<(), String> {
        Err("too many pings".to_owned())
    }

    async fn moved(&self, _: &u64, Moved(x, y): Moved) -> Result<(), String> {
        self.hear(&format!("moved to {x},{y}"));
        Ok(())
    }

    async fn unknown(&self, _: &u64, event: Raw) -> Result<(), String> {
        self.hear(&format!("what is {}?", event.name));
        Ok(())
    }
}

#[test]
fn a_client_event_finds_its_handler() {
    let server = Server::default();
    let dispatch = |text: &str| {
        let event = ClientEvent::decode(text.as_bytes()).expect("right input");
        now(event.dispatch(&server, &7)).map(|ack| ack.as_ref().map(ToString::to_string))
    };
    assert_eq!(dispatch(r#"["visitor.typing",{"conversation_id":"c"}]"#), Ok(None));
    assert_eq!(dispatch(r#"["join_channel","lobby"]"#), Ok(Some(r#"{"success":true}"#.to_owned())));
    assert_eq!(dispatch(r#"["join_channel","x"]"#), Ok(Some(r#"{"success":false,"error":"no"}"#.to_owned())));
    assert_eq!(dispatch(r#"["ping"]"#), Err("too many pings".to_owned()));
    assert_eq!(dispatch(r#"["moved",1,2]"#), Ok(None));
    assert_eq!(dispatch(r#"["other"]"#), Ok(None));
    assert_eq!(*server.heard.lock().expect("no handler panicked"), ["7 types in c", "moved to 1,2", "what is other?"]);
}

impl Access for Server {
    type User = u64;

    async fn conversation(&self, user: &u64, channel: &Conversation) -> Entry {
        Entry::from(channel.conversation_id == format!("of_{user}"))
    }

    async fn side(&self, _: &u64, _: &Side) -> Entry {
        Entry::Denied
    }
}

#[test]
fn access_is_asked_where_the_catalogue_says_so() {
    let server = Server::default();
    let admit = |channel: AnyChannel, user: Option<u64>| now(channel.admit(&server, user.as_ref()));
    let conversation = || Conversation { conversation_id: "of_7".to_owned() };
    assert_eq!(admit(Lobby.into(), None), Entry::Allowed);
    assert_eq!(admit(Orders { user_id: 7 }.into(), None), Entry::Unauthenticated);
    assert_eq!(admit(Orders { user_id: 7 }.into(), Some(8)), Entry::Allowed);
    assert_eq!(admit(conversation().into(), None), Entry::Unauthenticated);
    assert!(admit(conversation().into(), Some(7)).is_allowed());
    assert!(!admit(conversation().into(), Some(8)).is_allowed());
}

#[derive(Default)]
struct View(RefCell<Vec<String>>);

impl Inbox for View {
    fn message_new(&mut self, event: MessageNew) {
        self.0.get_mut().push(event.0.id);
    }
}

#[test]
fn a_view_hears_what_it_listens_to() {
    let mut view = View::default();
    let text = concat!(
        r#"["message.new",{"id":"m","conversation_id":"c","sender":"agent","content":"hi","type":"text","#,
        r#""tags":[],"parent_id":1}]"#
    );
    assert_eq!(ServerEvent::decode(text.as_bytes()).expect("right input").dispatch_inbox(&mut view), None);
    let other = ServerEvent::decode(br#"["pong"]"#).expect("right input");
    assert_eq!(other.clone().dispatch_inbox(&mut view), Some(other));
    assert_eq!(view.0.into_inner(), ["m"]);
}

#[test]
fn one_encoding_serves_all() {
    let encoded = Encoded::of("a");
    let copy = encoded.clone();
    assert_eq!(encoded.as_str().as_ptr(), copy.as_str().as_ptr());
    assert_eq!(AsRef::<[u8]>::as_ref(&copy), b"\"a\"");
}
