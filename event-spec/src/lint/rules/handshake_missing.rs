//! Channels that are not for everybody, and clients who never say who they are.

use crate::catalogue::Transport;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::record::Record;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Connection "handshake-missing",
    "where a channel is not public, the handshake says how a client proves who it is");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if scope.document.marks().key("handshake").is_some() {
        return;
    }
    let mut channels = scope.document.channels.iter().flat_map(|channels| channels.iter());
    let guarded = channels.find_map(|(name, record)| {
        let access = record.access.as_ref()?;
        (access.value.0.as_str() != "public").then_some((name, access))
    });
    let Some((name, access)) = guarded else { return };
    let message = format!(
        "`{}` is open to `{}` alone, and nothing says how a client proves who it is",
        name.value, access.value.0
    );
    let part = match scope.catalogue.transport {
        Transport::SocketIo { .. } => "auth",
        Transport::WebSocket { .. } => "query",
    };
    let help = format!(
        "declare `handshake: {{ {part}: .. }}` with a schema of the token, or `handshake: {{}}` where a cookie alone tells"
    );
    diagnostics.push(Diagnostic::new(&RULE, access.span, message).help(help));
}
