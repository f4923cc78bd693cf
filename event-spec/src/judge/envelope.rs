//! Envelopes: name, payload, channel, priority and metadata in one object.

use super::problem::{Kind, Problem};
use super::{Judge, Sender, Subject, Verdict, address, arguments, notice, read};
use crate::catalogue::{Envelope, Message, Payload, Storage};
use crate::suggest;
use crate::tree::{self, Entry, Node};

/// Judges a frame that is an envelope by itself.
pub(super) fn judge<'a>(judge: &'a Judge, sender: Sender, node: &Node) -> Verdict<'a> {
    let refused = |problem| Verdict { problems: vec![problem], ..Verdict::new(sender) };
    let Some(envelope) = judge.envelope(sender) else {
        return match node.items().split_first().and_then(|(name, arguments)| Some((name.as_str()?, arguments))) {
            Some((name, arguments)) => judge.named(sender, name, arguments),
            None => refused(Problem::new(Kind::NotAFrame, "a frame is a list of the event's name and arguments")),
        };
    };
    let tree::Kind::Map(entries) = &node.kind else {
        let message = format!(
            "a frame is an object with `{}` and `{}`, and this is {}",
            envelope.name,
            envelope.payload,
            node.describe()
        );
        return refused(Problem::new(Kind::NotAFrame, message));
    };
    let name = match node.get(&envelope.name) {
        Some(name) => match name.as_str() {
            Some(name) => name,
            None => return refused(of_key(&envelope.name, format!("must be a text, and this is {}", name.describe()))),
        },
        None => {
            let keys = entries.iter().map(|entry| entry.key.value.as_str());
            let near = suggest::nearest(&envelope.name, keys);
            let message = format!("the field `{}` is missing in `envelope`: it holds the event's name", envelope.name);
            let problem = Problem::new(Kind::Envelope, message).at(path(&envelope.name));
            return refused(match near {
                Some(near) => problem.help(format!("`{near}` is written here: is it meant?")),
                None => problem,
            });
        }
    };
    let mut verdict = judge.recognise(sender, name);
    if name.starts_with(notice::PREFIX) {
        return verdict;
    }
    if let Some(message) = judge.expected(&mut verdict) {
        fields(judge, envelope, &mut verdict, message, entries);
    }
    verdict
}

/// Judges an envelope after the name in a packet.
pub(super) fn judge_in_packet<'a>(judge: &'a Judge, verdict: &mut Verdict<'a>, message: &Message, items: &[Node]) {
    let Some(envelope) = judge.envelope(verdict.sender) else { return };
    // A position stands behind the envelope, whatever that holds.
    let items = arguments::without_position(verdict, &Payload::Empty, items);
    let (Some(node), count) = (items.first(), items.len()) else {
        verdict
            .problems
            .push(Problem::new(Kind::Envelope, "the envelope is missing after the event's name").at("envelope"));
        return;
    };
    if count > 1 {
        let message = format!("the event takes one argument, its envelope, and this has {count}");
        verdict.problems.push(Problem::new(Kind::Envelope, message).at("envelope"));
    }
    let tree::Kind::Map(entries) = &node.kind else {
        let message = format!("`envelope` must be an object, and this is {}", node.describe());
        verdict.problems.push(Problem::new(Kind::Envelope, message).at("envelope"));
        return;
    };
    let outer = verdict.name.clone().unwrap_or_default();
    match node.get(&envelope.name).map(|name| (name, name.as_str())) {
        Some((_, Some(inner))) if inner == outer => {}
        Some(_) => {
            verdict.problems.push(of_key(&envelope.name, format!("must be `{outer}`, as in the packet around it")));
        }
        None => {
            let message = format!("the field `{}` is missing in `envelope`: it holds the event's name", envelope.name);
            verdict.problems.push(Problem::new(Kind::Envelope, message).at(path(&envelope.name)));
        }
    }
    fields(judge, envelope, verdict, message, entries);
}

/// Judges what lies beside the name.
fn fields<'a>(judge: &'a Judge, envelope: &Envelope, verdict: &mut Verdict<'a>, message: &Message, entries: &[Entry]) {
    let has = |key: &str, role: Option<&String>| role.is_some_and(|role| role == key);
    let (mut payload, mut meta) = (None, Vec::new());
    for Entry { key, value } in entries {
        let key = key.value.as_str();
        if key == envelope.name {
            continue;
        }
        if key == envelope.payload {
            payload = Some(value);
        } else if has(key, envelope.channel.as_ref()) {
            match value.as_str() {
                Some(text) => verdict.channel = Some(text.to_owned()),
                None => verdict.problems.push(of_key(key, format!("must be a text, and this is {}", value.describe()))),
            }
        } else if has(key, envelope.priority.as_ref()) {
            verdict.problems.extend(priority(verdict, key, value));
        } else if is_position(verdict, envelope, key, value) {
            verdict.position = value.as_str().map(str::to_owned);
        } else {
            meta.push(Entry { key: tree_key(key), value: value.clone() });
        }
    }
    let failed = envelope.error.as_ref().is_some_and(|error| entries.iter().any(|entry| entry.key.value == error.key));
    let meta = read::node(tree::Kind::Map(meta));
    arguments::fit(judge, Kind::Envelope, &mut verdict.problems, |sent| {
        sent.check_object(&envelope.meta, &meta, "envelope");
    });
    let nothing = payload.is_none_or(|payload| matches!(payload.kind, tree::Kind::Null));
    // A failure may do without a payload.
    if failed && nothing {
        return;
    }
    let items = match (&message.payload, payload) {
        (Payload::Args(_), Some(payload)) => payload.items(),
        (_, Some(payload)) => std::slice::from_ref(payload),
        (_, None) => &[],
    };
    arguments::hold(judge, &message.payload, items, "payload", Kind::Payload, &mut verdict.problems);
    address::of_payload(judge.catalogue(), verdict, arguments::payload(&message.payload, items));
}

/// What is wrong with the name of a priority.
fn priority(verdict: &Verdict<'_>, key: &str, value: &Node) -> Option<Problem> {
    let Some(text) = value.as_str() else {
        return Some(of_key(key, format!("must be a text, and this is {}", value.describe())));
    };
    let declared = verdict.event()?.priority.as_ref()?;
    (declared.value != text).then(|| of_key(key, format!("must be `{}`, and this is `{text}`", declared.value)))
}

/// Whether an entry is the position that a client asked for, and no key of the contract's own.
fn is_position(verdict: &Verdict<'_>, envelope: &Envelope, key: &str, value: &Node) -> bool {
    key == "position"
        && verdict.sender == Sender::Server
        && envelope.meta.field(key).is_none()
        && matches!(verdict.subject, Subject::Event(event) if event.storage() == Storage::Stored)
        && value.as_str().is_some_and(arguments::is_position)
}

fn tree_key(key: &str) -> crate::source::Spanned<String> {
    crate::source::Spanned::new(key.to_owned(), crate::source::Span::NOWHERE)
}

fn path(key: &str) -> String {
    format!("envelope.{key}")
}

fn of_key(key: &str, what: String) -> Problem {
    let path = path(key);
    Problem::new(Kind::Envelope, format!("`{path}` {what}")).at(path)
}
