//! What the declarations take from the files that all modules share.

use crate::output::Text;
use crate::typescript::model::Module;

/// Prints the import, and exports again what a user's own declarations may need to name.
pub fn declare(text: &mut Text, module: &Module) {
    let mut names = Vec::new();
    if !module.channels.is_empty() {
        names.push("Channel");
    }
    if !module.consumers.is_empty() {
        names.push("Consumer");
        names.push(if module.is_socket_io() { "EventSocket" } else { "MessageSocket" });
    }
    if [&module.server, &module.client].iter().any(|side| !side.aliases.is_empty() || !side.through_rest.is_empty()) {
        names.push("NotInContract");
    }
    names.sort_unstable();
    if !names.is_empty() {
        let names = names.join(", ");
        text.line(format!("import type {{ {names} }} from \"./internal/types.js\";"));
        text.line(format!("export type {{ {names} }};"));
        text.blank();
    }
}
