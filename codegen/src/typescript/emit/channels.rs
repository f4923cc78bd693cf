//! Channels: types of addresses, builders and the parser.

use super::{Doc, alias, syntax};
use crate::output::Text;
use crate::typescript::model::{Channel, Module};

/// Declares addresses, `channels`, `access` and `parseChannel`.
pub fn declare(text: &mut Text, module: &Module) {
    if module.channels.is_empty() {
        return;
    }
    for channel in &module.channels {
        Doc::new(format!("An address of the channel `{}`.", channel.name)).emit(text);
        text.line(format!("export type {} = {};", channel.address, channel.template));
        text.blank();
    }
    let addresses: Vec<_> = module.channels.iter().map(|channel| (Doc::default(), channel.address.clone())).collect();
    Doc::new("An address of any channel.").emit(text);
    alias(text, "ChannelAddress", '|', &addresses);
    Doc::new("Prints and parses the addresses of each channel.").emit(text);
    text.block("export declare const channels: {", "};", |text| {
        for channel in &module.channels {
            channel.doc.emit(text);
            let (key, address) = (syntax::key(&channel.name), &channel.address);
            text.line(format!("readonly {key}: Channel<{}, {address}>;", params(channel)));
        }
    });
    text.blank();
    Doc::new("Who may enter which channel: everybody, who is signed in, or a class of users.").emit(text);
    text.block("export declare const access: {", "};", |text| {
        for channel in &module.channels {
            text.line(format!("readonly {}: {};", syntax::key(&channel.name), syntax::string(&channel.access)));
        }
    });
    text.blank();
    let any = |channel: &Channel| {
        let (name, params) = (syntax::string(&channel.name), params(channel));
        (Doc::default(), format!("{{ readonly channel: {name}; readonly params: {params} }}"))
    };
    Doc::new("A channel with its parameters.").emit(text);
    alias(text, "AnyChannel", '|', &module.channels.iter().map(any).collect::<Vec<_>>());
    Doc::new("The channel with this address, if it is one of the contract's.").emit(text);
    text.line("export declare function parseChannel(address: string): AnyChannel | undefined;");
    text.blank();
}

fn params(channel: &Channel) -> String {
    if channel.params.is_empty() {
        return "{}".to_owned();
    }
    let params: Vec<String> =
        channel.params.iter().map(|param| format!("{}: {}", syntax::key(&param.name), param.ty)).collect();
    format!("{{ {} }}", params.join("; "))
}

/// Defines the same.
pub fn script(text: &mut Text, module: &Module) {
    if module.channels.is_empty() {
        return;
    }
    text.block("export const channels = {", "};", |text| {
        for channel in &module.channels {
            let rules: Vec<String> = channel
                .params
                .iter()
                .map(|param| format!("{}: {}", syntax::literal_key(&param.name), param.rule))
                .collect();
            let rules = if rules.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", rules.join(", ")) };
            let (key, pattern) = (syntax::literal_key(&channel.name), syntax::string(&channel.pattern));
            text.line(format!("{key}: /* @__PURE__ */ channel({pattern}, {rules}),"));
        }
    });
    text.blank();
    text.block("export const access = {", "};", |text| {
        for channel in &module.channels {
            text.line(format!("{}: {},", syntax::literal_key(&channel.name), syntax::string(&channel.access)));
        }
    });
    text.blank();
    text.line("export const parseChannel = (address) => parseAny(channels, address);");
    text.blank();
}
