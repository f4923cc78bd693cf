//! Errors of requests, as problem details (RFC 9457).

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use event_hub::{Code, Refusal, StoreError};
use serde::Serialize;
use utoipa::ToSchema;

/// The kinds of problems. The page of the operations explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, in `code` and at the end of `type`.
    pub code: &'static str,
    /// Its status.
    pub status: StatusCode,
    /// What it is, whatever happened.
    pub title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $code:literal, $status:ident, $title:literal;)*) => {
        impl Kind {
            $(#[doc = $title] pub const $name: Self = Self { code: $code, status: StatusCode::$status, title: $title };)*
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

kinds! {
    INVALID_JSON = "invalid_json", BAD_REQUEST, "The body is not JSON";
    INVALID_REQUEST = "invalid_request", BAD_REQUEST, "The request is not as it should be";
    INVALID_BODY = "invalid_body", UNPROCESSABLE_ENTITY, "The body does not fit";
    UNAUTHENTICATED = "unauthenticated", UNAUTHORIZED, "There is no valid token";
    DENIED = "denied", FORBIDDEN, "The user may not";
    NOT_FOUND = "not_found", NOT_FOUND, "There is no such thing";
    WRONG_METHOD = "wrong_method", METHOD_NOT_ALLOWED, "Nothing is there under this method";
    CONFLICT = "conflict", CONFLICT, "It is not in a state for that";
    TOO_LARGE = "too_large", PAYLOAD_TOO_LARGE, "The body is too large";
    WRONG_TYPE = "wrong_type", UNSUPPORTED_MEDIA_TYPE, "The body has another media type";
    RATE_LIMITED = "rate_limited", TOO_MANY_REQUESTS, "Too many in too short a time";
    TIMED_OUT = "timed_out", SERVICE_UNAVAILABLE, "It was not done in time";
    FAILED = "failed", INTERNAL_SERVER_ERROR, "The server failed";
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    kind: Kind,
    detail: String,
    field: Option<String>,
    retry_after: Option<Duration>,
}

/// A problem as it is answered: `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Where its kind is explained.
    #[serde(rename = "type")]
    #[schema(example = "/docs#not_found")]
    kind: String,
    /// What its kind is.
    #[schema(example = "There is no such thing")]
    title: &'static str,
    /// The status of the answer.
    #[schema(example = 404)]
    status: u16,
    /// What happened here, and the way out.
    detail: String,
    /// The name of its kind.
    #[schema(example = "not_found")]
    code: &'static str,
    /// The field of the body, of the query or of the path that does not fit, as in `text` or `items[2].id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// After how many milliseconds to try again, where that can help.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of a kind.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), field: None, retry_after: None }
    }

    /// There is no such thing, or none that this user may know of.
    pub fn not_found(what: &str) -> Self {
        Self::new(Kind::NOT_FOUND, format!("there is no such {what}, or it is not yours to see"))
    }

    /// The user may not.
    pub fn denied(detail: impl Into<String>) -> Self {
        Self::new(Kind::DENIED, detail)
    }

    /// It is not in a state for that.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(Kind::CONFLICT, detail)
    }

    /// A field of the body does not fit.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Kind::INVALID_BODY, detail).at(field)
    }

    /// The same, at this field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into()).filter(|field| !field.is_empty());
        self
    }

    /// The field that does not fit, where there is one.
    pub fn place(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal.code {
            Code::InvalidPayload => Kind::INVALID_BODY,
            Code::TooLarge => Kind::TOO_LARGE,
            Code::RateLimited => Kind::RATE_LIMITED,
            Code::Unauthenticated => Kind::UNAUTHENTICATED,
            Code::Denied => Kind::DENIED,
            Code::NotFound => Kind::NOT_FOUND,
            Code::TimedOut => Kind::TIMED_OUT,
            Code::Failed => Kind::FAILED,
            _ => Kind::INVALID_REQUEST,
        };
        Self { kind, detail: refusal.message, field: refusal.field, retry_after: refusal.retry_after }
    }
}

/// What failed goes to the log, and not to whoever asked.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Refusal::from(error).into()
    }
}

/// What failed goes to the log, and not to whoever asked.
impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// What failed goes to the log, and not to whoever asked.
impl From<event_hub::auth::SignError> for Problem {
    fn from(error: event_hub::auth::SignError) -> Self {
        Refusal::failed(&error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            kind: format!("/docs#{}", self.kind.code),
            title: self.kind.title,
            status: self.kind.status.as_u16(),
            detail: self.detail,
            code: self.kind.code,
            field: self.field,
            retry_after: self.retry_after.map(milliseconds),
        };
        let mut response = (self.kind.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(after) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(milliseconds(after).div_ceil(1000)));
        }
        if self.kind == Kind::UNAUTHENTICATED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
