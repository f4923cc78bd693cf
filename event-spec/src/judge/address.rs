//! Addresses of channels: what a payload says, and what a frame says.

use super::problem::{Kind, Problem};
use super::{Sender, Verdict};
use crate::address::{encode, print, read};
use crate::catalogue::{Binding, Catalogue, ChannelRoute, Membership, MembershipTarget, Route};
use crate::tree::{Kind as NodeKind, Node};

/// Finds out which channel a frame is about, and holds what it says of that to its payload.
pub(super) fn of_payload(catalogue: &Catalogue, verdict: &mut Verdict<'_>, payload: Option<&Node>) {
    let Some(event) = verdict.event() else { return };
    let route = match (verdict.sender, &event.route, &event.membership) {
        (Sender::Server, Route::Channel(route), _) => route,
        (Sender::Client, _, Some(Membership::Joins(target) | Membership::Leaves(target))) => match target {
            MembershipTarget::Channel(route) => route,
            MembershipTarget::Any => {
                let text = payload.and_then(Node::as_str);
                verdict.channel = text.map(str::to_owned);
                verdict.problems.extend(text.and_then(|text| no_address(catalogue, text)));
                return;
            }
        },
        (Sender::Client, Route::Channel(route), None) => route,
        _ => return,
    };
    let Some(channel) = catalogue.channels.get(&route.channel.value) else { return };
    let said = |param: &str| bound(route, param, payload?);
    match &verdict.channel {
        None => verdict.channel = print(channel, said),
        Some(written) => {
            let problem = match read(channel, written) {
                None => Some(format!("is `{written}`, which is no address of `{}`", channel.pattern)),
                Some(params) => params.into_iter().find_map(|(param, written)| {
                    let said = said(param).filter(|said| *said != written)?;
                    Some(format!("says `{written}` as `{param}`, and the payload says `{said}`"))
                }),
            };
            let path = catalogue.envelope.as_ref().and_then(|envelope| envelope.channel.as_ref());
            let path = format!("envelope.{}", path.map_or("channel", String::as_str));
            let problem = problem.map(|what| Problem::new(Kind::Channel, format!("`{path}` {what}")).at(path));
            verdict.problems.extend(problem);
        }
    }
}

/// That a text is no address of any channel.
fn no_address(catalogue: &Catalogue, text: &str) -> Option<Problem> {
    if catalogue.channels.values().any(|channel| read(channel, text).is_some()) {
        return None;
    }
    let patterns = crate::fit::listed(catalogue.channels.values().map(|channel| format!("`{}`", channel.pattern)));
    let problem =
        Problem::new(Kind::Channel, "`payload` must be the address of a channel, and this is none".to_owned());
    Some(problem.at("payload").help(format!("the addresses are {patterns}")))
}

/// What a payload says for a parameter, as it is printed.
fn bound(route: &ChannelRoute, param: &str, payload: &Node) -> Option<String> {
    let Binding::Field(path) = route.bindings.get(param)? else { return None };
    let node = path.keys.iter().try_fold(payload, |node, key| node.get(key))?;
    match &node.kind {
        NodeKind::String(text) if !text.is_empty() => Some(encode(text)),
        NodeKind::Number(number) => Some(number.0.clone()),
        _ => None,
    }
}
