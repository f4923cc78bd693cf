//! From texts to findings and catalogues: the front half as its users see it.

#[path = "../support/mod.rs"]
mod shared;

mod catalogue;
mod contracts;
mod edges;
mod faults;
mod flows;
mod hostile;
mod ignores;
mod lint_names;
mod lint_rest;
mod names;
mod random;
mod references;
mod slips;
mod support;
