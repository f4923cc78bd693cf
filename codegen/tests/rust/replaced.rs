//! Keys of coalescing, former names, and a server for a contract whose clients send nothing.

use event_codegen::rust;

use crate::inputs::input;
use crate::package;
use crate::scratch::{Scratch, succeed};

#[test]
fn events_know_what_they_replace_and_what_they_were_called() {
    let replaced = input("codegen/tests/fixtures/replaced");
    let scratch = Scratch::new("keys");
    let tree = rust::package(&[(&replaced.catalogue, replaced.options())], &package("keys"));
    scratch.write_tree(&tree, "serde_json = \"1\"\n");
    scratch.write("src/main.rs", PROGRAM);
    succeed(&mut scratch.cargo(["run", "--quiet"]));
}

const PROGRAM: &str = r##"//! Asks events for their keys and names.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use keys::replaced::events::{PriceChanged, ShopOpened, StockCounted};
use keys::replaced::handlers::ClientHandler;
use keys::replaced::{ClientEvent, Replaced};
use keys::runtime::{Admit, Contract, Dispatch, Event, Raw};

fn key<E: Event + for<'de> keys::runtime::serde::Deserialize<'de>>(json: &str) -> String {
    serde_json::from_str::<E>(json).expect("right input").coalesce_key()
}

struct Server;

impl ClientHandler for Server {
    type Connection = ();
    type Error = String;

    async fn unknown(&self, _: &(), event: Raw) -> Result<(), String> {
        Err(event.name)
    }
}

fn is_served<S, C: Contract<ClientEvent: Dispatch<S>, Channel: Admit<S, u64>>>() {}

fn main() {
    assert_eq!(key::<PriceChanged>(r#"{"market":"eu","product":{"id":1}}"#), "1,,,,,");
    assert_eq!(key::<PriceChanged>(r#"{"market":"eu","product":{"id":1,"maker":null},"note":null}"#), "1,,,,null,");
    let whole = r#"{"market":"eu","product":{"id":1,"maker":{"name":"a,b"}},"shop":{"id":"s"},"note":"1,"}"#;
    assert_eq!(key::<PriceChanged>(whole), r#"1,"a,b",{"id":"s"},"s","1,","#);
    let counted = r#"{"shops":[{"id":"a"},{"id":"b"}],"by":{"kind":"user","id":7}}"#;
    assert_eq!(key::<StockCounted>(counted), r#"["a","b",],7,"user","#);
    assert_eq!(key::<StockCounted>(r#"{"shops":[],"by":{"kind":"robot"}}"#), r#"[],,"robot","#);
    assert_eq!(key::<ShopOpened>(r#"{"id":"a"}"#), "\"a\",");

    let aliases: Vec<_> = PriceChanged::ALIASES.iter().map(|alias| (alias.name, alias.sunset)).collect();
    assert_eq!(aliases, [("cost.changed", "2099-12-31"), ("price.change", "2098-12-31")]);
    assert!(ShopOpened::ALIASES.is_empty());

    is_served::<Server, Replaced>();
    let event = ClientEvent::decode(br#"["hello"]"#).expect("a frame");
    let answer = pin!(event.dispatch(&Server, &())).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(answer.map_ok(|ack| ack.map(|ack| ack.to_string())), Poll::Ready(Err("hello".to_owned())));
}
"##;
