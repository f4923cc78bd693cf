//! The file of traits.

use super::print;
use crate::output::Text;
use crate::rust::model::{AccessMethod, AccessRule, Consumer, Failure, HandlerMethod, HandlerNames, Handlers};

/// Everything below the `use` lines.
pub fn handlers(text: &mut Text, handlers: &Handlers) {
    if let Some(methods) = &handlers.client {
        client_handler(text, methods, &handlers.names);
        dispatch(text, methods, &handlers.names);
    }
    if let Some(channels) = &handlers.access {
        access(text, channels, &handlers.names);
        admit(text, channels, &handlers.names);
    }
    for view in &handlers.consumers {
        consumer(text, view, handlers.failure.as_ref(), &handlers.names);
    }
}

fn client_handler(text: &mut Text, methods: &[HandlerMethod], names: &HandlerNames) {
    text.blank();
    text.line("/// What a server does with each event that clients send.");
    text.block("pub trait ClientHandler {", "}", |text| {
        text.line("/// The connection that an event came from.");
        text.line("type Connection: Sync;");
        text.line("/// Why an event could not be handled.");
        text.line("type Error;");
        for method in methods {
            text.blank();
            print::docs(text, &method.docs);
            asks(text, &method.ident, &method.ty, method.ack.as_deref().unwrap_or("()"));
        }
        text.blank();
        text.line("/// An event that the contract does not name.");
        asks(text, "unknown", &names.raw, "()");
    });
}

fn asks(text: &mut Text, method: &str, event: &str, answer: &str) {
    let args = ["&self".to_owned(), "from: &Self::Connection".to_owned(), format!("event: {event}")];
    let returns = format!("-> impl Future<Output = Result<{answer}, Self::Error>> + Send");
    print::required(text, &format!("fn {method}"), &args, &returns);
}

fn dispatch(text: &mut Text, methods: &[HandlerMethod], names: &HandlerNames) {
    let HandlerNames { dispatch, client, encoded, .. } = names;
    text.blank();
    text.block(format!("impl<H: ClientHandler + Sync> {dispatch}<H> for {client} {{"), "}", |text| {
        text.line("type Connection = H::Connection;");
        text.line("type Error = H::Error;");
        text.blank();
        let args = ["self", "handler: &H", "from: &H::Connection"].map(str::to_owned);
        print::call(text, "async fn dispatch", &args, &format!(" -> Result<Option<{encoded}>, H::Error> {{"));
        text.indented("}", |text| {
            text.block("match self {", "}", |text| {
                for method in methods {
                    let event = if method.boxed { "*event" } else { "event" };
                    let call = format!("handler.{}(from, {event}).await", method.ident);
                    let result = match method.ack {
                        Some(_) => format!("{call}.map(|ack| Some({encoded}::of(&ack)))"),
                        None => format!("{call}.map(|()| None)"),
                    };
                    arm(text, &format!("Self::{}(event) =>", method.variant), &result);
                }
                arm(text, "Self::Unknown(event) =>", "handler.unknown(from, event).await.map(|()| None)");
            });
        });
    });
}

/// An arm of a `match`, its value on its line where it fits.
fn arm(text: &mut Text, pattern: &str, value: &str) {
    let line = format!("{pattern} {value},");
    if print::fits(text, &line) {
        text.line(line);
    } else {
        text.block(format!("{pattern} {{"), "}", |text| text.line(value));
    }
}

fn access(text: &mut Text, channels: &[AccessMethod], names: &HandlerNames) {
    text.blank();
    text.line("/// Who may enter which channel.");
    text.block("pub trait Access {", "}", |text| {
        text.line("/// Somebody who presented a valid token.");
        text.line("type User: Sync;");
        for channel in channels {
            if let AccessRule::Asked { docs, ident, ty } = &channel.rule {
                text.blank();
                print::docs(text, docs);
                let args = ["&self".to_owned(), "user: &Self::User".to_owned(), format!("channel: &{ty}")];
                let returns = format!("-> impl Future<Output = {}> + Send", names.entry);
                print::required(text, &format!("fn {ident}"), &args, &returns);
            }
        }
    });
}

fn admit(text: &mut Text, channels: &[AccessMethod], names: &HandlerNames) {
    let HandlerNames { admit, entry, any_channel, .. } = names;
    text.blank();
    text.block(format!("impl<A: Access + Sync> {admit}<A, A::User> for {any_channel} {{"), "}", |text| {
        let asks = channels.iter().any(|channel| matches!(channel.rule, AccessRule::Asked { .. }));
        let closed = channels.iter().any(|channel| !matches!(channel.rule, AccessRule::Public));
        let access = if asks { "access: &A" } else { "_: &A" };
        let user = if closed { "user: Option<&A::User>" } else { "_: Option<&A::User>" };
        let args = ["&self", access, user].map(str::to_owned);
        print::call(text, "async fn admit", &args, &format!(" -> {entry} {{"));
        text.indented("}", |text| {
            if !closed {
                return text.line(format!("{entry}::Allowed"));
            }
            text.block("match (self, user) {", "}", |text| {
                for AccessMethod { variant, rule } in channels {
                    match rule {
                        AccessRule::Public => text.line(format!("(Self::{variant}(_), _) => {entry}::Allowed,")),
                        AccessRule::Authenticated => {
                            text.line(format!("(Self::{variant}(_), Some(_)) => {entry}::Allowed,"));
                        }
                        AccessRule::Asked { ident, .. } => {
                            let pattern = format!("(Self::{variant}(channel), Some(user)) =>");
                            arm(text, &pattern, &format!("access.{ident}(user, channel).await"));
                        }
                    }
                }
                text.line(format!("(_, None) => {entry}::Unauthenticated,"));
            });
        });
    });
}

fn consumer(text: &mut Text, consumer: &Consumer, failure: Option<&Failure>, names: &HandlerNames) {
    text.blank();
    print::docs(text, &consumer.docs);
    text.block(format!("pub trait {} {{", consumer.ident), "}", |text| {
        for method in &consumer.methods {
            let args = ["&mut self".to_owned(), format!("event: {}", method.ty)];
            print::call(text, &format!("fn {}", method.ident), &args, ";");
        }
        text.blank();
        text.line("/// Hands an event to its method; gives back what this view does not listen to.");
        let server = &names.server;
        text.block(format!("fn handle(&mut self, event: {server}) -> Option<{server}> {{"), "}", |text| {
            text.block("match event {", "}", |text| {
                for method in &consumer.methods {
                    let event = if method.boxed { "*event" } else { "event" };
                    let pattern = format!("{server}::{}(event) =>", method.variant);
                    arm(text, &pattern, &format!("self.{}({event})", method.ident));
                }
                text.line("other => return Some(other),");
            });
            text.line("None");
        });
        if let Some(failure) = failure {
            failures(text, failure, names);
        }
    });
}

/// What a view does with frames that report a failure: their events tell less than what lies beside them.
fn failures(text: &mut Text, failure: &Failure, names: &HandlerNames) {
    let HandlerNames { frame, server, .. } = names;
    text.blank();
    text.line("/// A frame that reports a failure, whatever its event. `error` is taken out of its metadata.");
    let args = ["&mut self".to_owned(), format!("error: {}", failure.ty), format!("frame: {frame}")];
    print::call(text, "fn failed", &args, ";");
    text.blank();
    text.line(
        "/// Hands the event of a frame to its method, or a frame that reports a failure to `failed`; gives back what",
    );
    text.line("/// this view does not listen to.");
    let args = ["&mut self".to_owned(), format!("mut frame: {frame}")];
    print::call(text, "fn handle_frame", &args, &format!(" -> Option<{server}> {{"));
    text.indented("}", |text| {
        text.block(format!("if let {} = frame.meta.{}.take() {{", failure.pattern, failure.field), "}", |text| {
            text.line("self.failed(error, frame);");
            text.line("return None;");
        });
        text.line("self.handle(frame.event)");
    });
}
