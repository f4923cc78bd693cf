//! Constants that say which contract this is.

use super::{Doc, syntax};
use crate::output::Text;
use crate::typescript::model::Module;

/// Declares version, fingerprint and endpoint.
pub fn declare(text: &mut Text, module: &Module) {
    for constant in &module.contract {
        Doc::new(constant.doc).emit(text);
        text.line(format!("export declare const {}: {};", constant.name, syntax::string(&constant.value)));
        text.blank();
    }
}

/// Defines the same.
pub fn script(text: &mut Text, module: &Module) {
    for constant in &module.contract {
        text.line(format!("export const {} = {};", constant.name, syntax::string(&constant.value)));
    }
    text.blank();
}
