//! The keys that sign tokens, and those that check them.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jsonwebtoken::crypto::rust_crypto;
use jsonwebtoken::{Algorithm as Jwa, DecodingKey, EncodingKey};

/// The algorithms that are known (RFC 7518, and RFC 8037 for `EdDSA`). `none` is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC with SHA-256, a secret of at least 32 bytes.
    Hs256,
    /// HMAC with SHA-384, a secret of at least 48 bytes.
    Hs384,
    /// HMAC with SHA-512, a secret of at least 64 bytes.
    Hs512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

/// A key that checks tokens: of one algorithm, so that no token can have it used for another.
#[derive(Clone)]
pub struct Key {
    pub(super) id: Option<Arc<str>>,
    pub(super) algorithm: Algorithm,
    pub(super) decoding: DecodingKey,
}

/// A key that signs tokens.
#[derive(Clone)]
pub struct SigningKey {
    pub(super) id: Option<Arc<str>>,
    pub(super) algorithm: Algorithm,
    pub(super) encoding: EncodingKey,
}

/// Why a key cannot be used. Says nothing of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// A secret that is shorter than its algorithm's hash (RFC 7518, 3.2).
    TooShort(Algorithm),
    /// No key of its algorithm, in PEM.
    Unreadable(Algorithm),
    /// A secret for an algorithm that takes a pair of keys, or the other way round.
    WrongKind(Algorithm),
}

impl Algorithm {
    const ALL: [Self; 6] = [Self::Hs256, Self::Hs384, Self::Hs512, Self::Rs256, Self::Es256, Self::EdDsa];

    /// As it is written in the header of a token.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    pub(super) fn jwa(self) -> Jwa {
        match self {
            Self::Hs256 => Jwa::HS256,
            Self::Hs384 => Jwa::HS384,
            Self::Hs512 => Jwa::HS512,
            Self::Rs256 => Jwa::RS256,
            Self::Es256 => Jwa::ES256,
            Self::EdDsa => Jwa::EdDSA,
        }
    }

    fn secret_bytes(self) -> Option<usize> {
        match self {
            Self::Hs256 => Some(32),
            Self::Hs384 => Some(48),
            Self::Hs512 => Some(64),
            Self::Rs256 | Self::Es256 | Self::EdDsa => None,
        }
    }

    fn check_secret(self, secret: &[u8]) -> Result<(), KeyError> {
        match self.secret_bytes() {
            None => Err(KeyError::WrongKind(self)),
            Some(least) if secret.len() < least => Err(KeyError::TooShort(self)),
            Some(_) => Ok(()),
        }
    }
}

impl FromStr for Algorithm {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name).ok_or(())
    }
}

impl Key {
    /// A secret, shared with who signs.
    ///
    /// # Errors
    /// A secret that is too short, or an algorithm that takes none.
    pub fn secret(algorithm: Algorithm, secret: &[u8]) -> Result<Self, KeyError> {
        algorithm.check_secret(secret)?;
        Ok(Self::new(algorithm, DecodingKey::from_secret(secret)))
    }

    /// The public half of a pair, in PEM (`BEGIN PUBLIC KEY`).
    ///
    /// # Errors
    /// What is no public key of this algorithm.
    pub fn public(algorithm: Algorithm, pem: &str) -> Result<Self, KeyError> {
        let read = match algorithm {
            Algorithm::Rs256 => DecodingKey::from_rsa_pem,
            Algorithm::Es256 => DecodingKey::from_ec_pem,
            Algorithm::EdDsa => DecodingKey::from_ed_pem,
            Algorithm::Hs256 | Algorithm::Hs384 | Algorithm::Hs512 => return Err(KeyError::WrongKind(algorithm)),
        };
        let decoding = read(pem.as_bytes()).map_err(|_| KeyError::Unreadable(algorithm))?;
        let key = Self::new(algorithm, decoding);
        // A verifier that cannot be made shows now, and not at the first token.
        (rust_crypto::DEFAULT_PROVIDER.verifier_factory)(&algorithm.jwa(), &key.decoding)
            .map_err(|_| KeyError::Unreadable(algorithm))?;
        Ok(key)
    }

    fn new(algorithm: Algorithm, decoding: DecodingKey) -> Self {
        use_own_cryptography();
        Self { id: None, algorithm, decoding }
    }

    /// The same key, for tokens that name it (`kid`).
    #[must_use]
    pub fn named(mut self, id: &str) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl SigningKey {
    /// A secret, shared with who checks.
    ///
    /// # Errors
    /// A secret that is too short, or an algorithm that takes none.
    pub fn secret(algorithm: Algorithm, secret: &[u8]) -> Result<Self, KeyError> {
        algorithm.check_secret(secret)?;
        Ok(Self::new(algorithm, EncodingKey::from_secret(secret)))
    }

    /// The private half of a pair, in PEM (`BEGIN PRIVATE KEY`, PKCS #8).
    ///
    /// # Errors
    /// What is no private key of this algorithm.
    pub fn private(algorithm: Algorithm, pem: &str) -> Result<Self, KeyError> {
        let read = match algorithm {
            Algorithm::Rs256 => EncodingKey::from_rsa_pem,
            Algorithm::Es256 => EncodingKey::from_ec_pem,
            Algorithm::EdDsa => EncodingKey::from_ed_pem,
            Algorithm::Hs256 | Algorithm::Hs384 | Algorithm::Hs512 => return Err(KeyError::WrongKind(algorithm)),
        };
        let encoding = read(pem.as_bytes()).map_err(|_| KeyError::Unreadable(algorithm))?;
        Ok(Self::new(algorithm, encoding))
    }

    fn new(algorithm: Algorithm, encoding: EncodingKey) -> Self {
        use_own_cryptography();
        Self { id: None, algorithm, encoding }
    }

    /// The same key, whose tokens name it (`kid`).
    #[must_use]
    pub fn named(mut self, id: &str) -> Self {
        self.id = Some(id.into());
        self
    }
}

/// Says which cryptography to use, as the crate would otherwise panic where another dependency chose a second one. Whoever was
/// first to say so is obeyed.
fn use_own_cryptography() {
    let _ = rust_crypto::DEFAULT_PROVIDER.install_default();
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("id", &self.id).field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.id).field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(algorithm) => {
                let least = algorithm.secret_bytes().unwrap_or_default();
                write!(f, "the secret is too short for {algorithm}: give at least {least} random bytes")
            }
            Self::Unreadable(algorithm) => write!(f, "no key for {algorithm} in PEM"),
            Self::WrongKind(algorithm) if algorithm.secret_bytes().is_some() => {
                write!(f, "{algorithm} takes a secret, and not a pair of keys")
            }
            Self::WrongKind(algorithm) => write!(f, "{algorithm} takes a pair of keys, and not a secret"),
        }
    }
}

impl Error for KeyError {}
