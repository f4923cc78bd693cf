//! Whatever peers say, it is followed, recorded and read again: nothing panics, and the second reading says what the first did.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use event_spec::judge::Sender;
use event_spec_disk::Disk;
use proptest::prelude::*;

use super::{
    Contract, Contracts, Happening, Message, Protocol, Reader, Recorder, Seen, Sighting, Texts, Watch, What, join,
};

/// The contracts of this repository.
fn contracts(names: &[&str]) -> Contracts {
    Contracts::new(names.iter().map(|name| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts").join(name);
        let (disk, entry) = Disk::catalogue(&folder).expect("the catalogue is committed");
        let outcome = event_spec::load(&disk, &entry);
        let catalogue = outcome.catalogue.expect("the catalogue has no errors");
        Contract::new(catalogue, outcome.sources, Texts::default(), None, None)
    }))
}

fn seen(at: u64, connection: u64, what: Happening) -> Seen {
    Seen { at: SystemTime::UNIX_EPOCH + Duration::from_millis(at), connection, what }
}

fn said(sighting: &Sighting) -> String {
    match &sighting.what {
        What::Connection { words, .. } => words.clone(),
        What::Event { name, standing, .. } => {
            let problems: Vec<_> = standing.problems().iter().map(ToString::to_string).collect();
            format!(
                "{} {}{}",
                name.as_deref().unwrap_or("-"),
                standing.as_str(),
                problems.iter().map(|problem| format!(": {problem}")).collect::<String>()
            )
        }
    }
}

/// What is said of all that was seen, and the recording of it.
fn watched(contracts: &Contracts, all: Vec<Seen>) -> (Vec<String>, Vec<u8>) {
    let mut watch = Watch::new(contracts.clone());
    let mut file = Vec::new();
    let mut recorder = Recorder::begin(&mut file, SystemTime::UNIX_EPOCH, "test", contracts).expect("memory");
    let mut words = Vec::new();
    for seen in all {
        let (sighting, kept) = watch.take(seen);
        recorder.write(&kept).expect("memory");
        words.extend(sighting.as_ref().map(said));
    }
    (words, file)
}

#[test]
fn places_lead_to_contracts() {
    let all = contracts(&["chatflow", "hiwwer", "gochat"]);
    let at = |protocol, place| all.at(protocol, place).map(|contract| contract.name().to_owned());
    assert_eq!(at(Protocol::SocketIo, "/chatflow").as_deref(), Ok("chatflow"));
    assert_eq!(at(Protocol::SocketIo, "/v2/hiwwer").as_deref(), Ok("hiwwer"));
    assert_eq!(at(Protocol::WebSocket, "/anything").as_deref(), Ok("gochat"));
    let why = at(Protocol::SocketIo, "/").expect_err("two are there");
    assert_eq!(why, "more than one catalogue is at the namespace `/`: `chatflow` at `/`, `hiwwer` at `/`");
}

#[test]
fn channels_are_entered_by_their_addresses() {
    let all = contracts(&["mechamap", "gochat", "leads"]);
    let contract = |name: &str| all.iter().find(|contract| contract.name() == name).expect("it is there").clone();
    let emit = join(&contract("gochat"), "conversation.c%201").map(|emit| emit.map(|emit| (emit.name, emit.arguments)));
    let payload = serde_json::json!({ "conversation_id": "c 1" });
    assert_eq!(emit, Ok(Some(("conversation.join".to_owned(), vec![payload]))));
    let trouble = join(&contract("mechamap"), "nowhere.7").expect_err("there is no such channel");
    assert!(trouble.message.contains("no address of a channel of `mechamap`"), "{trouble}");
}

#[test]
fn a_session_is_followed_and_its_recording_says_the_same() {
    let all = contracts(&["chatflow", "gochat"]);
    let text = |at, from, text: &str| seen(at, 1, Happening::Sent { from, message: Message::Text(text.to_owned()) });
    let opened = |connection, protocol, path: &str| {
        seen(
            0,
            connection,
            Happening::Opened { protocol, path: path.to_owned(), query: "token=a-long-secret".to_owned() },
        )
    };
    let (words, file) = watched(
        &all,
        vec![
            opened(1, Protocol::SocketIo, "/socket.io/"),
            text(1, Sender::Client, r#"0/chatflow,{"token":"another-long-secret"}"#),
            text(2, Sender::Server, r#"0/chatflow,{"sid":"s"}"#),
            text(3, Sender::Server, r#"2/chatflow,["conversation.new_message",{"said":"another-long-secret"}]"#),
            text(4, Sender::Server, r#"3/chatflow,7[1]"#),
            text(5, Sender::Server, r#"2/other,["a"]"#),
            text(6, Sender::Client, "nonsense"),
            text(6, Sender::Client, "1/chatflow"),
            // On its way before the server knew.
            text(6, Sender::Server, r#"2/chatflow,["conversation.new_message",{}]"#),
            opened(2, Protocol::WebSocket, "/ws/user"),
            seen(
                7,
                2,
                Happening::Sent { from: Sender::Client, message: Message::Text(r#"{"type":"ping"}"#.to_owned()) },
            ),
            seen(8, 2, Happening::Sent { from: Sender::Server, message: Message::Bytes(vec![1, 2]) }),
            seen(9, 2, Happening::Closed { by: Some(Sender::Server), code: Some(4001), reason: "bye".to_owned() }),
        ],
    );
    assert_eq!(
        words,
        [
            "opened Socket.IO at /socket.io/?token=removed",
            "asks for namespace /chatflow, held to chatflow",
            "lets the client into /chatflow",
            "conversation.new_message breach: `conversation.new_message` is called `message.new`; write `message.new`",
            "- breach: this acknowledges event 7 of the client, and none with that number waits",
            "a unjudged",
            "- breach: this is no packet of Socket.IO",
            "leaves namespace /chatflow",
            "conversation.new_message breach: `conversation.new_message` is called `message.new`; write `message.new`",
            "opened /ws/user?token=removed, held to gochat",
            "ping ok",
            "- breach: this is a message of bytes, and a frame is text",
            "closed, code 4001: bye",
        ]
    );
    let recording = String::from_utf8(file).expect("it is text");
    assert!(!recording.contains("long-secret"), "{recording}");
    let reader = Reader::begin(recording.as_bytes(), "it").expect("it is a recording");
    let again: Vec<Seen> = reader.collect::<Result<_, _>>().expect("every line is read");
    assert_eq!(watched(&all, again), (words, recording.into_bytes()));
}

#[test]
fn what_is_no_recording_is_told_with_its_line() {
    let begin = |text: &str| Reader::begin(text.as_bytes(), "it").map(|_| ()).map_err(|trouble| trouble.message);
    assert_eq!(begin(""), Err("`it` is no recording: it is empty".to_owned()));
    assert!(begin("{}").is_err());
    assert_eq!(
        begin(r#"{"eventspec_recording":2}"#),
        Err("`it` is a recording of form 2, and this reads form 1".to_owned())
    );
    let head = r#"{"eventspec_recording":1,"began":"2026-01-01T00:00:00Z","source":"","contracts":[]}"#;
    for line in [
        "{",
        "{}",
        r#"{"at":1,"connection":1,"text":"a"}"#,
        r#"{"at":1,"connection":1,"from":"server","text":"a","bytes":"AQ=="}"#,
    ] {
        let text = format!("{head}\n\n{line}\n");
        let mut reader = Reader::begin(text.as_bytes(), "it").expect("the first line is good");
        let trouble = reader.next().expect("there is a line").expect_err("it is none");
        assert!(trouble.message.starts_with("`it`, line 3: "), "{trouble}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[0-6]{1,2}-?(/chatflow,)?[0-9]{0,3}[\\[{]\"?(message.new|hub:renew|hub:position|agent.typing)?\"?[,:]?[{\\[\"a-z0-9]{0,6}[\\]}]{0,3}",
        Just("0/chatflow,".to_owned()),
        Just(r#"2/chatflow,1["agent.typing",{}]"#.to_owned()),
        Just(r#"3/chatflow,1[{}]"#.to_owned()),
        Just(r#"51-/chatflow,["message.new",{"_placeholder":true,"num":0}]"#.to_owned()),
        Just(r#"2/chatflow,["hub:renew",{"token":"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln"}]"#.to_owned()),
    ]
}

fn happenings() -> impl Strategy<Value = Happening> {
    let side = prop_oneof![Just(Sender::Server), Just(Sender::Client)];
    let protocol = prop_oneof![Just(Protocol::SocketIo), Just(Protocol::WebSocket)];
    prop_oneof![
        (protocol, "/[a-z/]{0,8}", "[a-z=&]{0,12}").prop_map(|(protocol, path, query)| Happening::Opened {
            protocol,
            path,
            query
        }),
        (side.clone(), texts()).prop_map(|(from, text)| Happening::Sent { from, message: Message::Text(text) }),
        (side.clone(), prop::collection::vec(any::<u8>(), 0..8))
            .prop_map(|(from, bytes)| Happening::Sent { from, message: Message::Bytes(bytes) }),
        (side.clone(), ".{0,8}").prop_map(|(from, why)| Happening::Unreadable { from, why }),
        (proptest::option::of(side), any::<Option<u16>>(), ".{0,8}").prop_map(|(by, code, reason)| Happening::Closed {
            by,
            code,
            reason
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_a_recording_is_read_as_it_was_written(all in prop::collection::vec((0_u64..3, happenings()), 0..20)) {
        static KNOWN: LazyLock<Contracts> = LazyLock::new(|| contracts(&["chatflow", "gochat"]));
        let known = &*KNOWN;
        let all = all.into_iter().zip(0..).map(|((connection, what), at)| seen(at, connection, what)).collect();
        let (_, file) = watched(known, all);
        let reader = Reader::begin(file.as_slice(), "it").expect("it is a recording");
        let again: Vec<Seen> = reader.collect::<Result<_, _>>().expect("every line is read");
        let (_, second) = watched(known, again);
        prop_assert_eq!(String::from_utf8_lossy(&second), String::from_utf8_lossy(&file));
    }
}
