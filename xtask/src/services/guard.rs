//! A server that ends with this program.
//!
//! Between the two stands a shell that waits for the end of its input: that comes when a [`Guard`] is dropped, and just as well when
//! this program is interrupted or killed. Then the shell ends the server and deletes its folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::install;
use crate::step::Done;

/// `$0` is the signal that ends the server, `$1` its folder, the rest its command. The server may end by itself, too.
const SHELL: &str = r#"
signal=$0; folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null & server=$!
read -r _
kill -"$signal" "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder and a server in it.
pub struct Guard {
    shell: Child,
    folder: PathBuf,
}

/// The user that servers run as: root's servers run as another.
#[derive(Clone, Copy)]
pub struct User {
    other: Option<(u32, u32)>,
}

impl User {
    /// # Errors
    /// When root has nobody to run servers as.
    pub fn find() -> Done<Self> {
        if !install::is_root() {
            return Ok(Self { other: None });
        }
        let users = fs::read_to_string("/etc/passwd").map_err(|error| format!("cannot read `/etc/passwd`: {error}"))?;
        let ids = |name: &str| {
            let mut words = users.lines().find(|line| line.split(':').next() == Some(name))?.split(':').skip(2);
            Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
        };
        let other = ids("postgres").or_else(|| ids("nobody"));
        other.map(|ids| Self { other: Some(ids) }).ok_or_else(|| {
            "PostgreSQL does not run as root, and there is no user `postgres` or `nobody`: add one".to_owned()
        })
    }

    /// Makes a command run as this user.
    #[cfg(unix)]
    pub fn run(self, command: &mut Command) -> &mut Command {
        use std::os::unix::process::CommandExt;
        // Its own group: what the terminal interrupts is this program, and the shell hears of it.
        command.process_group(0);
        if let Some((user, group)) = self.other {
            command.uid(user).gid(group);
        }
        command
    }

    /// Makes a new folder that belongs to this user alone. Its path is short, as sockets ask.
    #[cfg(unix)]
    pub fn folder(self, name: &str) -> Done<PathBuf> {
        use std::os::unix::fs::{DirBuilderExt, chown};
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos();
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}-{now}", std::process::id()));
        let made = fs::DirBuilder::new().mode(0o700).create(&folder).and_then(|()| match self.other {
            Some((user, group)) => chown(&folder, Some(user), Some(group)),
            None => Ok(()),
        });
        made.map_err(|error| format!("cannot make the folder `{}`: {error}", folder.display()))?;
        Ok(folder)
    }

    #[cfg(not(unix))]
    pub fn run(self, command: &mut Command) -> &mut Command {
        command
    }

    #[cfg(not(unix))]
    pub fn folder(self, _name: &str) -> Done<PathBuf> {
        Err("servers are started on Unix only: start them yourself and set `HUB_TEST_POSTGRES`, `HUB_TEST_REDIS` and \
             `HUB_TEST_REDIS_SERVER`"
            .to_owned())
    }
}

impl Guard {
    /// Starts a server in its folder, and waits until it is ready.
    ///
    /// # Errors
    /// When it cannot be started, with what it said.
    pub fn start(
        user: User,
        folder: PathBuf,
        signal: &str,
        command: &[&Path],
        is_ready: impl Fn() -> bool,
    ) -> Done<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", SHELL, signal]).arg(&folder).args(command).current_dir(&folder).stdin(Stdio::piped());
        let shell = user.run(&mut shell).spawn();
        let shell = shell.map_err(|error: io::Error| format!("cannot run `sh`: {error}"))?;
        let guard = Self { shell, folder };
        let started = Instant::now();
        while !is_ready() {
            if started.elapsed() > PATIENCE {
                let said = fs::read_to_string(guard.folder.join("log")).unwrap_or_default();
                let program = command.first().map(|path| path.display().to_string()).unwrap_or_default();
                return Err(format!("`{program}` does not start:\n{said}"));
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            eprintln!("cannot wait for the server in `{}`: {error}", self.folder.display());
        }
    }
}
