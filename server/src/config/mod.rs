//! What can be set: defaults, then a file, then the environment, then flags; each key has a default that works.
//!
//! In: texts. Out: a [`Config`], or the place and the value that cannot be.

mod inspect;
mod keys;
mod settings;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use event_hub::Inspect;

pub use self::keys::{KEYS, Key, PREFIX};
pub use self::settings::{ConfigError, Settings, Source};
use crate::systems::Name;

/// What holds.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The data folder.
    pub data: PathBuf,
    /// The database's URL.
    pub database: String,
    /// Redis's URL, where there are several nodes.
    pub redis: Option<String>,
    /// The one system that is served; none for all.
    pub system: Option<Name>,
    /// The pages that may connect.
    pub origins: Vec<String>,
    /// How long to wait when stopping.
    pub drain: Duration,
    /// The largest body of a request.
    pub body_bytes: usize,
    /// Who may look into what flows.
    pub inspect: Inspect,
    /// What to log.
    pub log: String,
    /// Of chatflow.
    pub chatflow: Chatflow,
    /// Of leads.
    pub leads: Leads,
}

/// What can be set of chatflow.
#[derive(Clone, Debug)]
pub struct Chatflow {
    /// How long a visitor is known by the cookie.
    pub visitor_session: Duration,
}

/// What can be set of leads.
#[derive(Clone, Debug)]
pub struct Leads {
    /// With what WhatsApp signs its webhooks.
    pub whatsapp_secret: Option<String>,
    /// What WhatsApp presents when the webhook is set up.
    pub whatsapp_verify_token: String,
}

impl Config {
    /// Reads what was said.
    ///
    /// # Errors
    /// A value that its key cannot have.
    pub fn from_settings(settings: &Settings) -> Result<Self, ConfigError> {
        let data: PathBuf = one(settings, "data")?;
        let database = optional(settings, "database")?;
        let listen = one(settings, "listen")?;
        Ok(Self {
            listen,
            database: database.unwrap_or_else(|| format!("sqlite://{}", data.join("events.db").display())),
            data,
            redis: optional(settings, "redis")?,
            system: optional(settings, "system")?,
            origins: settings.of("origin").0.to_vec(),
            drain: time(settings, "drain")?,
            body_bytes: one(settings, "body_bytes")?,
            inspect: inspect::read(settings, listen)?,
            log: one(settings, "log")?,
            chatflow: Chatflow { visitor_session: time(settings, "chatflow.visitor_session")? },
            leads: Leads {
                whatsapp_secret: optional(settings, "leads.whatsapp_secret")?,
                whatsapp_verify_token: one(settings, "leads.whatsapp_verify_token")?,
            },
        })
    }
}

fn optional<T: FromStr<Err: std::fmt::Display>>(settings: &Settings, name: &str) -> Result<Option<T>, ConfigError> {
    let (values, source) = settings.of(name);
    let Some(text) = values.first().filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|error| ConfigError(format!("{source}: `{name}` cannot be `{text}`: {error}")))
}

fn one<T: FromStr<Err: std::fmt::Display>>(settings: &Settings, name: &str) -> Result<T, ConfigError> {
    optional(settings, name)?.ok_or_else(|| ConfigError(format!("{}: `{name}` cannot be empty", settings.of(name).1)))
}

fn time(settings: &Settings, name: &str) -> Result<Duration, ConfigError> {
    one::<humantime::Duration>(settings, name).map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_works() {
        let config = Config::from_settings(&Settings::default()).expect("it works");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database, "sqlite://.reference-server/events.db");
    }

    #[test]
    fn a_wrong_value_names_its_place() {
        let mut settings = Settings::default();
        settings.set(
            Key::named("system").expect("it works"),
            vec!["chatfow".to_owned()],
            Source::Flag("system".to_owned()),
        );
        let error = Config::from_settings(&settings).expect_err("it fails").to_string();
        assert!(error.starts_with("--system: `system` cannot be `chatfow`: "), "{error}");
    }
}
