//! The network in front of the server: bytes that pass as they are, later, slower, or not at all.
//!
//! In: connections to the mock's address. Out: the same bytes to the hub's own port, in their order. Neither side can tell it
//! from a bad network, as nothing here reads what passes but the first line of a request: it says whether events flow over a
//! connection, which a cut is for, or whether it carries other requests.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep, sleep_until};

use super::faults::Switch;
use super::random::Random;

/// The bytes that are read at a time.
const PIECE: usize = 16 * 1024;

/// So many pieces are under way at most, each way.
const UNDER_WAY: usize = 64;

/// How long nobody is taken in after the system had no room for one more.
const NO_ROOM: Duration = Duration::from_millis(100);

/// Where events flow: the paths of the transports.
#[derive(Clone, Debug)]
pub struct Lines(Arc<[String]>);

impl Lines {
    /// Socket.IO's path, and those of plain WebSockets.
    pub fn new(paths: impl IntoIterator<Item = String>) -> Self {
        Self(std::iter::once("/socket.io".to_owned()).chain(paths).collect())
    }

    /// Whether a piece begins a request; and if so, whether it is one for events.
    fn is_for_events(&self, piece: &[u8]) -> Option<bool> {
        let line = piece.get(..piece.len().min(2048))?;
        let line = line.split(|byte| *byte == b'\r' || *byte == b'\n').next()?;
        let line = std::str::from_utf8(line).ok()?;
        let mut words = line.split(' ');
        let (method, path, version) = (words.next()?, words.next()?, words.next()?);
        if !version.starts_with("HTTP/1") || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        Some(self.0.iter().any(|own| {
            path.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        }))
    }
}

/// Takes connections to the server behind, for as long as it is not dropped.
pub async fn run(listener: TcpListener, behind: SocketAddr, lines: Lines, switch: Arc<Switch>, seed: u64) {
    let mut connections = JoinSet::new();
    let mut number = 0_u64;
    loop {
        select! {
            accepted = listener.accept() => match accepted {
                Ok((client, _)) => {
                    number = number.wrapping_add(1);
                    let random = Random::stream(seed, "network", number);
                    connections.spawn(carry(client, behind, lines.clone(), switch.clone(), random));
                }
                Err(_) => sleep(NO_ROOM).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Carries one connection until either side ends it, or it is cut.
async fn carry(client: TcpStream, behind: SocketAddr, lines: Lines, switch: Arc<Switch>, mut random: Random) {
    let Ok(server) = TcpStream::connect(behind).await else { return };
    // What waits to be sent together would be a delay that nobody asked for.
    if client.set_nodelay(true).and_then(|()| server.set_nodelay(true)).is_err() {
        return;
    }
    let mut cuts = switch.cuts();
    let events = AtomicBool::new(false);
    let begun = Instant::now();
    let back = Random::new(random.next());
    {
        let (mut from_client, mut to_client) = tokio::io::split(client);
        let (mut from_server, mut to_server) = tokio::io::split(server);
        let mut up = pin!(pass(&mut from_client, &mut to_server, &switch, random, |piece| {
            if let Some(is_for_events) = lines.is_for_events(piece) {
                events.store(is_for_events, Ordering::Relaxed);
            }
            !(events.load(Ordering::Relaxed) && switch.is_down())
        }));
        let mut down = pin!(pass(&mut from_server, &mut to_client, &switch, back, |_| true));
        let (mut up_done, mut down_done) = (false, false);
        while !(up_done && down_done) {
            let cut_at = switch.now().cut_every.map(|every| begun + every);
            select! {
                goes_on = &mut up, if !up_done => {
                    if !goes_on {
                        return;
                    }
                    up_done = true;
                }
                _ = &mut down, if !down_done => down_done = true,
                Ok(()) = cuts.recv() => {
                    if events.load(Ordering::Relaxed) {
                        return;
                    }
                }
                () = sleep_until(cut_at.unwrap_or(begun)), if cut_at.is_some() && events.load(Ordering::Relaxed) => return,
                // What is switched, and what the connection carries, is looked at again.
                () = sleep(Duration::from_millis(500)), if cut_at.is_some() => {}
            }
        }
    }
}

/// Passes bytes one way until they end, or until `look` says no: each piece after its delay, none before an earlier one. Gives back
/// whether they came to their end.
async fn pass<R, W>(
    from: &mut R,
    to: &mut W,
    switch: &Switch,
    mut random: Random,
    mut look: impl FnMut(&[u8]) -> bool,
) -> bool
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let (sender, mut receiver) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
    let read = async move {
        let mut buffer = vec![0; PIECE];
        let mut last = Instant::now();
        loop {
            // Slow networks carry small pieces, so that what is carried moves.
            let most =
                switch.now().slow.map_or(PIECE, |speed| usize::try_from(speed / 10).unwrap_or(PIECE).clamp(1, PIECE));
            let Some(space) = buffer.get_mut(..most) else { return true };
            let Ok(count @ 1..) = from.read(space).await else { return true };
            let Some(piece) = buffer.get(..count) else { return true };
            if !look(piece) {
                return false;
            }
            let faults = switch.now();
            let now = Instant::now();
            // The line is free when the last piece is through.
            let due = (now + faults.delay(&mut random)).max(last + faults.transfer(count));
            last = due;
            if sender.send((due, piece.to_vec())).await.is_err() {
                return true;
            }
        }
    };
    let write = async {
        while let Some((due, piece)) = receiver.recv().await {
            if due > Instant::now() {
                sleep_until(due).await;
            }
            if to.write_all(&piece).await.is_err() {
                return;
            }
        }
        // The other side has said its last.
        let _ = to.shutdown().await;
    };
    let (goes_on, ()) = tokio::join!(read, write);
    goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_for_events_are_told_from_others() {
        let lines = Lines::new(["/ws/user".to_owned()]);
        let is = |text: &str| lines.is_for_events(text.as_bytes());
        assert_eq!(is("GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: a\r\n"), Some(true));
        assert_eq!(is("GET /ws/user?token=a HTTP/1.1\r\n"), Some(true));
        assert_eq!(is("GET /ws/users HTTP/1.1\r\n"), Some(false));
        assert_eq!(is("POST /mock/cut HTTP/1.1\r\n"), Some(false));
        assert_eq!(is("{\"text\":\"GET /socket.io/ HTTP/1.1\"}"), None);
        assert_eq!(is(""), None);
    }
}
