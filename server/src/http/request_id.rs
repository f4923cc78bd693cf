//! A name for every request: the client's own, or a new one. It is in the answer and in the log, and in the envelopes of the
//! events that follow.

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::convert::Infallible;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest name that is taken from a client.
const LONGEST: usize = 64;

/// The name of a request.
#[derive(Clone, Debug, Default)]
pub struct RequestId(pub std::sync::Arc<str>);

impl<S: Send + Sync> FromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Names a request, and tells the name in its answer.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let theirs = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    let fits = |id: &&str| !id.is_empty() && id.len() <= LONGEST && id.bytes().all(|byte| byte.is_ascii_graphic());
    let id = theirs.filter(fits).map_or_else(|| format!("req_{:016x}", rand::random::<u64>()), str::to_owned);
    request.extensions_mut().insert(RequestId(id.as_str().into()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::try_from(id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
