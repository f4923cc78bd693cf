//! Which database a URL names, and how it is to be opened.
//!
//! In: a URL. Out: what sqlx connects with, and a name for error messages that keeps the password to itself.

use std::path::{Path, PathBuf};

use super::StoreError;

/// The two kinds of databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

/// A database, as its URL names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) kind: Kind,
    /// What sqlx connects to. Holds the password, if there is one.
    pub(super) url: String,
    /// The name that errors show.
    pub(super) shown: String,
    /// The file of an SQLite database; none in memory, and on PostgreSQL.
    pub(super) file: Option<PathBuf>,
    /// How many connections at most.
    pub(super) connections: u32,
    /// SQLite: whether a commit waits until the disk has it.
    pub(super) synchronous: bool,
}

const SCHEMES: &str = "expected `sqlite:PATH`, `sqlite::memory:` or `postgres://USER@HOST/NAME`";

impl Place {
    /// Reads a URL. Beside what sqlx knows, `connections=NUMBER` is understood for both kinds, and `synchronous=full|normal`
    /// for SQLite.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            return Self::sqlite(rest.strip_prefix("//").unwrap_or(rest));
        }
        for scheme in ["postgres://", "postgresql://"] {
            if let Some(rest) = url.strip_prefix(scheme) {
                return Self::postgres(rest);
            }
        }
        let scheme = url.split(':').next().filter(|scheme| scheme.len() < url.len()).unwrap_or("no scheme");
        Err(StoreError::Url(format!("the URL of a database begins with `{scheme}`: {SCHEMES}")))
    }

    fn sqlite(rest: &str) -> Result<Self, StoreError> {
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let shown = format!("sqlite:{path}");
        let (mut connections, mut synchronous) = (READERS, true);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("connections", number)) => connections = count(&shown, number)?,
                Some(("synchronous", "full")) => synchronous = true,
                Some(("synchronous", "normal")) => synchronous = false,
                _ => {
                    let known = "`connections=NUMBER`, `synchronous=full` and `synchronous=normal`";
                    return Err(StoreError::Url(format!("`{pair}` in the URL of `{shown}` is none of {known}")));
                }
            }
        }
        if path.is_empty() {
            return Err(StoreError::Url(format!("the URL of a database names no file: {SCHEMES}")));
        }
        if path == ":memory:" {
            let url = "sqlite::memory:".to_owned();
            return Ok(Self { kind: Kind::Sqlite, url, shown, file: None, connections: 1, synchronous });
        }
        let url = format!("sqlite:{}?mode=rwc", encoded(path));
        Ok(Self { kind: Kind::Sqlite, url, shown, file: Some(path.into()), connections, synchronous })
    }

    fn postgres(rest: &str) -> Result<Self, StoreError> {
        let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (login, place) = base.rsplit_once('@').map_or((None, base), |(login, place)| (Some(login), place));
        let user = login.map(|login| login.split(':').next().unwrap_or_default());
        let shown = format!("postgres://{}{place}", user.map(|user| format!("{user}@")).unwrap_or_default());
        let mut connections = POOL;
        let mut others = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.strip_prefix("connections=") {
                Some(number) => connections = count(&shown, number)?,
                None => others.push(pair),
            }
        }
        let query = if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
        let url = format!("postgres://{base}{query}");
        Ok(Self { kind: Kind::Postgres, url, shown, file: None, connections, synchronous: true })
    }

    /// The folder of an SQLite file, where it names one.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.file.as_deref()?.parent().filter(|folder| !folder.as_os_str().is_empty())
    }
}

/// Connections that read an SQLite file beside the one that writes.
const READERS: u32 = 4;

/// Connections to PostgreSQL: a node needs few at a time, and a server of a hundred has room for five nodes.
const POOL: u32 = 20;

fn count(shown: &str, number: &str) -> Result<u32, StoreError> {
    let most = 1000;
    let count = number.parse().ok().filter(|count| (1..=most).contains(count));
    count.ok_or_else(|| {
        StoreError::Url(format!("`connections={number}` in the URL of `{shown}` is not a number from 1 to {most}"))
    })
}

/// A path as a URL has it. Paths are taken as they are written: a `%` in one is a `%`.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_file_a_memory_or_a_server() {
        let file = Place::parse("sqlite:data/100% sure?.db").map(|place| (place.url, place.file));
        assert!(file.is_err(), "{file:?}");
        let file = Place::parse("sqlite:data/100% sure.db?synchronous=normal").expect("it can be read");
        assert_eq!(file.url, "sqlite:data/100%25%20sure.db?mode=rwc");
        assert_eq!(file.folder(), Some(Path::new("data")));
        assert!(!file.synchronous);
        assert_eq!(Place::parse("sqlite:///var/hub.db").expect("it can be read").file, Some("/var/hub.db".into()));
        assert_eq!(Place::parse("sqlite://hub.db").expect("it can be read").folder(), None);
        assert_eq!(Place::parse("sqlite://:memory:").expect("it can be read").connections, 1);
    }

    #[test]
    fn a_password_is_not_shown() {
        let place = Place::parse("postgres://me:se:cr@et@host:5433/chat?connections=7&sslmode=disable")
            .expect("it can be read");
        assert_eq!(place.shown, "postgres://me@host:5433/chat");
        assert_eq!(place.url, "postgres://me:se:cr@et@host:5433/chat?sslmode=disable");
        assert_eq!(place.connections, 7);
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        for (url, told) in [
            ("mysql://localhost/chat", "begins with `mysql`"),
            ("chat.db", "begins with `no scheme`"),
            ("sqlite:", "names no file"),
            ("sqlite:chat.db?mode=ro", "`mode=ro` in the URL of `sqlite:chat.db`"),
            ("postgres://host/chat?connections=0", "is not a number from 1 to 1000"),
        ] {
            let error = Place::parse(url).expect_err("it cannot be read").to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
