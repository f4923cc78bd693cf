// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Who listens to what, in the shape of Socket.IO's socket.

/** Listeners by event. What one of them throws is reported, and keeps nothing from the others. */
export const listenersOf = () => {
  const all = new Map();
  const any = new Set();

  const add = (event, listener, once) => {
    all.set(event, [...(all.get(event) ?? []), { listener, once }]);
  };
  const remove = (event, found) => {
    const left = (all.get(event) ?? []).filter((entry) => !found(entry));
    if (left.length > 0) all.set(event, left);
    else all.delete(event);
  };

  return {
    any,
    on: (event, listener) => add(event, listener, false),
    once: (event, listener) => add(event, listener, true),
    off: (event, listener) => {
      if (event === undefined) all.clear();
      else if (listener === undefined) all.delete(event);
      else remove(event, (entry) => entry.listener === listener);
    },
    has: (event) => all.has(event),
    tell: (event, args) => {
      for (const listener of [...any]) call(listener, [event, ...args]);
      for (const entry of all.get(event) ?? []) {
        if (entry.once) remove(event, (other) => other === entry);
        call(entry.listener, args);
      }
    },
  };
};

/** Calls what the application wrote. Its failure is the application's, as it is with listeners of a browser. */
export const call = (listener, args) => {
  try {
    listener(...args);
  } catch (error) {
    if (typeof reportError === "function") reportError(error);
    else queueMicrotask(() => { throw error; });
  }
};
