//! The life of a connection, in one task: it reads, has one message after the other handled, and writes meanwhile.
//!
//! Nothing more is read while a message is handled, so a client that sends faster than the server works is held up by TCP. A
//! message that is being handled is never cut off, not even when its client goes.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::select;
use tokio::time::{Instant, sleep_until, timeout};

use super::framing::{self, Opcode};
use super::reader::{Incoming, Reader};
use super::signals::{End, Signals};
use super::writer::Writer;
use crate::close::Close;
use crate::engine::{Ended, Session};
use crate::gateway::{Boxed, Gateway};
use crate::host::Heartbeat;

/// How long a client is given to read what waits for it, and, after the close frame, to answer that.
const LINGER: Duration = Duration::from_secs(1);

/// How long a client that reads too slowly is given to hear that it does: by then what waits is forgotten.
const LAST_WORD: Duration = Duration::from_secs(5);

/// The bytes that are read at a time.
const READ_AT_A_TIME: usize = 4096;

/// The connection of a session.
pub(super) struct Connection<'a> {
    pub(super) gateway: &'a dyn Gateway,
    pub(super) session: &'a Arc<Session>,
    pub(super) signals: &'a Signals,
    pub(super) heartbeat: Heartbeat,
}

impl Connection<'_> {
    /// Serves the client until it goes, or is told to.
    pub(super) async fn run<R, W>(&self, mut read: R, write: W, mut reader: Reader)
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        let mut writer = Writer::new(write);
        let served = self.serve(&mut read, &mut writer, &mut reader).await;
        let metrics = &self.gateway.engine().metrics;
        match (served, self.signals.ending()) {
            (Ok(End::Told(why)), _) => {
                metrics.closed(Ended::Told(why));
                Box::pin(linger(&mut read, &mut writer, reader)).await;
            }
            (Ok(End::Asked(_)), _) => {
                metrics.closed(Ended::Client);
                shut(&mut writer).await;
            }
            // Nobody reads any more, not even why it ends.
            (Err(_), Some(End::Told(why))) => metrics.closed(Ended::Told(why)),
            (Err(_), _) => metrics.closed(Ended::Lost),
        }
    }

    /// Reads and writes until the last frame is written; gives back why it ends.
    ///
    /// # Errors
    /// A client that is gone.
    async fn serve<R, W>(&self, read: &mut R, writer: &mut Writer<W>, reader: &mut Reader) -> io::Result<End>
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        let mut writing = pin!(self.write(writer));
        let opening = self.gateway.open(self.session);
        if let Some(written) = self.handle(&mut writing, opening, |opened| self.opened(opened)).await {
            return written;
        }
        let mut heard = Instant::now();
        let mut asked = false;
        let mut silence = pin!(sleep_until(heard + self.heartbeat.interval));
        loop {
            if self.signals.ending().is_some() {
                return writing.await;
            }
            match reader.next() {
                Ok(Some(Incoming::Text(text))) => {
                    let taking = self.gateway.take(self.session, text, false);
                    if let Some(written) = self.handle(&mut writing, taking, |_| ()).await {
                        return written;
                    }
                    heard = Instant::now();
                    continue;
                }
                Ok(Some(Incoming::Ping(payload))) => {
                    self.signals.control(framing::frame(Opcode::Pong, payload));
                    continue;
                }
                Ok(Some(Incoming::Pong)) => continue,
                Ok(Some(Incoming::Close(payload))) => {
                    self.signals.end(End::Asked(code_of(payload)));
                    continue;
                }
                Ok(None) => {}
                Err(why) => {
                    self.signals.end(End::Told(why));
                    continue;
                }
            }
            select! {
                biased;
                written = &mut writing => return written,
                read = poll_fn(|cx| poll_read(cx, read, reader)) => {
                    if read? == 0 {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                    heard = Instant::now();
                    asked = false;
                }
                () = &mut silence => {
                    if self.signals.take_moved() {
                        heard = Instant::now();
                        asked = false;
                    }
                    let next = if heard.elapsed() < self.heartbeat.interval {
                        heard + self.heartbeat.interval
                    } else if asked {
                        self.signals.end(End::Told(Close::Unresponsive));
                        continue;
                    } else {
                        asked = true;
                        self.signals.control(framing::frame(Opcode::Ping, b""));
                        Instant::now() + self.heartbeat.timeout
                    };
                    silence.as_mut().reset(next);
                }
            }
        }
    }

    /// Waits for what is done for the client, and writes meanwhile. Gives back how the writing ended, if it did.
    async fn handle<T>(
        &self,
        writing: &mut Pin<&mut impl Future<Output = io::Result<End>>>,
        mut doing: Boxed<'_, T>,
        done: impl FnOnce(T),
    ) -> Option<io::Result<End>> {
        self.signals.set_handling(true);
        let written = select! {
            biased;
            written = writing.as_mut() => {
                done(doing.await);
                Some(written)
            }
            value = &mut doing => {
                done(value);
                None
            }
        };
        self.signals.set_handling(false);
        written
    }

    fn opened(&self, opened: Result<(), Close>) {
        if let Err(why) = opened {
            self.signals.end(End::Told(why));
        }
    }

    /// Writes until the connection is to end, and then its last frame; gives back why it ends.
    ///
    /// # Errors
    /// A client that is gone, or does not read even that.
    async fn write<W: AsyncWrite + Unpin>(&self, writer: &mut Writer<W>) -> io::Result<End> {
        let end = poll_fn(|cx| self.poll_write(cx, writer)).await?;
        let last = match end {
            End::Told(why) => framing::close(why.code(), &why.words()),
            End::Asked(Some(code)) => framing::close(code, ""),
            End::Asked(None) => framing::frame(Opcode::Close, b""),
        };
        Box::pin(self.write_last(writer, last)).await.map(|()| end)
    }

    fn poll_write<W>(&self, cx: &mut Context<'_>, writer: &mut Writer<W>) -> Poll<io::Result<End>>
    where
        W: AsyncWrite + Unpin,
    {
        self.signals.listen(cx.waker());
        if let Poll::Ready(Err(error)) = writer.poll_drain(cx, self.gateway.engine(), self.session, self.signals) {
            return Poll::Ready(Err(error));
        }
        match self.signals.ending() {
            // What is under way when the server stops is finished, and answered.
            Some(End::Told(Close::Stopping(_))) if self.signals.is_handling() => Poll::Pending,
            Some(end) => Poll::Ready(Ok(end)),
            None => Poll::Pending,
        }
    }

    async fn write_last<W: AsyncWrite + Unpin>(&self, writer: &mut Writer<W>, frame: Bytes) -> io::Result<()> {
        let waiting = poll_fn(|cx| writer.poll_drain(cx, self.gateway.engine(), self.session, self.signals));
        match timeout(LINGER, waiting).await {
            Ok(written) => written?,
            Err(_) => writer.forget(self.gateway.engine(), self.session),
        }
        writer.append(frame);
        timeout(LAST_WORD, poll_fn(|cx| writer.poll_rest(cx))).await?
    }
}

/// Tells a client that was not let in why.
pub(super) async fn refuse(io: impl AsyncRead + AsyncWrite, why: Close) {
    let (mut read, write) = tokio::io::split(io);
    let mut writer = Writer::new(write);
    writer.append(framing::close(why.code(), &why.words()));
    if matches!(timeout(LINGER, poll_fn(|cx| writer.poll_rest(cx))).await, Ok(Ok(()))) {
        linger(&mut read, &mut writer, Reader::new(0, Vec::new())).await;
    }
}

/// Waits for the client to hear of the end, so that the connection is not reset under what is still on its way, and ends it.
async fn linger<R, W>(read: &mut R, writer: &mut Writer<W>, mut reader: Reader)
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let answer = async {
        loop {
            match reader.next() {
                Ok(Some(Incoming::Close(_))) => return,
                Ok(Some(_)) => continue,
                Ok(None) => {}
                // What comes after a frame that could not be read is of no use.
                Err(_) => reader.clear(),
            }
            if !matches!(poll_fn(|cx| poll_read(cx, read, &mut reader)).await, Ok(1..)) {
                return;
            }
        }
    };
    // Either way the connection ends here.
    let _ = timeout(LINGER, answer).await;
    shut(writer).await;
}

/// Ends the connection.
async fn shut<W: AsyncWrite + Unpin>(writer: &mut Writer<W>) {
    // Where the client was faster, nothing is left to be ended.
    let _ = poll_fn(|cx| writer.poll_shutdown(cx)).await;
}

/// Reads what has come, and says how many bytes it was: none at the end.
fn poll_read<R: AsyncRead + Unpin>(cx: &mut Context<'_>, read: &mut R, reader: &mut Reader) -> Poll<io::Result<usize>> {
    let mut space = [const { MaybeUninit::uninit() }; READ_AT_A_TIME];
    let mut bytes = ReadBuf::uninit(&mut space);
    ready!(Pin::new(read).poll_read(cx, &mut bytes))?;
    reader.push(bytes.filled());
    Poll::Ready(Ok(bytes.filled().len()))
}

/// The code in a client's close frame, if it gave one that may be sent (RFC 6455, 7.4).
fn code_of(payload: &[u8]) -> Option<u16> {
    let code = u16::from_be_bytes(*payload.first_chunk::<2>()?);
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999).then_some(code)
}
