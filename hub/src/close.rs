//! Why a connection ends, and whether to come back: the one table of close codes.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

/// Why the server ends a connection. On a plain WebSocket the code travels in the close frame (RFC 6455, 7.4); on Socket.IO in
/// the notice `hub:closing`, before a client that may come back is cut (its library reconnects by itself) and any other is
/// disconnected for good.
///
/// | code | meaning | come back |
/// |---|---|---|
/// | 1009 | a message was too big | no |
/// | 4000 | read too slowly | at once, and recover |
/// | 4001 | the server is stopping | after the time that it names |
/// | 4002 | the token has expired | with a new one |
/// | 4003 | too many connections | after the time that it names |
/// | 4004 | sent more than the server can hold | after the time that it names |
/// | 4005 | no sign of life | at once |
/// | 4006 | the server failed | after the time that it names |
/// | 4100 | the token is not valid | no |
/// | 4101 | the token was revoked | no |
/// | 4102 | the Origin is not allowed | no |
/// | 4103 | broke the protocol | no |
/// | 4104 | the user may not connect | no |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// 1009: one message was larger than the limit.
    TooBig,
    /// 4000: the client read too slowly.
    Slow,
    /// 4001: the server is stopping; come back after this long.
    Stopping(Duration),
    /// 4002: the token expired and was not renewed within the grace period.
    TokenExpired,
    /// 4003: too many connections, of this user or in all.
    TooManyConnections(Duration),
    /// 4004: the client sends faster than the server handles.
    Flooding(Duration),
    /// 4005: the client gave no sign of life.
    Unresponsive,
    /// 4006: the server could not serve the connection.
    Failed(Duration),
    /// 4100: no token, or one that is not valid.
    Unauthenticated,
    /// 4101: the token was revoked.
    Revoked,
    /// 4102: the page's Origin is not on the list.
    WrongOrigin,
    /// 4103: not the protocol that was agreed on.
    BadProtocol,
    /// 4104: the token is valid, and its user may not connect to this contract.
    Denied,
}

impl Close {
    /// The code: 1009, or one of the private range of RFC 6455 (4000 to 4999). From 4000 on clients should come back, from
    /// 4100 on they should not.
    pub fn code(self) -> u16 {
        match self {
            Self::TooBig => 1009,
            Self::Slow => 4000,
            Self::Stopping(_) => 4001,
            Self::TokenExpired => 4002,
            Self::TooManyConnections(_) => 4003,
            Self::Flooding(_) => 4004,
            Self::Unresponsive => 4005,
            Self::Failed(_) => 4006,
            Self::Unauthenticated => 4100,
            Self::Revoked => 4101,
            Self::WrongOrigin => 4102,
            Self::BadProtocol => 4103,
            Self::Denied => 4104,
        }
    }

    /// The reason, in words for developers.
    pub fn reason(self) -> &'static str {
        match self {
            Self::TooBig => "message too big",
            Self::Slow => "read too slowly",
            Self::Stopping(_) => "server is stopping",
            Self::TokenExpired => "token expired",
            Self::TooManyConnections(_) => "too many connections",
            Self::Flooding(_) => "sent too fast",
            Self::Unresponsive => "no sign of life",
            Self::Failed(_) => "server failed",
            Self::Unauthenticated => "token not valid",
            Self::Revoked => "token revoked",
            Self::WrongOrigin => "origin not allowed",
            Self::BadProtocol => "protocol broken",
            Self::Denied => "may not connect",
        }
    }

    /// After how long the client should come back; none where it should not.
    pub fn come_back(self) -> Option<Duration> {
        match self {
            Self::Stopping(after) | Self::TooManyConnections(after) | Self::Flooding(after) | Self::Failed(after) => {
                Some(after)
            }
            Self::Slow | Self::TokenExpired | Self::Unresponsive => Some(Duration::ZERO),
            Self::TooBig
            | Self::Unauthenticated
            | Self::Revoked
            | Self::WrongOrigin
            | Self::BadProtocol
            | Self::Denied => None,
        }
    }

    /// What the close frame says beside the code: the reason, and after how many milliseconds to come back where that is not at
    /// once, as in `server is stopping; come back in 3200 ms`.
    pub(crate) fn words(self) -> String {
        match self.come_back().filter(|after| !after.is_zero()) {
            Some(after) => format!("{}; come back in {} ms", self.reason(), after.as_millis()),
            None => self.reason().to_owned(),
        }
    }
}

/// `{"code", "reason", "come_back"?}`, the last in milliseconds: how Socket.IO clients are told.
impl Serialize for Close {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told {
            code: u16,
            reason: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            come_back: Option<u64>,
        }
        let come_back = self.come_back().map(|after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX));
        Told { code: self.code(), reason: self.reason(), come_back }.serialize(serializer)
    }
}

impl fmt::Display for Close {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.reason())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    #[test]
    fn the_page_has_the_table_of_codes() {
        let after = Duration::from_millis(1500);
        let all = [
            Close::TooBig,
            Close::Slow,
            Close::Stopping(after),
            Close::TokenExpired,
            Close::TooManyConnections(after),
            Close::Flooding(after),
            Close::Unresponsive,
            Close::Failed(after),
            Close::Unauthenticated,
            Close::Revoked,
            Close::WrongOrigin,
            Close::BadProtocol,
            Close::Denied,
        ];
        let come_back = |close: Close| match (close.come_back(), close) {
            (None, _) => "no",
            (Some(_), Close::Slow) => "at once, and recover",
            (Some(_), Close::TokenExpired) => "with a new token",
            (Some(Duration::ZERO), _) => "at once",
            (Some(_), _) => "after the time that it names",
        };
        let expected =
            all.map(|close| vec![close.code().to_string(), close.reason().to_owned(), come_back(close).to_owned()]);
        assert_eq!(page::table("code"), expected);
        for close in all {
            let later = close.come_back().is_some();
            assert_eq!((4000..4100).contains(&close.code()), later, "{close}");
        }
    }

    #[test]
    fn the_close_frame_names_the_time() {
        assert_eq!(Close::Stopping(Duration::from_millis(3200)).words(), "server is stopping; come back in 3200 ms");
        assert_eq!(Close::Slow.words(), "read too slowly");
    }
}
