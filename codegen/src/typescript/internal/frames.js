// Part of the package that `eventspec gen` writes: edits are overwritten.

import { checkHandlers, listen } from "./listen.js";

/** The text of a frame: the name first, so that its reader knows at once what follows. */
export const writeFrame = (wire, name, args) => {
  const [payload, meta] = wire.sentWithoutPayload.has(name) ? [undefined, args[0]] : args;
  return JSON.stringify({ [wire.name]: name, ...meta, [wire.payload]: payload });
};

/** Tells what a message is, by its outside alone. */
export const readFrame = (wire, data) => {
  const frame = parseObject(data);
  const name = frame && own(frame, wire.name);
  if (typeof name !== "string") return { kind: "malformed", data };
  if (wire.error !== undefined && own(frame, wire.error) != null) return { kind: "error", frame };
  return { kind: wire.names.has(name) ? "event" : "unknown", frame };
};

/**
 * Listens on a plain WebSocket, or on a client of one; what the consumer does not listen to goes to `otherwise`. A failure reaches the handler of
 * the event that it comes as, which finds it in its `meta`, unless the payload that the handler counts on is missing.
 */
export const listenFrames = (wire, socket, consumer, handlers, otherwise) => {
  if (typeof socket.addEventListener !== "function") return listen(wire, socket, consumer, handlers);
  checkHandlers(consumer, handlers);
  const names = new Set(consumer.listens);
  const isFor = ({ kind, frame }) => {
    if (kind !== "event" && kind !== "error") return false;
    const name = frame[wire.name];
    return names.has(name) && (kind === "event" || wire.withoutPayload.has(name) || own(frame, wire.payload) != null);
  };
  const onMessage = ({ data }) => {
    const incoming = readFrame(wire, data);
    if (isFor(incoming)) {
      const name = incoming.frame[wire.name];
      handlers[name](...(wire.withoutPayload.has(name) ? [] : [incoming.frame[wire.payload]]), incoming.frame);
    } else {
      otherwise?.(incoming);
    }
  };
  socket.addEventListener("message", onMessage);
  return () => socket.removeEventListener("message", onMessage);
};

const parseObject = (data) => {
  if (typeof data !== "string") return undefined;
  try {
    const value = JSON.parse(data);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
