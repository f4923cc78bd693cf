//! Reading from the log what did not come by itself.
//!
//! A message that is ahead of its turn, or a head that is ahead of the channel, says that something is missing. It is read from
//! the log, until the channel stands where the log stands.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::sleep;

use super::Engine;
use super::channel::Channel;
use super::replay::PAGE;
use super::sequence::Sequence;
use crate::message::Position;
use crate::store::{Mark, StoreError};

/// Two commits that end at the same moment may be told in either order: so long the earlier one is waited for.
const GRACE: Duration = Duration::from_millis(2);

/// How long to wait before the log is asked again after it failed, and at most.
const RETRY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

impl Channel {
    /// Reads what is missing, unless somebody does already.
    pub(super) fn fill(self: &Arc<Self>, engine: &Arc<Engine>) {
        let begins = self.with(engine, |sequence, _| !std::mem::replace(&mut sequence.filling, true));
        if begins {
            let (channel, engine) = (self.clone(), engine.clone());
            engine.runtime.clone().spawn(async move { channel.fill_up(&engine).await });
        }
    }

    async fn fill_up(self: &Arc<Self>, engine: &Arc<Engine>) {
        sleep(GRACE).await;
        let mut wait = RETRY.0;
        loop {
            match self.read_on(engine).await {
                Ok(true) => wait = RETRY.0,
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(channel = &*self.address, %error, "the log cannot be read, trying again");
                    sleep(wait).await;
                    wait = (wait * 2).min(RETRY.1);
                }
            }
        }
    }

    /// Reads one page. False where nothing is missing any more, or nobody listens.
    async fn read_on(self: &Arc<Self>, engine: &Arc<Engine>) -> Result<bool, StoreError> {
        let standing = self.with(engine, |sequence, _| {
            let cursor = sequence.cursor.as_ref().filter(|_| !sequence.listeners.is_empty())?;
            Some((Position { offset: cursor.lined_up, epoch: cursor.epoch.clone() }, sequence.highest_ahead()))
        });
        let Some((at, ahead)) = standing else { return Ok(self.with(engine, |sequence, _| stop(sequence))) };
        let (contract, address) = (engine.facts.name, &*self.address);
        let head = engine.store.head(contract, address).await?;
        let newest = head.position.offset;
        if head.position.epoch != at.epoch {
            self.with(engine, |sequence, todo| sequence.begin_anew(engine, &self.address, &head, todo));
            return Ok(true);
        }
        if let Some(ahead) = ahead.filter(|ahead| *ahead > newest) {
            // It was in the log when it came, so the log went back: its offsets must not be given out twice.
            engine.store.renew(contract, address, &at.epoch).await?;
            self.with(engine, |sequence, todo| sequence.forget_ahead(engine, newest.saturating_add(1)..=ahead, todo));
            return Ok(true);
        }
        if newest <= at.offset {
            return Ok(self.with(engine, |sequence, _| sequence.highest_ahead().is_some() || stop(sequence)));
        }
        let page = engine.store.read(contract, address, at.offset, PAGE).await?;
        let page = page.filter(|page| !page.is_empty());
        self.with(engine, |sequence, todo| match page {
            Some(page) => {
                for entry in page {
                    let message = Arc::new(engine.message_of(&self.address, entry));
                    sequence.accept(engine, &message, todo);
                }
            }
            // Deleted before it was told here.
            None => sequence.skip_to(engine, if head.floor > at.offset { head.floor } else { newest }, todo),
        });
        Ok(true)
    }

    /// Whether the log is ahead.
    fn is_before(self: &Arc<Self>, engine: &Arc<Engine>, head: u64) -> bool {
        self.with(engine, |sequence, _| sequence.cursor.as_ref().is_some_and(|cursor| cursor.lined_up < head))
    }
}

/// Whoever fills up stops, and the next gap finds another.
fn stop(sequence: &mut Sequence) -> bool {
    sequence.filling = false;
    false
}

/// Asks the log again and again what is new, and fills up the channels that have not heard of it, as long as there is an engine.
pub(super) async fn sweep(engine: Weak<Engine>, every: Duration) {
    let mut mark = None;
    loop {
        sleep(every).await;
        let Some(engine) = engine.upgrade() else { return };
        // No channel was opened yet: nobody can have missed anything.
        let Some(since) = mark.or_else(|| engine.mark.get().copied()) else { continue };
        match look(&engine, since).await {
            Ok(next) => mark = Some(next),
            Err(error) => tracing::warn!(contract = engine.facts.name, %error, "the log cannot be asked what is new"),
        }
    }
}

async fn look(engine: &Arc<Engine>, since: Mark) -> Result<Mark, StoreError> {
    let (changed, next) = engine.store.changed(engine.facts.name, since).await?;
    for (address, head) in changed {
        if let Some(channel) = engine.channel(&address)
            && channel.is_before(engine, head)
        {
            channel.fill(engine);
        }
    }
    Ok(next)
}
