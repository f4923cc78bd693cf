// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Hooks of React. Each subscribes in an effect and takes it back, so that effects that run twice do no harm.

import { useCallback, useEffect, useInsertionEffect, useRef, useState, useSyncExternalStore } from "react";

import { NOBODY, presence } from "./presence.js";
import { NOWHERE, standing, stay } from "./stay.js";

/** The newest of what changes from one drawing to the next, for what outlives them. */
const useLatest = (value) => {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  });
  return latest;
};

/** Listens to an event for as long as the component is there. */
export const useEvent = (on, socket, event, handler) => {
  const latest = useLatest(handler);
  useEffect(() => {
    if (socket) return on(socket, event, (...args) => latest.current(...args));
  }, [on, socket, event, latest]);
};

/** Listens to every event of a consumer for as long as the component is there. */
export const useListen = (listen, socket, consumer, handlers) => {
  const latest = useLatest(handlers);
  useEffect(() => {
    if (!socket) return;
    const call = (name) => [name, (...args) => latest.current[name](...args)];
    return listen(socket, consumer, Object.fromEntries(consumer.listens.map(call)));
  }, [listen, socket, consumer, latest]);
};

/** Is in a channel for as long as the component is there, and tells how it stands. */
export const useChannel = (ways, socket, address) => {
  const subscribe = useCallback(
    (changed) => (socket && address ? stay(ways, socket, address, changed) : () => {}),
    [ways, socket, address],
  );
  return useSyncExternalStore(subscribe, () => standing(socket, address), () => NOWHERE);
};

/** Who is there. */
export const usePresence = (on, socket, plan) => {
  const [there, setThere] = useState(NOBODY);
  const latest = useLatest(plan);
  const { online, offline, changed, key } = plan;
  useEffect(() => {
    if (!socket) return setThere(NOBODY);
    const own = { ...latest.current, present: (payload) => latest.current.present(payload) };
    return presence(on, socket, own, setThere);
  }, [on, socket, online, offline, changed, key, latest]);
  return there;
};
