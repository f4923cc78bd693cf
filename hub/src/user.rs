//! Somebody who presented a valid token.

use std::time::SystemTime;

/// Somebody who presented a valid token: its claims (RFC 7519), checked.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// Who it is: the claim `sub`.
    pub id: String,
    /// What others call them: the claim `name`.
    pub name: Option<String>,
    /// What they may do: the claim `roles`.
    pub roles: Vec<String>,
    /// Which token it was: the claim `jti`, by which it can be revoked.
    pub token_id: Option<String>,
    /// When the token was issued: the claim `iat`.
    pub issued_at: Option<SystemTime>,
    /// When the token expires: the claim `exp`.
    pub expires_at: SystemTime,
}

impl User {
    /// Whether the token gives this role.
    pub fn is(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }
}
