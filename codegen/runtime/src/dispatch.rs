//! The doors through which a server that knows no catalogue reaches what an application wrote for one.

use crate::{ChannelSet, Contract, Encoded, Entry, EventSet, NoChannel};

/// A set of client events that an application's handler takes. Generated for every handler of the contract's
/// `ClientHandler`.
#[diagnostic::on_unimplemented(
    message = "`{H}` does not handle the events of `{Self}`",
    label = "implement the contract's `ClientHandler` for it"
)]
pub trait Dispatch<H: ?Sized>: EventSet + Sized {
    /// The connection that an event came from.
    type Connection;
    /// Why an event could not be handled.
    type Error;

    /// Hands the event to its method; what comes back is the JSON of the acknowledgement, if there is one.
    ///
    /// # Errors
    /// What the method answers.
    fn dispatch(
        self,
        handler: &H,
        from: &Self::Connection,
    ) -> impl Future<Output = Result<Option<Encoded>, Self::Error>> + Send;
}

/// A set of channels whose rules an application wrote, over its users. Generated for every type with the contract's `Access`; a
/// contract without channels has nothing to ask.
#[diagnostic::on_unimplemented(
    message = "`{A}` does not say who may enter the channels of `{Self}`",
    label = "implement the contract's `Access` for it, with `type User = {U}`"
)]
pub trait Admit<A: ?Sized, U>: ChannelSet {
    /// Asks whether a user, or somebody without a valid token, may enter.
    fn admit(&self, access: &A, user: Option<&U>) -> impl Future<Output = Entry> + Send;
}

impl<A: Sync + ?Sized, U: Sync, C: Contract> Admit<A, U> for NoChannel<C> {
    async fn admit(&self, _: &A, _: Option<&U>) -> Entry {
        match self.never {}
    }
}
