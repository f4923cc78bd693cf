//! How a client is told that its event was refused.

use event_contracts_runtime::Encoded;
use serde::Serialize;

use crate::engine::{Engine, Session};
use crate::inspect::What;
use crate::message::frame;
use crate::notice::Notice;
use crate::refusal::Refusal;
use crate::system::Answer;

/// The acknowledgement of what was refused.
#[derive(Serialize)]
struct Refused<'a> {
    error: &'a Refusal,
}

/// Tells a client in the words of its contract, or else in the hub's own. Gives back the acknowledgement, where the client waits for
/// one: it always gets one, so that it does not wait for nothing.
pub(super) fn tell(
    engine: &Engine,
    session: &Session,
    refusal: &Refusal,
    answer: Answer,
    acknowledge: bool,
) -> Option<Encoded> {
    match answer {
        Answer::Acknowledgement(words) if acknowledge => return Some(words),
        Answer::Frame(words) => {
            session.push_frame(engine, frame(&engine.wire, &words, None));
            engine.tap.tell(|| What::Said { session: session.id, text: words.into() });
        }
        Answer::Acknowledgement(_) | Answer::Notice if !acknowledge => session.tell(engine, Notice::Error, refusal),
        Answer::Acknowledgement(_) | Answer::Notice => {}
    }
    acknowledge.then(|| Encoded::of(&Refused { error: refusal }))
}
