//! Redis for one test.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::variable;

/// A Redis of a test's own, which it may kill and start again. It ends when this is dropped.
#[derive(Debug)]
pub struct Redis {
    folder: TempDir,
    server: Option<Child>,
}

/// The URL of the Redis that all tests share, and a prefix for the keys of one test.
///
/// # Panics
/// When there is none.
pub fn redis_server() -> (String, String) {
    (variable("HUB_TEST_REDIS"), format!("test:{:016x}", rand::random::<u64>()))
}

impl Redis {
    /// Starts one. It answers as soon as its socket is there.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut redis = Self { folder, server: None };
        redis.restart();
        redis
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }

    /// Ends it as a power cut would. What it held is gone.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().expect("the server can be killed");
            server.wait().expect("the server ends");
        }
        let _ = std::fs::remove_file(self.socket());
    }

    /// Starts it again, at the same place.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn restart(&mut self) {
        self.kill();
        let mut command = Command::new(variable("HUB_TEST_REDIS_SERVER"));
        command.args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"]).arg(self.socket());
        command.current_dir(self.folder.path()).stdout(Stdio::null()).stdin(Stdio::null());
        self.server = Some(command.spawn().expect("the Redis server can be started"));
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}
