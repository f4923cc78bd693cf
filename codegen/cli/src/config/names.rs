//! Names that a manifest can hold.

/// The words of Rust 2024 that no crate can be called, in the order of the alphabet.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The crates that come with the compiler, and the one that every generated crate depends on.
const TAKEN: [&str; 6] = ["alloc", "core", "event_contracts_runtime", "proc_macro", "std", "test"];

/// Why a name may not stand in a manifest: a crate's, or (`scoped`) an npm package's with its scope.
pub fn name_fault(name: &str, scoped: bool) -> Option<&'static str> {
    if scoped { package_fault(name) } else { crate_fault(name) }
}

fn crate_fault(name: &str) -> Option<&'static str> {
    let ident = name.replace('-', "_");
    if !is_plain(name) {
        Some("is no crate name: letters, digits, `-` and `_`, a letter first")
    } else if KEYWORDS.contains(&ident.as_str()) {
        Some("is no crate name: it is a keyword of Rust")
    } else if TAKEN.contains(&ident.as_str()) {
        Some("is no name for this crate: another that it is compiled with is called so")
    } else {
        None
    }
}

fn package_fault(name: &str) -> Option<&'static str> {
    let (scope, own) = name.strip_prefix('@').and_then(|rest| rest.split_once('/')).unwrap_or(("scope", name));
    if !is_plain(scope) || !is_plain(own) {
        Some("is no package name: letters, digits, `-` and `_`, perhaps with a scope as in `@acme/events`")
    } else if name.contains(|ch: char| ch.is_ascii_uppercase()) {
        Some("is no package name: npm takes small letters alone")
    } else if own == "node_modules" {
        Some("is no package name: npm keeps it for its own folder")
    } else {
        None
    }
}

fn is_plain(part: &str) -> bool {
    part.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && part.chars().all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::name_fault;

    #[test]
    fn ordinary_names_are_fine() {
        for (name, scoped) in [("chat-events", false), ("Chat_2", false), ("@acme/events", true), ("events", true)] {
            assert_eq!(name_fault(name, scoped), None, "{name}");
        }
    }

    #[test]
    fn names_that_no_tool_takes_are_refused() {
        for name in ["", "1st", "a b", "@a/b", "fn", "crate", "gen", "std", "proc-macro", "event-contracts-runtime"] {
            assert!(name_fault(name, false).is_some(), "{name}");
        }
        for name in ["", "a/b", "@a", "@a/", "@/a", "Events", "@Acme/events", "node_modules"] {
            assert!(name_fault(name, true).is_some(), "{name}");
        }
    }
}
