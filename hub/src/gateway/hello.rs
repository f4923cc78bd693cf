//! What a client says on connecting, wherever it says it.

use std::collections::HashMap;

use axum::extract::Query;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, request};
use serde::Deserialize;

use crate::auth::{FORWARDED_PROTO, Token};
use crate::close::Close;
use crate::message::{Address, Position};

/// The cookie of a site that holds its user's token.
const COOKIE_NAME: &str = "session";

/// So many channels can be asked for on connecting.
const MOST_CHANNELS: usize = 1000;

/// What a client says on connecting.
#[derive(Debug, Default)]
pub(crate) struct Hello {
    /// Its token, wherever it lay: the first of `auth.token`, the query, the header `Authorization`, and the cookie.
    pub(crate) token: Option<Token>,
    /// Whether the token lay in the cookie alone, which a browser sends along whether it is still good or not.
    pub(crate) ambient: bool,
    /// Those headers of its request that say where its page came from. No others, as those may hold tokens.
    pub(crate) headers: HeaderMap,
    /// The fingerprint of the contract that it was built with.
    pub(crate) contract: Option<String>,
    /// The channels that it was in, each with the position of the last event that it has; present and perhaps empty where it
    /// wants to be told positions.
    pub(crate) recover: Option<Vec<(Address, Position)>>,
}

/// What may lie in Socket.IO's `auth`. Whatever else is there is the contract's.
#[derive(Default, Deserialize)]
struct Auth {
    token: Option<String>,
    contract: Option<String>,
    recover: Option<HashMap<String, String>>,
}

impl Hello {
    /// Reads the request of a handshake, and the JSON text of Socket.IO's `auth`, where there is one.
    ///
    /// # Errors
    /// `BadProtocol` where the parts that are the hub's own are not what they should be.
    pub(crate) fn read(request: &request::Parts, auth: Option<&str>) -> Result<Self, Close> {
        let auth: Auth = match auth {
            Some(text) => {
                serde_json::from_str::<Option<Auth>>(text).map_err(|_| Close::BadProtocol)?.unwrap_or_default()
            }
            None => Auth::default(),
        };
        let Query(query) =
            Query::<Vec<(String, String)>>::try_from_uri(&request.uri).map_err(|_| Close::BadProtocol)?;
        let asked = |name: &str| query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let recover = match (auth.recover, asked("recover")) {
            (Some(recover), _) => Some(recover),
            (None, Some(text)) => Some(serde_json::from_str(text).map_err(|_| Close::BadProtocol)?),
            (None, None) => None,
        };
        let presented = auth
            .token
            .as_deref()
            .and_then(Token::of)
            .or_else(|| asked("token").and_then(Token::of))
            .or_else(|| bearer(&request.headers));
        Ok(Self {
            ambient: presented.is_none(),
            token: presented.or_else(|| cookie(&request.headers)),
            headers: place(&request.headers),
            contract: auth.contract.or_else(|| asked("contract").map(str::to_owned)),
            recover: recover.map(positions).transpose()?,
        })
    }
}

fn positions(asked: HashMap<String, String>) -> Result<Vec<(Address, Position)>, Close> {
    if asked.len() > MOST_CHANNELS {
        return Err(Close::BadProtocol);
    }
    let read = |(address, position): (String, String)| match position.parse() {
        Ok(position) => Ok((address.into(), position)),
        Err(()) => Err(Close::BadProtocol),
    };
    asked.into_iter().map(read).collect()
}

fn place(headers: &HeaderMap) -> HeaderMap {
    let own = headers.iter().filter(|(name, _)| [ORIGIN, HOST, FORWARDED_PROTO].contains(name));
    own.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn bearer(headers: &HeaderMap) -> Option<Token> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, _) = value.trim().split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { Token::of(value) } else { None }
}

fn cookie(headers: &HeaderMap) -> Option<Token> {
    let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = texts.flat_map(|text| text.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(name, _)| *name == COOKIE_NAME).and_then(|(_, value)| Token::of(value.trim_matches('"')))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, Request};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn hello(uri: &str, headers: &[(&str, &str)], auth: Option<&str>) -> Result<Hello, Close> {
        let mut request = Request::get(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        Hello::read(&parts, auth)
    }

    #[test]
    fn a_token_is_found_wherever_it_lies() {
        let token = |uri: &str, headers: &[(&str, &str)], auth| {
            let hello = hello(uri, headers, auth).expect("a handshake");
            hello.token.map(|token| token.as_str().to_owned())
        };
        let header = ("authorization", "bearer  in.the.header");
        let cookies = ("cookie", "theme=dark; session=in.the.cookie; sessions=no");
        let auth = Some(r#"{"token":"Bearer in.the.auth","room":[1]}"#);
        assert_eq!(token("/ws?token=in.the.query", &[header, cookies], auth).as_deref(), Some("in.the.auth"));
        assert_eq!(token("/ws?a=b&token=in.the%2Equery", &[header, cookies], None).as_deref(), Some("in.the.query"));
        assert_eq!(token("/ws?token=", &[header, cookies], Some("null")).as_deref(), Some("in.the.header"));
        assert_eq!(token("/ws", &[("authorization", "Basic abc"), cookies], None).as_deref(), Some("in.the.cookie"));
        assert_eq!(token("/ws", &[("cookie", "session=\"quoted\"")], Some("{}")).as_deref(), Some("quoted"));
        assert_eq!(token("/ws", &[("cookie", "session=")], Some(r#"{"token":"Bearer "}"#)), None);
        assert_eq!(token("/ws", &[], None), None);
    }

    #[test]
    fn no_token_is_printed() {
        let headers =
            [("authorization", "Bearer s3cr3t"), ("cookie", "session=s3cr3t"), ("origin", "https://a.example")];
        let hello = hello("/ws?token=s3cr3t", &headers, Some(r#"{"token":"s3cr3t"}"#)).expect("a handshake");
        let printed = format!("{hello:?}");
        assert!(!printed.contains("s3cr3t") && printed.contains("https://a.example"), "{printed}");
    }

    #[test]
    fn positions_are_read() {
        let recover = |uri: &str, auth| hello(uri, &[], auth).map(|hello| hello.recover);
        assert_eq!(recover("/ws", None), Ok(None));
        assert_eq!(recover("/ws?recover=%7B%7D", None), Ok(Some(Vec::new())));
        let position = Position { offset: 12, epoch: "k3f9".into() };
        let expected = Ok(Some(vec![("room.1".into(), position)]));
        assert_eq!(recover("/ws?recover=%7B%22room.1%22:%2212.k3f9%22%7D", None), expected);
        assert_eq!(recover("/ws", Some(r#"{"recover":{"room.1":"12.k3f9"}}"#)), expected);
        assert_eq!(recover("/ws?recover=1", None), Err(Close::BadProtocol));
        assert_eq!(recover("/ws", Some(r#"{"recover":{"room.1":"12"}}"#)), Err(Close::BadProtocol));
        assert_eq!(recover("/ws", Some(r#"{"recover":["room.1"]}"#)), Err(Close::BadProtocol));
        let many: Vec<String> = (0..=MOST_CHANNELS).map(|at| format!("\"{at}\":\"1.a\"")).collect();
        assert_eq!(recover("/ws", Some(&format!("{{\"recover\":{{{}}}}}", many.join(",")))), Err(Close::BadProtocol));
    }

    #[test]
    fn what_is_no_handshake_breaks_the_protocol() {
        for auth in ["", "[", "1", "\"token\"", "[]", r#"{"token":1}"#, r#"{"contract":{}}"#] {
            assert_eq!(hello("/ws", &[], Some(auth)).map(|_| ()), Err(Close::BadProtocol), "{auth}");
        }
    }

    #[test]
    fn the_contract_is_read() {
        let contract = |uri: &str, auth| hello(uri, &[], auth).map(|hello| hello.contract);
        assert_eq!(contract("/ws?contract=abc", None), Ok(Some("abc".to_owned())));
        assert_eq!(contract("/ws?contract=abc", Some(r#"{"contract":"def"}"#)), Ok(Some("def".to_owned())));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn garbage_is_read_or_refused(
            query in "([a-z]{0,9}=?[%&;+0-9A-Za-z{}:\".]{0,20}&?|token=|recover=|contract=|%7B%7D){0,6}",
            header in prop::collection::vec(any::<u8>(), 0..40),
            cookie in "(session=)?[ ;=\"a-z]{0,20}",
            auth in prop::option::of("(\\{\"(token|recover|contract)\":(\"[a-z .]{0,9}\"|\\{\\}|null|1)\\}|\\PC{0,30})"),
        ) {
            let mut request = Request::get(format!("/ws?{query}"));
            if let Ok(value) = HeaderValue::from_bytes(&header) {
                request = request.header("authorization", value);
            }
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                request = request.header("cookie", value);
            }
            if let Ok(request) = request.body(()) {
                let read = Hello::read(&request.into_parts().0, auth.as_deref());
                prop_assert!(read.is_ok() || read.is_err_and(|why| why == Close::BadProtocol));
            }
        }
    }
}
