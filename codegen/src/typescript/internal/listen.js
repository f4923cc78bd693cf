// Part of the package that `eventspec gen` writes: edits are overwritten.

import { on } from "./on.js";

/** Fails at once where a handler is missing, and not when its event comes. */
export const checkHandlers = (consumer, handlers) => {
  for (const name of consumer.listens) {
    if (typeof handlers[name] !== "function") {
      throw new TypeError(`consumer \`${consumer.name}\` needs a handler for \`${name}\``);
    }
  }
};

/** Listens to every event of a consumer. */
export const listen = (wire, socket, consumer, handlers) => {
  checkHandlers(consumer, handlers);
  const stops = consumer.listens.map((name) => on(wire, socket, name, (...args) => handlers[name](...args)));
  return () => {
    for (const stop of stops) stop();
  };
};
