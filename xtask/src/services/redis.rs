//! Redis for tests.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::guard::{Guard, User};
use crate::install;
use crate::step::Done;

/// The program.
pub fn program() -> Done<PathBuf> {
    install::program("redis-server", "redis-server")
}

/// Starts a server in a folder of its own. Gives its URL.
pub fn start() -> Done<(String, Guard)> {
    let program = program()?;
    let user = User::find()?;
    let folder = user.folder("redis")?;
    let socket = folder.join("redis.sock");
    let words = ["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"].map(Path::new);
    let mut command: Vec<&Path> = vec![&program];
    command.extend(words);
    command.push(&socket);
    let url = format!("redis+unix://{}", socket.display());
    let guard = Guard::start(user, folder, "TERM", &command, || answers(&socket))?;
    Ok((url, guard))
}

#[cfg(unix)]
fn answers(socket: &Path) -> bool {
    let mut answer = [0; 5];
    let asked = std::os::unix::net::UnixStream::connect(socket).and_then(|mut stream| {
        stream.write_all(b"PING\r\n")?;
        stream.read_exact(&mut answer)
    });
    asked.is_ok() && answer == *b"+PONG"
}

#[cfg(not(unix))]
fn answers(_socket: &Path) -> bool {
    false
}
