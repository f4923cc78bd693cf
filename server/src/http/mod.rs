//! What every request meets: who asks, what it brings, and the one form in which errors are answered.

mod body;
mod caller;
mod openapi;
mod page;
mod paging;
mod parts;
mod problem;
mod request_id;
mod text;

pub use self::body::Json;
pub use self::caller::{Caller, SESSION_COOKIE};
pub use self::openapi::{complete, document};
pub use self::page::html;
pub use self::paging::{Page, Paging};
pub use self::parts::{Path, Query};
pub use self::problem::{Kind, Problem, ProblemBody};
pub use self::request_id::{RequestId, identify};
pub use self::text::limited;
