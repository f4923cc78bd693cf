//! Who may look.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Who may look at what flows through a server, and send what they like through it.
#[derive(Clone, Default)]
pub enum Inspect {
    /// Nobody: there is no inspector.
    #[default]
    Off,
    /// Everybody who reaches the server under an IP address or as `localhost`: for a machine that one develops on.
    Open,
    /// Whoever has this token.
    Token(Arc<str>),
}

impl Inspect {
    /// Behind a token that nobody can guess, made now.
    pub fn behind_new_token() -> Self {
        Self::Token(format!("{:032x}", rand::random::<u128>()).into())
    }

    /// The address of the page on a server, as in `http://127.0.0.1:8080`; none where there is no inspector. The token stands after
    /// a `#`, which no browser sends to anybody.
    pub fn link(&self, server: &str) -> Option<String> {
        match self {
            Self::Off => None,
            Self::Open => Some(format!("{server}/inspect")),
            Self::Token(token) => Some(format!("{server}/inspect#token={token}")),
        }
    }

    fn lets_in(&self, headers: &HeaderMap) -> bool {
        match self {
            Self::Off => false,
            Self::Open => is_local(headers),
            Self::Token(token) => bearer(headers).is_some_and(|given| is_same(given, token)),
        }
    }
}

/// The token is shown to nobody.
impl fmt::Debug for Inspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "Off",
            Self::Open => "Open",
            Self::Token(_) => "Token(..)",
        })
    }
}

/// Lets nobody through who may not look.
pub(super) async fn guard(State(who): State<Inspect>, request: Request, next: Next) -> Response {
    if !is_own_page(request.headers()) {
        return (StatusCode::FORBIDDEN, "this page may not look\n").into_response();
    }
    if who.lets_in(request.headers()) {
        return next.run(request).await;
    }
    match who {
        Inspect::Token(_) => {
            let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
            (StatusCode::UNAUTHORIZED, challenge, "the inspector's token is missing or wrong\n").into_response()
        }
        _ => {
            (StatusCode::FORBIDDEN, "the inspector is open under an IP address or as localhost alone\n").into_response()
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Compares every byte, so that the time that it takes tells nothing.
fn is_same(given: &str, token: &str) -> bool {
    let difference = given.bytes().zip(token.bytes()).fold(0, |all, (one, other)| all | (one ^ other));
    given.len() == token.len() && difference == 0
}

/// Whether the request comes from no page, or from a page of this server.
fn is_own_page(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let page = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    matches!((page, host), (Some((_, page)), Some(host)) if page.eq_ignore_ascii_case(host))
}

/// Whether a request names its server by an IP address or as `localhost`: in a way that no foreign name server can have chosen, so
/// that it comes from no page of elsewhere whose name was made to point here.
pub fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().is_ok() || name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_token_opens_and_nothing_else_does() {
        let who = Inspect::Token("s3cret".into());
        for (given, opens) in [
            ("Bearer s3cret", true),
            ("Bearer s3cre", false),
            ("Bearer s3cret1", false),
            ("s3cret", false),
            ("", false),
        ] {
            assert_eq!(who.lets_in(&headers(&[(header::AUTHORIZATION, given)])), opens, "{given}");
        }
        assert!(!who.lets_in(&HeaderMap::new()));
        assert!(!Inspect::Off.lets_in(&headers(&[(header::HOST, "localhost")])));
        assert_eq!(format!("{who:?}"), "Token(..)");
    }

    #[test]
    fn an_open_inspector_is_open_to_who_names_the_machine_itself() {
        for (host, opens) in [
            ("localhost", true),
            ("localhost:8080", true),
            ("127.0.0.1:8080", true),
            ("[::1]:8080", true),
            ("192.168.1.7", true),
            ("evil.example", false),
            ("evil.example:8080", false),
            ("localhost.evil.example", false),
        ] {
            assert_eq!(Inspect::Open.lets_in(&headers(&[(header::HOST, host)])), opens, "{host}");
        }
    }

    #[test]
    fn pages_of_others_are_refused() {
        for (origin, own) in [("http://a:80", true), ("http://b:80", false), ("null", false)] {
            assert_eq!(is_own_page(&headers(&[(header::HOST, "a:80"), (header::ORIGIN, origin)])), own, "{origin}");
        }
        assert!(is_own_page(&HeaderMap::new()));
    }
}
