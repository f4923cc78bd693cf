//! What hiwwer keeps. In: a connection of the database, in a transaction or not. Out: the contract's own types where there are
//! some. A thing that does not exist is `None`; who may do what is decided by the callers.

pub mod attachments;
pub mod disputes;
pub mod messages;
pub mod notifications;
pub mod orders;
pub mod people;
