//! Checking tokens: JSON Web Tokens (RFC 7519), signed (RFC 7515).
//!
//! In: a token as it came. Out: the user that it stands for, or what is wrong with it, without a word of the token itself. The
//! signature is checked before anything else that the token says is believed.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Validation;
use jsonwebtoken::errors::ErrorKind;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::key::{Algorithm, Key};
use super::token::Token;
use crate::user::User;

/// The largest token, in bytes.
const MOST_BYTES: usize = 8 * 1024;

/// How much the clocks of the issuer and of this machine may differ. It does not lengthen a token's life.
const LEEWAY: Duration = Duration::from_secs(30);

/// Checks tokens: their algorithm, signature, issuer, audience and time. Without keys it takes none.
///
/// Several keys can be good at once, so that they can be changed without a gap: add the new one everywhere, then sign with it, and
/// take the old one away when its last token has expired.
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    keys: Arc<[Key]>,
    issuer: Arc<str>,
    audiences: Arc<[Arc<str>]>,
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Larger than a token may be.
    TooLarge,
    /// Not three parts of base64url with JSON in them.
    Malformed,
    /// An algorithm that is not known, `none` among them.
    UnknownAlgorithm,
    /// It names a key that there is not.
    UnknownKey,
    /// It names a key of another algorithm than its own, or there is no key of its algorithm.
    WrongAlgorithm,
    /// It asks for what is not understood here (`crit`, RFC 7515, 4.1.11).
    Critical,
    /// The signature is not that of the key.
    WrongSignature,
    /// Claims that are no JSON object, or of which one is not of its type.
    Claims,
    /// A claim that is missing, or is no claim of its kind.
    Claim(&'static str),
    /// Another issuer's.
    WrongIssuer,
    /// Meant for somebody else.
    WrongAudience,
    /// It is no longer good.
    Expired,
    /// It is not good yet.
    NotYet,
}

/// What the header has to say. Keys that it brings along are not looked at.
#[derive(Deserialize)]
struct Head {
    alg: Box<str>,
    kid: Option<Box<str>>,
    crit: Option<IgnoredAny>,
}

/// The claims, each as it may be written. What is not here is not looked at.
#[derive(Deserialize)]
struct Claims {
    iss: Option<String>,
    aud: Option<Audience>,
    sub: Option<String>,
    name: Option<String>,
    roles: Option<Vec<String>>,
    jti: Option<String>,
    iat: Option<Seconds>,
    nbf: Option<Seconds>,
    exp: Option<Seconds>,
}

/// One, or several (RFC 7519, 4.1.3).
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Seconds since 1970, perhaps with a fraction (RFC 7519, 2).
#[derive(Clone, Copy, Deserialize)]
#[serde(transparent)]
struct Seconds(f64);

impl Seconds {
    fn time(self) -> Option<SystemTime> {
        let since = Duration::try_from_secs_f64(self.0).ok()?;
        SystemTime::UNIX_EPOCH.checked_add(since)
    }
}

impl Verifier {
    /// Takes the tokens of this issuer for this audience, signed with one of these keys.
    pub fn new(
        keys: impl IntoIterator<Item = Key>,
        issuer: impl Into<Arc<str>>,
        audience: impl Into<Arc<str>>,
    ) -> Self {
        Self { keys: keys.into_iter().collect(), issuer: issuer.into(), audiences: Arc::new([audience.into()]) }
    }

    /// The same, which also takes the tokens for this audience: those that are good here and not wherever the issuer is trusted.
    #[must_use]
    pub fn also_for(mut self, audience: impl Into<Arc<str>>) -> Self {
        self.audiences = self.audiences.iter().cloned().chain([audience.into()]).collect();
        self
    }

    /// Checks a token.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn verify(&self, token: &Token) -> Result<User, TokenError> {
        self.verify_at(token, SystemTime::now())
    }

    fn verify_at(&self, token: &Token, now: SystemTime) -> Result<User, TokenError> {
        let text = token.as_str();
        if text.len() > MOST_BYTES {
            return Err(TokenError::TooLarge);
        }
        let claims = self.claims(text)?;
        self.user(claims, now)
    }

    /// The claims of a token whose signature is right.
    fn claims(&self, text: &str) -> Result<Claims, TokenError> {
        let head = head(text)?;
        if head.crit.is_some() {
            return Err(TokenError::Critical);
        }
        let algorithm: Algorithm = head.alg.parse().map_err(|()| TokenError::UnknownAlgorithm)?;
        let mut validation = Validation::new(algorithm.jwa());
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        for key in self.candidates(head.kid.as_deref(), algorithm)? {
            match jsonwebtoken::decode::<Claims>(text, &key.decoding, &validation) {
                Ok(data) => return Ok(data.claims),
                Err(error) => match error.kind() {
                    ErrorKind::InvalidSignature => {}
                    ErrorKind::Json(_) => return Err(TokenError::Claims),
                    _ => return Err(TokenError::Malformed),
                },
            }
        }
        Err(TokenError::WrongSignature)
    }

    /// The keys that can have signed a token: the one that it names, else all of its algorithm.
    fn candidates(&self, id: Option<&str>, algorithm: Algorithm) -> Result<Vec<&Key>, TokenError> {
        let named: Vec<&Key> = match id {
            Some(id) => self.keys.iter().filter(|key| key.id.as_deref() == Some(id)).collect(),
            None => self.keys.iter().collect(),
        };
        if named.is_empty() {
            return Err(TokenError::UnknownKey);
        }
        let fit: Vec<&Key> = named.into_iter().filter(|key| key.algorithm == algorithm).collect();
        if fit.is_empty() { Err(TokenError::WrongAlgorithm) } else { Ok(fit) }
    }

    fn user(&self, claims: Claims, now: SystemTime) -> Result<User, TokenError> {
        match claims.iss {
            None => return Err(TokenError::Claim("iss")),
            Some(issuer) if issuer != *self.issuer => return Err(TokenError::WrongIssuer),
            Some(_) => {}
        }
        let meant = match claims.aud {
            None => return Err(TokenError::Claim("aud")),
            Some(Audience::One(audience)) => vec![audience],
            Some(Audience::Several(audiences)) => audiences,
        };
        if !meant.iter().any(|audience| self.audiences.iter().any(|own| **own == **audience)) {
            return Err(TokenError::WrongAudience);
        }
        let time = |seconds: Option<Seconds>, name| match seconds.map(Seconds::time) {
            None => Ok(None),
            Some(Some(time)) => Ok(Some(time)),
            Some(None) => Err(TokenError::Claim(name)),
        };
        let expires_at = time(claims.exp, "exp")?.ok_or(TokenError::Claim("exp"))?;
        if expires_at <= now {
            return Err(TokenError::Expired);
        }
        let issued_at = time(claims.iat, "iat")?;
        let soon = now.checked_add(LEEWAY).unwrap_or(now);
        if [time(claims.nbf, "nbf")?, issued_at].into_iter().flatten().any(|from| from > soon) {
            return Err(TokenError::NotYet);
        }
        let id = claims.sub.filter(|id| !id.is_empty()).ok_or(TokenError::Claim("sub"))?;
        let roles = claims.roles.unwrap_or_default();
        Ok(User { id, name: claims.name, roles, token_id: claims.jti, issued_at, expires_at })
    }
}

/// The header of a token. It is not believed, and only says which keys to try.
fn head(text: &str) -> Result<Head, TokenError> {
    let mut parts = text.split('.');
    let (Some(head), Some(_), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(TokenError::Malformed);
    };
    let json = URL_SAFE_NO_PAD.decode(head).map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| TokenError::Malformed)
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the token is larger than {MOST_BYTES} bytes"),
            Self::Malformed => f.write_str("this is no JSON Web Token"),
            Self::UnknownAlgorithm => f.write_str("the token's algorithm (`alg`) is not known here"),
            Self::UnknownKey => f.write_str("the token's key (`kid`) is not known here"),
            Self::WrongAlgorithm => f.write_str("the token's algorithm (`alg`) is not that of its key"),
            Self::Critical => f.write_str("the token asks for extensions (`crit`) that are not known here"),
            Self::WrongSignature => f.write_str("the token's signature is wrong"),
            Self::Claims => f.write_str("the token's claims are not of their types (RFC 7519, 4.1)"),
            Self::Claim(name) => write!(f, "the token's claim `{name}` is missing or not what it should be"),
            Self::WrongIssuer => f.write_str("the token's issuer (`iss`) is not the one that is trusted here"),
            Self::WrongAudience => f.write_str("the token is for another audience (`aud`)"),
            Self::Expired => f.write_str("the token has expired (`exp`)"),
            Self::NotYet => f.write_str("the token is not good yet (`nbf` or `iat`)"),
        }
    }
}

impl Error for TokenError {}

#[cfg(test)]
mod tests;
