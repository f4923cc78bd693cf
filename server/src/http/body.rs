//! The JSON body of a request.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Kind, Problem};

/// A JSON body (RFC 8259), in a request and in an answer. What does not fit is answered with the field's name.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(Kind::WRONG_TYPE, "send JSON, and say so: `content-type: application/json`"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(unread)?;
        Self::read(&bytes)
    }
}

impl<T: DeserializeOwned> Json<T> {
    /// Reads a body.
    ///
    /// # Errors
    /// What is not JSON, with its line and column; what does not fit, with its field.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let error = error.into_inner();
            if !error.is_data() {
                return Problem::new(Kind::INVALID_JSON, format!("the body is not JSON: {error}"));
            }
            let path = if path == "." { "" } else { &path };
            Problem::field(join(path, missing(&error.to_string())), error.to_string())
        })?;
        reader.end().map_err(|error| Problem::new(Kind::INVALID_JSON, format!("the body is not JSON: {error}")))?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejection: BytesRejection) -> Self {
        unread(rejection)
    }
}

fn unread(rejection: BytesRejection) -> Problem {
    if rejection.status() == Kind::TOO_LARGE.status {
        return Problem::new(Kind::TOO_LARGE, "the body is larger than the server takes");
    }
    Problem::new(Kind::INVALID_REQUEST, rejection.body_text())
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The field that serde misses: it names the object around it as the place, and the field in its words.
fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

fn join(path: &str, field: Option<&str>) -> String {
    match field {
        Some(field) if path.is_empty() => field.to_owned(),
        Some(field) => format!("{path}.{field}"),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Outer {
        #[expect(dead_code, reason = "what is read is not looked at")]
        items: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    struct Inner {
        #[expect(dead_code, reason = "what is read is not looked at")]
        text: String,
    }

    fn field(body: &str) -> String {
        let problem = Json::<Outer>::read(body.as_bytes()).expect_err("it fails");
        problem.place().unwrap_or(problem.kind().code).to_owned()
    }

    #[test]
    fn the_field_is_named() {
        assert_eq!(field(r#"{}"#), "items");
        assert_eq!(field(r#"{"items":[{"text":"a"},{}]}"#), "items[1].text");
        assert_eq!(field(r#"{"items":[{"text":5}]}"#), "items[0].text");
        assert_eq!(field(r#"{"items":"#), "invalid_json");
        assert_eq!(field(r#"{"items":[]} x"#), "invalid_json");
        assert_eq!(field(r#"5"#), "invalid_body");
    }
}
