//! Files that people upload: what may be one, and where their bytes lie.
//!
//! A file is what its bytes are and its sender says, both: a page of HTML that is called a picture is refused. Its name is for people
//! alone; on the disk it is called by its id.

use std::io;
use std::path::PathBuf;

use event_contracts::hiwwer::types::Attachment;
use uuid::Uuid;

use crate::http::{Kind, Problem};

/// The largest file, in bytes: 10 MiB.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

/// The media types that are taken, each with what their bytes are.
const TYPES: &[(&str, Bytes)] = &[
    ("image/png", Bytes::Png),
    ("image/jpeg", Bytes::Jpeg),
    ("image/gif", Bytes::Gif),
    ("image/webp", Bytes::Webp),
    ("application/pdf", Bytes::Pdf),
    ("application/zip", Bytes::Zip),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Bytes::Zip),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Bytes::Zip),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", Bytes::Zip),
    ("text/plain", Bytes::Text),
];

/// What bytes are, by how they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bytes {
    Png,
    Jpeg,
    Gif,
    Webp,
    Pdf,
    Zip,
    Text,
}

impl Bytes {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            bytes if is_text(bytes) => Some(Self::Text),
            _ => None,
        }
    }
}

/// UTF-8 without control characters but tabs and line ends, and no markup that a browser might take for a page.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else { return false };
    let plain = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.chars().all(plain) && !text.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']).starts_with('<')
}

/// The media type that a file has.
///
/// # Errors
/// `too_large`; `wrong_type` where the type is not taken, or the bytes are something else.
pub fn media_type(declared: &str, bytes: &[u8]) -> Result<&'static str, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(Problem::new(Kind::TOO_LARGE, format!("a file has {MOST_BYTES} bytes at most")));
    }
    let essence = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let Some((name, expected)) = TYPES.iter().find(|(name, _)| *name == essence) else {
        let taken: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
        let detail = format!("`{essence}` is not taken as `content-type`; these are: {}", taken.join(", "));
        return Err(Problem::new(Kind::WRONG_TYPE, detail));
    };
    if bytes.is_empty() || Bytes::of(bytes) != Some(*expected) {
        return Err(Problem::new(Kind::WRONG_TYPE, format!("the file is not what it says: `{name}`")));
    }
    Ok(name)
}

/// The name of a file as it is shown: the last part of what its sender calls it, without what can hide or command anything.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Marks of direction can make `exe.txt` of `txt.exe`.
    let harmless = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '"')
    };
    let kept: String = last.chars().filter(harmless).collect();
    let kept = kept.trim().trim_start_matches('.').trim_start();
    let characters = kept.chars().count();
    if kept.is_empty() {
        return "file".to_owned();
    }
    // A name that is too long loses its beginning, so that it keeps its ending.
    kept.chars().skip(characters.saturating_sub(LONGEST_NAME)).collect()
}

/// A text as a part of a URL, or of a header (RFC 3986, 2.1; RFC 8187, 3.2).
pub fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let encoded = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encoded).collect()
}

/// The files on the disk.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
    /// What stands before the paths of this system's requests.
    prefix: &'static str,
}

impl Files {
    /// Files in a folder, which is made when it is needed.
    pub fn new(folder: PathBuf, prefix: &'static str) -> Self {
        Self { folder, prefix }
    }

    /// Where a file is loaded from.
    pub fn url(&self, id: &str, file_name: &str) -> String {
        format!("{}/uploads/{}/{}", self.prefix, percent_encoded(id), percent_encoded(file_name))
    }

    /// What is told of a file.
    pub fn attachment(&self, id: String, file_name: String, mime_type: &str, bytes: &[u8]) -> Attachment {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Attachment { url: self.url(&id, &file_name), id, file_name, mime_type: mime_type.to_owned(), size }
    }

    /// Writes a file: whole, or not at all.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub async fn write(&self, id: &str, bytes: &[u8]) -> io::Result<()> {
        tokio::fs::create_dir_all(&self.folder).await?;
        let draft = self.folder.join(format!("{}.draft", Uuid::new_v4()));
        let written = async {
            tokio::fs::write(&draft, bytes).await?;
            tokio::fs::rename(&draft, self.path(id)?).await
        };
        let outcome = written.await;
        if outcome.is_err() {
            // It may not be there; and if it stays, nobody finds it.
            drop(tokio::fs::remove_file(&draft).await);
        }
        outcome
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A file that is not there, or cannot be read.
    pub async fn read(&self, id: &str) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.path(id)?).await
    }

    /// Deletes a file.
    pub async fn delete(&self, id: &str) {
        let deleted = match self.path(id) {
            Ok(path) => tokio::fs::remove_file(path).await,
            Err(error) => Err(error),
        };
        if let Err(error) = deleted {
            tracing::warn!(%error, id, "an uploaded file could not be deleted");
        }
    }

    /// Ids are made by this server: anything else is no file of it.
    fn path(&self, id: &str) -> io::Result<PathBuf> {
        let ours = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if ours { Ok(self.folder.join(id)) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";

    fn refusal(declared: &str, bytes: &[u8]) -> Option<Kind> {
        media_type(declared, bytes).err().map(|problem| problem.kind())
    }

    #[test]
    fn a_file_is_what_it_says_and_what_its_bytes_are() {
        assert_eq!(media_type("image/png", PNG).ok(), Some("image/png"));
        assert_eq!(media_type(" Image/PNG ; x=1", PNG).ok(), Some("image/png"));
        assert_eq!(media_type("text/plain; charset=utf-8", "Привіт\n".as_bytes()).ok(), Some("text/plain"));
        let refused: &[(&str, &[u8])] = &[
            ("image/png", b"<html><script>alert(1)</script>"),
            ("image/png", b""),
            ("image/jpeg", PNG),
            ("text/plain", b"  \n<!doctype html>"),
            ("text/plain", b"\x00\x01"),
            ("text/plain", PNG),
            ("text/html", b"<html>"),
            ("image/svg+xml", b"<svg/>"),
            ("", PNG),
        ];
        for (declared, bytes) in refused {
            assert_eq!(refusal(declared, bytes), Some(Kind::WRONG_TYPE), "{declared}");
        }
        let large = vec![b'a'; MOST_BYTES + 1];
        assert_eq!(refusal("text/plain", &large), Some(Kind::TOO_LARGE));
        assert!(media_type("text/plain", &large[1..]).is_ok());
    }

    #[test]
    fn a_name_is_for_people_alone() {
        assert_eq!(safe_name("draft.pdf"), "draft.pdf");
        assert_eq!(safe_name("../../etc/passwd"), "passwd");
        assert_eq!(safe_name("C:\\temp\\звіт 1.docx"), "звіт 1.docx");
        assert_eq!(safe_name("..."), "file");
        assert_eq!(safe_name("a\r\nb\".txt"), "ab.txt");
        assert_eq!(safe_name("gpj.\u{202e}exe"), "gpj.exe");
        let long = format!("{}.pdf", "x".repeat(500));
        assert_eq!(safe_name(&long).chars().count(), LONGEST_NAME);
        assert!(safe_name(&long).ends_with(".pdf"));
    }

    #[test]
    fn nothing_leaves_the_folder() {
        let files = Files::new("/data".into(), "/hiwwer");
        assert!(files.path("att_1").is_ok());
        for id in ["", "..", "a/b", "a.b", "/etc/passwd"] {
            assert!(files.path(id).is_err(), "{id}");
        }
        assert_eq!(files.url("att_1", "a b/ї.pdf"), "/hiwwer/uploads/att_1/a%20b%2F%D1%97.pdf");
    }
}
