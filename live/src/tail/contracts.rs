//! Which contract a connection is held to.
//!
//! In: the place that a client asks for, a namespace of Socket.IO or the path of a plain WebSocket. Out: the contract, by the first of these
//! that fits one contract alone: where somebody said that it is; its name in the place, as in `/chatflow`; the namespace or path that
//! it names; being the only one of its transport.

use std::path::PathBuf;
use std::sync::Arc;

use event_spec::catalogue::{Catalogue, Transport};
use event_spec::judge::Judge;
use event_spec::{Date, Sources, Span, Valid};

use super::seen::Protocol;

/// A contract that connections are held to.
#[derive(Debug)]
pub struct Contract {
    /// Judges its frames.
    pub judge: Judge,
    /// Its texts.
    sources: Sources,
    /// Where its texts are.
    texts: Texts,
    /// Where it is, where somebody said so.
    at: Option<String>,
}

/// Where the texts of a contract are.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The folder that their paths are relative to.
    pub folder: PathBuf,
    /// What stands before their paths for who reads them.
    pub shown: String,
}

impl Contract {
    /// A contract: its checked catalogue and its texts; `at` is its namespace or path where that is not what the catalogue says.
    pub fn new(
        catalogue: Valid<Catalogue>,
        sources: Sources,
        texts: Texts,
        at: Option<String>,
        today: Option<Date>,
    ) -> Self {
        Self { judge: Judge::new(Arc::new(catalogue), today), sources, texts, at }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.judge.catalogue().name.value
    }

    /// What it speaks.
    pub fn protocol(&self) -> Protocol {
        match self.judge.catalogue().transport {
            Transport::SocketIo { .. } => Protocol::SocketIo,
            Transport::WebSocket { .. } => Protocol::WebSocket,
        }
    }

    /// Its namespace or path.
    pub fn place(&self) -> &str {
        match (&self.at, &self.judge.catalogue().transport) {
            (Some(at), _) => at,
            (None, Transport::SocketIo { namespace }) => namespace,
            (None, Transport::WebSocket { path }) => path.as_deref().unwrap_or("/ws"),
        }
    }

    /// A place in its texts, as in `contracts/chatflow/catalogue.yaml:12:3`.
    pub fn written(&self, span: Span) -> String {
        let start = self.sources.positions(span).start;
        format!("{}{}:{}:{}", self.texts.shown, self.sources.get(span.source).path(), start.line, start.column)
    }

    /// The file that a place is in.
    pub fn file(&self, span: Span) -> PathBuf {
        self.texts.folder.join(self.sources.get(span.source).path())
    }
}

/// All that connections may be held to.
#[derive(Clone, Debug, Default)]
pub struct Contracts(Vec<Arc<Contract>>);

impl Contracts {
    /// These.
    pub fn new(contracts: impl IntoIterator<Item = Contract>) -> Self {
        Self(contracts.into_iter().map(Arc::new).collect())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Contract>> {
        self.0.iter()
    }

    /// The contract of this place.
    ///
    /// # Errors
    /// Why there is none: what could be meant.
    pub fn at(&self, protocol: Protocol, place: &str) -> Result<&Arc<Contract>, String> {
        let all: Vec<_> = self.0.iter().filter(|contract| contract.protocol() == protocol).collect();
        let free = || all.iter().copied().filter(|contract| contract.at.is_none());
        let named = |contract: &&Arc<Contract>| place.split('/').any(|part| part == contract.name());
        let said = all.iter().copied().filter(|contract| contract.at.as_deref() == Some(place));
        let only = free().filter(|_| all.len() == 1);
        let own = free().filter(|contract| contract.place() == place);
        one(said)
            .or_else(|| one(free().filter(named)))
            .or_else(|| one(own))
            .or_else(|| one(only))
            .ok_or_else(|| self.none_at(protocol, place))
    }

    fn none_at(&self, protocol: Protocol, place: &str) -> String {
        let what = match protocol {
            Protocol::SocketIo => "namespace",
            Protocol::WebSocket => "path",
        };
        let own: Vec<_> = self.0.iter().filter(|contract| contract.protocol() == protocol).collect();
        let listed = |contracts: &[&Arc<Contract>]| {
            let words = contracts.iter().map(|contract| format!("`{}` at `{}`", contract.name(), contract.place()));
            words.collect::<Vec<_>>().join(", ")
        };
        let there: Vec<_> = own.iter().copied().filter(|contract| contract.place() == place).collect();
        match (own.as_slice(), there.len()) {
            ([], _) => format!("no catalogue speaks {}", protocol.as_str()),
            (_, 2..) => format!("more than one catalogue is at the {what} `{place}`: {}", listed(&there)),
            (own, _) => format!("no catalogue is at the {what} `{place}`: there is {}", listed(own)),
        }
    }
}

/// The only one.
fn one<'a>(mut contracts: impl Iterator<Item = &'a Arc<Contract>>) -> Option<&'a Arc<Contract>> {
    let first = contracts.next()?;
    contracts.next().is_none().then_some(first)
}
