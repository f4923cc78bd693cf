//! Who may connect: tokens, their keys, revocation, and the pages that may open connections.
//!
//! ```
//! use event_hub::Config;
//! use event_hub::auth::{Algorithm, Grant, Key, Origins, Signer, SigningKey, Token, Verifier};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (old, new) = ([7; 32], [8; 32]);
//! let verifier = Verifier::new(
//!     [
//!         Key::secret(Algorithm::Hs256, &old)?.named("2025"),
//!         Key::secret(Algorithm::Hs256, &new)?.named("2026"),
//!     ],
//!     "https://login.example.com",
//!     "chat",
//! );
//! let origins = Origins::default().allow("https://app.example.com")?;
//! let config = Config { tokens: verifier.clone(), origins, ..Config::default() };
//!
//! let key = SigningKey::secret(Algorithm::Hs256, &new)?.named("2026");
//! let text = Signer::new(key, "https://login.example.com", "chat").sign(&Grant::of("ada"))?;
//! let user = Token::of(&text).map(|token| verifier.verify(&token)).transpose()?;
//! assert_eq!(user.map(|user| user.id).as_deref(), Some("ada"));
//! # drop(config);
//! # Ok(())
//! # }
//! ```

mod expiry;
mod guard;
mod key;
mod origins;
mod revocations;
mod signer;
mod token;
mod verifier;

pub(crate) use self::expiry::{Expiry, Stage};
pub use self::guard::{Guard, Refused};
pub use self::key::{Algorithm, Key, KeyError, SigningKey};
pub(crate) use self::origins::FORWARDED_PROTO;
pub use self::origins::{NotAnOrigin, Origins};
pub use self::revocations::Revocations;
pub use self::signer::{Grant, SignError, Signer};
pub use self::token::Token;
pub use self::verifier::{TokenError, Verifier};
