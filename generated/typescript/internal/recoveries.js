// Part of the package that `eventspec gen` writes: edits are overwritten.

const known = new WeakMap();

/** Says what keeps the positions of a socket: `{ forget(channel), positions() }`. Without one, that nothing does any more. */
export const keepsPositions = (socket, recovery) => {
  if (recovery === undefined) known.delete(socket);
  else known.set(socket, recovery);
};

/**
 * What keeps the positions of a socket, if anything does. Whoever leaves a channel tells it, so that the socket does not ask for
 * the channel again; a channel that it has a position of is entered by itself on connecting.
 */
export const recoveryOf = (socket) => known.get(socket) ?? (typeof socket.positions === "function" ? socket : undefined);
