// Part of the package that `eventspec gen` writes: edits are overwritten.

import { handed } from "./wire.js";

/** Listens to one event, until the function that it gives is called. */
export const on = (wire, socket, event, handler) => {
  const listener = (...args) => handler(...handed(wire, event, args));
  socket.on(event, listener);
  return () => void socket.off(event, listener);
};

/** Listens to one event once. */
export const once = (wire, socket, event, handler) => {
  const stop = on(wire, socket, event, (...args) => {
    stop();
    handler(...args);
  });
  return stop;
};
