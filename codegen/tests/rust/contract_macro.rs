//! `contract!`: the module inline, rebuilt when a file changes, its findings as compile errors.

use event_spec::Files;
use event_spec_disk::Disk;

use crate::inputs::repository;
use crate::scratch::{ALONE_AND_STRICT, Scratch, fail, succeed};

/// A crate that may call the macro.
fn crate_with(name: &str, root: &str) -> Scratch {
    let scratch = Scratch::new(name);
    let codegen = repository().join("codegen");
    let manifest = format!(
        r#"[package]
name = "{name}"
version = "0.1.0"
edition = "2024"

[dependencies]
event-contracts-macros = {{ path = {:?} }}
event-contracts-runtime = {{ path = {:?}, features = ["pattern"] }}

{ALONE_AND_STRICT}"#,
        codegen.join("macros"),
        codegen.join("runtime"),
    );
    scratch.write("Cargo.toml", &manifest);
    scratch.write("src/lib.rs", root);
    scratch
}

/// Copies a catalogue of one folder into the crate.
fn copy(scratch: &Scratch, from: &str, to: &str) {
    let (disk, _) = Disk::catalogue(&repository().join(from)).expect("the folder exists");
    for folder in [".", "events"] {
        for path in disk.list(folder).unwrap_or_default() {
            scratch.write(&format!("{to}/{path}"), &disk.read(&path).expect("a readable file"));
        }
    }
}

#[test]
fn the_module_is_there_inline() {
    let root = r#"//! Contracts without generated files.

#![deny(missing_docs)]

use event_contracts_macros::contract;
use event_contracts_runtime::{Routed, Timestamp, Violation};

contract!(
    /// The support chat.
    pub mod chatflow = "contracts/chatflow"
);

mod forum {
    event_contracts_macros::contract!("contracts/mechamap/catalogue.yaml", side = server);
}

/// Where a message goes.
pub fn room(id: &str) -> Result<String, Violation> {
    use chatflow::events::MessageNew;
    let message = MessageNew {
        id: id.to_owned(),
        conversation_id: "c".to_owned(),
        sender: chatflow::types::Sender::Agent,
        text: String::new(),
        timestamp: Timestamp::new("2026-02-12T10:30:00Z")?,
    };
    Ok(message.to().to_string())
}

/// Names of both.
pub const NAMES: [&str; 2] = [chatflow::event_name!("message.new"), forum::event_name!("notification.sent")];
"#;
    let scratch = crate_with("inline", root);
    copy(&scratch, "contracts/chatflow", "contracts/chatflow");
    copy(&scratch, "contracts/mechamap", "contracts/mechamap");
    succeed(&mut scratch.cargo(["clippy", "--quiet"]));
}

const CATALOGUE: &str = r##"catalogue: tracked
version: 1.0.0
transport: socket.io
naming: "{resource}.{action}"
include: [parts]
events:
  room.opened: { direction: server-to-client, to: everybody, payload: { $ref: "schemas.json#/schemas/Room" } }
"##;

const SCHEMAS: &str = r#"{ "schemas": { "Room": { "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" } } } } }"#;

#[test]
fn a_change_in_any_file_is_a_new_build() {
    let root = r#"//! Uses what three files declare.
event_contracts_macros::contract!(pub mod tracked = "contract");

pub fn opened() -> (tracked::events::RoomOpened, tracked::events::RoomClosed) {
    (tracked::types::Room { id: 1 }.into(), tracked::events::RoomClosed)
}
"#;
    let part = "events:\n  room.closed: { direction: server-to-client, to: everybody }\n";
    let scratch = crate_with("tracked", root);
    scratch.write("contract/catalogue.yaml", CATALOGUE);
    scratch.write("contract/schemas.json", SCHEMAS);
    scratch.write("contract/parts/more.yaml", part);
    let check = || scratch.cargo(["check", "--quiet"]);
    succeed(&mut check());

    scratch.write("contract/schemas.json", &SCHEMAS.replace(r#""id""#, r#""number""#));
    assert!(fail(&mut check()).contains("`Room` has no field named `id`"));
    scratch.write("contract/schemas.json", SCHEMAS);
    succeed(&mut check());

    scratch.write("contract/parts/more.yaml", &part.replace("closed", "shut"));
    assert!(fail(&mut check()).contains("cannot find type `RoomClosed`"));
    scratch.write("contract/parts/more.yaml", part);
    succeed(&mut check());
}

#[test]
fn a_wider_root_lets_catalogues_share_a_file() {
    let root = r#"//! Uses a type that several catalogues share.
event_contracts_macros::contract!(pub mod shop = "contracts/shop", root = "contracts", side = client);

pub fn id(event: &shop::events::RoomOpened) -> i64 {
    event.id
}
"#;
    let scratch = crate_with("sharing", root);
    let catalogue = CATALOGUE
        .replace("tracked", "shop")
        .replace("include: [parts]\n", "")
        .replace("schemas.json", "../schemas.json");
    scratch.write("contracts/shop/catalogue.yaml", &catalogue);
    scratch.write("contracts/schemas.json", SCHEMAS);
    succeed(&mut scratch.cargo(["clippy", "--quiet"]));
}

#[test]
fn each_finding_is_one_error_and_its_uses_are_none() {
    let root = r#"//! Uses a contract that has faults.
event_contracts_macros::contract!(pub mod faulty = "contract");

use faulty::channels::AnyChannel;
use faulty::events::{RoomClosed, RoomOpened};
use faulty::{ClientEvent, ServerEvent};

pub const NAME: &str = faulty::event_name!("room.opened");

pub fn opened(event: ServerEvent, channel: AnyChannel) -> RoomOpened {
    if let ServerEvent::RoomClosed(RoomClosed { id, .. }) = event {
        println!("{id} {channel}");
    }
    RoomOpened { id: 1, name: String::new() }
}

pub fn read(frame: &[u8]) -> bool {
    ClientEvent::decode(frame).is_ok()
}
"#;
    let scratch = crate_with("faulty", root);
    let catalogue = CATALOGUE
        .replace("to: everybody", "channel: lobby")
        .replace("include: [parts]\n", "")
        .replace("schemas/Room", "schemas/Roon")
        .replace("version: 1.0.0", "version: 1.0.0\nversoin: 2");
    let catalogue = format!("{catalogue}  room.closed: {{ direction: server-to-client, to: everybody }}\n");
    scratch.write("contract/catalogue.yaml", &catalogue);
    scratch.write("contract/schemas.json", r#"{ "schemas": { "Room": { "type": "object" } } }"#);
    let errors = fail(&mut scratch.cargo(["check", "--quiet"]));
    insta::assert_snapshot!(errors);
}

#[test]
fn what_is_no_catalogue_is_said_at_the_path() {
    let root = "//! Calls it wrongly.\n\
        event_contracts_macros::contract!(pub mod nowhere = \"nowhere\");\n\
        event_contracts_macros::contract!(\"contract\", side = middle);\n\
        event_contracts_macros::contract!(chatflow);\n";
    let scratch = crate_with("nowhere", root);
    let errors = fail(&mut scratch.cargo(["check", "--quiet"]));
    insta::assert_snapshot!(errors);
}
