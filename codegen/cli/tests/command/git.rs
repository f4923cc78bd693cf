//! Repositories of a test's own, made with the real git.

use std::path::Path;
use std::process::Command;

use crate::support::{Project, Run, eventspec, run};

/// A catalogue with two events of the server's and one of the clients'. The lint has nothing to say of it.
pub const CHAT: &str = "\
catalogue: chat
version: 1.4.2
transport: socket.io
naming: \"{resource}.{action}\"
priorities: { high: { deliver: immediately } }
events:
  message.new:
    summary: A message arrived.
    direction: server-to-client
    to: everybody
    priority: high
    storage: stored
    payload: { $ref: \"#/schemas/Message\" }
    examples: [{ id: m1, text: Hello! }]
  user.typing:
    summary: Someone is typing.
    direction: server-to-client
    to: everybody
    priority: high
    storage: transient
    payload: { type: object, required: [name], properties: { name: { type: string } } }
    examples: [{ name: Ada }]
  message.send:
    summary: Someone says something.
    direction: client-to-server
    payload: { type: object, required: [text], properties: { text: { type: string } } }
    examples: [{ text: Hello! }]
schemas:
  Message: { type: object, required: [id, text], properties: { id: { type: string }, text: { type: string } } }
consumers:
  inbox:
    listens: [message.new, user.typing]
    reads: { message.new: [id, text], user.typing: [name] }
";

/// The same under another name.
pub fn catalogue(name: &str) -> String {
    CHAT.replacen("catalogue: chat", &format!("catalogue: {name}"), 1)
}

/// A catalogue without the event that clients await.
pub fn without_typing(text: &str) -> String {
    let start = text.find("  user.typing:").expect("it is there");
    let end = text.find("  message.send:").expect("it is there");
    format!("{}{}", &text[..start], &text[end..]).replace(", user.typing]", "]").replace(", user.typing: [name]", "")
}

/// A repository with a configuration.
pub struct Repository {
    /// Its work tree.
    pub project: Project,
}

impl Repository {
    /// An empty repository on the branch `main`, with a configuration that is not committed yet.
    pub fn new() -> Self {
        let repository = Self { project: Project::empty() };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\n");
        repository
    }

    /// A repository with one commit, which holds the catalogue [`CHAT`].
    pub fn with_chat() -> Self {
        let repository = Self::new();
        repository.project.write("contracts/chat/catalogue.yaml", CHAT);
        repository.commit("begin");
        repository
    }

    /// Runs git in it.
    pub fn git(&self, arguments: &[&str]) -> String {
        git(&self.project.path(), arguments)
    }

    /// Commits everything.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Takes the typing event out of a catalogue, without a commit.
    pub fn break_chat(&self) {
        let path = "contracts/chat/catalogue.yaml";
        self.project.write(path, &without_typing(&self.project.read(path)));
    }

    /// Runs `eventspec diff`.
    pub fn diff(&self, arguments: &[&str]) -> Run {
        diff(&self.project.path(), arguments)
    }
}

/// Runs git in a folder, with an identity of its own and nobody's configuration.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let done = run(bare(&mut Command::new("git")).current_dir(folder).args(arguments));
    assert_eq!(done.code, 0, "git {arguments:?}\n{}{}", done.stdout, done.stderr);
    done.stdout
}

/// Runs `eventspec diff` in a folder.
pub fn diff(folder: &Path, arguments: &[&str]) -> Run {
    run(bare(&mut eventspec(folder)).arg("diff").args(arguments))
}

/// Nothing of this machine's or of a repository around the tests.
pub fn bare(command: &mut Command) -> &mut Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Ada")
        .env("GIT_AUTHOR_EMAIL", "ada@example.com")
        .env("GIT_AUTHOR_DATE", "2026-01-31T10:30:00Z")
        .env("GIT_COMMITTER_NAME", "Ada")
        .env("GIT_COMMITTER_EMAIL", "ada@example.com")
        .env("GIT_COMMITTER_DATE", "2026-01-31T10:30:00Z")
}
