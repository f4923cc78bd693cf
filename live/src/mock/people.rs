//! Who a client is: any token stands for somebody.
//!
//! In: a token as it came. Out: a user: the claims of a JSON Web Token, whoever signed it, or somebody whose name is the token. With a
//! token of the mock's own, that one alone is good.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use event_hub::User;
use event_hub::auth::{Token, TokenError};
use serde::Deserialize;

use super::random::hash;

/// How long who says nothing else may stay.
const LONG: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The longest token that is an id as it is.
const LONGEST_ID: usize = 64;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    sub: Option<String>,
    name: Option<String>,
    roles: Vec<String>,
    exp: Option<u64>,
}

/// Whom a token stands for; `only` is the one that is good, where not any is.
///
/// # Errors
/// `WrongSignature`: not that one.
pub fn user(token: &Token, only: Option<&str>) -> Result<User, TokenError> {
    if only.is_some_and(|only| only != token.as_str()) {
        return Err(TokenError::WrongSignature);
    }
    let claims = claims(token.as_str());
    let now = SystemTime::now();
    let forever = now.checked_add(LONG).unwrap_or(now);
    // A token that has expired lets its bearer in all the same; one that is about to shows what happens then.
    let expires_at = claims.exp.and_then(|exp| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(exp)));
    Ok(User {
        id: claims.sub.filter(|id| !id.is_empty()).unwrap_or_else(|| id_of(token.as_str())),
        name: claims.name,
        roles: claims.roles,
        token_id: None,
        issued_at: None,
        expires_at: expires_at.filter(|at| *at > now).unwrap_or(forever),
    })
}

/// A token for a user, which every mock takes, and no real server does: nobody signed it.
pub fn token(id: &str, name: Option<&str>, roles: &[String]) -> String {
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = serde_json::json!({ "sub": id, "name": name, "roles": roles });
    format!("{}.{}.mock", part(serde_json::json!({ "alg": "none", "typ": "JWT" })), part(claims))
}

fn claims(text: &str) -> Claims {
    let read = |payload: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok();
    text.split('.').nth(1).and_then(read).unwrap_or_default()
}

fn id_of(token: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if token.len() <= LONGEST_ID && token.chars().all(plain) {
        return token.to_owned();
    }
    format!("user_{}", hash(token) % 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whose(text: &str, only: Option<&str>) -> Result<String, TokenError> {
        let token = Token::of(text).expect("a token");
        user(&token, only).map(|user| user.id)
    }

    #[test]
    fn any_token_stands_for_somebody() {
        assert_eq!(whose("ada", None).as_deref(), Ok("ada"));
        assert_eq!(whose(&token("vis_1", None, &[]), None).as_deref(), Ok("vis_1"));
        assert!(whose("a.b.c", None).is_ok_and(|id| id.starts_with("user_")));
        assert_eq!(whose("ada", Some("ada")).as_deref(), Ok("ada"));
        assert_eq!(whose("bob", Some("ada")), Err(TokenError::WrongSignature));
    }

    #[test]
    fn a_token_that_has_expired_is_good_and_one_that_expires_does() {
        let signed = |exp: u64| {
            let claims = URL_SAFE_NO_PAD.encode(serde_json::json!({ "sub": "ada", "exp": exp }).to_string());
            let token = Token::of(&format!("e30.{claims}.x")).expect("a token");
            user(&token, None).expect("a user").expires_at
        };
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert!(signed(1) > SystemTime::now());
        assert_eq!(signed(99_999_999_999), at(99_999_999_999));
    }
}
