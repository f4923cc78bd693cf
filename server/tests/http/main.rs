//! The server through its real listener: requests, rules and the command line, on every database.

mod chatflow;
mod command;
mod leads;
mod requests;
mod revocation;
mod rules;
mod server;
