//! Names that every system can hold.
//!
//! Windows' rules are asked everywhere: what is generated on one machine is checked out on another.

use std::collections::HashMap;

use event_codegen::OutputTree;

/// Names that Windows keeps for devices, with any extension.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Checks every path of a tree, and that no two are one where letters' case does not count.
pub fn check(tree: &OutputTree) -> Result<(), String> {
    let mut seen: HashMap<String, &str> = HashMap::with_capacity(tree.len());
    for (path, _) in tree.iter() {
        check_path(path)?;
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            return Err(format!("`{other}` and `{path}` are one file where letters' case does not count"));
        }
    }
    Ok(())
}

/// Checks that a path stays in its folder, and that each part is a name on every system.
pub fn check_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("a file without a name".to_owned());
    }
    for part in path.split('/') {
        check_part(part).map_err(|reason| format!("the file name `{}` {reason}", path.escape_debug()))?;
    }
    Ok(())
}

/// Why a name cannot be a file's, or the part of a path.
pub fn check_part(part: &str) -> Result<(), &'static str> {
    match part {
        "" | "." | ".." => return Err("leaves the output folder or names it"),
        _ if part.len() > 255 => return Err("is longer than 255 bytes"),
        _ if part.ends_with(['.', ' ']) => return Err("ends with a dot or a space, which Windows drops"),
        _ => {}
    }
    if part.chars().any(|ch| ch.is_control() || r#"<>:"\|?*"#.contains(ch)) {
        return Err("holds a character that Windows forbids");
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let port =
        numbered.is_some_and(|rest| matches!(rest.chars().collect::<Vec<_>>()[..], ['0'..='9' | '¹' | '²' | '³']));
    if port || RESERVED.contains(&stem.as_str()) { Err("is a device on Windows") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_paths_are_fine() {
        for path in ["Cargo.toml", "src/chatflow/mod.rs", ".eventspec-manifest", "console.rs", "com10.ts", "a.con"] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/", "C:/x", r"a\b"] {
            assert!(check_path(path).is_err(), "{path}");
        }
    }

    #[test]
    fn names_that_windows_reserves_are_refused() {
        for path in ["con.rs", "src/AUX/mod.rs", "nul", "Com1.md", "lpt\u{b2}.ts", "a. ", "what?.md", "tab\t"] {
            assert!(check_path(path).is_err(), "{path}");
        }
    }

    #[test]
    fn case_alone_does_not_tell_two_files_apart() {
        let mut tree = OutputTree::default();
        tree.add("src/Chat.rs", "");
        tree.add("src/chat.rs", "");
        let reason = check(&tree).expect_err("they collide");
        assert_eq!(reason, "`src/Chat.rs` and `src/chat.rs` are one file where letters' case does not count");
    }
}
