//! Which pages may open connections.
//!
//! A browser sends its user's cookies along with a handshake from any page, and names the page in the Origin header (RFC 6454),
//! which the page cannot change. What is not a browser can send what it likes, and gains nothing by it: it has no user's cookies.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::{Authority, Scheme};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, request};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// What proxies call the scheme of the request that they pass on.
pub(crate) const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Which pages may open connections: those of the same host, those on the list, and whatever is not a page of a browser.
///
/// Everything is compared whole: scheme, host and port. There are no patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    listed: Arc<BTreeSet<String>>,
    same_host: bool,
    absent: bool,
    any: bool,
}

impl Default for Origins {
    fn default() -> Self {
        Self { listed: Arc::default(), same_host: true, absent: true, any: false }
    }
}

/// A text on the list that is no origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnOrigin(String);

impl Origins {
    /// Puts an origin on the list, as browsers write it: `https://app.example.com`, with the port where it is not the scheme's
    /// own.
    ///
    /// # Errors
    /// Whatever is not `http://` or `https://` with a host, perhaps a port, and nothing after it.
    pub fn allow(mut self, origin: &str) -> Result<Self, NotAnOrigin> {
        let page = Page::of(origin).ok_or_else(|| NotAnOrigin(origin.to_owned()))?;
        Arc::make_mut(&mut self.listed).insert(page.to_string());
        Ok(self)
    }

    /// Allows every page, whoever serves it: for development, where pages come from servers of their own. Never where users have
    /// cookies that let them in.
    #[must_use]
    pub fn any_page(mut self) -> Self {
        self.any = true;
        self
    }

    /// Allows the listed pages alone: not those which are served under the same host as the connection.
    #[must_use]
    pub fn without_same_host(mut self) -> Self {
        self.same_host = false;
        self
    }

    /// Allows browsers alone: a connection has to name its page.
    #[must_use]
    pub fn browsers_only(mut self) -> Self {
        self.absent = false;
        self
    }

    /// Whether a handshake with these headers may go on.
    pub fn allow_headers(&self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (None, _) => self.absent,
            (Some(origin), None) => self.allow_page(origin, headers),
            (Some(_), Some(_)) => false,
        }
    }

    /// What tells browsers that the listed pages may read answers (CORS): the page itself is named, never a star, so that
    /// cookies and tokens may come along.
    pub fn cors(&self) -> CorsLayer {
        Self::cors_of(vec![self.clone()])
    }

    /// The same for what several share: a page that one of them allows.
    pub(crate) fn cors_of(all: Vec<Self>) -> CorsLayer {
        let allowed = move |origin: &HeaderValue, parts: &request::Parts| {
            all.iter().any(|origins| origins.allow_page(origin, &parts.headers))
        };
        CorsLayer::new()
            .allow_origin(AllowOrigin::predicate(allowed))
            .allow_credentials(true)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers([AUTHORIZATION, CONTENT_TYPE])
    }

    fn allow_page(&self, origin: &HeaderValue, headers: &HeaderMap) -> bool {
        if self.any {
            return true;
        }
        let Some(page) = origin.to_str().ok().and_then(Page::of) else { return false };
        self.listed.contains(&page.to_string()) || (self.same_host && page.is_host(headers))
    }
}

/// Where a page came from. Printing gives the one way to write it.
struct Page {
    scheme: Scheme,
    host: String,
    port: u16,
}

impl Page {
    fn of(origin: &str) -> Option<Self> {
        let uri: Uri = origin.parse().ok()?;
        let scheme = uri.scheme().filter(|scheme| **scheme == Scheme::HTTP || **scheme == Scheme::HTTPS)?.clone();
        let (host, port) = host_and_port(uri.authority()?)?;
        let page = Self { port: port.unwrap_or_else(|| own_port(&scheme)), host, scheme };
        // Nothing but the origin: no path, no query, no port that says nothing.
        let plain = origin.to_ascii_lowercase();
        (page.to_string() == plain || page.with_port() == plain).then_some(page)
    }

    /// Whether the request went to the same host and port as the page came from, and with the same scheme where a proxy says which
    /// that was. Where none does, either scheme will do: a proxy may have ended TLS without a word.
    fn is_host(&self, headers: &HeaderMap) -> bool {
        // Of several proxies, the first to be asked comes first.
        let forwarded = headers.get(&FORWARDED_PROTO).and_then(|schemes| schemes.to_str().ok()?.split(',').next());
        if forwarded.is_some_and(|scheme| !scheme.trim().eq_ignore_ascii_case(self.scheme.as_str())) {
            return false;
        }
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Some(authority) = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()) else { return false };
        host_and_port(&authority).is_some_and(|(host, port)| {
            host == self.host && port.unwrap_or_else(|| own_port(&self.scheme)) == self.port
        })
    }

    fn with_port(&self) -> String {
        format!("{}://{}:{}", self.scheme, self.host, self.port)
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        if self.port == own_port(&self.scheme) { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

/// The host in lower case and the port, where there is one; nothing where somebody's name stands before the host.
fn host_and_port(authority: &Authority) -> Option<(String, Option<u16>)> {
    let host = authority.host();
    if host.is_empty() || authority.as_str().contains('@') {
        return None;
    }
    let port = match authority.port() {
        Some(port) => Some(port.as_str().parse().ok()?),
        None => None,
    };
    Some((host.to_ascii_lowercase(), port))
}

fn own_port(scheme: &Scheme) -> u16 {
    if *scheme == Scheme::HTTPS { 443 } else { 80 }
}

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an origin: write it as `https://app.example.com` or `http://localhost:3000`", self.0)
    }
}

impl Error for NotAnOrigin {}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(origins: &Origins, headers: &[(&'static str, &str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                let value = HeaderValue::from_bytes(value.as_bytes()).expect("a header's value");
                (HeaderName::from_static(name), value)
            })
            .collect();
        origins.allow_headers(&headers)
    }

    fn listed() -> Origins {
        ["https://app.example.com", "http://localhost:3000", "https://Shop.Example:8443"]
            .iter()
            .try_fold(Origins::default(), |origins, origin| origins.allow(origin))
            .expect("origins")
    }

    #[test]
    fn listed_pages_may_connect() {
        for origin in ["https://app.example.com", "HTTPS://APP.example.com", "https://app.example.com:443"] {
            assert!(allows(&listed(), &[("host", "api.example"), ("origin", origin)]), "{origin}");
        }
        assert!(allows(&listed(), &[("origin", "http://localhost:3000")]));
        assert!(allows(&listed(), &[("origin", "https://shop.example:8443")]));
    }

    #[test]
    fn others_may_not() {
        for origin in [
            "null",
            "",
            "*",
            "app.example.com",
            "//app.example.com",
            "http://app.example.com",
            "https://app.example.com:8443",
            "https://app.example.com:80",
            "https://app.example.com:",
            "https://app.example.com:99999",
            "https://app.example.com/",
            "https://app.example.com/x",
            "https://app.example.com?x",
            "https://app.example.com#x",
            "https://app.example.com.",
            "https://app.example.com.evil.example",
            "https://evilapp.example.com",
            "https://evil.app.example.com",
            "https://example.com",
            "https://evil.example@app.example.com",
            "https://app.example.com@evil.example",
            "https://app.example.com https://evil.example",
            "https://app.example.com,https://evil.example",
            "ws://app.example.com",
            "file://",
            "chrome-extension://app.example.com",
            "http://localhost",
            "http://localhost:30000",
            "http://127.0.0.1:3000",
            "https://app.examp\u{43b}e.com",
        ] {
            assert!(!allows(&listed(), &[("host", "api.example"), ("origin", origin)]), "{origin}");
        }
        assert!(!allows(
            &listed(),
            &[("origin", "https://app.example.com"), ("origin", "https://evil.example"), ("host", "api.example")]
        ));
    }

    #[test]
    fn pages_of_the_same_host_may_connect() {
        let origins = Origins::default();
        for (host, origin, allowed) in [
            ("api.example", "https://api.example", true),
            ("api.example", "http://api.example", true),
            ("API.example:443", "https://api.example", true),
            ("api.example:443", "http://api.example", false),
            ("api.example:8080", "http://api.example:8080", true),
            ("api.example:8080", "http://api.example", false),
            ("api.example", "http://api.example:8080", false),
            ("api.example", "https://api.example.evil.example", false),
            ("api.example", "https://evil-api.example", false),
            ("api.example", "ws://api.example", false),
            ("[::1]:3000", "http://[::1]:3000", true),
            ("", "http://", false),
        ] {
            assert_eq!(allows(&origins, &[("host", host), ("origin", origin)]), allowed, "{host} {origin}");
        }
        for (forwarded, origin, allowed) in [
            ("https", "https://api.example", true),
            ("HTTPS", "https://api.example", true),
            ("https", "http://api.example", false),
            ("http", "https://api.example", false),
            ("https, http", "https://api.example", true),
        ] {
            let headers = [("host", "api.example"), ("x-forwarded-proto", forwarded), ("origin", origin)];
            assert_eq!(allows(&origins, &headers), allowed, "{forwarded} {origin}");
        }
        let listed_only = listed().without_same_host();
        assert!(!allows(&listed_only, &[("host", "api.example"), ("origin", "https://api.example")]));
        assert!(!allows(&origins, &[("origin", "https://api.example")]));
        let two = [("host", "a.example"), ("host", "api.example"), ("origin", "https://api.example")];
        assert!(!allows(&origins, &two));
    }

    #[test]
    fn what_is_no_browser_may_connect_unless_it_may_not() {
        assert!(allows(&listed(), &[("host", "api.example")]));
        assert!(!allows(&listed().browsers_only(), &[("host", "api.example")]));
    }

    #[test]
    fn the_list_takes_origins_alone() {
        for text in ["*", "null", "app.example.com", "https://*.example.com/", "https://a.example/x", "ftp://a.example"]
        {
            let error = Origins::default().allow(text).expect_err(text);
            assert!(error.to_string().contains(text), "{error}");
        }
    }
}
