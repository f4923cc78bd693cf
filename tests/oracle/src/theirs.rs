//! typify's reader.

use crate::Verdict;

macro_rules! contracts {
    ($($name:ident)*) => {
        $(
            /// typify's types of this catalogue. They are not ours to tidy.
            #[allow(clippy::all, clippy::unwrap_used, dead_code)]
            mod $name {
                include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
            }
        )*

        /// What typify's type makes of a document; nothing where it made no such type.
        pub fn read(catalogue: &str, ty: &str, json: &str) -> Option<Verdict> {
            match catalogue {
                $(stringify!($name) => $name::read(ty, json),)*
                _ => None,
            }
        }
    };
}

contracts!(chatflow mechamap leads gochat hiwwer);
