//! Running what an application wrote.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

/// Something that an application wrote panicked. What it said is in the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Panicked;

/// Runs what an application wrote; a panic ends this alone, and not the connection.
///
/// The application's own state is its own to keep whole: as with a thread that panics, its locks may be poisoned.
pub(super) async fn carefully<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|payload| report(&*payload))
}

/// The same for what does not wait.
pub(super) fn carefully_now<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| report(&*payload))
}

fn report(payload: &(dyn Any + Send)) -> Panicked {
    let said = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = said.unwrap_or("(no text)"), "a part of the application panicked");
    Panicked
}
