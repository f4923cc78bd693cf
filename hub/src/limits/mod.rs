//! What a contract's limits allow: events in a time, and connections at once. Counted on this node.
//!
//! Why not a crate for it: one event may count against several limits, and has to count against all of them or none, so that an
//! event which one limit refuses does not use up another.

mod bucket;
mod limiter;
mod places;

pub(crate) use self::limiter::{Limiter, Paces};
pub(crate) use self::places::{Place, Places};
