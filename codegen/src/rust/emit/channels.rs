//! The file of channels.

use super::{items, print};
use crate::output::Text;
use crate::rust::model::{Channel, Channels};

/// Everything below the `use` lines.
pub fn channels(text: &mut Text, channels: &Channels) {
    for one in &channels.list {
        channel(text, one, &channels.contract);
    }
    for set in &channels.enums {
        items::item(text, set);
    }
    if !channels.list.is_empty() {
        set(text, channels);
    }
}

fn channel(text: &mut Text, channel: &Channel, contract: &str) {
    text.blank();
    print::docs(text, &channel.docs);
    text.line("#[derive(Clone, Debug, PartialEq, Eq, Hash)]");
    if channel.params.is_empty() {
        text.parts(&["pub struct ", &channel.ident, ";"]);
    } else {
        text.block(format!("pub struct {} {{", channel.ident), "}", |text| items::struct_fields(text, &channel.params));
    }
    text.blank();
    let address = channel.address.join(" ");
    text.line(format!("channel!({} in {contract}: {address}; {});", channel.ident, channel.access));
}

fn set(text: &mut Text, channels: &Channels) {
    text.blank();
    text.line("/// Any channel of the contract.");
    text.line("#[derive(Clone, Debug, PartialEq, Eq, Hash)]");
    text.block("pub enum AnyChannel {", "}", |text| {
        for channel in &channels.list {
            text.parts(&[&channel.ident, "(", &channel.ident, "),"]);
        }
    });
    text.blank();
    let idents: Vec<String> = channels.list.iter().map(|channel| channel.ident.clone()).collect();
    print::invocation(text, "channel_set", &format!("AnyChannel of {}", channels.contract), &idents);
}
