//! What files a commit has, and where paths lead in it.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

use crate::ending::Failure;
use crate::git::program;

/// So many links lead nowhere, as on a disk.
const MAX_LINKS: usize = 40;

/// Every file of a commit by its path, with `/` between its parts.
#[derive(Clone, Debug)]
pub struct Listing {
    items: BTreeMap<String, Item>,
}

/// What a commit holds at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A file, by its object.
    File(String),
    /// A symbolic link; the object holds where it leads.
    Link(String),
    /// A commit of another repository.
    Submodule,
    /// Something whose name is not UTF-8, and which no catalogue can name.
    Unnameable,
}

impl Item {
    /// What git means by a mode and the digits of an object; nothing for the mode of what is not there.
    pub fn of(mode: &str, object: &str) -> Option<Self> {
        match mode {
            "000000" => None,
            "120000" => Some(Self::Link(object.to_owned())),
            "160000" => Some(Self::Submodule),
            _ => Some(Self::File(object.to_owned())),
        }
    }
}

/// Where a path leads, links followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// To a file, by its object.
    File {
        /// Its path.
        path: String,
        /// Its object.
        object: String,
    },
    /// To a folder; the path of the whole commit is empty.
    Folder(String),
}

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// There is nothing.
    Nothing,
    /// A link leads out of the repository.
    Outside,
    /// Links lead in a circle.
    Circle,
    /// It leads into a submodule, which lies here.
    Submodule(String),
    /// A link could not be read.
    Unread(String),
}

impl Listing {
    /// The files of a commit, which is given by its digits.
    ///
    /// # Errors
    /// When git fails.
    pub fn of(folder: &Path, commit: &str) -> Result<Self, Failure> {
        let mut command = program::git(folder);
        let output = program::output(command.args(["ls-tree", "-r", "-z", "--full-tree", commit]))?;
        if !output.status.success() {
            let complaint = program::complaint(&output.stderr);
            return Err(Failure::new(format!("git cannot list the commit {commit}: {complaint}")));
        }
        Ok(Self::parse(&output.stdout))
    }

    /// The lines `mode type object<TAB>path<NUL>`.
    fn parse(bytes: &[u8]) -> Self {
        let mut items = BTreeMap::new();
        for line in bytes.split(|byte| *byte == 0) {
            let Some(tab) = line.iter().position(|byte| *byte == b'\t') else { continue };
            let head = String::from_utf8_lossy(&line[..tab]);
            let mut words = head.split(' ');
            let (Some(mode), Some(_), Some(object)) = (words.next(), words.next(), words.next()) else { continue };
            let (path, named) = match std::str::from_utf8(&line[tab + 1..]) {
                Ok(path) => (path.to_owned(), true),
                Err(_) => (String::from_utf8_lossy(&line[tab + 1..]).into_owned(), false),
            };
            let item = if named { Item::of(mode, object) } else { Some(Item::Unnameable) };
            items.extend(item.map(|item| (path, item)));
        }
        Self { items }
    }

    /// The files in these folders alone; an empty name is that of the whole commit.
    #[must_use]
    pub fn within(mut self, folders: &[String]) -> Self {
        self.items.retain(|path, _| folders.iter().any(|folder| Path::new(path).starts_with(folder)));
        self
    }

    /// Puts something at a path, or takes away what is there.
    pub fn put(&mut self, path: &str, item: Option<Item>) {
        match item {
            Some(item) => self.items.insert(path.to_owned(), item),
            None => self.items.remove(path),
        };
    }

    /// Where a path leads; `read` gives the text of a link.
    ///
    /// # Errors
    /// When it leads nowhere.
    pub fn locate(
        &self,
        path: &str,
        read: &mut dyn FnMut(&str) -> Result<String, Obstacle>,
    ) -> Result<Place, Obstacle> {
        let mut left: VecDeque<String> = path.split('/').map(str::to_owned).collect();
        let mut way: Vec<String> = Vec::new();
        let mut links = 0;
        while let Some(part) = left.pop_front() {
            match part.as_str() {
                "" | "." => continue,
                ".." if way.pop().is_some() => continue,
                ".." => return Err(Obstacle::Outside),
                _ => way.push(part),
            }
            let here = way.join("/");
            match self.items.get(&here) {
                Some(Item::File(object)) if left.iter().all(String::is_empty) => {
                    return Ok(Place::File { path: here, object: object.clone() });
                }
                Some(Item::Link(object)) => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Err(Obstacle::Circle);
                    }
                    let target = read(object)?;
                    if target.starts_with('/') {
                        return Err(Obstacle::Outside);
                    }
                    way.pop();
                    target.rsplit('/').for_each(|part| left.push_front(part.to_owned()));
                }
                Some(Item::Submodule) => return Err(Obstacle::Submodule(here)),
                Some(Item::File(_) | Item::Unnameable) => return Err(Obstacle::Nothing),
                None if self.is_folder(&here) => {}
                None => return Err(Obstacle::Nothing),
            }
        }
        Ok(Place::Folder(way.join("/")))
    }

    /// What lies directly in a folder, by its name: an item, or nothing for a folder.
    pub fn children(&self, folder: &str) -> Vec<(String, Option<&Item>)> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut children = Vec::new();
        let mut from = prefix.clone();
        while let Some((path, item)) = self.items.range(from.clone()..).next() {
            let Some(rest) = path.strip_prefix(&prefix) else { break };
            match rest.split_once('/') {
                Some((name, _)) => {
                    children.push((name.to_owned(), None));
                    // `0` comes after `/`: what follows everything in that folder.
                    from = format!("{prefix}{name}0");
                }
                None => {
                    children.push((rest.to_owned(), Some(item)));
                    from = format!("{path}\0");
                }
            }
        }
        children
    }

    fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.items.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A commit with links: the object of a link is its target here.
    fn listing() -> Listing {
        let lines = [
            "100644 blob 1\tcontracts/chat/catalogue.yaml",
            "100644 blob 2\tcontracts/chat-old/catalogue.yaml",
            "100755 blob 3\tcontracts/chat0.yaml",
            "120000 blob chat\tcontracts/link",
            "120000 blob ../contracts/link/catalogue.yaml\tshared/deep.yaml",
            "120000 blob ../../etc/passwd\tshared/out.yaml",
            "120000 blob /etc/passwd\tshared/absolute.yaml",
            "120000 blob circle.yaml\tshared/circle.yaml",
            "160000 commit 4\tvendor/other",
        ];
        Listing::parse(format!("{}\0", lines.join("\0")).as_bytes())
    }

    fn locate(path: &str) -> Result<Place, Obstacle> {
        listing().locate(path, &mut |object| Ok(object.to_owned()))
    }

    #[test]
    fn paths_lead_where_they_lead_on_a_disk() {
        let file = |path: &str, object: &str| Ok(Place::File { path: path.to_owned(), object: object.to_owned() });
        assert_eq!(locate("contracts/chat/catalogue.yaml"), file("contracts/chat/catalogue.yaml", "1"));
        assert_eq!(locate("./contracts//x/../chat0.yaml"), Err(Obstacle::Nothing));
        assert_eq!(locate("contracts/chat/../chat0.yaml"), file("contracts/chat0.yaml", "3"));
        assert_eq!(locate("shared/deep.yaml"), file("contracts/chat/catalogue.yaml", "1"));
        assert_eq!(locate("contracts/link"), Ok(Place::Folder("contracts/chat".to_owned())));
        assert_eq!(locate(""), Ok(Place::Folder(String::new())));
        assert_eq!(locate("contracts/chat0.yaml/x"), Err(Obstacle::Nothing));
        assert_eq!(locate("contract"), Err(Obstacle::Nothing));
    }

    #[test]
    fn what_lies_elsewhere_is_said_to() {
        assert_eq!(locate("shared/out.yaml"), Err(Obstacle::Outside));
        assert_eq!(locate("shared/absolute.yaml"), Err(Obstacle::Outside));
        assert_eq!(locate("../x"), Err(Obstacle::Outside));
        assert_eq!(locate("shared/circle.yaml"), Err(Obstacle::Circle));
        assert_eq!(locate("vendor/other/a.yaml"), Err(Obstacle::Submodule("vendor/other".to_owned())));
    }

    #[test]
    fn folders_are_listed_without_what_lies_deeper() {
        let listing = listing();
        let names = |folder: &str| listing.children(folder).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(""), ["contracts", "shared", "vendor"]);
        assert_eq!(names("contracts"), ["chat-old", "chat", "chat0.yaml", "link"]);
        assert_eq!(names("contracts/chat"), ["catalogue.yaml"]);
        assert_eq!(names("nowhere"), [""; 0]);
    }
}
