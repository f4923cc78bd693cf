//! Names of files, for names that anybody chose.
//!
//! In: names of events or catalogues, all of one folder. Out: a file name for each, without its ending: small letters, digits and
//! `._-`, never one that some system keeps for itself, and no two alike where letters' case does not count. A name that fits is
//! its own file name, so that addresses can be guessed; another gets a digest of itself where it would meet a second one.

use std::collections::{HashMap, HashSet};

/// The longest that a name is kept whole.
const LONGEST: usize = 80;

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file name for each name, in their order; none of them is in `taken`.
pub fn file_names<'a>(names: impl Iterator<Item = &'a str> + Clone, taken: &[&str]) -> Vec<String> {
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for name in names.clone() {
        *wanted.entry(slug(name)).or_default() += 1;
    }
    // Who is called as its file has the first right to it.
    let mut used: HashSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
    used.extend(names.clone().filter(|name| slug(name) == **name).map(str::to_owned));
    names
        .map(|name| {
            let slug = slug(name);
            if slug == name && !taken.contains(&name) {
                return slug;
            }
            if !slug.is_empty() && wanted.get(&slug) == Some(&1) && used.insert(slug.clone()) {
                return slug;
            }
            let stem = if slug.is_empty() { "name" } else { &slug };
            let digest = format!("{stem}-{:08x}", digest(name));
            let numbered = (2_u32..).map(|number| format!("{digest}-{number}"));
            let free = std::iter::once(digest.clone()).chain(numbered).find(|name| used.insert(name.clone()));
            free.unwrap_or(digest)
        })
        .collect()
}

/// The name with hyphens for all that a file name or an anchor cannot hold.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len().min(LONGEST));
    for ch in name.chars() {
        match ch.to_ascii_lowercase() {
            ch @ ('a'..='z' | '0'..='9' | '.' | '_') => slug.push(ch),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    let stem = slug.split('.').next().unwrap_or(slug);
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let port = port.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    if port || DEVICES.contains(&stem) { format!("_{slug}") } else { slug.to_owned() }
}

/// FNV-1a: it must be the same on every machine and for ever.
fn digest(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(names: &[&str]) -> Vec<String> {
        file_names(names.iter().copied(), &["index"])
    }

    #[test]
    fn plain_names_are_their_own() {
        assert_eq!(given(&["message.new", "new_message", "room:join"]), ["message.new", "new_message", "room-join"]);
    }

    #[test]
    fn names_that_would_meet_are_told_apart() {
        let names = given(&["a:b", "a/b", "a-b", "A.b", "a.b", "..", "/", "con", "aux.x", "COM1", "index", "ф"]);
        let mut distinct = names.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
        assert_eq!(names[2], "a-b");
        assert_eq!(names[4], "a.b");
        assert_eq!(names[7], "_con");
        assert_eq!(names[8], "_aux.x");
        assert!(names.iter().all(|name| !name.is_empty() && slug(name) == *name), "{names:?}");
    }

    #[test]
    fn long_names_are_cut() {
        let (one, other) = ("x".repeat(300), format!("{}y", "x".repeat(299)));
        let names = given(&[&one, &other]);
        assert!(names[0] != names[1] && names[0].len() < 100);
    }

    #[test]
    fn a_neighbour_does_not_move_who_fits() {
        assert_eq!(given(&["a.b", "A.B"])[0], given(&["a.b"])[0]);
    }
}
