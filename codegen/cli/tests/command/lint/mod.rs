//! `eventspec lint`, as processes: a module for each concern.

mod baseline;
mod choice;
mod findings;
mod fix;
mod formats;
mod ignore;
