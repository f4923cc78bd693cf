// Part of the package that `eventspec gen` writes: edits are overwritten.

/** Fails at once where a handler is missing, and not when its event comes. */
export const checkHandlers = (consumer, handlers) => {
  for (const name of consumer.listens) {
    if (typeof handlers[name] !== "function") {
      throw new TypeError(`consumer \`${consumer.name}\` needs a handler for \`${name}\``);
    }
  }
};

const subscribe = (socket, consumer, handlers, call) => {
  checkHandlers(consumer, handlers);
  const listeners = consumer.listens.map((name) => [name, (...args) => call(name, args)]);
  for (const [name, listener] of listeners) socket.on(name, listener);
  return () => {
    for (const [name, listener] of listeners) socket.off(name, listener);
  };
};

/** Listens on a socket of Socket.IO that carries bare payloads. */
export const listen = (socket, consumer, handlers) =>
  subscribe(socket, consumer, handlers, (name, args) => handlers[name](...args));

/** Listens on a socket of Socket.IO that carries envelopes. */
export const listenEnveloped = (wire, socket, consumer, handlers) =>
  subscribe(socket, consumer, handlers, (name, [envelope, ...ack]) => deliver(wire, handlers, name, envelope, ...ack));

/** Calls the handler of an event with its payload, if it has one, with what lies beside it, and with what acknowledges it. */
export const deliver = (wire, handlers, name, envelope, ...ack) => {
  if (wire.withoutPayload.has(name)) {
    handlers[name](envelope, ...ack);
  } else {
    handlers[name](envelope[wire.payload], envelope, ...ack);
  }
};
