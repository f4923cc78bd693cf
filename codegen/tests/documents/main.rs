//! Pages as their readers get them: what they say, where their links lead, and that no catalogue's text becomes markup.

mod markdown;

use std::path::{Path, PathBuf};

use event_codegen::docs::history::{Change, History, Revision};
use event_codegen::docs::{self, Options};
use event_spec::compare::Verdict;
use event_spec::{Catalogue, Valid};
use event_spec_disk::Disk;
use markdown::Document;

const CONTRACTS: [&str; 5] = ["chatflow", "gochat", "hiwwer", "leads", "mechamap"];

#[test]
fn chatflow() {
    insta::assert_snapshot!(contract("chatflow").shown());
}

#[test]
fn hostile() {
    insta::assert_snapshot!(fixture().shown());
}

#[test]
fn index() {
    let catalogues = CONTRACTS.map(|name| load(&root().join("contracts").join(name)));
    let tree = docs::package(&catalogues.each_ref());
    insta::assert_snapshot!(tree.get("README.md").expect("the index is there"));
}

#[test]
fn what_clients_send_is_shown_as_it_travels() {
    let page = page(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wraps"));
    for shown in [
        "What clients send is an event with its payload alone.",
        "\n[\"door.open\"]\n",
        "\n[\"door.knock\", 3, true]\n",
        "From a client:\n\n```json\n[\"door.watch\", { \"from\": \"window\" }]\n",
        "\nsocket.emit(\"door.watch\", payload);\n",
        "\nconst ack = await socket.emitWithAck(\"door.open\");\n",
    ] {
        assert!(page.text.contains(shown), "{shown}");
    }
}

#[test]
fn what_an_envelope_says_keeps_its_rules() {
    let page = page(&root().join("codegen/tests/documents/metadata.yaml"));
    for shown in [
        "\"kind\": \"tick\",\n  \"id\": \"00000000-0000-4000-8000-000000000000\",\n  \"count\": 15,\n  \"share\": 0.25,\n  \
         \"word\": \"...\",\n  \"level\": \"low\",\n  \"format\": 3,\n  \"code\": \"(matches ^[A-Z]{3}$)\",\n  \"path\": [\"...\", \"...\"],\n  \
         \"from\": { \"region\": \"north\" },\n  \"ok\": true,\n  \"host\": \"a.example\",\n  \"zone\": \"UTC\"\n}",
        "\"kind\": \"fault\"",
        "\"ok\": false,\n",
        "\"zone\": \"UTC\",\n  \"fault\": { \"reason\": \"...\" }\n}",
        "if (incoming.kind === \"error\" && incoming.frame.kind === \"fault\") console.log(incoming.frame.fault);",
    ] {
        assert!(page.text.contains(shown), "{shown}\n{}", page.text);
    }
    assert_eq!(page.text.matches("\"fault\": {").count(), 1, "no success shows a failure");
    assert!(!page.text.contains("\"trace\":"), "an optional key that nothing is known of is left out");
}

#[test]
fn links_lead_to_headings() {
    for page in pages() {
        let document = Document::read(&page.text);
        for target in &document.links {
            let known = match target.strip_prefix('#') {
                Some(anchor) => document.anchors.iter().any(|known| known == anchor),
                None => target.starts_with("https://"),
            };
            assert!(known, "{}: nothing is at {target}", page.catalogue.name.value);
        }
    }
}

#[test]
fn everything_of_a_catalogue_is_said() {
    for page in pages() {
        let (catalogue, document) = (&page.catalogue, Document::read(&page.text));
        let said = |code: &str| document.codes.iter().any(|said| said.contains(code));
        for (name, event) in &catalogue.events {
            assert!(document.headings.iter().any(|heading| heading == name), "{name} has no section");
            let messages = [&event.server, &event.client].into_iter().flatten();
            for example in messages.flat_map(|message| &message.examples) {
                assert!(document.has_json(&example.value), "{name}: an example is missing");
            }
            for alias in &event.aliases {
                assert!(said(&alias.name), "{name}: {} is missing", alias.name.value);
            }
        }
        for channel in catalogue.channels.values() {
            assert!(document.headings.contains(&channel.pattern), "{}", channel.pattern);
        }
        for name in catalogue.consumers.keys() {
            assert!(document.headings.iter().any(|heading| heading == name), "{name} has no section");
        }
        for name in catalogue.flows.keys() {
            assert!(document.headings.iter().any(|heading| heading == name), "{name} has no section");
        }
        for name in catalogue.errors.keys() {
            assert!(said(name), "{name} is missing");
        }
        for (_, def) in catalogue.types.iter() {
            if let event_spec::types::TypeKind::Object(object) = &def.kind {
                for field in object.fields.iter().filter(|field| !field.wire.is_empty()) {
                    assert!(said(&field.wire), "{}.{} is missing", def.name, field.wire);
                }
            }
        }
    }
}

#[test]
fn no_text_becomes_markup() {
    for page in pages() {
        let name = page.catalogue.name.value.as_str();
        let document = Document::read(&page.text);
        assert_eq!(
            document.html,
            [format!("<!-- Generated by `eventspec gen` from {name}: edits are overwritten. -->")]
        );
        assert_eq!(document.pictures, 0, "{name}: an author's picture is shown");
        assert!(document.ragged.is_empty(), "{name}: rows with too many or too few cells: {:?}", document.ragged);
        let hidden = |ch: char| ch.is_control() && ch != '\n' || matches!(ch, '\u{2028}' | '\u{202e}');
        assert!(!page.text.contains(hidden), "{name}: something is hidden");
    }
}

#[test]
fn hostile_text_is_shown_as_it_is() {
    let document = Document::read(&fixture().text);
    for words in ["A | B <script>alert(1)</script>", "- not a list | <b>bold</b>", "[a link](javascript:alert(1))"] {
        assert!(document.words.contains(words), "{words} is not shown");
    }
    for code in ["^(a|b)\\|`+$", "a|b`c", "old|`name", "\\|x", "two\\nlines", "deep.list[].id"] {
        assert!(document.codes.iter().any(|shown| shown == code), "{code} is not shown");
    }
}

#[test]
fn history_is_told_by_event_and_as_a_whole() {
    let catalogue = load(&root().join("contracts").join("chatflow"));
    let change = |events: &[&str], what: &str| Change {
        events: events.iter().map(|name| (*name).to_owned()).collect(),
        subject: "message.new.payload.text".to_owned(),
        what: what.to_owned(),
        verdict: Verdict::ClientsFirst,
    };
    let changes = vec![change(&["message.new", "message.gone"], "is now required"), change(&[], "<b>|")];
    let revision = Revision { date: "2026-03-01".into(), id: "75a8562".into(), version: "2.0.0".into(), changes };
    let options = Options { source: "chatflow".to_owned(), history: History { revisions: vec![revision] } };
    let tree = docs::generate(&catalogue, &options);
    let text = tree.get("chatflow.md").expect("a page is named after its catalogue");
    for shown in [
        "**History**\n\n| day | version | what | change | verdict |\n|---|---|---|---|---|\n\
         | 2026-03-01 | 2.0.0 | `message.new.payload.text` | is now required | clients first |\n",
        "| is now required | [`message.new`](#messagenew), `message.gone` | clients first |\n",
        "| &lt;b>\\| |  | clients first |\n",
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    assert_eq!(text.matches("**History**").count(), 1, "no other event has one");
}

#[test]
fn pages_are_the_same_each_time() {
    for (first, second) in pages().iter().zip(pages()) {
        assert_eq!(first.text, second.text);
    }
}

struct Page {
    catalogue: Valid<Catalogue>,
    text: String,
}

impl Page {
    /// The text with a fingerprint that stays the same.
    fn shown(&self) -> String {
        self.text.replace(&self.catalogue.fingerprint, "0123456789abcdef")
    }
}

fn pages() -> Vec<Page> {
    CONTRACTS.map(contract).into_iter().chain([fixture()]).collect()
}

fn contract(name: &str) -> Page {
    page(&root().join("contracts").join(name))
}

fn fixture() -> Page {
    page(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/hostile.yaml"))
}

fn page(path: &Path) -> Page {
    let catalogue = load(path);
    let name = catalogue.name.value.clone();
    let tree = docs::generate(&catalogue, &Options { source: name.clone(), ..Options::default() });
    let text = tree.get(&format!("{name}.md")).expect("a page is named after its catalogue").to_owned();
    Page { catalogue, text }
}

fn load(path: &Path) -> Valid<Catalogue> {
    let (files, entry) = Disk::catalogue(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let outcome = event_spec::load(&files, &entry);
    outcome.catalogue.unwrap_or_else(|| panic!("{}: {:#?}", path.display(), outcome.diagnostics))
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the crate lies in the checkout").to_owned()
}
