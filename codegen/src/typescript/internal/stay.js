// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Being in a channel for as long as somebody is interested: several parts of a page share one stay.

import { watchConnection } from "./connection.js";
import { RefusedError } from "./errors.js";
import { recoveryOf } from "./recoveries.js";

/** Where there is no socket, or no channel. */
export const NOWHERE = /* @__PURE__ */ Object.freeze({ state: "idle" });

const JOINING = /* @__PURE__ */ Object.freeze({ state: "joining" });

/** The stays of each socket, by address. */
const stays = new WeakMap();

/** How it stands, without taking part. */
export const standing = (socket, address) =>
  socket && address ? (stays.get(socket)?.get(address)?.now ?? JOINING) : NOWHERE;

/**
 * Takes part in a stay, which the first begins and the last ends: it joins, joins again after the connection was lost, unless the
 * socket is brought back by itself, and leaves. `changed` is called when `standing` has changed.
 */
export const stay = (ways, socket, address, changed) => {
  const ofSocket = stays.get(socket) ?? new Map();
  stays.set(socket, ofSocket);
  const own = ofSocket.get(address) ?? begin(ways, socket, address, () => ofSocket.delete(address));
  ofSocket.set(address, own);
  own.parts.add(changed);
  changed();
  return () => {
    own.parts.delete(changed);
    // A page that is drawn anew takes part again at once, and the server need not hear of it.
    queueMicrotask(() => own.parts.size === 0 && own.end());
  };
};

const begin = ({ join, leave }, socket, address, forget) => {
  const own = { now: JOINING, parts: new Set(), end };
  let asking;
  let ended = false;

  const tell = (next) => {
    own.now = Object.freeze(next);
    for (const changed of [...own.parts]) changed();
  };
  // What nobody joins by an event, the server puts its clients in: they are told where they recover, and else have to believe it.
  const isIn = () => positionOf() !== undefined || recoveryOf(socket) === undefined;
  const positionOf = () => recoveryOf(socket)?.positions()[address];

  const ask = async () => {
    asking?.abort();
    if (join === undefined) return isIn() && tell({ state: "joined" });
    const { signal } = (asking = new AbortController());
    tell({ state: "joining" });
    try {
      await join(socket, address, { signal });
      if (!signal.aborted) tell({ ...own.now, state: "joined" });
    } catch (error) {
      if (signal.aborted) return;
      if (socket.connected || error instanceof RefusedError) tell({ state: "denied", error });
    }
  };
  const up = () => {
    // Where a socket has a position of, its server brings it back by itself, and says so.
    if (positionOf() === undefined) ask();
  };
  const down = () => {
    asking?.abort();
    if (own.now.state !== "denied") tell({ state: "joining" });
  };
  const position = (told) => {
    if (told?.channel !== address) return;
    if (told.recovered !== undefined) tell({ state: "joined", back: told.recovered ? "recovered" : "start over" });
    else if (join === undefined) tell({ state: "joined" });
  };
  const left = (told) => {
    if (told?.channel === address) tell({ state: "denied", error: new RefusedError("hub:left", told) });
  };

  const unwatch = watchConnection(socket, up, down);
  socket.on("hub:position", position);
  socket.on("hub:left", left);
  if (socket.connected) ask();

  function end() {
    if (ended) return;
    ended = true;
    asking?.abort();
    unwatch();
    socket.off("hub:position", position);
    socket.off("hub:left", left);
    forget();
    // A channel that nobody can leave is heard further, and recovered.
    if (leave === undefined) return;
    if (socket.connected && own.now.state !== "denied") leave(socket, address).catch(() => {});
    else recoveryOf(socket)?.forget(address);
  }
  return own;
};
