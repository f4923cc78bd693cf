//! Paths as people read them, and the way from one folder to another.

use std::path::{Component, Path, PathBuf};

pub use event_spec_disk::normalised;

/// The way from the folder `from` to `to`, both absolute: with `..` where needed, `to` itself where they share nothing
/// but the root.
pub fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to) = (normalised(from), normalised(to));
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let names = to.components().take(shared).filter(|part| matches!(part, Component::Normal(_))).count();
    if names == 0 && from.components().any(|part| matches!(part, Component::Normal(_))) {
        return to;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// A relative path with `/` between its parts, whatever the system uses; `.` for the empty one.
pub fn slashed(path: &Path) -> String {
    if path.as_os_str().is_empty() {
        return ".".to_owned();
    }
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The folder with the links of its parents followed, so that two names of one folder are seen to be one. A link at
/// its end stays, and is refused when it is written to.
pub fn resolved(folder: &Path) -> PathBuf {
    let clean = normalised(folder);
    let mut rest = PathBuf::new();
    for ancestor in clean.ancestors() {
        let (Some(parent), Some(name)) = (ancestor.parent(), ancestor.file_name()) else { break };
        rest = if rest.as_os_str().is_empty() { PathBuf::from(name) } else { Path::new(name).join(rest) };
        if let Ok(parent) = parent.canonicalize() {
            return parent.join(rest);
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(from: &str, to: &str) -> String {
        slashed(&relative(Path::new(from), Path::new(to)))
    }

    #[test]
    fn ways_go_up_and_down() {
        assert_eq!(way("/a/b", "/a/b/c/d"), "c/d");
        assert_eq!(way("/a/b", "/a/c"), "../c");
        assert_eq!(way("/a/b", "/a/b"), ".");
        assert_eq!(way("/a/./x/../b", "/a/b/c"), "c");
    }

    #[test]
    fn folders_that_share_nothing_stay_absolute() {
        assert_eq!(way("/a/b", "/x/y"), "/x/y");
        assert_eq!(way("/", "/x/y"), "x/y");
    }
}
