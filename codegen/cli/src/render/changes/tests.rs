//! Every format over the same changes, which no rule had to find.

use std::path::PathBuf;

use event_spec::compare::{Answer, Change, Comparison, Effect, Reader, compare};
use event_spec::files::FileError;
use event_spec::{Date, Files, Rule, Span};

use super::ChangesFormat;
use crate::diff::{Compared, Differences, FailOn, Version};
use crate::render::{Place, Texts};
use crate::terminal::Stream;

const PIPE: Stream = Stream { interactive: false, styled: false, links: false };
const TERMINAL: Stream = Stream { interactive: true, styled: true, links: true };

const LEADS: &str = "\
catalogue: leads
version: 1.4.2
transport: socket.io
events:
  new_message:
    direction: server-to-client
    to: everybody
    payload: { type: object, properties: { content_text: { type: string }, edited_at: { type: string } } }
  new_room:
    direction: server-to-client
    to: everybody
consumers:
  sidebar: { listens: [new_message, new_room], reads: { new_message: [content_text] } }
";

/// One file.
struct Only(String);

impl Files for Only {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.clone())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

fn version(text: &str, prefix: &str) -> Version {
    let outcome = event_spec::load(&Only(text.to_owned()), "catalogue.yaml");
    let place = Place { folder: PathBuf::from("/work tree/leads"), shown: format!("{prefix}contracts/leads/") };
    Version {
        catalogue: outcome.catalogue.expect("it is right"),
        texts: Texts { sources: outcome.sources, place },
        home: "contracts/leads".to_owned(),
        file: "contracts/leads/catalogue.yaml".to_owned(),
        way: "contracts/leads/catalogue.yaml".to_owned(),
        asked: true,
        on_disk: prefix.is_empty(),
    }
}

fn span(version: &Version, text: &str) -> Span {
    let (source, file) = version.texts.sources.iter().next().expect("it was read");
    let start = file.text().find(text).expect("the text is there") as u32;
    Span { source, start, end: start + text.len() as u32 }
}

/// A change of each verdict, and one that holds until a day.
fn differences() -> Differences {
    let (old, new) = (version(LEADS, "main:"), version(LEADS, ""));
    let rule = Rule::of("event-removed").expect("a rule");
    let readers = vec![Reader { consumer: "sidebar".to_owned(), span: span(&old, "sidebar") }];
    let clients_wait = || Answer::clients("old clients read `content_text`");
    let changes = vec![
        Change::new(rule, "new_message.payload.edited_at", "added, optional", Effect::SAFE)
            .is_at(span(&new, "edited_at")),
        Change::new(rule, "new_message.payload.content_text", "removed", Effect::clients_go_first(clients_wait()))
            .was_at(span(&old, "content_text"))
            .read_by(readers),
        Change::new(rule, "new_room", "renamed `new_room_complete`", Effect::SAFE).until(Date::parse("2027-03-01")),
        Change::new(
            rule,
            "room|`x`",
            "is now required",
            Effect {
                server_first: clients_wait(),
                clients_first: Answer::No { who: event_spec::compare::Side::Server, why: "it never was".to_owned() },
            },
        )
        .is_at(span(&new, "new_room"))
        .help("keep it optional for a while"),
        Change::new(
            rule,
            "a\nb",
            "of another pattern",
            Effect { server_first: Answer::unclear("two patterns"), clients_first: Answer::unclear("two patterns") },
        )
        .is_at(span(&new, "to: everybody")),
        Change::new(rule, "limits", "lower", Effect::server_goes_first(Answer::clients("they send too much"))),
    ];
    let mut comparison = compare(&old.catalogue, &new.catalogue, None);
    comparison.changes = changes;
    comparison.changes[0].also = vec!["message_edited.payload.edited_at".to_owned()];
    let unchanged = Compared {
        comparison: Comparison { changes: Vec::new(), ..compare(&old.catalogue, &new.catalogue, None) },
        old: Some(version(LEADS, "main:")),
        new: Some(version(LEADS, "")),
    };
    let changed = Compared { comparison, old: Some(old), new: Some(new) };
    Differences { since: "main".to_owned(), catalogues: vec![changed, unchanged] }
}

#[test]
fn text_on_a_pipe() {
    insta::assert_snapshot!(ChangesFormat::Text.render(&differences(), FailOn::Breaking, PIPE));
}

#[test]
fn text_on_a_terminal() {
    let text = ChangesFormat::Text.render(&differences(), FailOn::Breaking, TERMINAL);
    insta::assert_snapshot!(text.replace('\u{1b}', "ESC"));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(ChangesFormat::Markdown.render(&differences(), FailOn::Breaking, PIPE));
}

#[test]
fn json() {
    insta::assert_snapshot!(ChangesFormat::Json.render(&differences(), FailOn::Never, PIPE));
}

#[test]
fn github() {
    insta::assert_snapshot!(ChangesFormat::Github.render(&differences(), FailOn::Version, PIPE));
}

#[test]
fn a_comment_stays_below_the_limit() {
    let mut differences = differences();
    let change = differences.catalogues[0].comparison.changes[1].clone();
    let changes = (0..2000).map(|at| Change { what: format!("removed for the reason {at}"), ..change.clone() });
    differences.catalogues[0].comparison.changes = changes.collect();
    let text = ChangesFormat::Markdown.render(&differences, FailOn::Breaking, PIPE);
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains(" changes more: run `eventspec diff`\n"), "{text}");
}

#[test]
fn what_many_changes_say_is_said_once() {
    let mut differences = differences();
    let change = differences.catalogues[0].comparison.changes[1].clone();
    let changes = (0..2000).map(|at| Change { subject: format!("new_message.payload.part_{at}"), ..change.clone() });
    differences.catalogues[0].comparison.changes = changes.collect();
    let text = ChangesFormat::Text.render(&differences, FailOn::Breaking, PIPE);
    assert_eq!(text.matches("old clients read `content_text`").count(), 1, "{text}");
    assert!(text.contains("part_11  removed; breaks clients\n    and 1,988 more\n"), "{text}");
    assert!(text.starts_with("contracts/leads: 2,000 changes since main\n"), "{text}");
}
