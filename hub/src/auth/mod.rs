//! Who may connect: tokens, their keys, revocation, and the pages that may open connections.

mod key;
mod origins;
mod signer;
mod token;
mod verifier;

pub use self::key::{Algorithm, Key, KeyError, SigningKey};
pub use self::origins::{NotAnOrigin, Origins};
pub use self::signer::{Grant, SignError, Signer};
pub use self::token::Token;
pub use self::verifier::{TokenError, Verifier};
