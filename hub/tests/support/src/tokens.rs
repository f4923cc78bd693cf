//! Tokens for tests.

use event_hub::auth::{Algorithm, Grant, Key, Signer, SigningKey, Verifier};

const SECRET: &[u8] = b"a secret for tests, which signs nothing that anybody trusts";
const ISSUER: &str = "https://tests.example";
const AUDIENCE: &str = "tests";

/// What makes tokens, and what takes them.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Signs them.
    pub signer: Signer,
    /// Checks them, for `Config::tokens`.
    pub verifier: Verifier,
}

impl Tokens {
    /// The token of a user who may enter these rooms.
    pub fn of(&self, user: &str, rooms: &[&str]) -> String {
        self.sign(&Grant { roles: rooms.iter().map(|room| (*room).to_owned()).collect(), ..Grant::of(user) })
    }

    /// The token of any grant.
    pub fn sign(&self, grant: &Grant) -> String {
        self.signer.sign(grant).expect("a secret signs everything")
    }
}

/// Tokens by one secret, the same in every test.
pub fn tokens() -> Tokens {
    let good = "the secret is long enough";
    let signing = SigningKey::secret(Algorithm::Hs256, SECRET).expect(good);
    let key = Key::secret(Algorithm::Hs256, SECRET).expect(good);
    Tokens { signer: Signer::new(signing, ISSUER, AUDIENCE), verifier: Verifier::new([key], ISSUER, AUDIENCE) }
}
