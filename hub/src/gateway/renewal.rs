//! `hub:renew`: what a client says to go on with a new token.
//!
//! In: a frame with a new token of the same user. Out: a connection that lasts as long as that token, in those channels that the
//! rules still give. A token that is not good changes nothing.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use event_contracts_runtime::{Encoded, Entry};
use serde::{Deserialize, Serialize};

use super::application::Application;
use super::served::{FAILED, Left, Served, code_of};
use super::{Gateway, words};
use crate::auth::Token;
use crate::close::Close;
use crate::engine::Session;
use crate::message::Wire;
use crate::notice::{Notice, RENEW};
use crate::refusal::{Code, Refusal};

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow)]
    token: Cow<'a, str>,
}

/// The payload of `hub:renewed`.
#[derive(Serialize)]
struct Renewed {
    seconds: u64,
}

impl<A: Application> Served<A> {
    /// Takes a new token of the same user, and asks again for every channel.
    pub(super) async fn renew(
        &self,
        session: &Arc<Session>,
        token: &Token,
        acknowledge: bool,
    ) -> Result<Option<Encoded>, Refusal> {
        let engine = self.engine();
        let unauthenticated = |message: &str| Refusal::new(Code::Unauthenticated, message).of(RENEW);
        let Some(before) = session.user() else {
            return Err(unauthenticated("this connection began without a token: connect again with this one"));
        };
        let user = self.application.verify(token).map_err(|error| unauthenticated(&error.to_string()))?;
        if user.id != before.id {
            return Err(Refusal::new(Code::Denied, "the token is another user's: connect again with it").of(RENEW));
        }
        if self.common().guard.revocations().cover(&user) {
            return Err(unauthenticated("the token was revoked"));
        }
        match self.admit_user(Some(&user)).await {
            Ok(()) => {}
            Err(why) if why == FAILED => return Err(Refusal::new(Code::Failed, "the server failed").of(RENEW)),
            Err(why) => {
                session.close(why);
                return Err(Refusal::new(Code::Denied, "may not connect any more").of(RENEW));
            }
        }
        let user = Arc::new(user);
        session.set_user(user.clone());
        self.expiry.watch(session, user.expires_at);
        // From now on a revocation finds the new token; one that came just before did not.
        if self.common().guard.revocations().cover(&user) {
            session.close(Close::Revoked);
        }
        for address in session.channels() {
            let entry =
                self.in_time(self.application.admit_to(&address, Some(&user))).await.unwrap_or(Some(Entry::Denied));
            if let Some(code) = code_of(entry) {
                engine.leave(session, &address);
                session.tell(engine, Notice::Left, &Left { channel: &address, code });
            }
        }
        let left = user.expires_at.duration_since(SystemTime::now()).unwrap_or_default();
        Ok(self.say(session, Notice::Renewed, &Renewed { seconds: left.as_secs() }, acknowledge))
    }
}

/// The token of a frame that asks for renewal; none where it is another frame. `keys` are those of a plain frame's name and
/// payload.
///
/// # Errors
/// `InvalidPayload`: a renewal without a token.
pub(super) fn token(text: &str, wire: &Wire, keys: (&str, &str)) -> Result<Option<Token>, Refusal> {
    let Some(payload) = words::payload_of(RENEW, text, wire, keys) else { return Ok(None) };
    let token = payload
        .and_then(|payload| serde_json::from_str::<Payload<'_>>(payload.get()).ok())
        .and_then(|payload| Token::of(&payload.token));
    match token {
        Some(token) => Ok(Some(token)),
        None => Err(Refusal {
            field: Some("token".to_owned()),
            ..Refusal::new(Code::InvalidPayload, "expected an object with the new token, a text").of(RENEW)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, wire: &Wire) -> Result<Option<String>, Code> {
        let found = token(text, wire, ("type", "data"));
        found.map(|token| token.map(|token| token.as_str().to_owned())).map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_token_is_found_in_either_form() {
        let packets = Wire::SocketIo { namespace: "/".into() };
        let good = Ok(Some("a.b.c".to_owned()));
        assert_eq!(found(r#"["hub:renew",{"token":"a.b.c"}]"#, &packets), good);
        assert_eq!(found(r#"["hub:renew",{"token":"Bearer a.b\u002ec"}]"#, &packets), good);
        assert_eq!(found(r#"{"type":"hub:renew","data":{"token":"a.b.c"}}"#, &Wire::Plain), good);
        assert_eq!(found(r#"{"data":{"x":1,"token":"a.b.c"},"x":[],"type":"hub:renew"}"#, &Wire::Plain), good);
    }

    #[test]
    fn others_are_others() {
        let packets = Wire::SocketIo { namespace: "/".into() };
        for text in ["", "[", "[]", "[1]", r#"["x","hub:renew"]"#, r#"{"type":"hub:renew"}"#] {
            assert_eq!(found(text, &packets), Ok(None), "{text}");
        }
        for text in ["", "{", "{}", r#"{"type":"x","data":"hub:renew"}"#, r#"["hub:renew"]"#] {
            assert_eq!(found(text, &Wire::Plain), Ok(None), "{text}");
        }
        for text in [r#"["hub:renew"]"#, r#"["hub:renew",{}]"#, r#"["hub:renew",{"token":""}]"#, r#"["hub:renew",1]"#] {
            assert_eq!(found(text, &packets), Err(Code::InvalidPayload), "{text}");
        }
        assert_eq!(found(r#"{"type":"hub:renew"}"#, &Wire::Plain), Err(Code::InvalidPayload));
    }
}
