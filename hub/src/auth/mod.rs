//! Who may connect: tokens, their keys, revocation, and the pages that may open connections.

mod origins;
mod token;

pub use self::origins::{NotAnOrigin, Origins};
pub use self::token::Token;
