//! Names: their characters, their length, and what becomes of them in other languages' case rules.
//!
//! In: a document, whether or not the rest of it could be read. A name must survive as an identifier of Rust and
//! TypeScript, and must not look like another.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::parts::Named;
use crate::document::words::TransportWord;
use crate::lower::NAME_COLLISION;
use crate::resolve::names::all;
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::words;

/// Names have something to pronounce.
pub(crate) static NAME_EMPTY: Rule = rule!(error Names "name-empty", "a name has at least one letter or digit");
/// Names are short.
pub(crate) static NAME_LENGTH: Rule = rule!(error Names "name-length", "a name has at most 128 characters");
/// Names look like what they are.
pub(crate) static NAME_CHARACTER: Rule =
    rule!(error Names "name-character", "a name is written in visible ASCII characters, so that no two look alike");
/// Socket.IO keeps some names for itself.
pub(crate) static RESERVED_NAME: Rule =
    rule!(error Names "reserved-name", "no event has a name or served alias that Socket.IO keeps for itself");
/// An alias names one event.
pub(crate) static ALIAS_TAKEN: Rule =
    rule!(error Names "alias-taken", "an alias is no event's name, and no other event's alias");

/// The longest name, in characters.
const MAX_NAME: usize = 128;

/// The events that Socket.IO emits itself, on servers or clients.
const RESERVED: [&str; 6] =
    ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

/// Checks every name of a document.
pub(crate) fn check(document: &Document<'_>, diagnostics: &mut Diagnostics) {
    check_kind("event", &document.events, diagnostics);
    check_kind("channel", &document.channels, diagnostics);
    check_kind("priority", &document.priorities, diagnostics);
    check_kind("error code", &document.errors, diagnostics);
    check_kind("consumer", &document.consumers, diagnostics);
    check_kind("flow", &document.flows, diagnostics);
    for (_, channel) in all(&document.channels) {
        let Some(channel) = channel else {
            continue;
        };
        check_kind("parameter", &channel.params, diagnostics);
        for (_, param) in all(&channel.params) {
            let values = param.iter().flat_map(|param| param.values.iter().flatten());
            check_group("value", values, diagnostics);
        }
    }
    for (_, event) in all(&document.events) {
        let args = event.iter().flat_map(|event| event.args.iter().flatten());
        check_group("argument", args.filter_map(|arg| arg.name.as_ref()), diagnostics);
    }
    check_aliases(document, diagnostics);
    if document.transport.as_ref().is_some_and(|transport| transport.value == TransportWord::SocketIo) {
        check_reserved(document, diagnostics);
    }
}

fn check_kind<T>(kind: &str, named: &Option<Named<T>>, diagnostics: &mut Diagnostics) {
    check_group(kind, all(named).iter().map(|(name, _)| name), diagnostics);
}

/// Checks names that stand side by side, and so must stay apart.
fn check_group<'d>(kind: &str, names: impl Iterator<Item = &'d Spanned<String>>, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<String, &Spanned<String>> = HashMap::new();
    for name in names {
        if let Some(fault) = fault(kind, name) {
            diagnostics.push(fault);
            continue;
        }
        let identifier = words::pascal(&name.value);
        match seen.get(&identifier) {
            Some(first) if first.value != name.value => {
                let message =
                    format!("{kind} `{}` cannot be told from `{}` in generated code", name.value, first.value);
                let diagnostic = Diagnostic::new(&NAME_COLLISION, name.span, message).label(first.span, "the other");
                diagnostics.push(diagnostic.help(format!("both become `{identifier}`: rename one of them")));
            }
            // A name given twice is reported where maps and lists are read.
            Some(_) => {}
            None => {
                seen.insert(identifier, name);
            }
        }
    }
}

fn fault(kind: &str, name: &Spanned<String>) -> Option<Diagnostic> {
    if let Some(fault) = bad_character(kind, name) {
        return Some(fault);
    }
    if !name.value.contains(|ch: char| ch.is_ascii_alphanumeric()) {
        let message = format!("the {kind} `{}` has no letter and no digit", name.value);
        return Some(Diagnostic::new(&NAME_EMPTY, name.span, message).help("give it a name that can be pronounced"));
    }
    let length = name.value.len();
    (length > MAX_NAME).then(|| {
        let message = format!("this {kind} has a name of {length} characters, and {MAX_NAME} are enough");
        Diagnostic::new(&NAME_LENGTH, name.span, message).help("leave out what the payload or the channel says")
    })
}

fn bad_character(kind: &str, name: &Spanned<String>) -> Option<Diagnostic> {
    let text = &name.value;
    let outer_space = text.starts_with(' ') || text.ends_with(' ');
    let ch = match text.chars().find(|ch| !matches!(ch, ' '..='~')) {
        Some(ch) => ch,
        None if outer_space => ' ',
        None => return None,
    };
    let code = u32::from(ch);
    let what = match ch {
        ' ' => "a space at its edge".to_owned(),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            format!("U+{code:04X}, which changes the direction of writing")
        }
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => format!("U+{code:04X}, which is invisible"),
        ch if ch.is_control() || ch.is_whitespace() => format!("U+{code:04X}, which is no visible character"),
        ch => match looks_like(ch) {
            Some(ascii) => format!("`{ch}` (U+{code:04X}), which looks like `{ascii}`"),
            None => format!("`{ch}` (U+{code:04X})"),
        },
    };
    let shown: String =
        text.chars().flat_map(|ch| if ch == ' ' { vec![ch] } else { ch.escape_default().collect() }).collect();
    let message = format!("the {kind} `{shown}` holds {what}");
    let help =
        "names are written in visible ASCII characters: `A` to `Z`, digits, and signs such as `.`, `_`, `-`, `:`";
    Some(Diagnostic::new(&NAME_CHARACTER, name.span, message).help(help))
}

/// The ASCII letter that a letter of another script passes for, for the usual ones.
fn looks_like(ch: char) -> Option<char> {
    const FOREIGN: &str = "аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναιρυ";
    const ASCII: &str = "aeopcyxijshdqwABEKMHOPCTXIJSABEZHIKMNOPTYXovaipu";
    let fullwidth = u32::from(ch).checked_sub(0xfee0).and_then(char::from_u32).filter(|ch| ch.is_ascii_graphic());
    fullwidth.or_else(|| FOREIGN.chars().zip(ASCII.chars()).find(|(foreign, _)| *foreign == ch).map(|(_, ascii)| ascii))
}

fn check_aliases(document: &Document<'_>, diagnostics: &mut Diagnostics) {
    let events: HashMap<&str, Span> =
        all(&document.events).iter().map(|(name, _)| (name.value.as_str(), name.span)).collect();
    let mut aliases: HashMap<&str, Span> = HashMap::new();
    for (_, event) in all(&document.events) {
        let names = event.iter().flat_map(|event| event.aliases.iter().flatten());
        for alias in names.filter_map(|alias| alias.name.as_ref()) {
            diagnostics.extend(bad_character("alias", alias));
            let event = events.get(alias.value.as_str()).map(|span| (*span, "is the name of an event", "the event"));
            let other = aliases.get(alias.value.as_str()).map(|span| (*span, "is given twice", "the other alias"));
            let Some((span, what, who)) = event.or(other) else {
                aliases.insert(&alias.value, alias.span);
                continue;
            };
            let message = format!("the alias `{}` {what}", alias.value);
            let diagnostic = Diagnostic::new(&ALIAS_TAKEN, alias.span, message).label(span, who);
            diagnostics.push(diagnostic.help("an alias leads to one event: leave it out here or there"));
        }
    }
}

fn check_reserved(document: &Document<'_>, diagnostics: &mut Diagnostics) {
    let mut check = |name: &Spanned<String>, what: &str| {
        if RESERVED.contains(&name.value.as_str()) {
            let message = format!("Socket.IO keeps the name `{}` for itself, and refuses to send it", name.value);
            let help = format!("give the {what} another name");
            diagnostics.push(Diagnostic::new(&RESERVED_NAME, name.span, message).help(help));
        }
    };
    for (name, event) in all(&document.events) {
        check(name, "event");
        // An alias without an end is a wrong name, which nobody is served under.
        let aliases = event.iter().flat_map(|event| event.aliases.iter().flatten());
        let served = aliases.filter(|alias| alias.sunset.is_some());
        served.filter_map(|alias| alias.name.as_ref()).for_each(|name| check(name, "alias"));
    }
}
