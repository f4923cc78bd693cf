//! The connection to a server, with TLS or without.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::address::Address;
use crate::tail::Trouble;

/// So long a server may take to answer its door.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection.
pub(crate) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    /// Connects.
    ///
    /// # Errors
    /// A server that cannot be reached, or whose certificate is not good.
    pub(crate) async fn connect(to: &Address) -> Result<Self, Trouble> {
        let place = to.authority();
        let tcp = match timeout(PATIENCE, TcpStream::connect((to.host.as_str(), to.port))).await {
            Ok(Ok(tcp)) => tcp,
            Ok(Err(error)) => return Err(unreachable(to, &error)),
            Err(_) => {
                return Err(Trouble::new(format!("`{place}` does not answer within {} s", PATIENCE.as_secs()))
                    .help("is the address right, and does a firewall stand between?"));
            }
        };
        // An event is small, and must not wait for the next.
        drop(tcp.set_nodelay(true));
        if !to.secure {
            return Ok(Self::Plain(tcp));
        }
        let name = ServerName::try_from(to.host.clone())
            .map_err(|_| Trouble::new(format!("`{}` is no name that a certificate can have", to.host)))?;
        match timeout(PATIENCE, TlsConnector::from(tls()?).connect(name, tcp)).await {
            Ok(Ok(stream)) => Ok(Self::Tls(Box::new(stream))),
            Ok(Err(error)) => {
                let plain =
                    error.to_string().contains("corrupt message") || error.kind() == io::ErrorKind::UnexpectedEof;
                Err(Trouble::new(format!("`{place}` does not agree on TLS: {error}")).help(if plain {
                    "does it speak TLS at all? If not, write `http://` or `ws://`"
                } else {
                    "where its certificate is your own, name the file of its authority in SSL_CERT_FILE"
                }))
            }
            Err(_) => Err(Trouble::new(format!("`{place}` does not answer in TLS within {} s", PATIENCE.as_secs()))
                .help("does it speak TLS at all? If not, write `http://` or `ws://`")),
        }
    }
}

/// Why there is no connection.
fn unreachable(to: &Address, error: &io::Error) -> Trouble {
    let place = to.authority();
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Trouble::new(format!("nobody listens at `{place}`: connection refused"))
            .help("is the server running, and is this its port?"),
        _ if error.to_string().contains("lookup") => {
            Trouble::new(format!("no host is called `{}`", to.host)).help("check the spelling of the host")
        }
        _ => Trouble::new(format!("cannot connect to `{place}`: {error}")),
    }
}

/// The certificates that the system trusts, or those of SSL_CERT_FILE.
fn tls() -> Result<Arc<ClientConfig>, Trouble> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let why = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
        return Err(Trouble::new(format!("this system has no certificates to trust{why}"))
            .help("name a file of certificates in SSL_CERT_FILE"));
    }
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Ok(CONFIG.get_or_init(|| Arc::new(config)).clone())
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
