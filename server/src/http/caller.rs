//! Who asks.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use event_hub::User;
use event_hub::auth::{Guard, Refused, Token};

use super::{Kind, Problem};
use crate::tokens::Tokens;

/// The cookie in which a site keeps its user's token.
pub const SESSION_COOKIE: &str = "session";

/// The user whose token came along: in the header `Authorization` (RFC 6750), or in the cookie `session`. Taken is what the
/// system's hub takes on connecting: a token that was revoked is none. Where the token may be missing, ask for an
/// `Option<Caller>`; a token that is not valid is a problem there, too.
///
/// A browser sends cookies along from any page. So where a cookie is the token and the request may change something, the page
/// has to be one of those that may connect.
#[derive(Clone, Debug)]
pub struct Caller(pub Arc<User>);

impl Caller {
    /// The user's id.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// What others call the user: the name in the token, or the id.
    pub fn name(&self) -> &str {
        self.0.name.as_deref().unwrap_or(&self.0.id)
    }

    /// Whether the token gives this role.
    pub fn is(&self, role: &str) -> bool {
        self.0.is(role)
    }

    /// Holds the caller to a role.
    ///
    /// # Errors
    /// `denied`, naming the role.
    pub fn must_be(&self, role: &str) -> Result<(), Problem> {
        if self.is(role) { Ok(()) } else { Err(Problem::denied(format!("this is for the role `{role}`"))) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        who(parts).await?.ok_or_else(|| {
            Problem::new(
                Kind::UNAUTHENTICATED,
                "present a token: `Authorization: Bearer TOKEN`; `reference-server token --help` says how to make one",
            )
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Problem> {
        who(parts).await
    }
}

async fn who(parts: &Parts) -> Result<Option<Caller>, Problem> {
    let Some(tokens) = parts.extensions.get::<Arc<Tokens>>() else { return Ok(None) };
    let Some(guard) = parts.extensions.get::<Guard>() else { return Ok(None) };
    let token = match (bearer(parts), cookie(parts)) {
        (Some(token), _) => token,
        (None, Some(token)) => {
            if !parts.method.is_safe() && !tokens.origins().allow_headers(&parts.headers) {
                return Err(Problem::denied(
                    "this page may not use the session; the key `origin` lists those that may",
                ));
            }
            token
        }
        (None, None) => return Ok(None),
    };
    match guard.user(&token).await {
        Ok(user) => Ok(Some(Caller(Arc::new(user)))),
        Err(Refused::Store(error)) => Err(error.into()),
        Err(refused) => Err(Problem::new(Kind::UNAUTHENTICATED, refused.to_string())),
    }
}

fn bearer(parts: &Parts) -> Option<Token> {
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.trim();
    let (scheme, _) = value.split_once(' ')?;
    Token::of(value).filter(|_| scheme.eq_ignore_ascii_case("bearer"))
}

fn cookie(parts: &Parts) -> Option<Token> {
    let texts = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = texts.flat_map(|text| text.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(name, _)| *name == SESSION_COOKIE).and_then(|(_, value)| Token::of(value.trim_matches('"')))
}
