// Part of the package that `eventspec gen` writes: edits are overwritten.

/**
 * Tells when a socket has connected and when its connection is lost, whichever kind it is. A plain WebSocket's client has states;
 * `connect` and `disconnect` may be events of its contract.
 */
export const watchConnection = (socket, up, down) => {
  if (typeof socket.onState === "function") {
    let was = socket.connected;
    return socket.onState(() => {
      if (socket.connected === was) return;
      was = socket.connected;
      (was ? up : down)();
    });
  }
  socket.on("connect", up);
  socket.on("disconnect", down);
  return () => {
    socket.off("connect", up);
    socket.off("disconnect", down);
  };
};
