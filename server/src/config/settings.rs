//! What is set, and where it was said: defaults, then a file, then the environment, then flags.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::keys::{KEYS, Key, PREFIX};

/// Where a value was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nowhere: it is the default.
    Default,
    /// In a file.
    File(PathBuf),
    /// In the environment.
    Variable(String),
    /// On the command line.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// A configuration that cannot be used: where, what, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub(crate) String);

impl ConfigError {
    /// A file that cannot be read.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// The values of all keys, as texts.
#[derive(Clone, Debug)]
pub struct Settings {
    values: BTreeMap<&'static str, (Vec<String>, Source)>,
}

impl Default for Settings {
    fn default() -> Self {
        let default = |key: &Key| Some(key.default.to_owned()).filter(|text| !text.is_empty()).into_iter().collect();
        Self { values: KEYS.iter().map(|key| (key.name, (default(key), Source::Default))).collect() }
    }
}

impl Settings {
    /// Sets a key, over whatever was said before.
    pub fn set(&mut self, key: &'static Key, values: Vec<String>, source: Source) {
        self.values.insert(key.name, (values, source));
    }

    /// Takes a file's TOML.
    ///
    /// # Errors
    /// What is not TOML, and keys that there are not.
    pub fn read_toml(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        let wrong = |what: String| ConfigError(format!("{}: {what}", path.display()));
        let table: toml::Table = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let mut flat = Vec::new();
        flatten("", &table, &mut flat);
        for (name, value) in flat {
            let key =
                Key::named(&name).ok_or_else(|| wrong(unknown(&name, KEYS.iter().map(|key| key.name.to_owned()))))?;
            let values = match value {
                toml::Value::Array(items) if key.list => items.iter().map(text_of).collect::<Option<Vec<_>>>(),
                value => text_of(value).map(|text| vec![text]),
            };
            let values = values.ok_or_else(|| wrong(format!("`{name}`: expected {}", key.value)))?;
            self.set(key, values, Source::File(path.to_owned()));
        }
        Ok(())
    }

    /// Takes the variables of an environment.
    ///
    /// # Errors
    /// Variables with our prefix that set no key.
    pub fn read_variables(&mut self, variables: impl Iterator<Item = (String, String)>) -> Result<(), ConfigError> {
        for (name, value) in variables.filter(|(name, _)| name.starts_with(PREFIX)) {
            if name == format!("{PREFIX}CONFIG") {
                continue;
            }
            let Some(key) = KEYS.iter().find(|key| key.variable() == name) else {
                return Err(ConfigError(format!("environment: {}", unknown(&name, KEYS.iter().map(Key::variable)))));
            };
            let values = if key.list {
                value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
            } else {
                vec![value]
            };
            self.set(key, values, Source::Variable(name));
        }
        Ok(())
    }

    /// The values of a key, and where they were said.
    pub(crate) fn of(&self, name: &str) -> (&[String], &Source) {
        self.values.get(name).map_or((&[], &Source::Default), |(values, source)| (values, source))
    }
}

/// What holds, as TOML, each value with where it was said. Secrets are not shown.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for key in KEYS {
            let (values, source) = self.of(key.name);
            let shown = |text: &String| if key.secret { "\"(secret)\"".to_owned() } else { quoted(text) };
            let values: Vec<String> = values.iter().map(shown).collect();
            let value = match (key.list, &*values) {
                (true, values) => format!("[{}]", values.join(", ")),
                (false, [value, ..]) => value.clone(),
                (false, []) => "\"\"".to_owned(),
            };
            writeln!(f, "{} = {value:width$} # {source}", key.name, width = 36usize.saturating_sub(key.name.len()))?;
        }
        Ok(())
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn flatten<'a>(prefix: &str, table: &'a toml::Table, into: &mut Vec<(String, &'a toml::Value)>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(table) => flatten(&name, table, into),
            value => into.push((name, value)),
        }
    }
}

fn text_of(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(yes.to_string()),
        _ => None,
    }
}

fn unknown(name: &str, known: impl Iterator<Item = String>) -> String {
    let near = known.map(|known| (strsim::jaro(name, &known), known)).max_by(|one, other| one.0.total_cmp(&other.0));
    match near.filter(|(likeness, _)| *likeness > 0.8) {
        Some((_, near)) => format!("there is no `{name}`; it is called `{near}`"),
        None => format!("there is no `{name}`; `reference-server serve --print-config` shows all that there is"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_layers_win_and_are_named() {
        let mut settings = Settings::default();
        settings
            .read_toml(Path::new("a.toml"), "listen = \"0.0.0.0:1\"\ndrain = \"5s\"\n[leads]\nwhatsapp_secret = \"x\"")
            .expect("it works");
        settings
            .read_variables([("REFERENCE_SERVER_DRAIN".to_owned(), "7s".to_owned())].into_iter())
            .expect("it works");
        assert_eq!(
            settings.of("drain"),
            (&["7s".to_owned()][..], &Source::Variable("REFERENCE_SERVER_DRAIN".to_owned()))
        );
        let shown = settings.to_string();
        assert!(
            shown.contains("# a.toml") && shown.contains("# REFERENCE_SERVER_DRAIN") && shown.contains("# default")
        );
        assert!(shown.contains("(secret)") && !shown.contains("\"x\""), "{shown}");
        assert!(toml::from_str::<toml::Table>(&shown).is_ok(), "what is shown can be read again: {shown}");
    }

    #[test]
    fn what_there_is_not_is_named_with_what_was_meant() {
        let mut settings = Settings::default();
        let error = settings.read_toml(Path::new("a.toml"), "[leads]\nwhatsap_secret = \"x\"").expect_err("it fails");
        assert_eq!(
            error.to_string(),
            "a.toml: there is no `leads.whatsap_secret`; it is called `leads.whatsapp_secret`"
        );
        let error = settings
            .read_variables([("REFERENCE_SERVER_LISTN".to_owned(), String::new())].into_iter())
            .expect_err("it fails");
        assert!(error.to_string().ends_with("it is called `REFERENCE_SERVER_LISTEN`"), "{error}");
    }
}
