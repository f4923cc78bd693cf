//! The root of a module.

use super::{Placement, items, print};
use crate::output::Text;
use crate::rust::ident;
use crate::rust::literal;
use crate::rust::model::{Contract, EventSet, EventVariant, Module, NameMacro};
use crate::rust::scope::WIDTH;

/// Everything below the `use` lines.
pub fn contract(text: &mut Text, module: &Module, placement: Placement) {
    let contract = &module.contract;
    marker(text, contract, placement);
    if let Some(meta) = &contract.meta {
        items::item(text, &meta.item);
        let roles: Vec<String> = meta.roles.iter().map(|(role, key)| format!("{role}: {key}")).collect();
        print::invocation(text, "envelope", "Meta", &roles);
    }
    event_set(text, &contract.server, &contract.ident);
    event_set(text, &contract.client, &contract.ident);
    if let Some(errors) = &contract.errors {
        items::item(text, errors);
    }
    if !contract.priorities.is_empty() {
        priorities(text, contract);
    }
    if !contract.names.is_empty() {
        names(text, contract);
        name_macro(text, module, &contract.event_names, placement);
    }
    if !contract.channel_names.known.is_empty() {
        name_macro(text, module, &contract.channel_names, placement);
    }
}

/// The file that holds the model, beside the root of the module.
pub const MODEL: &str = "model.json";

fn marker(text: &mut Text, contract: &Contract, placement: Placement) {
    let ident = &contract.ident;
    text.blank();
    text.parts(&["/// The contract `", &contract.name, "`."]);
    text.line("#[derive(Clone, Copy, Debug, PartialEq, Eq)]");
    text.parts(&["pub struct ", ident, ";"]);
    text.blank();
    text.block(format!("impl Contract for {ident} {{"), "}", |text| {
        text.line(format!("const NAME: &'static str = {};", literal::string(&contract.name)));
        text.line(format!("const VERSION: &'static str = {};", contract.version));
        text.line(format!("const FINGERPRINT: &'static str = {};", contract.fingerprint));
        text.line(match placement {
            Placement::Files => format!("const MODEL: &'static str = include_str!({});", literal::string(MODEL)),
            Placement::Inline => format!("const MODEL: &'static str = {};", literal::string(&contract.model)),
        });
        text.line(format!("const TRANSPORT: Transport = {};", contract.transport));
        let priorities: Vec<String> =
            contract.priorities.iter().map(|priority| format!("&priorities::{}", priority.ident)).collect();
        print::array(text, "const PRIORITIES: &'static [&'static Priority] = &", &priorities, ";");
        if let Some(limits) = &contract.limits {
            print::literal(text, "const LIMITS: Limits = ", limits, ";");
        }
        if let Some(reconnect) = &contract.reconnect {
            print::literal(text, "const RECONNECT: Option<Reconnect> = Some(", reconnect, ");");
        }
        text.line("type ServerEvent = ServerEvent;");
        text.line("type ClientEvent = ClientEvent;");
        text.parts(&["type Channel = ", &contract.channel, ";"]);
        text.parts(&["type Meta = ", if contract.meta.is_some() { "Meta" } else { "NoEnvelope" }, ";"]);
    });
}

fn event_set(text: &mut Text, set: &EventSet, contract: &str) {
    text.blank();
    text.block("event_set! {", "}", |text| {
        text.parts(&["/// ", set.docs]);
        text.line("#[derive(Clone, Debug, PartialEq)]");
        let bare = if set.bare { ": bare" } else { "" };
        text.block(format!("pub enum {}{} of {contract}{bare} {{", set.code.word(), set.ident), "}", |text| {
            for (at, variant) in set.variants.iter().enumerate() {
                let ends = at + 1 == set.variants.len() && !set.rest.is_empty();
                text.parts(&[&variant_type(variant), " = ", &variant.names.join(" | "), if ends { ";" } else { "," }]);
            }
            if set.variants.is_empty() && !set.rest.is_empty() {
                text.line(";");
            }
            for (name, request) in &set.rest {
                text.parts(&["rest ", name, " = ", request, ","]);
            }
        });
    });
}

/// A variant, with its type where that is not called the same.
fn variant_type(variant: &EventVariant) -> String {
    match variant {
        EventVariant { ident, ty, boxed: true, .. } => format!("{ident}(Box<{ty}>)"),
        EventVariant { ident, ty, .. } if ident == ty => ident.clone(),
        EventVariant { ident, ty, .. } => format!("{ident}({ty})"),
    }
}

fn priorities(text: &mut Text, contract: &Contract) {
    text.blank();
    text.line("/// The delivery policies, the most urgent first.");
    text.block("pub mod priorities {", "}", |text| {
        for line in &contract.priority_uses {
            text.line(line);
        }
        for priority in &contract.priorities {
            text.blank();
            print::docs(text, &priority.docs);
            print::literal(text, &format!("pub const {}: Priority = ", priority.ident), &priority.value, ";");
        }
    });
}

fn names(text: &mut Text, contract: &Contract) {
    text.blank();
    text.line("/// The names of the events.");
    text.block("pub mod names {", "}", |text| {
        for name in &contract.names {
            text.line(format!("pub const {}: &str = {};", name.ident, name.literal));
        }
    });
}

/// A list of literals in brackets.
fn bracketed(text: &mut Text, items: &[String]) {
    let line = format!("[{}]", items.join(" "));
    if print::fits(text, &line) {
        return text.line(line);
    }
    text.block("[", "]", |text| {
        let mut line = String::new();
        for item in items {
            if !line.is_empty() && text.indentation() + line.chars().count() + 1 + item.chars().count() > WIDTH {
                text.line(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(item);
        }
        text.line(line);
    });
}

/// A macro with an arm for each literal, and a fallback that compares values and explains.
fn name_macro(text: &mut Text, module: &Module, names: &NameMacro, placement: Placement) {
    let what = names.what;
    let short = format!("{what}_name");
    let long = format!("{}_{short}", ident::bare(&module.name));
    text.blank();
    let (ident, literal_macro) = match placement {
        Placement::Files => {
            let docs = match what {
                "event" => "The name of an event of this contract, checked by the compiler.",
                _ => "The address pattern of a channel of this contract, checked by the compiler.",
            };
            text.parts(&["/// ", docs]);
            text.line("#[doc(inline)]");
            text.line(format!("pub use crate::{long} as {short};"));
            text.blank();
            text.line("#[doc(hidden)]");
            text.line("#[macro_export]");
            (long.as_str(), "$crate::runtime::literal!")
        }
        Placement::Inline => (short.as_str(), "::event_contracts_runtime::literal!"),
    };
    text.block(format!("macro_rules! {ident} {{"), "}", |text| {
        for name in &names.known {
            text.line(format!("({name}) => {{ {name} }};"));
        }
        text.block("($($other:tt)*) => {", "};", |text| {
            text.block(format!("{literal_macro} {{"), "}", |text| {
                text.line(format!("{} {}", literal::string(what), literal::string(&module.contract.name)));
                bracketed(text, &names.known);
                let wrong: Vec<String> =
                    names.wrong.iter().map(|(wrong, right)| format!("{wrong} => {right}")).collect();
                bracketed(text, &wrong);
                text.line("$($other)*");
            });
        });
    });
    if placement == Placement::Inline {
        text.line(format!("pub(crate) use {ident};"));
        // A use of its own, so that nobody is warned who has none.
        if let Some(name) = names.known.first() {
            text.line(format!("const _: &str = self::{ident}!({name});"));
        }
    }
}
