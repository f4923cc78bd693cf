//! Who may look into what flows.

use std::net::SocketAddr;

use event_hub::Inspect;

use super::{ConfigError, Settings, one, optional};

/// Reads `inspect` and `inspect_token`.
///
/// # Errors
/// Another word, a token that is too short to be one, and an inspector that would be open to other machines.
pub(super) fn read(settings: &Settings, listen: SocketAddr) -> Result<Inspect, ConfigError> {
    let how: String = one(settings, "inspect")?;
    let wrong =
        |words: &str| Err(ConfigError(format!("{}: `inspect` cannot be `{how}`: {words}", settings.of("inspect").1)));
    match how.as_str() {
        "off" => Ok(Inspect::Off),
        "open" if listen.ip().is_loopback() => Ok(Inspect::Open),
        "open" => wrong("other machines can reach the server; `token` lets in whoever has the token"),
        "token" => match optional::<String>(settings, "inspect_token")? {
            None => Ok(Inspect::behind_new_token()),
            Some(token) if token.len() >= SHORTEST => Ok(Inspect::Token(token.into())),
            Some(_) => Err(ConfigError(format!(
                "{}: `inspect_token` cannot have less than {SHORTEST} characters",
                settings.of("inspect_token").1
            ))),
        },
        _ => wrong("`off`, `token` or `open`"),
    }
}

/// A shorter token could be guessed.
const SHORTEST: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Key, Source};

    fn read_with(pairs: &[(&str, &str)], listen: &str) -> Result<Inspect, String> {
        let mut settings = Settings::default();
        for (name, value) in pairs {
            settings.set(Key::named(name).expect("a key"), vec![(*value).to_owned()], Source::Flag((*name).to_owned()));
        }
        read(&settings, listen.parse().expect("an address")).map_err(|error| error.to_string())
    }

    #[test]
    fn it_is_off_unless_something_else_is_said() {
        assert!(matches!(read_with(&[], "127.0.0.1:0"), Ok(Inspect::Off)));
        assert!(matches!(read_with(&[("inspect", "token")], "0.0.0.0:80"), Ok(Inspect::Token(_))));
        let own = read_with(&[("inspect", "token"), ("inspect_token", "0123456789abcdef")], "0.0.0.0:80");
        let link = own.expect("it works").link("http://a");
        assert_eq!(link.as_deref(), Some("http://a/inspect#token=0123456789abcdef"));
    }

    #[test]
    fn it_is_open_to_this_machine_alone() {
        assert!(matches!(read_with(&[("inspect", "open")], "127.0.0.1:0"), Ok(Inspect::Open)));
        let error = read_with(&[("inspect", "open")], "0.0.0.0:80").expect_err("it fails");
        assert!(error.starts_with("--inspect: `inspect` cannot be `open`: other machines"), "{error}");
    }

    #[test]
    fn what_it_cannot_be_is_said() {
        let error = read_with(&[("inspect", "on")], "127.0.0.1:0").expect_err("it fails");
        assert_eq!(error, "--inspect: `inspect` cannot be `on`: `off`, `token` or `open`");
        let error =
            read_with(&[("inspect", "token"), ("inspect_token", "short")], "127.0.0.1:0").expect_err("it fails");
        assert_eq!(error, "--inspect_token: `inspect_token` cannot have less than 16 characters");
    }
}
