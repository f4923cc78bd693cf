//! Where a server is: the URL that somebody wrote, taken apart.

use std::fmt;

use hyper::Uri;

use crate::tail::Trouble;

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether by TLS.
    pub(crate) secure: bool,
    /// Whether the scheme was `ws` or `wss`.
    pub(crate) websocket: bool,
    /// The host, an address of IPv6 without its brackets.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: u16,
    /// The path, `/` where none is given.
    pub(crate) path: String,
    /// The query, without its `?`; empty where there is none.
    pub(crate) query: String,
}

impl Address {
    /// Takes a URL apart: `http`, `https`, `ws` or `wss`; without a scheme it is `http`.
    ///
    /// # Errors
    /// What is no such URL.
    pub fn parse(text: &str) -> Result<Self, Trouble> {
        let trouble = |why: String| {
            Trouble::new(format!("`{text}` is no address of a server: {why}"))
                .help("write it as in `http://127.0.0.1:8080/chatflow` or `wss://example.com/ws/user`")
        };
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let uri: Uri = with_scheme.parse().map_err(|error| trouble(format!("{error}")))?;
        let (secure, websocket) = match uri.scheme_str() {
            Some("http") => (false, false),
            Some("https") => (true, false),
            Some("ws") => (false, true),
            Some("wss") => (true, true),
            other => return Err(trouble(format!("`{}` is not spoken here", other.unwrap_or_default()))),
        };
        let authority = uri.authority().ok_or_else(|| trouble("it names no host".to_owned()))?;
        if authority.as_str().contains('@') {
            return Err(trouble("it holds a password, which belongs in `--header`".to_owned()));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(trouble("it names no host".to_owned()));
        }
        let port = match authority.port_u16() {
            Some(0) => return Err(trouble("no server listens at port 0".to_owned())),
            Some(port) => port,
            None if authority.as_str() != authority.host() => return Err(trouble("its port is none".to_owned())),
            None if secure => 443,
            None => 80,
        };
        let path = if uri.path().is_empty() { "/" } else { uri.path() };
        Ok(Self {
            secure,
            websocket,
            host,
            port,
            path: path.to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
        })
    }

    /// Host and port, as the header `Host` has them.
    pub(crate) fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match (self.secure, self.port) {
            (true, 443) | (false, 80) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }

    /// The origin of a page from there.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.authority())
    }
}

/// As a person knows it: without the query, which may hold a token.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match (self.websocket, self.secure) {
            (true, true) => "wss",
            (true, false) => "ws",
            (false, true) => "https",
            (false, false) => "http",
        };
        write!(f, "{scheme}://{}{}", self.authority(), if self.path == "/" { "" } else { &self.path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, shown, port) in [
            ("http://127.0.0.1:8080/chatflow", "http://127.0.0.1:8080/chatflow", 8080),
            ("localhost:8080", "http://localhost:8080", 8080),
            ("wss://example.com/ws/user?token=secret", "wss://example.com/ws/user", 443),
            ("ws://[::1]:9000/ws", "ws://[::1]:9000/ws", 9000),
            ("https://example.com:443", "https://example.com", 443),
        ] {
            let address = Address::parse(text).expect("it is an address");
            assert_eq!((address.to_string().as_str(), address.port), (shown, port));
        }
        for text in [
            "",
            "http://",
            "ftp://a",
            "http://a:b",
            "http://a:0",
            "http://u:p@a",
            "http://a b",
            "http://a:99999",
            "://",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }
}
