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
        names.push("EventSocket");
        names.extend((!module.is_socket_io()).then_some("MessageSocket"));
    }
    if [&module.server, &module.client].iter().any(|side| !side.aliases.is_empty() || !side.through_rest.is_empty()) {
        names.push("NotInContract");
    }
    text.line("import type * as helpers from \"./internal/helpers.js\";");
    names.sort_unstable();
    if !names.is_empty() {
        let names = names.join(", ");
        text.line(format!("import type {{ {names} }} from \"./internal/types.js\";"));
        text.line(format!("export type {{ {names} }};"));
    }
    text.blank();
}
