//! Requests, passed on.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use event_hub::is_local;
use event_spec::judge::Sender;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderValue, ORIGIN};
use hyper::http::{request, uri};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::sync::Mutex;

use super::super::trouble::Trouble;
use super::Shared;
use super::polling::Tapped;
use super::sessions::Asked;
use super::tunnel::{Agreed, Tunnel};
use crate::wire::stream::Stream;

/// The connection to the server that belongs to one of a client.
#[derive(Default)]
pub(super) struct Upstream(Mutex<Option<SendRequest<Tapped>>>);

/// Passes the requests of one connection on.
pub(super) struct Forward {
    pub(super) shared: Arc<Shared>,
    pub(super) upstream: Arc<Upstream>,
}

/// What a client is answered: by the server, or in words of the proxy's own.
pub(super) enum Answer {
    Passed(Box<Tapped>),
    Own(Option<Bytes>),
}

impl Forward {
    /// Answers a request as the server does, or says why it cannot be asked.
    pub(super) async fn pass(self, request: Request<Incoming>) -> Result<Response<Answer>, Infallible> {
        Ok(self.ask(request).await.unwrap_or_else(|trouble| unreachable_server(&trouble)))
    }

    async fn ask(&self, mut request: Request<Incoming>) -> Result<Response<Answer>, Trouble> {
        if request.method() == Method::CONNECT {
            return Err(Trouble::new("this stands before one server, and opens no tunnels to others"));
        }
        let asked = Asked {
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
        };
        let client = hyper::upgrade::on(&mut request);
        let upgrade = request.headers().contains_key("upgrade");
        let polls =
            !upgrade && self.shared.is_socket_io(&asked.path) && asked.parameter("transport") == Some("polling");
        // With `j` the answer is a script.
        let polls = polls && asked.parameter("EIO") == Some("4") && asked.parameter("j").is_none();
        let (mut parts, body) = request.into_parts();
        self.rewrite(&mut parts);
        let posts = polls && parts.method == Method::POST;
        let body = match posts {
            true => Tapped::seen(body, &self.shared, Sender::Client, asked.clone(), coding(&parts.headers)),
            false => Tapped::unseen(body, &self.shared),
        };
        let mut response = self.send(Request::from_parts(parts, body)).await?;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            let server = hyper::upgrade::on(&mut response);
            let agreed = Agreed::read(response.headers());
            let tunnel = Tunnel { shared: self.shared.clone(), asked, agreed };
            self.shared.tracker.spawn(async move {
                if let (Ok(client), Ok(server)) = (client.await, server.await) {
                    tunnel.run(client, server).await;
                }
            });
            return Ok(response.map(|_| Answer::Own(None)));
        }
        let coding = coding(response.headers());
        let looks = polls && !posts && response.status() == StatusCode::OK;
        Ok(response.map(|body| {
            Answer::Passed(Box::new(match looks {
                true => Tapped::seen(body, &self.shared, Sender::Server, asked, coding),
                false => Tapped::unseen(body, &self.shared),
            }))
        }))
    }

    /// `Host` names the server, and an Origin of the proxy's own becomes the server's. Where the proxy is called by a name, both stay:
    /// somebody else's page may have made its name point here, and the server decides what to do about that.
    fn rewrite(&self, parts: &mut request::Parts) {
        if is_local(&parts.headers) {
            self.name_the_server(parts);
        }
        // The request line of a server's client has the path alone, but for `OPTIONS *`.
        let mut only = uri::Parts::default();
        only.path_and_query = parts.uri.path_and_query().cloned();
        if let Ok(path) = Uri::from_parts(only) {
            parts.uri = path;
        }
    }

    fn name_the_server(&self, parts: &mut request::Parts) {
        let own = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).map(|host| format!("http://{host}"));
        let to = &self.shared.to;
        if let Ok(host) = HeaderValue::from_str(&to.authority()) {
            parts.headers.insert(HOST, host);
        }
        let same =
            parts.headers.get(ORIGIN).is_some_and(|origin| own.is_some_and(|own| origin.as_bytes() == own.as_bytes()));
        if let (true, Ok(origin)) = (same, HeaderValue::from_str(&to.origin())) {
            parts.headers.insert(ORIGIN, origin);
        }
    }

    /// Sends a request over the connection of this client, or over a new one where that has ended.
    async fn send(&self, request: Request<Tapped>) -> Result<Response<Incoming>, Trouble> {
        let broke_off =
            |error: &hyper::Error| Trouble::new(format!("`{}` broke off before it answered: {error}", self.shared.to));
        let mut upstream = self.upstream.0.lock().await;
        let mut request = request;
        if let Some(mut sender) = upstream.take()
            && sender.ready().await.is_ok()
        {
            match sender.try_send_request(request).await {
                Ok(response) => {
                    *upstream = Some(sender);
                    return Ok(response);
                }
                // The server ended the connection while nothing was under way: the request has not left.
                Err(mut error) => match error.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(broke_off(error.error())),
                },
            }
        }
        let mut sender = self.connect().await?;
        let response = sender.send_request(request).await.map_err(|error| broke_off(&error))?;
        *upstream = Some(sender);
        Ok(response)
    }

    async fn connect(&self) -> Result<SendRequest<Tapped>, Trouble> {
        let stream = Stream::connect(&self.shared.to).await?;
        let (sender, connection) = http1::Builder::new()
            .preserve_header_case(true)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| Trouble::new(format!("`{}` cannot be asked: {error}", self.shared.to)))?;
        let stop = self.shared.stop.clone();
        self.shared.tracker.spawn(async move {
            tokio::select! {
                // What went wrong is told by the request that it went wrong for.
                ended = connection.with_upgrades() => drop(ended),
                () = stop.cancelled() => {}
            }
        });
        Ok(sender)
    }
}

fn coding(headers: &hyper::HeaderMap) -> Option<String> {
    headers.get(CONTENT_ENCODING).and_then(|coding| coding.to_str().ok()).map(str::to_owned)
}

fn unreachable_server(trouble: &Trouble) -> Response<Answer> {
    let help = trouble.help.as_ref().map(|help| format!("{help}\n")).unwrap_or_default();
    let body = Bytes::from(format!("eventspec tail: {}\n{help}", trouble.message));
    let mut response = Response::new(Answer::Own(Some(body)));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

impl Body for Answer {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match self.get_mut() {
            Self::Passed(body) => Pin::new(body).poll_frame(cx),
            Self::Own(text) => Poll::Ready(text.take().map(|text| Ok(Frame::data(text)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Passed(body) => body.is_end_stream(),
            Self::Own(text) => text.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Passed(body) => body.size_hint(),
            Self::Own(text) => SizeHint::with_exact(text.as_ref().map_or(0, |text| text.len() as u64)),
        }
    }
}
