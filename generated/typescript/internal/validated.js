// Part of the package that `eventspec gen` writes: edits are overwritten.

import { describe, validateEvent } from "./validator.js";

/**
 * A socket whose listeners get what keeps the contract alone. It is the socket itself in all but this, so that whatever listens
 * on a socket listens on this one as well.
 */
export const validatedSocket = (contract, socket, report = complain) => {
  // The same listener may hear several events, and each of them for ever or once.
  const always = new WeakMap();
  const once = new WeakMap();
  // Several listeners hear the same: it is validated and reported once.
  let latest = {};
  const isSound = (event, args) => {
    if (latest.event !== event || latest.first !== args[0] || typeof args[0] !== "object") {
      const issues = broken(contract, event, args);
      latest = { event, first: args[0], isSound: issues === undefined };
      if (issues !== undefined) report({ event, issues, args });
    }
    return latest.isSound;
  };

  const guarded = (known, event, listener, before) => {
    if (typeof listener !== "function" || !Object.hasOwn(contract.validators, event)) return listener;
    const guards = known.get(listener) ?? known.set(listener, new Map()).get(listener);
    if (!guards.has(event)) {
      const guard = (...args) => {
        if (!isSound(event, args)) return;
        before?.(guard);
        listener(...args);
      };
      guards.set(event, guard);
    }
    return guards.get(event);
  };

  const listening = (event, listener) => {
    socket.on(event, guarded(always, event, listener));
    return view;
  };
  const listeningOnce = (event, listener) => {
    const isGuarded = Object.hasOwn(contract.validators, event);
    // What breaks the contract is not the one that was waited for.
    const guard = guarded(once, event, listener, (guard) => socket.off(event, guard));
    if (isGuarded) socket.on(event, guard);
    else socket.once(event, guard);
    return view;
  };
  const silenced = (...which) => {
    const [event, listener] = which;
    const guards = [once, always].map((known) => known.get(listener)?.get(event)).filter(Boolean);
    if (guards.length === 0) socket.off(...which);
    else for (const guard of guards) socket.off(event, guard);
    return view;
  };
  const own = { on: listening, addListener: listening, once: listeningOnce, off: silenced, removeListener: silenced };

  const view = new Proxy(socket, {
    get: (target, key) => {
      if (Object.hasOwn(own, key) && typeof target[key] === "function") return own[key];
      const value = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  return view;
};

/** What is wrong with what a listener got, if anything. */
const broken = (contract, event, args) => {
  if (contract.payload === undefined) return validateEvent(contract.validators, event, carried(contract, event, args)).issues;
  const [envelope] = args;
  if (typeof envelope !== "object" || envelope === null) return [{ message: "must be an envelope", path: [] }];
  // An event without a payload has nothing under the key.
  if (contract.counts?.[event] === 0) return undefined;
  const payload = Object.hasOwn(envelope, contract.payload) ? envelope[contract.payload] : undefined;
  const { issues } = validateEvent(contract.validators, event, payload);
  return issues?.map(({ message, path }) => ({ message, path: [contract.payload, ...path] }));
};

/** The payload among the arguments of a listener: the only one, or the list of several. */
const carried = (contract, event, args) => {
  const count = contract.counts?.[event];
  return count === undefined ? args[0] : args.slice(0, count);
};

const complain = ({ event, issues }) => console.warn(`\`${event}\` breaks the contract, and was dropped:\n${describe(issues)}`);
