//! A recording, played over plain WebSockets.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONNECTION, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE};
use axum::http::{Response, StatusCode};
use axum::routing::MethodRouter;
use event_spec::judge::Sender;
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::{Message as Frame, Utf8Bytes};

use super::super::seen::{Happening, Message, Protocol};
use super::Stage;
use super::script::Session;

/// Serves whatever path was recorded.
pub(super) fn service(stage: &Arc<Stage>) -> MethodRouter<(), Infallible> {
    let stage = stage.clone();
    axum::routing::any(move |request: Request| {
        let stage = stage.clone();
        async move { open(&stage, request) }
    })
}

fn open(stage: &Arc<Stage>, mut request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let Some(key) = request.headers().get(SEC_WEBSOCKET_KEY).map(|key| derive_accept_key(key.as_bytes())) else {
        return words(StatusCode::NOT_FOUND, "this plays a recording, which answers no requests\n".to_owned());
    };
    if stage.script.has_path(&path) {
        let upgrade = hyper::upgrade::on(&mut request);
        let stage = stage.clone();
        tokio::spawn(async move {
            if let Ok(upgraded) = upgrade.await {
                play(&stage, upgraded, path, query).await;
            }
        });
        let mut response = words(StatusCode::SWITCHING_PROTOCOLS, String::new());
        let headers = response.headers_mut();
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        if let Ok(key) = HeaderValue::from_str(&key) {
            headers.insert(SEC_WEBSOCKET_ACCEPT, key);
        }
        return response;
    }
    let known = stage.script.places(Protocol::WebSocket);
    words(StatusCode::NOT_FOUND, format!("no WebSocket was recorded at {path}: there is {known}\n"))
}

fn words(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}

async fn play(stage: &Stage, upgraded: Upgraded, path: String, query: String) {
    let Some(session) = stage.script.next(Protocol::WebSocket, &path) else { return };
    let connection = stage.begin();
    stage.tell(connection, Happening::Opened { protocol: Protocol::WebSocket, path, query });
    let mut socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
    let closed = perform(stage, connection, session, &mut socket).await;
    drop(socket.close(None).await);
    stage.tell(connection, closed);
}

/// Plays a session to its end and listens on, until the client leaves.
async fn perform(
    stage: &Stage,
    connection: u64,
    session: &Session,
    socket: &mut WebSocketStream<TokioIo<Upgraded>>,
) -> Happening {
    let lost = || Happening::Closed { by: None, code: None, reason: String::new() };
    let began = Instant::now();
    let mut steps = session.steps.iter();
    let mut next = steps.next();
    loop {
        let due = next.and_then(|(after, _)| began.checked_add(stage.speed.of(*after)));
        let turn = async {
            match due {
                Some(due) => sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = turn => {
                let Some((_, message)) = next else { continue };
                stage.tell(connection, Happening::Sent { from: Sender::Server, message: message.clone() });
                let frame = match message {
                    Message::Text(text) => Frame::Text(Utf8Bytes::from(text.as_str())),
                    Message::Bytes(bytes) => Frame::Binary(bytes.clone().into()),
                };
                if socket.send(frame).await.is_err() {
                    return lost();
                }
                next = steps.next();
            }
            heard = socket.next() => match heard {
                Some(Ok(Frame::Text(text))) => {
                    let message = Message::Text(text.to_string());
                    stage.tell(connection, Happening::Sent { from: Sender::Client, message });
                }
                Some(Ok(Frame::Binary(bytes))) => {
                    let message = Message::Bytes(bytes.to_vec());
                    stage.tell(connection, Happening::Sent { from: Sender::Client, message });
                }
                Some(Ok(Frame::Close(frame))) => {
                    let code = frame.as_ref().map(|frame| u16::from(frame.code));
                    let reason = frame.map(|frame| frame.reason.to_string()).unwrap_or_default();
                    return Happening::Closed { by: Some(Sender::Client), code, reason };
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return lost(),
            },
            () = stage.stop.cancelled() => return lost(),
        }
    }
}
