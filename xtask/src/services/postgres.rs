//! PostgreSQL for tests: what a power cut would lose does not matter, speed does.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::guard::{Guard, User};
use crate::install;
use crate::step::Done;

/// Makes a cluster in a folder of its own and starts it. Gives the URL of a database where others can be made.
pub fn start() -> Done<(String, Guard)> {
    let initdb = install::program("initdb", "postgresql")?;
    let postgres = install::program("postgres", "postgresql")?;
    let user = User::find()?;
    let folder = user.folder("postgres")?;
    let data = folder.join("data");
    let mut make = Command::new(&initdb);
    make.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]);
    make.arg(&data).current_dir(&folder).stdin(Stdio::null());
    let made = user.run(&mut make).output().map_err(|error| format!("cannot run `{}`: {error}", initdb.display()))?;
    if !made.status.success() {
        let said = String::from_utf8_lossy(&made.stderr).into_owned();
        let _ = fs::remove_dir_all(&folder);
        return Err(format!("`{}` cannot make a cluster:\n{said}", initdb.display()));
    }
    let settings = [
        "-clisten_addresses=",
        "-cmax_connections=500",
        "-cfsync=off",
        "-cfull_page_writes=off",
        "-cshared_buffers=64MB",
        "-cautovacuum=off",
    ];
    let mut command: Vec<&Path> = vec![&postgres, Path::new("-D"), &data, Path::new("-k"), &folder];
    command.extend(settings.map(Path::new));
    let url = format!("postgres://postgres@localhost/postgres?host={}", folder.display());
    // The last line of this file is the state of the server.
    let state = data.join("postmaster.pid");
    let is_ready = || fs::read_to_string(&state).is_ok_and(|text| text.trim_end().ends_with("ready"));
    // The signal for a stop at once.
    let guard = Guard::start(user, folder.clone(), "QUIT", &command, is_ready)?;
    Ok((url, guard))
}
