//! Channels: their addresses as template literal types, their parameters as properties.

use event_spec::catalogue::{Access, Catalogue, Channel as Source, Param as SourceParam, ParamType, Segment};

use super::names::Settled;
use crate::typescript::model::{Channel, Param};
use crate::typescript::syntax;
use crate::typescript::tsdoc::Doc;

/// The channels of a catalogue.
pub fn lower(catalogue: &Catalogue, names: &Settled) -> Vec<Channel> {
    let lower_one = |(at, channel): (usize, &Source)| Channel {
        doc: documented(channel),
        name: channel.name.value.clone(),
        address: names.address(at).to_owned(),
        template: template(channel),
        pattern: channel.pattern.clone(),
        params: channel.params.iter().map(|(name, param)| lower_param(name, &param.ty)).collect(),
        access: access(&channel.access).to_owned(),
    };
    catalogue.channels.values().enumerate().map(lower_one).collect()
}

fn documented(channel: &Source) -> Doc {
    let entry = match &channel.access {
        Access::Public => "Open to everybody.".to_owned(),
        Access::Authenticated => "Open to everybody who is signed in.".to_owned(),
        Access::Class(class) => format!("The server decides who is `{class}`."),
    };
    let joining = channel.auto_join.as_ref().map(|which| format!("Joined on connecting: {which}."));
    let param =
        |(name, param): (&String, &SourceParam)| param.summary.as_ref().map(|summary| format!("- `{name}`: {summary}"));
    let params: Vec<String> = channel.params.iter().filter_map(param).collect();
    let doc = Doc::default().text(channel.summary.clone()).sentence(Some(entry)).sentence(joining);
    doc.text((!params.is_empty()).then(|| params.join("\n")))
}

fn access(access: &Access) -> &str {
    match access {
        Access::Public => "public",
        Access::Authenticated => "authenticated",
        Access::Class(class) => class,
    }
}

fn lower_param(name: &str, ty: &ParamType) -> Param {
    let values = |values: &[String], joint: &str| {
        values.iter().map(|value| syntax::string(value)).collect::<Vec<_>>().join(joint)
    };
    let (ty, rule) = match ty {
        ParamType::String => ("string".to_owned(), "text".to_owned()),
        ParamType::Integer => ("number".to_owned(), "integer".to_owned()),
        ParamType::OneOf(list) => (values(list, " | "), format!("oneOf([{}])", values(list, ", "))),
    };
    Param { name: name.to_owned(), ty, rule }
}

/// The type of a channel's printed addresses.
fn template(channel: &Source) -> String {
    if channel.params.is_empty() {
        return syntax::string(&channel.pattern);
    }
    let part = |segment: &Segment| match segment {
        Segment::Literal(text) => syntax::template_part(text),
        Segment::Named(name) => match channel.params.get(name).map(|param| &param.ty) {
            Some(ParamType::Integer) => "${number}".to_owned(),
            Some(ParamType::OneOf(values)) => {
                let printed: Vec<_> = values.iter().map(|value| syntax::string(&encoded(value))).collect();
                format!("${{{}}}", printed.join(" | "))
            }
            Some(ParamType::String) | None => "${string}".to_owned(),
        },
    };
    format!("`{}`", channel.address.iter().map(part).collect::<String>())
}

/// A parameter as it is printed: everything but letters, digits and `_ ~ @ + = -` percent-encoded (RFC 3986, 2.1).
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'~' | b'@' | b'+' | b'=' | b'-' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
