//! The command line: `serve`, `token` and `revoke`. Exit codes: 0 done, 1 failed, 2 wrongly asked for.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};
use event_hub::auth::{Grant, Revocations};
use event_hub::{Store, StoreError};

use crate::app::{App, StartError};
use crate::config::{Config, ConfigError, KEYS, Key, PREFIX, Settings, Source};
use crate::summary;
use crate::tokens::{Tokens, new_token_id};

/// The file that is read where none is named.
const FILE: &str = "reference-server.toml";

const SERVE_EXAMPLES: &str = "\
Examples:
  reference-server serve
  reference-server serve --system chatflow --listen 127.0.0.1:0
  reference-server serve --database postgres://app@localhost/events --origin https://example.com
  reference-server serve --print-config

Every key can also be set in reference-server.toml (or --config FILE) and by a variable, as in
REFERENCE_SERVER_LISTEN=0.0.0.0:80. Flags win over variables, variables over the file.

Exit codes: 0 stopped as asked, 1 failed, 2 wrongly asked for.";

const TOKEN_EXAMPLES: &str = "\
Examples:
  reference-server token --user agent_12 --role agent --name Dilnoza --for 1h
  curl -H \"Authorization: Bearer $(reference-server token --user agent_12 --role agent)\" ...

A running server with the same data folder takes the token.";

const REVOKE_EXAMPLES: &str = "\
Examples:
  reference-server revoke --user agent_12
  reference-server revoke --token-id 5f0c6c1e9a7b3d24
  reference-server revoke --user agent_12 --database postgres://app@localhost/events

A token's id is its claim `jti`. Of a user, all tokens are revoked that were issued up to now; one
that is issued later is good. Running servers with the same database learn of it within a second or
two: connections end, requests are answered with 401.

Exit codes: 0 revoked, 1 failed and nothing was revoked, 2 wrongly asked for.";

/// Runs the command.
pub fn run() -> ExitCode {
    let matches = command().get_matches();
    match matches.subcommand() {
        Some(("serve", matches)) => serve(matches),
        Some(("token", matches)) => token(matches),
        Some(("revoke", matches)) => revoke(matches),
        _ => ExitCode::from(2),
    }
}

fn command() -> Command {
    Command::new("reference-server")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs five real-time systems on their contracts")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("serve")
                .about("Serves the systems until it is told to stop")
                .args(keys())
                .after_help(SERVE_EXAMPLES),
        )
        .subcommand(
            Command::new("token")
                .about("Prints a token for trying out")
                .arg(Arg::new("user").long("user").value_name("ID").required(true).help("Whose token it is"))
                .arg(Arg::new("name").long("name").value_name("NAME").help("What others call the user"))
                .arg(
                    Arg::new("role")
                        .long("role")
                        .value_name("ROLE")
                        .action(ArgAction::Append)
                        .help("What the user may do; may be said again"),
                )
                .arg(
                    Arg::new("for")
                        .long("for")
                        .value_name("TIME")
                        .default_value("24h")
                        .value_parser(humantime::parse_duration)
                        .help("How long it holds, as in 90s, 1h, 7days"),
                )
                .args(keys_of(&["config", "data"]))
                .after_help(TOKEN_EXAMPLES),
        )
        .subcommand(
            Command::new("revoke")
                .about("Makes tokens worthless before they expire")
                .arg(Arg::new("user").long("user").value_name("ID").help("Whose tokens"))
                .arg(Arg::new("token-id").long("token-id").value_name("JTI").help("The id of the one token"))
                .group(ArgGroup::new("what").args(["user", "token-id"]).required(true))
                .arg(
                    Arg::new("for")
                        .long("for")
                        .value_name("TIME")
                        .default_value("365days")
                        .value_parser(humantime::parse_duration)
                        .help("How long to remember it: at least until the last of them expires by itself"),
                )
                .args(keys_of(&["config", "data", "database"]))
                .after_help(REVOKE_EXAMPLES),
        )
}

/// The flags of these names.
fn keys_of(names: &[&str]) -> Vec<Arg> {
    keys().into_iter().filter(|arg| names.contains(&arg.get_id().as_str())).collect()
}

/// A flag for each key, and those that say where keys are and which hold.
fn keys() -> Vec<Arg> {
    let flag = |key: &'static Key| {
        let help = match key.default {
            "" => key.about.to_owned(),
            default => format!("{} [default: {default}]", key.about),
        };
        let arg = Arg::new(key.name).long(key.flag()).value_name(key.value).help(help);
        if key.list { arg.action(ArgAction::Append) } else { arg }
    };
    let config = Arg::new("config")
        .long("config")
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help(format!("A TOML file with keys [default: {FILE}, where it is there]"));
    let print = Arg::new("print-config")
        .long("print-config")
        .action(ArgAction::SetTrue)
        .help("Show what holds, and where it was said, and stop");
    KEYS.iter().map(flag).chain([config, print]).collect()
}

fn settings(matches: &ArgMatches) -> Result<Settings, ConfigError> {
    let mut settings = Settings::default();
    let variable = std::env::var_os(format!("{PREFIX}CONFIG")).map(PathBuf::from);
    let named = matches.get_one::<PathBuf>("config").cloned().or(variable);
    let path = named.as_deref().unwrap_or(Path::new(FILE));
    match std::fs::read_to_string(path) {
        Ok(text) => settings.read_toml(path, &text)?,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(ConfigError::file(path, &error)),
    }
    settings.read_variables(
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
    )?;
    for key in KEYS {
        if let Ok(Some(values)) = matches.try_get_many::<String>(key.name) {
            settings.set(key, values.cloned().collect(), Source::Flag(key.flag()));
        }
    }
    Ok(settings)
}

fn token(matches: &ArgMatches) -> ExitCode {
    let config = match settings(matches).and_then(|settings| Config::from_settings(&settings)) {
        Ok(config) => config,
        Err(error) => return fail(2, &error.to_string()),
    };
    let grant = Grant {
        name: matches.get_one::<String>("name").cloned(),
        roles: matches.get_many::<String>("role").unwrap_or_default().cloned().collect(),
        token_id: Some(new_token_id()),
        lifetime: matches.get_one::<Duration>("for").copied().unwrap_or_default(),
        ..Grant::of(matches.get_one::<String>("user").map_or("", String::as_str))
    };
    let made = Tokens::open(&config.data).map_err(|error| error.to_string());
    match made.and_then(|tokens| tokens.sign(&grant).map_err(|error| error.to_string())) {
        Ok(token) => {
            anstream::println!("{token}");
            ExitCode::SUCCESS
        }
        Err(error) => fail(1, &error),
    }
}

fn revoke(matches: &ArgMatches) -> ExitCode {
    let config = match settings(matches).and_then(|settings| Config::from_settings(&settings)) {
        Ok(config) => config,
        Err(error) => return fail(2, &error.to_string()),
    };
    let lasting = matches.get_one::<Duration>("for").copied().unwrap_or_default();
    let Some(until) = SystemTime::now().checked_add(lasting) else {
        return fail(2, "--for: no clock reaches that far; `365days` is long enough for most");
    };
    // One that was made here would hold no token of anybody's.
    match Store::exists(&config.database) {
        Ok(true) => {}
        Ok(false) => return fail(1, "there is no such database; `--data` or `--database` names that of the server"),
        Err(error) => return fail(1, &StartError::Store(error).to_string()),
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(1, &error.to_string()),
    };
    let named = |name| matches.get_one::<String>(name).map(String::as_str);
    match runtime.block_on(revoke_in(&config.database, named("user"), named("token-id"), until)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(1, &StartError::Store(error).to_string()),
    }
}

async fn revoke_in(
    database: &str,
    user: Option<&str>,
    token: Option<&str>,
    until: SystemTime,
) -> Result<(), StoreError> {
    let store = Store::open(database).await?;
    let revocations = Revocations::new(store.clone());
    if let Some(user) = user {
        revocations.revoke_user(user, until).await?;
    }
    if let Some(token) = token {
        revocations.revoke_token(token, until).await?;
    }
    store.close().await;
    Ok(())
}

fn serve(matches: &ArgMatches) -> ExitCode {
    let settings = match settings(matches) {
        Ok(settings) => settings,
        Err(error) => return fail(2, &error.to_string()),
    };
    let config = match Config::from_settings(&settings) {
        Ok(config) => config,
        Err(error) => return fail(2, &error.to_string()),
    };
    if matches.get_flag("print-config") {
        anstream::print!("{settings}");
        return ExitCode::SUCCESS;
    }
    let filter = match tracing_subscriber::EnvFilter::try_new(&config.log) {
        Ok(filter) => filter,
        Err(error) => return fail(2, &format!("`log` cannot be `{}`: {error}", config.log)),
    };
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(1, &error.to_string()),
    };
    match runtime.block_on(serve_until_stopped(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(1, &error.to_string()),
    }
}

async fn serve_until_stopped(config: Config) -> Result<(), StartError> {
    let wanted = config.listen;
    let app = App::open(config).await?;
    let failed = |error| StartError::Listen(wanted, error);
    let listener = tokio::net::TcpListener::bind(wanted).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    summary::print(app.base(), address);
    app.serve(listener, event_hub::told_to_stop()).await;
    Ok(())
}

fn fail(code: u8, message: &str) -> ExitCode {
    anstream::eprintln!("error: {message}");
    ExitCode::from(code)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_is_well_formed() {
        super::command().debug_assert();
    }
}
