//! `cargo xtask services`: PostgreSQL and Redis for tests, private to one command.
//!
//! In: the programs of both, which are installed where that can be done. Out: servers on sockets in a temporary folder, and the
//! variables that lead the tests to them. Promised: they end with this program, however it ends, and leave nothing behind.

mod guard;
mod postgres;
mod redis;

use std::env;
use std::process::Command;

use self::guard::Guard;
use crate::step::{self, Done};

/// Leads tests to a PostgreSQL server on which they may make databases.
const POSTGRES: &str = "HUB_TEST_POSTGRES";

/// Leads tests to a Redis server on which they may write keys.
const REDIS: &str = "HUB_TEST_REDIS";

/// The program of Redis, for tests that kill and restart one of their own.
const REDIS_SERVER: &str = "HUB_TEST_REDIS_SERVER";

/// Running servers. They end when this is dropped.
pub struct Services {
    variables: Vec<(&'static str, String)>,
    _guards: Vec<Guard>,
}

impl Services {
    /// Starts what is not running already: a variable that is set is left alone.
    ///
    /// # Errors
    /// Naming what to install, or what kept a server from starting.
    pub fn start() -> Done<Self> {
        let mut services = Self { variables: Vec::new(), _guards: Vec::new() };
        if !is_set(POSTGRES) {
            let (url, guard) = postgres::start()?;
            services.variables.push((POSTGRES, url));
            services._guards.push(guard);
        }
        if !is_set(REDIS) {
            let (url, guard) = redis::start()?;
            services.variables.push((REDIS, url));
            services._guards.push(guard);
        }
        if !is_set(REDIS_SERVER) {
            services.variables.push((REDIS_SERVER, redis::program()?.display().to_string()));
        }
        Ok(services)
    }

    /// Leads a command to them.
    pub fn lead<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.envs(self.variables.iter().map(|(name, value)| (name, value)))
    }
}

/// Runs a command with the servers.
///
/// # Errors
/// When they cannot be started, or the command fails.
pub fn run(words: &[&str]) -> Done {
    let [program, arguments @ ..] = words else {
        return Err("say what to run, as in `cargo xtask services cargo test -p event-hub`".to_owned());
    };
    let services = Services::start()?;
    step::run(services.lead(Command::new(program).args(arguments)))
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
