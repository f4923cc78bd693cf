// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// One connection, from dialling to its end.

/** How long to wait for the first word of a server before something is sent to it: one that refuses does so at once. */
const GREETING = 500;

/** `WebSocket.OPEN` */
const OPEN = 1;

/**
 * Watches a WebSocket. `ready` is called when it can be sent to, `came` with each message, and `ended` once, at its end.
 * Nothing is called after that, nor after `drop`.
 */
export const linkOf = (world, socket, { ready, came, ended }) => {
  let [alive, greeted, timer] = [true, false, undefined];

  const greet = () => {
    if (greeted) return;
    greeted = true;
    world.clearTimeout(timer);
    ready();
  };
  const stop = () => {
    alive = false;
    world.clearTimeout(timer);
  };

  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => {
    if (alive) timer = world.setTimeout(greet, GREETING);
  });
  socket.addEventListener("message", ({ data }) => {
    if (alive) came(data, greet);
  });
  socket.addEventListener("close", ({ code, reason }) => {
    if (!alive) return;
    stop();
    ended({ code, reason });
  });
  // What went wrong stands in no event of a browser; that it did, the end says. Without a listener the package `ws` throws.
  socket.addEventListener("error", () => {});

  return {
    isOpen: () => alive && greeted && socket.readyState === OPEN,
    waits: () => socket.bufferedAmount,
    send: (text) => socket.send(text),
    /** Ends it in order. */
    close: () => {
      stop();
      socket.close(1000);
    },
    /** Ends it without waiting for an answer of the other side. */
    drop: () => {
      stop();
      if (typeof socket.terminate === "function") socket.terminate();
      else socket.close();
    },
  };
};
