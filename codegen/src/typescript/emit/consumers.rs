//! Views of a front end, and `listen`.

use super::{Doc, interface, syntax};
use crate::output::Text;
use crate::typescript::model::{Consumer, Handler, Member, Module, Wire};

/// Declares the handlers of each consumer, its constant, and `listen`.
pub fn declare(text: &mut Text, module: &Module) {
    if module.consumers.is_empty() {
        return;
    }
    for consumer in &module.consumers {
        let doc = consumer.doc.clone().text(Some(format!(
            "What `{}` does with each event that it listens to; none may be missing.",
            consumer.name
        )));
        doc.emit(text);
        text.block(format!("export interface {} {{", consumer.interface), "}", |text| {
            consumer.handlers.iter().for_each(|handler| declare_handler(text, handler));
        });
        text.blank();
        Doc::new(format!("The consumer `{}`, for `listen`.", consumer.name)).emit(text);
        let (constant, name, handlers) = (&consumer.constant, syntax::string(&consumer.name), &consumer.interface);
        text.line(format!("export declare const {constant}: Consumer<{name}, keyof {handlers}>;"));
        text.blank();
    }
    let member = |consumer: &Consumer| Member {
        doc: Doc::default(),
        key: consumer.name.clone(),
        optional: false,
        ty: consumer.interface.clone(),
    };
    let members: Vec<Member> = module.consumers.iter().map(member).collect();
    interface(text, &Doc::new("The handlers of each consumer."), "ConsumerHandlers", &members, None);
    Doc::new("Listens to every event of a consumer. The function that it gives ends that.").emit(text);
    text.line("export declare function listen<Name extends keyof ConsumerHandlers>(");
    match &module.wire {
        Wire::Bare | Wire::Enveloped(_) => {
            text.line("  socket: EventSocket<keyof ConsumerHandlers[Name]>,");
            text.line("  consumer: Consumer<Name, keyof ConsumerHandlers[Name]>,");
            text.line("  handlers: ConsumerHandlers[Name],");
        }
        Wire::Frames(_) => {
            text.line("  socket: MessageSocket | EventSocket<keyof ConsumerHandlers[Name]>,");
            text.line("  consumer: Consumer<Name, keyof ConsumerHandlers[Name]>,");
            text.line("  handlers: ConsumerHandlers[Name],");
            text.line("  otherwise?: (incoming: IncomingFrame) => void,");
        }
    }
    text.line("): () => void;");
    text.blank();
}

fn declare_handler(text: &mut Text, handler: &Handler) {
    const WIDTH: usize = 110;
    handler.doc.emit(text);
    let key = syntax::key(&handler.event);
    let line = format!("{key}: ({}) => void;", handler.parameters.join(", "));
    if line.chars().count() <= WIDTH {
        text.line(line);
    } else {
        text.block(format!("{key}: ("), ") => void;", |text| {
            for parameter in &handler.parameters {
                text.line(format!("{parameter},"));
            }
        });
    }
}

/// Defines the same.
pub fn script(text: &mut Text, module: &Module) {
    if module.consumers.is_empty() {
        return;
    }
    for consumer in &module.consumers {
        let names: Vec<String> = consumer.handlers.iter().map(|handler| syntax::string(&handler.event)).collect();
        text.block(format!("export const {} = {{", consumer.constant), "};", |text| {
            text.line(format!("name: {},", syntax::string(&consumer.name)));
            text.line(format!("listens: [{}],", names.join(", ")));
        });
        text.blank();
    }
    match &module.wire {
        Wire::Bare | Wire::Enveloped(_) => {
            text.line("export const listen = (socket, consumer, handlers) =>");
            text.line("  helpers.listen(wire, socket, consumer, handlers);");
        }
        Wire::Frames(_) => {
            text.line("export const listen = (socket, consumer, handlers, otherwise) =>");
            text.line("  listenFrames(wire, socket, consumer, handlers, otherwise);");
        }
    }
    text.blank();
}
