//! The `.js` file: what of a contract exists at run time.

use super::{channels, constants, consumers, delivery, frames, header, helpers, syntax};
use crate::output::Text;
use crate::typescript::model::{Module, Param, Side, Wire};

/// Prints the script of a module.
pub fn script(module: &Module) -> String {
    let mut text = Text::new("  ");
    header(&mut text, module);
    imports(&mut text, module);
    constants::script(&mut text, module);
    delivery::script(&mut text, module);
    channels::script(&mut text, module);
    names(&mut text, "serverEvents", &module.server);
    names(&mut text, "clientEvents", &module.client);
    aliases(&mut text, module);
    frames::script(&mut text, module);
    consumers::script(&mut text, module);
    helpers::script(&mut text, module);
    text.finish()
}

fn imports(text: &mut Text, module: &Module) {
    let mut import = |names: &[&str], file: &str| {
        if !names.is_empty() {
            text.line(format!("import {{ {} }} from \"./internal/{file}.js\";", names.join(", ")));
        }
    };
    if !module.channels.is_empty() {
        let uses = |rule: &str| {
            let is = |param: &Param| param.rule.starts_with(rule);
            module.channels.iter().flat_map(|channel| &channel.params).any(is)
        };
        let rules = ["integer", "oneOf", "text"].into_iter().filter(|rule| uses(rule));
        let mut names: Vec<&str> = ["channel", "parseAny"].into_iter().chain(rules).collect();
        names.sort_unstable();
        import(&names, "channel");
    }
    if let Wire::Frames(_) = &module.wire {
        let listening: &[&str] = if module.consumers.is_empty() { &[] } else { &["listenFrames"] };
        import(&[listening, &["readFrame", "writeFrame"]].concat(), "frames");
    }
    text.line("import * as helpers from \"./internal/helpers.js\";");
    text.blank();
}

fn names(text: &mut Text, name: &str, side: &Side) {
    if side.is_empty() {
        text.line(format!("export const {name} = [];"));
    } else {
        text.block(format!("export const {name} = ["), "];", |text| {
            for name in side.names() {
                text.line(format!("{},", syntax::string(name)));
            }
        });
    }
    text.blank();
}

fn aliases(text: &mut Text, module: &Module) {
    let hints = || module.server.aliases.iter().chain(&module.client.aliases);
    if hints().next().is_none() {
        return;
    }
    text.block("export const aliases = {", "};", |text| {
        let mut seen = std::collections::HashSet::new();
        for hint in hints().filter(|hint| seen.insert(&hint.name)) {
            text.line(format!("{}: {},", syntax::literal_key(&hint.name), syntax::string(&hint.instead)));
        }
    });
    text.blank();
}
