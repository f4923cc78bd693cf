//! The opening handshake (RFC 6455, 4.2): from a request of HTTP to the answer that switches protocols.

use axum::body::Body;
use axum::http::header::{
    CONNECTION, HeaderName, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, request};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};

/// The one version that there is (RFC 6455, 11.6).
const VERSION: HeaderValue = HeaderValue::from_static("13");

/// What a server shows that it has read the key with (RFC 6455, 1.3).
const READ_BY_A_SERVER: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Why a request does not become a WebSocket. It is an answer of HTTP itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// It does not ask for one of this version: 426 (RFC 9110, 15.5.22).
    NoUpgrade,
    /// The key is none: 400.
    BadKey,
}

/// The answer that switches protocols, if this is a request for it.
///
/// # Errors
/// Any other request.
pub(super) fn accept(request: &request::Parts) -> Result<Response, Mistake> {
    let asked = request.method == Method::GET
        && names(&request.headers, CONNECTION, "upgrade")
        && names(&request.headers, UPGRADE, "websocket");
    if !asked || request.headers.get(SEC_WEBSOCKET_VERSION) != Some(&VERSION) {
        return Err(Mistake::NoUpgrade);
    }
    let key = request.headers.get(SEC_WEBSOCKET_KEY);
    let key = key.filter(|key| STANDARD.decode(key).is_ok_and(|key| key.len() == 16)).ok_or(Mistake::BadKey)?;
    let digest = Sha1::new().chain_update(key).chain_update(READ_BY_A_SERVER).finalize();
    let accept = HeaderValue::try_from(STANDARD.encode(digest)).map_err(|_| Mistake::BadKey)?;
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
    answer.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
    answer.headers_mut().insert(SEC_WEBSOCKET_ACCEPT, accept);
    Ok(answer)
}

impl IntoResponse for Mistake {
    fn into_response(self) -> Response {
        match self {
            Self::NoUpgrade => {
                let headers = [
                    (UPGRADE, HeaderValue::from_static("websocket")),
                    (CONNECTION, HeaderValue::from_static("upgrade")),
                    (SEC_WEBSOCKET_VERSION, VERSION),
                ];
                (StatusCode::UPGRADE_REQUIRED, headers, "this is a WebSocket (RFC 6455, version 13)\n").into_response()
            }
            Self::BadKey => {
                (StatusCode::BAD_REQUEST, "Sec-WebSocket-Key has to be 16 bytes in base64\n").into_response()
            }
        }
    }
}

/// Whether a header that is a list names something, in any case.
fn names(headers: &HeaderMap, name: HeaderName, wanted: &str) -> bool {
    let texts = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).any(|item| item.trim().eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    const GOOD: [(&str, &str); 4] = [
        ("connection", "keep-alive, Upgrade"),
        ("upgrade", "WebSocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    fn answer(method: Method, headers: &[(&str, &str)]) -> Result<Response, Mistake> {
        let mut request = Request::builder().method(method).uri("/ws");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        accept(&request.body(()).expect("a request").into_parts().0)
    }

    #[test]
    fn the_key_of_the_standard_is_accepted_as_the_standard_says() {
        let answer = answer(Method::GET, &GOOD).expect("a handshake");
        assert_eq!(answer.status(), StatusCode::SWITCHING_PROTOCOLS);
        assert_eq!(answer.headers()[SEC_WEBSOCKET_ACCEPT], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn other_requests_are_told_what_to_do() {
        for at in 0..GOOD.len() {
            let mut headers = GOOD.to_vec();
            let (name, _) = headers.remove(at);
            let expected = if name == "sec-websocket-key" { Mistake::BadKey } else { Mistake::NoUpgrade };
            assert_eq!(answer(Method::GET, &headers).expect_err(name), expected, "without {name}");
        }
        assert_eq!(answer(Method::POST, &GOOD).expect_err("no GET"), Mistake::NoUpgrade);
        let mut short = GOOD;
        short[3].1 = "c2hvcnQ=";
        assert_eq!(answer(Method::GET, &short).expect_err("a short key"), Mistake::BadKey);
    }
}
