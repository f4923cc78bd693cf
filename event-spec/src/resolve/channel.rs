//! Channels: their addresses and parameters.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::names::all;
use super::overlap::{Printed, is_printed};
use crate::catalogue::{Access, Channel, Param, ParamType, Segment};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::channel::{ChannelRecord, ParamRecord};
use crate::document::template::Template;
use crate::document::words::{AccessWord, ParamWord};
use crate::record::{INVALID_VALUE, MISSING_KEY, Record};
use crate::resolve::EXCLUSIVE_KEYS;
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::suggest;

/// Address and parameters agree.
pub(crate) static CHANNEL_PARAMETER: Rule = rule!(error Channels "channel-parameter", "`params` describes the parameters of the address, all of them and no others");
/// An address has one reading.
pub(crate) static CHANNEL_AMBIGUOUS: Rule = rule!(error Channels "channel-ambiguous", "no two channels, and no two values of parameters, print the same address");

/// `public` is not taken for a class.
pub(crate) static ACCESS_MISSPELT: Rule =
    rule!(warning Channels "access-misspelt", "a class of access is not mistaken for `public` or `authenticated`");

/// With how many others a channel is reported; more would say nothing new.
const MAX_MEETINGS: usize = 16;

/// Resolves every channel that can be.
pub(super) fn resolve_channels(document: &Document<'_>, diagnostics: &mut Diagnostics) -> IndexMap<String, Channel> {
    let mut channels = IndexMap::new();
    for (name, record) in all(&document.channels) {
        if let Some(channel) = record.as_ref().and_then(|record| resolve_channel(name, record, diagnostics)) {
            channels.insert(name.value.clone(), channel);
        }
    }
    check_distinct(&channels, document, diagnostics);
    channels
}

fn resolve_channel(name: &Spanned<String>, record: &ChannelRecord, diagnostics: &mut Diagnostics) -> Option<Channel> {
    let described = all(&record.params);
    let mut params = IndexMap::new();
    if let Some(address) = &record.address {
        check_separators(address, diagnostics);
        let is_described = |word: &str| described.iter().any(|(param, _)| param.value == word);
        // A slip in the name of a parameter is one finding, and its description that of the parameter that was meant.
        let mut slips = HashMap::new();
        for (param, description) in
            described.iter().filter(|(param, _)| !address.words().any(|word| word == param.value))
        {
            let message = format!("the address `{}` has no parameter `{}`", address.text, param.value);
            let diagnostic = Diagnostic::new(&CHANNEL_PARAMETER, param.span, message);
            let diagnostic = diagnostic.label(address.span, "the address");
            let near = suggest::name(&param.value, address.words()).map(|near| near.unless(is_described));
            diagnostics.push(match &near {
                Some(near) => diagnostic.meant(param, near),
                None => diagnostic.help(format!("put `{{{}}}` into the address, or leave it out here", param.value)),
            });
            slips.extend(near.filter(|near| !is_described(&near.name)).map(|near| (near.name, (param, description))));
        }
        for word in address.words() {
            let own = described.iter().find(|(param, _)| param.value == word).map(|(param, record)| (param, record));
            let Some((param, description)) = own.or_else(|| slips.get(word).copied()) else {
                diagnostics.push(undescribed(word, address));
                continue;
            };
            let resolved = description.as_ref().and_then(|record| resolve_param(param, record, diagnostics));
            params.extend(resolved.map(|resolved| (word.to_owned(), resolved)));
        }
    }
    if let Some(access) = &record.access {
        diagnostics.extend(misspelt(access));
    }
    let (address, access) = (record.address.as_ref()?, record.access.as_ref()?);
    Some(Channel {
        name: name.clone(),
        summary: text(&record.summary),
        address: address.segments.clone(),
        pattern: address.text.clone(),
        params,
        access: match access.0.as_str() {
            "public" => Access::Public,
            "authenticated" => Access::Authenticated,
            class => Access::Class(class.to_owned()),
        },
        auto_join: text(&record.auto_join),
        span: name.span,
    })
}

/// A class that differs in case or in one letter from a word with a meaning of its own.
fn misspelt(access: &Spanned<AccessWord>) -> Option<Diagnostic> {
    let class = &access.value.0;
    let words = ["public", "authenticated"];
    let lower = class.to_ascii_lowercase();
    let meant = words.into_iter().find(|word| strsim::damerau_levenshtein(&lower, word) <= 1)?;
    if class == meant {
        return None;
    }
    let message = format!("`{class}` is a class of its own here, and not `{meant}`");
    // Never mended without being asked: who may enter is for a person to decide.
    Some(Diagnostic::new(&ACCESS_MISSPELT, access.span, message).help(format!("did you mean `{meant}`?")))
}

/// The text of a key that may be absent.
pub(super) fn text(key: &Option<Spanned<String>>) -> Option<String> {
    key.as_ref().map(|text| text.value.clone())
}

fn undescribed(word: &str, address: &Spanned<Template>) -> Diagnostic {
    let message = format!("the parameter `{{{word}}}` of `{}` is not described", address.text);
    let help = format!("add `params: {{ {word}: {{ type: string }} }}`");
    Diagnostic::new(&CHANNEL_PARAMETER, address.span, message).help(help)
}

fn resolve_param(name: &Spanned<String>, record: &ParamRecord, diagnostics: &mut Diagnostics) -> Option<Param> {
    let summary = text(&record.summary);
    let ty = match (&record.ty, &record.values) {
        (Some(word), None) => match word.value {
            ParamWord::String => ParamType::String,
            ParamWord::Integer => ParamType::Integer,
        },
        (None, Some(values)) => ParamType::OneOf(resolve_values(name, values, diagnostics)?),
        (Some(word), Some(_)) => {
            let message = format!("the parameter `{}` has both `type` and `enum`", name.value);
            diagnostics.push(Diagnostic::new(&EXCLUSIVE_KEYS, word.span, message).help("keep one of the two"));
            return None;
        }
        (None, None) if record.marks().is_faulty() => return None,
        (None, None) => {
            let message = format!("the parameter `{}` has no `type`", name.value);
            let help = "add `type: string`, `type: integer`, or `enum` with a list of texts";
            diagnostics.push(Diagnostic::new(&MISSING_KEY, name.span, message).help(help));
            return None;
        }
    };
    Some(Param { ty, summary })
}

fn resolve_values(
    name: &Spanned<String>,
    values: &[Spanned<String>],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let before = diagnostics.len();
    if values.is_empty() {
        let message = format!("the parameter `{}` can hold nothing", name.value);
        diagnostics.push(Diagnostic::new(&INVALID_VALUE, name.span, message).help("list its texts under `enum`"));
    }
    for empty in values.iter().filter(|value| value.value.is_empty()) {
        let message = "a parameter's text cannot be empty";
        diagnostics.push(Diagnostic::new(&INVALID_VALUE, empty.span, message));
    }
    super::check_repeats("enum", values, diagnostics);
    (diagnostics.len() == before).then(|| values.iter().map(|value| value.value.clone()).collect())
}

/// Two parameters need something between them that neither can hold.
fn check_separators(address: &Spanned<Template>, diagnostics: &mut Diagnostics) {
    let mut before: Option<&str> = None;
    let mut separated = true;
    for segment in &address.segments {
        match segment {
            // A parameter prints everything else percent-encoded.
            Segment::Literal(text) => separated |= text.chars().any(|ch| !is_printed(ch)),
            Segment::Named(word) => {
                if let Some(before) = before.filter(|_| !separated) {
                    let message = format!("`{{{before}}}` and `{{{word}}}` run into each other in `{}`", address.text);
                    let help = format!("put a `.` or `:` between them, as in `{{{before}}}.{{{word}}}`");
                    diagnostics.push(Diagnostic::new(&CHANNEL_AMBIGUOUS, address.span, message).help(help));
                }
                before = Some(word);
                separated = false;
            }
        }
    }
}

/// Reports every two channels of which one can print an address of the other.
fn check_distinct(channels: &IndexMap<String, Channel>, document: &Document<'_>, diagnostics: &mut Diagnostics) {
    let printed = channels.values().zip(0usize..);
    let printed = printed.filter_map(|(channel, at)| Some((Printed::of(channel)?, at, channel)));
    let mut sorted: Vec<_> = printed.collect();
    sorted.sort_by(|(one, at, _), (other, then, _)| (one.prefix(), at).cmp(&(other.prefix(), then)));
    for (index, (one, at, channel)) in sorted.iter().enumerate() {
        // What does not begin with the text before the first parameter cannot meet, and lies behind what does.
        let candidates = sorted[index + 1..].iter().take_while(|(other, ..)| other.prefix().starts_with(one.prefix()));
        let meeting = candidates.filter_map(|(other, then, second)| Some((one.common(other)?, then, second)));
        for (address, then, second) in meeting.take(MAX_MEETINGS) {
            let (first, second) = if at < then { (channel, second) } else { (second, channel) };
            let message =
                format!("the channels `{}` and `{}` can both print `{address}`", first.name.value, second.name.value);
            let diagnostic = Diagnostic::new(&CHANNEL_AMBIGUOUS, address_span(document, second), message);
            let diagnostic = diagnostic.label(address_span(document, first), "the other address");
            diagnostics.push(diagnostic.help(apart(first, second)));
        }
    }
}

/// How two channels are told apart.
fn apart(first: &Channel, second: &Channel) -> String {
    let open = [second, first].into_iter().find_map(|channel| {
        let at = channel.address.iter().position(|segment| matches!(segment, Segment::Named(_)))?;
        match &channel.address[at] {
            Segment::Named(word) => Some((channel, word)),
            Segment::Literal(_) => None,
        }
    });
    match open {
        Some((channel, word)) => {
            let braced = format!("{{{word}}}");
            let example = channel.pattern.replacen(&braced, &format!("{}.{braced}", channel.name.value), 1);
            format!("put a text of its own before the parameter, as in `{example}`")
        }
        None => "give one of the two another address".to_owned(),
    }
}

fn address_span(document: &Document<'_>, channel: &Channel) -> Span {
    let record = all(&document.channels).iter().find(|(name, _)| name.value == channel.name.value);
    let address = record.and_then(|(_, record)| record.as_ref()?.address.as_ref());
    address.map_or(channel.span, |address| address.span)
}
