//! Views of a front end, and `listen`.

use super::{Doc, interface, syntax};
use crate::output::Text;
use crate::typescript::model::{Member, Module, Wire};

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
        interface(text, &doc, &consumer.handlers, &consumer.listens, None);
        Doc::new(format!("The consumer `{}`, for `listen`.", consumer.name)).emit(text);
        let (constant, name, handlers) = (&consumer.constant, syntax::string(&consumer.name), &consumer.handlers);
        text.line(format!("export declare const {constant}: Consumer<{name}, keyof {handlers}>;"));
        text.blank();
    }
    let member = |consumer: &crate::typescript::model::Consumer| Member {
        doc: Doc::default(),
        key: consumer.name.clone(),
        optional: false,
        ty: consumer.handlers.clone(),
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
            text.line("  socket: MessageSocket,");
            text.line("  consumer: Consumer<Name, keyof ConsumerHandlers[Name]>,");
            text.line("  handlers: ConsumerHandlers[Name],");
            text.line("  otherwise?: (incoming: IncomingFrame) => void,");
        }
    }
    text.line("): () => void;");
    text.blank();
}

/// Defines the same.
pub fn script(text: &mut Text, module: &Module) {
    if module.consumers.is_empty() {
        return;
    }
    for consumer in &module.consumers {
        let names: Vec<String> = consumer.listens.iter().map(|member| syntax::string(&member.key)).collect();
        text.block(format!("export const {} = {{", consumer.constant), "};", |text| {
            text.line(format!("name: {},", syntax::string(&consumer.name)));
            text.line(format!("listens: [{}],", names.join(", ")));
        });
        text.blank();
    }
    match &module.wire {
        Wire::Bare => text.line("export { listen } from \"./internal/listen.js\";"),
        Wire::Enveloped(_) => {
            text.line("export const listen = (socket, consumer, handlers) =>");
            text.line("  listenEnveloped(wire, socket, consumer, handlers);");
        }
        Wire::Frames(_) => {
            text.line("export const listen = (socket, consumer, handlers, otherwise) =>");
            text.line("  listenFrames(wire, socket, consumer, handlers, otherwise);");
        }
    }
    text.blank();
}
