//! The arguments of an event or acknowledgement against their types.

use super::problem::{Kind, Problem};
use super::{Judge, Sender, Subject, Verdict, address, notice};
use crate::catalogue::{Message, Payload, Storage};
use crate::fit::Sent;
use crate::quantity::counted;
use crate::tree::{self, Node};

/// Judges what follows an event's name where there is no envelope.
pub(super) fn judge<'a>(judge: &'a Judge, verdict: &mut Verdict<'a>, message: &Message, arguments: &[Node]) {
    let arguments = without_position(verdict, &message.payload, arguments);
    hold(judge, &message.payload, arguments, "payload", Kind::Payload, &mut verdict.problems);
    address::of_payload(judge.catalogue(), verdict, payload(&message.payload, arguments));
}

/// Judges an acknowledgement.
pub(super) fn judge_acknowledgement<'a>(
    judge: &'a Judge,
    sender: Sender,
    name: &str,
    arguments: &[Node],
) -> Verdict<'a> {
    let mut verdict = Verdict { name: Some(name.to_owned()), ..Verdict::new(sender) };
    let Some((_, event)) = judge.names.get(judge.catalogue(), name) else {
        // The event was told of when it was sent.
        if sender == Sender::Server && (notice::is_refusal(arguments) || name.starts_with(notice::PREFIX)) {
            verdict.subject = Subject::Notice;
        }
        return verdict;
    };
    verdict.subject = Subject::Acknowledgement(event);
    let declared = match sender {
        Sender::Server => event.server_ack(),
        Sender::Client => event.client_ack(),
    };
    let mut problems = Vec::new();
    match declared {
        Some(message) => {
            hold(judge, &message.payload, arguments, "acknowledgement", Kind::Acknowledgement, &mut problems);
        }
        None if arguments.iter().all(|argument| matches!(argument.kind, tree::Kind::Null)) => {}
        None => problems.push(Problem::new(
            Kind::Acknowledgement,
            format!("`{name}` is acknowledged, and the contract declares no acknowledgement"),
        )),
    }
    if sender == Sender::Server && !problems.is_empty() && notice::is_refusal(arguments) {
        verdict.subject = Subject::Notice;
        problems.clear();
    }
    Verdict { problems, ..verdict }
}

/// Holds arguments to what an event carries.
pub(super) fn hold(
    judge: &Judge,
    payload: &Payload,
    arguments: &[Node],
    root: &str,
    kind: Kind,
    problems: &mut Vec<Problem>,
) {
    let is = if root == "payload" { "argument" } else { "answer" };
    let (expected, what) = match payload {
        Payload::Empty => (0, format!("takes no {is}")),
        Payload::One(_) => (1, format!("takes one {is}")),
        Payload::Args(args) => (args.len(), format!("takes {} {is}s", args.len())),
    };
    let got = arguments.len();
    match payload {
        // A lone null stands for nothing.
        Payload::Empty if matches!(arguments, [Node { kind: tree::Kind::Null, .. }]) => return,
        Payload::One(_) if got == 0 => problems.push(Problem::new(kind, format!("the {root} is missing")).at(root)),
        _ if got != expected => {
            let got = counted(got as u64, is, &format!("{is}s"));
            problems.push(Problem::new(kind, format!("the event {what}, and this has {got}")).at(root));
        }
        _ => {}
    }
    match payload {
        Payload::Empty => {}
        Payload::One(ty) => {
            if let Some(argument) = arguments.first() {
                fit(judge, kind, problems, |sent| sent.check(ty, argument, root));
            }
        }
        Payload::Args(args) => fit(judge, kind, problems, |sent| {
            for (arg, argument) in args.iter().zip(arguments) {
                sent.check(&arg.ty, argument, &arg.name);
            }
        }),
    }
}

/// Holds values to types, and keeps what does not fit.
pub(super) fn fit(judge: &Judge, kind: Kind, problems: &mut Vec<Problem>, work: impl FnOnce(&mut Sent<'_>)) {
    judge.with_patterns(|patterns| {
        work(&mut Sent {
            types: &judge.catalogue().types,
            patterns,
            report: &mut |path, diagnostic| {
                let path = path.map(ToString::to_string);
                problems.push(Problem { kind, path, message: diagnostic.message, help: diagnostic.help });
            },
        });
    });
}

/// The payload that a channel's parameters are taken from.
pub(super) fn payload<'a>(payload: &Payload, arguments: &'a [Node]) -> Option<&'a Node> {
    match payload {
        Payload::One(_) => arguments.first(),
        Payload::Empty | Payload::Args(_) => None,
    }
}

/// Takes the position of a stored event off the end of its arguments: where there is no payload, a null stands before it.
pub(super) fn without_position<'n>(verdict: &mut Verdict<'_>, payload: &Payload, arguments: &'n [Node]) -> &'n [Node] {
    let expected = match payload {
        Payload::Empty | Payload::One(_) => 1,
        Payload::Args(args) => args.len(),
    };
    let stored = verdict.event().is_some_and(|event| event.storage() == Storage::Stored);
    let Some((last, before)) = arguments.split_last().filter(|(_, before)| before.len() == expected) else {
        return arguments;
    };
    match last.as_str().filter(|text| verdict.sender == Sender::Server && stored && is_position(text)) {
        Some(position) => {
            verdict.position = Some(position.to_owned());
            before
        }
        None => arguments,
    }
}

/// Whether a text is a position in a channel, as in `12.k3f9@room.lobby`.
pub(super) fn is_position(text: &str) -> bool {
    text.split_once('@').and_then(|(place, channel)| Some((place.split_once('.')?, channel))).is_some_and(
        |((offset, epoch), channel)| offset.parse::<u64>().is_ok() && !epoch.is_empty() && !channel.is_empty(),
    )
}
