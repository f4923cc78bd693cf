//! The page: written by hand, part of the program, and allowed to speak to this server alone.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;

/// What the page may load, and with whom it may speak.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "text/css; charset=utf-8";

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, kind and text of each file but the page itself.
const FILES: &[(&str, &str, &str)] = &[
    ("/inspect/colours.css", STYLE, include_str!("assets/colours.css")),
    ("/inspect/frame.css", STYLE, include_str!("assets/frame.css")),
    ("/inspect/stream.css", STYLE, include_str!("assets/stream.css")),
    ("/inspect/panels.css", STYLE, include_str!("assets/panels.css")),
    ("/inspect/start.js", SCRIPT, include_str!("assets/start.js")),
    ("/inspect/server.js", SCRIPT, include_str!("assets/server.js")),
    ("/inspect/store.js", SCRIPT, include_str!("assets/store.js")),
    ("/inspect/filter.js", SCRIPT, include_str!("assets/filter.js")),
    ("/inspect/list.js", SCRIPT, include_str!("assets/list.js")),
    ("/inspect/detail.js", SCRIPT, include_str!("assets/detail.js")),
    ("/inspect/json.js", SCRIPT, include_str!("assets/json.js")),
    ("/inspect/present.js", SCRIPT, include_str!("assets/present.js")),
    ("/inspect/plots.js", SCRIPT, include_str!("assets/plots.js")),
    ("/inspect/form.js", SCRIPT, include_str!("assets/form.js")),
    ("/inspect/fields.js", SCRIPT, include_str!("assets/fields.js")),
    ("/inspect/schema.js", SCRIPT, include_str!("assets/schema.js")),
    ("/inspect/dom.js", SCRIPT, include_str!("assets/dom.js")),
];

/// The paths of the page.
pub(super) fn router() -> Router {
    let serve = |kind: &'static str, text: &'static str| get(async move || ([(header::CONTENT_TYPE, kind)], text));
    let page = serve("text/html; charset=utf-8", include_str!("assets/index.html"));
    FILES
        .iter()
        .fold(Router::new().route("/inspect", page), |router, (path, kind, text)| router.route(path, serve(kind, text)))
}

/// Says of every answer what browsers may do with it.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
