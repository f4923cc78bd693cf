//! Tokens of this server: the signing key in the data folder, and what is signed with it.
//!
//! Every process that has the key file makes and takes the same tokens.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use event_hub::auth::{Algorithm, Grant, Key, NotAnOrigin, Origins, SignError, Signer, SigningKey, Verifier};

use crate::systems::Name;

/// Who issues the tokens, and who they are for: the claims `iss` and `aud` (RFC 7519). Tokens of this audience are good in every
/// system.
pub const ISSUER: &str = "reference-server";

/// The name of the key file in the data folder.
const FILE: &str = "signing.key";

/// The bytes of a key: as many as HS256 digests (RFC 7518, 3.2).
const KEY_BYTES: usize = 32;

/// What tokens are made and checked with, and the pages that may use them.
#[derive(Debug)]
pub struct Tokens {
    signer: Signer,
    verifier: Verifier,
    origins: Origins,
}

/// A key file that cannot be made or read.
#[derive(Debug)]
pub struct KeyError {
    path: PathBuf,
    problem: Box<dyn Error + Send + Sync>,
}

impl Tokens {
    /// Takes the key from the data folder, where it is made at the first call: readable by its owner alone.
    ///
    /// # Errors
    /// A folder or file that cannot be made or read, or a file that holds no key.
    pub fn open(data: &Path) -> Result<Self, KeyError> {
        let path = data.join(FILE);
        let wrong = |problem: io::Error| KeyError { path: path.clone(), problem: problem.into() };
        let key = match read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(data).map_err(wrong)?;
                make(&path).map_err(wrong)?;
                read(&path).map_err(wrong)?
            }
            key => key.map_err(wrong)?,
        };
        let refused = |problem: event_hub::auth::KeyError| KeyError { path: path.clone(), problem: problem.into() };
        let signing = SigningKey::secret(Algorithm::Hs256, &key).map_err(refused)?;
        let checking = Key::secret(Algorithm::Hs256, &key).map_err(refused)?;
        Ok(Self {
            signer: Signer::new(signing, ISSUER, ISSUER),
            verifier: Verifier::new([checking], ISSUER, ISSUER),
            origins: Origins::default(),
        })
    }

    /// The same, for these pages beside the server's own.
    ///
    /// # Errors
    /// What is no origin.
    pub fn for_pages(mut self, origins: &[String]) -> Result<Self, NotAnOrigin> {
        self.origins = origins.iter().try_fold(self.origins, |origins, origin| origins.allow(origin))?;
        Ok(self)
    }

    /// Makes a token.
    ///
    /// # Errors
    /// A signature that fails.
    pub fn sign(&self, grant: &Grant) -> Result<String, SignError> {
        self.signer.sign(grant)
    }

    /// Makes a token that is good in this system alone.
    ///
    /// # Errors
    /// A signature that fails.
    pub fn sign_for(&self, system: Name, grant: &Grant) -> Result<String, SignError> {
        self.signer.for_audience(audience(system)).sign(grant)
    }

    /// What checks the tokens that come to a system: those for every system, and those for this one.
    pub fn verifier(&self, system: Name) -> Verifier {
        self.verifier.clone().also_for(audience(system))
    }

    /// The pages that may use tokens.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }
}

/// The audience of tokens that are good in one system alone.
fn audience(system: Name) -> String {
    format!("{ISSUER}/{system}")
}

/// A new id for a token, by which it can be revoked.
pub fn new_token_id() -> String {
    format!("{:016x}", rand::random::<u64>())
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let text = fs::read_to_string(path)?;
    let digits = text.trim().as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    let key: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    let wrong = || {
        io::Error::new(io::ErrorKind::InvalidData, "expected 64 hexadecimal digits; delete it to have a new one made")
    };
    key.filter(|key| key.len() == KEY_BYTES && digits.len() == 2 * KEY_BYTES).ok_or_else(wrong)
}

/// Makes a key file in one step, so that nobody reads half a key, and of two who make it at once one wins.
fn make(path: &Path) -> io::Result<()> {
    let key: [u8; KEY_BYTES] = rand::random();
    let draft = path.with_extension(format!("{:016x}", rand::random::<u64>()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let made = writeln!(file, "{text}").and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    match made {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.problem)
    }
}

impl Error for KeyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.problem)
    }
}
