//! The `.d.ts` file: payloads first, the listener maps at the end.

use super::{channels, constants, consumers, delivery, frames, header, helpers, imports, maps, types};
use crate::output::Text;
use crate::typescript::model::{Module, Wire};

/// Prints the declarations of a module.
pub fn declarations(module: &Module) -> String {
    let mut text = Text::new("  ");
    header(&mut text, module);
    module.doc.emit(&mut text);
    text.blank();
    imports::declare(&mut text, module);
    constants::declare(&mut text, module);
    for declaration in module.types.iter().chain(&module.handshake) {
        types::declare(&mut text, declaration);
    }
    delivery::declare(&mut text, module);
    channels::declare(&mut text, module);
    maps::declare_payloads(&mut text, module);
    if let Some(envelope) = module.envelope() {
        frames::declare_envelope(&mut text, module, envelope);
    }
    consumers::declare(&mut text, module);
    if let Wire::Frames(envelope) = &module.wire {
        frames::declare_frames(&mut text, module, envelope);
    }
    helpers::declare(&mut text, module);
    maps::declare_maps(&mut text, module);
    text.finish()
}
