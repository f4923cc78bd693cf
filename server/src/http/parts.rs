//! What a request's path and query say, with our own words where they do not fit.

use axum::extract::FromRequestParts;
use axum::extract::rejection::{PathRejection, QueryRejection};

use super::{Kind, Problem};

/// The parameters of a path.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

/// The parameters of a query.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub struct Query<T>(pub T);

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::new(Kind::NOT_FOUND, rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        // serde_urlencoded's words, after axum's: "Failed to deserialize query string: limit: invalid digit found in string".
        let text = rejection.body_text();
        let words = text.split_once(": ").map_or(&*text, |(_, words)| words);
        let field = words.split_once(": ").map_or("", |(field, _)| field);
        Self::new(Kind::INVALID_REQUEST, words).at(field)
    }
}
