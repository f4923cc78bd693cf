//! What stands in for a module whose catalogue has faults.
//!
//! In: the names that could be read, whatever else is wrong. Out: the module's names as aliases of a type `Broken`, which
//! whoever prints them declares as an error: the compiler complains about it once, and is silent about its uses.

use std::collections::BTreeSet;

use super::ident;
use crate::output::Text;

/// The names that could be read from a faulty catalogue, as they stand on the wire.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The catalogue's own.
    pub catalogue: String,
    /// Events.
    pub events: Vec<String>,
    /// Channels.
    pub channels: Vec<String>,
    /// Shared schemas.
    pub types: Vec<String>,
}

/// The stubs, but for `Broken` itself.
pub fn print(names: &Names) -> String {
    let mut text = Text::new("    ");
    let root = ["ServerEvent", "ClientEvent", "Meta", "ErrorCode"].map(str::to_owned);
    aliases(&mut text, root.into_iter().chain([ident::pascal(&names.catalogue)]), "Broken");
    let events = names.events.iter().map(|name| ident::pascal(name));
    let events = events.flat_map(|name| [format!("Client{name}"), format!("{name}Ack"), name]);
    let channels = names.channels.iter().map(|name| ident::pascal(name)).chain(["AnyChannel".to_owned()]);
    let types = names.types.iter().map(|name| ident::pascal(name));
    module(&mut text, "events", events);
    module(&mut text, "channels", channels);
    module(&mut text, "types", types);
    for name in ["event_name", "channel_name"] {
        text.blank();
        text.block(format!("macro_rules! {name} {{"), "}", |text| text.line(r#"($($any:tt)*) => { "" };"#));
        text.line(format!("pub(crate) use {name};"));
        text.line(format!("const _: &str = self::{name}!();"));
    }
    text.finish()
}

fn module(text: &mut Text, name: &str, types: impl Iterator<Item = String>) {
    text.blank();
    text.block(format!("pub mod {name} {{"), "}", |text| aliases(text, types, "super::Broken"));
}

fn aliases(text: &mut Text, names: impl Iterator<Item = String>, broken: &str) {
    // A catalogue with faults may name a thing twice.
    for name in names.collect::<BTreeSet<_>>() {
        text.parts(&["pub type ", &name, " = ", broken, ";"]);
    }
}
