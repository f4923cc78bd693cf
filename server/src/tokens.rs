//! Tokens of this server: the signing key in the data folder, and what is signed with it.
//!
//! Every process that has the key file makes and takes the same tokens.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use event_hub::User;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// Who issues the tokens, and who they are for: the claims `iss` and `aud` (RFC 7519).
pub const ISSUER: &str = "reference-server";

/// The name of the key file in the data folder.
const FILE: &str = "signing.key";

/// The bytes of a key: as many as HS256 digests (RFC 7518, 3.2).
const KEY_BYTES: usize = 32;

/// What tokens are made and checked with.
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
}

/// Whom a token is for.
#[derive(Clone, Debug, Default)]
pub struct Grant {
    /// The user's id.
    pub user: String,
    /// What others call the user.
    pub name: Option<String>,
    /// What the user may do.
    pub roles: Vec<String>,
}

/// A key file that cannot be made or read.
#[derive(Debug)]
pub struct KeyError {
    path: PathBuf,
    problem: io::Error,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    iss: String,
    aud: String,
    jti: String,
    iat: u64,
    exp: u64,
}

impl Tokens {
    /// Takes the key from the data folder, where it is made at the first call: readable by its owner alone.
    ///
    /// # Errors
    /// A folder or file that cannot be made or read, or a file that holds no key.
    pub fn open(data: &Path) -> Result<Self, KeyError> {
        let path = data.join(FILE);
        let wrong = |problem| KeyError { path: path.clone(), problem };
        let key = match read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(data).map_err(wrong)?;
                make(&path).map_err(wrong)?;
                read(&path).map_err(wrong)?
            }
            key => key.map_err(wrong)?,
        };
        Ok(Self::with_key(&key))
    }

    /// Takes a key.
    pub fn with_key(key: &[u8]) -> Self {
        Self { signing: EncodingKey::from_secret(key), checking: DecodingKey::from_secret(key) }
    }

    /// Makes a token that holds for a while.
    ///
    /// # Errors
    /// A time that no calendar has.
    pub fn mint(&self, grant: Grant, lasting: Duration) -> Result<String, jsonwebtoken::errors::Error> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let claims = Claims {
            sub: grant.user,
            name: grant.name,
            roles: grant.roles,
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
            jti: format!("{:016x}", rand::random::<u64>()),
            iat: now,
            exp: now.saturating_add(lasting.as_secs()),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
    }

    /// Checks a token.
    ///
    /// # Errors
    /// Why it is not valid.
    pub async fn verify(&self, token: &str) -> Result<Arc<User>, String> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[ISSUER]);
        rules.set_issuer(&[ISSUER]);
        rules.leeway = 0;
        let read = jsonwebtoken::decode::<Claims>(token, &self.checking, &rules);
        let claims = read.map_err(|error| format!("the token is not valid: {error}"))?.claims;
        Ok(Arc::new(User {
            id: claims.sub,
            name: claims.name,
            roles: claims.roles,
            token_id: Some(claims.jti),
            issued_at: UNIX_EPOCH.checked_add(Duration::from_secs(claims.iat)),
            expires_at: UNIX_EPOCH.checked_add(Duration::from_secs(claims.exp)).unwrap_or(UNIX_EPOCH),
        }))
    }
}

/// Nothing prints a key.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(..)")
    }
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
        Some(&self.problem)
    }
}
