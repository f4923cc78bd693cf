//! Addresses of channels: what a payload says, and what a frame says.

use super::problem::{Kind, Problem};
use super::{Sender, Verdict};
use crate::catalogue::{
    Binding, Catalogue, Channel, ChannelRoute, Membership, MembershipTarget, ParamType, Route, Segment,
};
use crate::resolve::overlap::is_safe;
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

/// The address with these parameters, where all are known.
fn print(channel: &Channel, param: impl Fn(&str) -> Option<String>) -> Option<String> {
    let segments = channel.address.iter().map(|segment| match segment {
        Segment::Literal(text) => Some(text.clone()),
        Segment::Named(name) => param(name),
    });
    segments.collect()
}

/// The parameters of an address, each as it is printed; none where the text is no address of the channel.
fn read<'a, 't>(channel: &'a Channel, text: &'t str) -> Option<Vec<(&'a str, &'t str)>> {
    let mut params = Vec::new();
    let mut rest = text;
    let mut segments = channel.address.iter().peekable();
    while let Some(segment) = segments.next() {
        match segment {
            Segment::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
            Segment::Named(name) => {
                // A parameter is everything that can stand in one, less what of the text behind it could.
                let run = length(rest);
                let behind = match segments.peek() {
                    Some(Segment::Literal(literal)) => length(literal),
                    _ => 0,
                };
                let (value, after) = rest.split_at_checked(run.checked_sub(behind)?)?;
                if !fits(&channel.params.get(name)?.ty, value) {
                    return None;
                }
                params.push((name.as_str(), value));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(params)
}

/// How many bytes at the beginning of a text can stand in a parameter.
fn length(text: &str) -> usize {
    text.find(|character| !(character == '%' || is_safe(character))).unwrap_or(text.len())
}

/// Whether a text is the print of a parameter's value.
fn fits(ty: &ParamType, text: &str) -> bool {
    match ty {
        ParamType::String => decode(text).is_some(),
        ParamType::Integer => text.parse::<i64>().is_ok_and(|value| value.to_string() == text),
        ParamType::OneOf(values) => decode(text).is_some_and(|text| values.contains(&text)),
    }
}

/// A parameter as it is printed: everything that is not safe is percent-encoded (RFC 3986), byte by byte of its UTF-8.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_safe(character) {
            out.push(character);
        } else {
            out.extend(character.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    out
}

/// The text behind a parameter. Only the one form that [`encode`] prints is read.
fn decode(printed: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(printed.len());
    let mut rest = printed.as_bytes();
    while let [first, after @ ..] = rest {
        rest = match (*first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                bytes.push(u8::try_from(16 * digit(*high)? + digit(*low)?).ok()?);
                after
            }
            (byte, after) => {
                bytes.push(byte);
                after
            }
        };
    }
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty() && encode(text) == printed)
}
