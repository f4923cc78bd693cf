// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Composables of Vue. Sockets, names and addresses may be refs and getters. Nothing is subscribed to on a server.

import { shallowRef, toRaw, toValue, watchEffect } from "vue";

import { NOBODY, presence } from "./presence.js";
import { NOWHERE, standing, stay } from "./stay.js";

/** Does something for as long as the component, or the scope, is there; what it gives is called when that is over. */
const meanwhile = (begin) => {
  watchEffect((onCleanup) => onCleanup(begin() ?? (() => {})), { flush: "post" });
};

/** The socket itself: `ref(socket)` holds a proxy of it. */
const socketOf = (socket) => toRaw(toValue(socket));

/** Listens to an event. */
export const useEvent = (on, socket, event, handler) =>
  meanwhile(() => {
    const from = socketOf(socket);
    return from ? on(from, toValue(event), (...args) => handler(...args)) : undefined;
  });

/** Listens to every event of a consumer. */
export const useListen = (listen, socket, consumer, handlers) =>
  meanwhile(() => {
    const from = socketOf(socket);
    return from ? listen(from, consumer, handlers) : undefined;
  });

/** Is in a channel, and tells how it stands. */
export const useChannel = (ways, socket, address) => {
  const how = shallowRef(NOWHERE);
  meanwhile(() => {
    const [from, to] = [socketOf(socket), toValue(address)];
    const look = () => {
      how.value = standing(from, to);
    };
    look();
    return from && to ? stay(ways, from, to, look) : undefined;
  });
  return how;
};

/** Who is there. */
export const usePresence = (on, socket, plan) => {
  const there = shallowRef(NOBODY);
  meanwhile(() => {
    const from = socketOf(socket);
    const changed = (now) => {
      there.value = now;
    };
    if (!from) return changed(NOBODY);
    return presence(on, from, plan, changed);
  });
  return there;
};
