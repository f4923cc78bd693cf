//! Patterns of names and paths: `*` stands for any part of a name, `**` for any number of folders.

/// Whether a name fits a pattern.
pub fn fits_name(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    matches(&pattern, &name, |part| *part == '*', |part, ch| part == ch)
}

/// Whether a path, with `/` between its parts, or a folder above it fits a pattern.
pub fn fits_path(pattern: &str, path: &str) -> bool {
    let pattern = pattern.split('/').filter(|part| !matches!(*part, "" | "."));
    let pattern: Vec<&str> = pattern.chain(["**"]).collect();
    let path: Vec<&str> = path.split('/').collect();
    matches(&pattern, &path, |part| *part == "**", |part, name| fits_name(part, name))
}

/// Whether a sequence fits a pattern in which a star stands for any part of it.
fn matches<P, T>(pattern: &[P], text: &[T], is_star: impl Fn(&P) -> bool, fits: impl Fn(&P, &T) -> bool) -> bool {
    let (mut part, mut at) = (0, 0);
    // The latest star, and what it has taken so far: an earlier one never needs to take more.
    let mut star = None;
    while at < text.len() {
        match (pattern.get(part), star) {
            (Some(wanted), _) if is_star(wanted) => {
                star = Some((part, at));
                part += 1;
            }
            (Some(wanted), _) if fits(wanted, &text[at]) => {
                part += 1;
                at += 1;
            }
            (_, Some((place, taken))) => {
                star = Some((place, taken + 1));
                part = place + 1;
                at = taken + 1;
            }
            (_, None) => return false,
        }
    }
    pattern[part..].iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text() {
        for (pattern, name) in [("*", "chat"), ("chat*", "chatflow"), ("*flow", "chatflow"), ("c*f*w", "chatflow")] {
            assert!(fits_name(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("chat", "chatflow"), ("chat*", "gochat"), ("*x", "chat"), ("a*a", "a")] {
            assert!(!fits_name(pattern, name), "{pattern} {name}");
        }
        assert!(!fits_name(&"a*".repeat(5_000), &"a".repeat(4_999)), "it ends soon");
    }

    #[test]
    fn two_stars_stand_for_any_folders() {
        let path = "contracts/legacy/events/orders.yaml";
        for pattern in
            ["contracts/legacy", "./contracts/*/", "**/orders.yaml", "contracts/**/*.yaml", "**", "contracts/legacy/**"]
        {
            assert!(fits_path(pattern, path), "{pattern}");
        }
        for pattern in ["legacy", "contracts/leg", "contracts/*/orders.yaml", "**/order.yaml", "contracts/legacy/**/x"]
        {
            assert!(!fits_path(pattern, path), "{pattern}");
        }
    }
}
