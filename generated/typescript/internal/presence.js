// Part of the package that `eventspec gen` writes: edits are overwritten.

import { watchConnection } from "./connection.js";

/** Nobody. */
export const NOBODY = new Map();

/**
 * Keeps account of who is there by what the server says, and calls `changed` with a new map each time. Whoever was there before the
 * connection was lost may have gone unheard: the account begins anew.
 */
export const presence = (on, socket, { online, offline, changed: moved, key, present, initial = [] }, changed) => {
  let there = new Map(initial.map((one) => [one[key], one]));
  const put = (payload, isThere) => {
    if (!isThere && !there.has(payload[key])) return;
    there = new Map(there);
    if (isThere) there.set(payload[key], payload);
    else there.delete(payload[key]);
    changed(there);
  };
  const listening = moved === undefined
    ? [on(socket, online, (payload) => put(payload, true)), on(socket, offline, (payload) => put(payload, false))]
    : [on(socket, moved, (payload) => put(payload, present(payload)))];
  const stops = [
    ...listening,
    watchConnection(socket, () => {}, () => changed((there = new Map()))),
  ];
  changed(there);
  return () => {
    for (const stop of stops) stop();
  };
};
