// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// What a compiler would have said, said at run time: for development.

/** Names that are Socket.IO's own, or the hub's. */
const isForeign = (event) => typeof event !== "string" || RESERVED.has(event) || event.startsWith("hub:");

const RESERVED = new Set(["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]);

/** Watches a socket, until the function that it gives is called. Each thing is said once. */
export const warnings = (contract, socket, { warn = console.warn } = {}) => {
  const { name, version, fingerprint, aliases = {}, former = {}, serverEvents, clientEvents } = contract;
  const said = new Set();
  const say = (text) => {
    if (!said.has(text)) warn(`${name}: ${text}`);
    said.add(text);
  };

  const judge = (event, names, unknown) => {
    if (Object.hasOwn(aliases, event)) say(`\`${event}\` is called \`${aliases[event]}\``);
    else if (Object.hasOwn(former, event)) say(`\`${event}\` ends on ${former[event][1]}: use \`${former[event][0]}\``);
    else if (!names.includes(event) && !isForeign(event)) say(`${unknown} \`${event}\``);
  };
  const heard = (event) => judge(event, serverEvents, "the server sent an event that is not in the contract:");
  const mismatch = (served) => {
    if (served?.fingerprint === fingerprint) return;
    say(`the server serves version ${served?.version} (${served?.fingerprint}), and this was built with ${version} (${fingerprint})`);
  };

  // Methods of the socket itself, while it is watched; what they do is not changed.
  const around = (method, names, unknown) => {
    const had = Object.hasOwn(socket, method);
    const own = socket[method];
    socket[method] = function (event, ...args) {
      judge(event, names, unknown);
      return own.call(this, event, ...args);
    };
    return () => {
      if (had) socket[method] = own;
      else delete socket[method];
    };
  };
  const never = "nobody will hear what listens to this name, which the server never sends:";
  const restore = [
    around("on", serverEvents, never),
    around("once", serverEvents, never),
    around("emit", clientEvents, "clients send no event of this name:"),
    toldVersion(socket, fingerprint),
  ];
  socket.onAny(heard);
  socket.on("hub:contract", mismatch);
  return () => {
    socket.off("hub:contract", mismatch);
    socket.offAny(heard);
    for (const undo of restore) undo();
  };
};

/** Has a socket of Socket.IO say on connecting which contract it was built with; the client of a plain WebSocket does anyway. */
const toldVersion = (socket, fingerprint) => {
  if (socket.io === undefined) return () => {};
  const own = socket.auth;
  const auth = (send) => {
    const sendBoth = (given) => send({ contract: fingerprint, ...given });
    if (typeof own === "function") own(sendBoth);
    else sendBoth(own);
  };
  socket.auth = auth;
  return () => {
    if (socket.auth === auth) socket.auth = own;
  };
};
