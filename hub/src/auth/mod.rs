//! Who may connect: tokens, their keys, revocation, and the pages that may open connections.

mod expiry;
mod key;
mod origins;
mod revocations;
mod signer;
mod token;
mod verifier;

pub(crate) use self::expiry::{Expiry, Stage};
pub use self::key::{Algorithm, Key, KeyError, SigningKey};
pub(crate) use self::origins::FORWARDED_PROTO;
pub use self::origins::{NotAnOrigin, Origins};
pub(crate) use self::revocations::{Revocations, Revoked};
pub use self::signer::{Grant, SignError, Signer};
pub use self::token::Token;
pub use self::verifier::{TokenError, Verifier};
