//! Where a catalogue is served.

use event_spec::Catalogue;
use event_spec::catalogue::Transport;

/// Where a catalogue is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The catalogue's name.
    pub catalogue: String,
    /// The Socket.IO namespace or the WebSocket path, where it is not the catalogue's own.
    pub(super) at: Option<String>,
    /// The namespace; none on a plain WebSocket.
    pub namespace: Option<String>,
    /// The path of a plain WebSocket.
    pub path: Option<String>,
    /// What stands before the paths of its requests.
    pub requests: String,
}

/// The path of a WebSocket whose catalogue names none.
const PATH: &str = "/ws";

impl Place {
    /// The catalogue's own place, or with `apart` one by its name: so do servers that serve several.
    pub fn of(catalogue: &Catalogue, apart: bool, others: &[Self]) -> Self {
        let name = &catalogue.name.value;
        let requests = if apart { format!("/{name}") } else { String::new() };
        let own = Self { catalogue: name.clone(), at: None, namespace: None, path: None, requests };
        match &catalogue.transport {
            Transport::SocketIo { .. } if apart => {
                let at = format!("/{name}");
                Self { at: Some(at.clone()), namespace: Some(at), ..own }
            }
            Transport::SocketIo { namespace } => Self { namespace: Some(namespace.clone()), ..own },
            Transport::WebSocket { path } => {
                let path = path.as_deref().unwrap_or(PATH);
                // A path is one contract's own, as namespaces are not.
                if others.iter().any(|other| other.path.as_deref() == Some(path)) {
                    let at = format!("/{name}{path}");
                    return Self { at: Some(at.clone()), path: Some(at), ..own };
                }
                Self { path: Some(path.to_owned()), ..own }
            }
        }
    }
}
