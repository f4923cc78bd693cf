//! What to say of a revision that is not there, and which command brings it.

use event_spec::suggest;

use crate::ending::Failure;
use crate::git::address::Reference;
use crate::git::program;
use crate::git::repository::Repository;
use crate::shell;

/// So many names are listed where none is near.
const LISTED: usize = 8;

/// The failure that names what is missing.
pub fn explain(repository: &Repository, reference: &Reference, written: &str) -> Failure {
    let name = reference.as_str();
    if *reference == Reference::Head {
        return Failure::new(format!("`{written}` has no commit yet"));
    }
    let kind = reference.kind();
    let message = if repository.shallow {
        format!("there is no {kind} `{name}` in `{written}`, which is a shallow clone")
    } else {
        format!("there is no {kind} `{name}` in `{written}`")
    };
    let known = names(repository, reference);
    let longer = || known.iter().find(|known| known.starts_with(name)).map(|known| format!("did you mean `{known}`?"));
    let near = suggest::did_you_mean(name, known.iter().map(String::as_str)).or_else(longer);
    let help = match (near, fetch(repository, reference, written)) {
        (Some(near), Some(fetch)) => Some(format!("{near} If not, {fetch}")),
        (near, fetch) => near.or(fetch).or_else(|| list(reference, &known)),
    };
    Failure::World { message, help }
}

/// The names that could have been meant, without what git puts before them.
fn names(repository: &Repository, reference: &Reference) -> Vec<String> {
    let spaces: &[&str] = match reference {
        Reference::Branch(_) => &["refs/heads/", "refs/remotes/"],
        Reference::Tag(_) => &["refs/tags/"],
        Reference::Revision(_) => &["refs/heads/", "refs/remotes/", "refs/tags/"],
        Reference::Head | Reference::Commit(_) => return Vec::new(),
    };
    let mut command = program::git(&repository.top);
    let Ok(output) = program::output(command.args(["for-each-ref", "--format=%(refname)"]).args(spaces)) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let remotes = repository.remotes().unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for full in text.lines().filter(|full| !full.ends_with("/HEAD")) {
        let Some(mut name) = spaces.iter().find_map(|space| full.strip_prefix(space)) else { continue };
        if full.starts_with("refs/remotes/") && matches!(reference, Reference::Branch(_)) {
            let bare = remotes.iter().find_map(|remote| name.strip_prefix(remote.as_str())?.strip_prefix('/'));
            name = bare.unwrap_or(name);
        }
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The command that brings what a clone has not got; none where there is nowhere to fetch from.
fn fetch(repository: &Repository, reference: &Reference, written: &str) -> Option<String> {
    let remote = repository.remotes().ok()?.into_iter().next()?;
    let depth: &[&str] = if repository.shallow { &["--depth", "1"] } else { &[] };
    let arguments: Vec<String> = match reference {
        Reference::Branch(name) => vec![remote.clone(), format!("+refs/heads/{name}:refs/remotes/{remote}/{name}")],
        Reference::Tag(name) => vec![remote, format!("refs/tags/{name}:refs/tags/{name}")],
        Reference::Commit(digits) if digits.len() >= 40 => vec![remote, digits.clone()],
        Reference::Commit(_) | Reference::Revision(_) if repository.shallow => {
            return Some(format!("fetch its history: `{} --unshallow {remote}`", git_fetch(written)));
        }
        Reference::Head | Reference::Commit(_) | Reference::Revision(_) => return None,
    };
    let words = depth.iter().map(|word| (*word).to_owned()).chain(arguments.iter().map(shell::word));
    Some(format!("fetch it: `{} {}`", git_fetch(written), words.collect::<Vec<_>>().join(" ")))
}

/// `git fetch`, in the repository that was named.
fn git_fetch(written: &str) -> String {
    match written {
        "." | ".git" => "git fetch".to_owned(),
        folder => format!("git -C {} fetch", shell::word(folder)),
    }
}

fn list(reference: &Reference, known: &[String]) -> Option<String> {
    if known.is_empty() || reference.as_str().contains(['~', '^', '@', ':']) {
        return None;
    }
    let noun = match reference {
        Reference::Tag(_) => "tags",
        Reference::Branch(_) => "branches",
        Reference::Head | Reference::Commit(_) | Reference::Revision(_) => "names",
    };
    let listed = known.iter().take(LISTED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let more = if known.len() > LISTED { format!(" and {} more", known.len() - LISTED) } else { String::new() };
    Some(format!("its {noun} are {listed}{more}"))
}
