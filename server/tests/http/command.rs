//! The command line, as scripts use it.

use std::path::Path;
use std::process::Output;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reference-server"));
    command.args(words).current_dir(folder).env_clear().kill_on_drop(true);
    command
}

/// Runs the command in a folder, and gives its code, what it printed, and what it complained of.
pub async fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command(folder, words).output().await.expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("a code"), text(stdout), text(stderr))
}

#[tokio::test]
async fn a_fresh_folder_is_enough_and_its_key_is_its_owners_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut serving = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(serving.stdout.take().expect("its output")).lines();
    let line = lines.next_line().await.expect("a line").expect("a first line");
    assert!(line.starts_with("listening on http://127.0.0.1:") && !line.ends_with(":0"), "{line}");
    let mut summary = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        summary.push_str(&line);
        if line.contains("Ctrl-C") {
            break;
        }
    }
    for word in ["chatflow", "mechamap", "leads", "gochat", "hiwwer", "/docs", "token --user"] {
        assert!(summary.contains(word), "{word}: {summary}");
    }
    assert!(!summary.contains('\u{1b}'), "no colours where nobody looks");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let key = std::fs::metadata(folder.path().join(".reference-server/signing.key")).expect("a key");
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }
    serving.kill().await.expect("it ends");
}

#[tokio::test]
async fn the_codes_tell_a_failure_from_a_wrong_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (code, out, _) = run(folder, &["token", "--user", "agent_12", "--role", "agent", "--for", "1h"]).await;
    assert_eq!((code, out.trim().split('.').count()), (0, 3));
    let (code, _, error) = run(folder, &["token"]).await;
    assert!(code == 2 && error.contains("--user"), "{error}");
    let (code, _, error) = run(folder, &["serve", "--system", "chatflo"]).await;
    assert!(code == 2 && error.contains("chatflow"), "{error}");
    let (code, _, error) = run(folder, &["serve", "--listen", "nowhere"]).await;
    assert!(code == 2 && error.starts_with("error: --listen: `listen` cannot be `nowhere`"), "{error}");
    let (code, _, error) = run(folder, &["serve", "--config", "missing.toml"]).await;
    assert!(code == 2 && error.contains("missing.toml"), "{error}");
    let (code, _, error) = run(folder, &["serve", "--origin", "example.com"]).await;
    assert!(code == 1 && error.contains("`example.com` is not an origin"), "{error}");
    std::fs::write(folder.join("file"), "").expect("a file");
    let (code, _, error) = run(folder, &["serve", "--data", "file/below"]).await;
    assert!(code == 1 && error.contains("--data"), "{error}");
}

#[tokio::test]
async fn what_holds_is_shown_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = "drain = \"5s\"\norigin = [\"https://a.example\", \"https://b.example\"]\n[leads]\nwhatsapp_secret = \"hidden\"\n";
    std::fs::write(folder.path().join("reference-server.toml"), file).expect("a file");
    let mut command = command(folder.path(), &["serve", "--print-config", "--listen", "127.0.0.1:1"]);
    let output = command.env("REFERENCE_SERVER_DRAIN", "7s").output().await.expect("it runs");
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    let line = |name: &str| {
        let found = shown.lines().find(|line| line.starts_with(name)).expect("the key");
        found.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("listen"), r#"listen = "127.0.0.1:1" # --listen"#);
    assert_eq!(line("drain"), r#"drain = "7s" # REFERENCE_SERVER_DRAIN"#);
    assert_eq!(line("origin"), r#"origin = ["https://a.example", "https://b.example"] # reference-server.toml"#);
    assert_eq!(line("data"), r#"data = ".reference-server" # default"#);
    assert!(!shown.contains("hidden"), "{shown}");
}
