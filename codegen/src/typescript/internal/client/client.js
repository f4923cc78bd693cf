// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// A client of a contract over a plain WebSocket. In: what the contract says (`contract`), a URL, and options. Out: an object with
// `on`, `once`, `off` and `emit` as a socket of Socket.IO has them, which stays the same while connections come and go.

import { readFrame, writeFrame } from "../frames.js";
import { addressOf, dialled } from "./address.js";
import { delayOf, policyOf, readClose } from "./backoff.js";
import { heartbeatOf } from "./heartbeat.js";
import { linkOf } from "./link.js";
import { call, listenersOf } from "./listeners.js";
import { namesOf } from "./names.js";
import { noticesOf } from "./notices.js";
import { outboxOf } from "./outbox.js";
import { positionsOf } from "./positions.js";
import { NotSentError, agrees, requestsOf } from "./requests.js";
import { isOffline, real, watch } from "./world.js";

/** A connection that stood for so long counts as one that succeeded, even where nothing was heard over it. */
const STOOD = 10_000;

/** Connects to a contract. */
export const connectTo = (contract, url, options = {}) => {
  const { wire } = contract;
  const world = { ...real, ...options.world };
  const Socket = options.WebSocket ?? globalThis.WebSocket;
  if (Socket === undefined) {
    throw new TypeError("there is no WebSocket here: give one as `options.WebSocket`, as that of the package `ws`");
  }
  const { resume = true, connectTimeout = 10_000, largest = 16_777_216 } = options;
  const { most = 100, lasting = 60_000 } = options.queue ?? {};
  const heartbeatOptions = { interval: 25_000, timeout: 10_000, ...options.heartbeat };
  const policy = policyOf(contract.reconnect, options.reconnect);
  const address = addressOf(contract, url, options.query);
  const names = namesOf(contract);

  const listeners = listenersOf();
  const stateListeners = new Set();
  const requests = requestsOf(world);
  const positions = positionsOf(contract, options.positions);
  const outbox = outboxOf(world, contract.limits, most, () => link);

  let state;
  let link;
  let heartbeat;
  let timer;
  let unwatch;
  /** Counts dials: what an earlier one still says is of no interest. */
  let turn = 0;
  /** Tries since a connection last succeeded. */
  let tried = 0;
  let opened;
  /** Whether the server has said when to come back. */
  let bidden = false;

  const set = (next) => {
    state = Object.freeze(next);
    for (const listener of [...stateListeners]) call(listener, [state]);
  };

  // ---- Connecting

  const dial = async () => {
    const own = (turn += 1);
    const isOld = () => own !== turn;
    hangUp();
    unwatch ??= watch(world, look);
    opened = undefined;
    timer = world.setTimeout(() => fail({ code: 1006, reason: `not connected within ${connectTimeout} ms` }), connectTimeout);
    set({ kind: "connecting", tried });
    try {
      const { token } = options;
      const given = typeof token === "function" ? await token() : token;
      if (isOld()) return;
      const recover = resume ? askToRecover() : undefined;
      // A listener may have ended this meanwhile.
      if (isOld()) return;
      const socket = new Socket(dialled(address, { token: given, recover }), options.protocols);
      link = linkOf(world, socket, { ready, came, ended });
    } catch (error) {
      if (!isOld()) fail({ code: 1006, reason: error instanceof Error ? error.message : String(error), error });
    }
  };

  const askToRecover = () => {
    const { asked, lost } = positions.ask();
    for (const channel of lost) notices.startOver(channel);
    return asked;
  };

  const ready = () => {
    world.clearTimeout(timer);
    opened = world.now();
    heartbeat = heartbeatOf(world, heartbeatOptions, ping, () => {
      fail({ code: 1006, reason: "no sign of life" });
    });
    set({ kind: "open" });
    if (link?.isOpen()) outbox.begin();
  };

  const ping = () => {
    const name = contract.ping ?? notices.ping();
    if (name !== undefined && link?.isOpen()) outbox.write(writeFrame(wire, name, []));
    // There is nothing to ask with.
    else heartbeat.heard();
  };

  // ---- The end of a connection

  const hangUp = () => {
    world.clearTimeout(timer);
    outbox.stop();
    heartbeat?.stop();
    link?.drop();
    link = heartbeat = undefined;
    requests.lost();
  };

  /** Gives up the connection, or the try to have one. */
  const fail = (close) => {
    hangUp();
    ended(close);
  };

  const ended = (close) => {
    turn += 1;
    hangUp();
    const stood = opened === undefined ? 0 : world.now() - opened;
    if (stood >= STOOD) tried = 0;
    const { final, after } = readClose(close);
    bidden = after > 0;
    // The same token expires again.
    const hopeless = final || (close.code === 4002 && typeof options.token !== "function");
    if (!(options.comeBack?.(close, !hopeless) ?? !hopeless)) return finish(close);
    const delay = isOffline(world) && !bidden && policy.attempts > 0 ? policy.longest : nextDelay(after, stood);
    if (delay === undefined) return policy.attempts > 0 ? set({ kind: "exhausted", close }) : finish(close);
    timer = world.setTimeout(dial, delay);
    set({ kind: "waiting", tried, until: world.now() + delay, close });
  };

  /** After what time to try again. A page without a network does not get here: it waits until there is one. */
  const nextDelay = (after, stood) => {
    const usual = delayOf(policy, tried, world.random);
    if (usual === undefined) return undefined;
    tried += 1;
    // At once, but not again and again: what did not stand waits as usual.
    return after === 0 && stood < policy.delay ? usual : after ?? usual;
  };

  const finish = (close) => {
    turn += 1;
    hangUp();
    unwatch?.();
    unwatch = undefined;
    outbox.clear("closed");
    set({ kind: "closed", close });
  };

  /** The network is there again, or somebody looks at the page. */
  const look = () => {
    if (state.kind === "open") heartbeat.ask();
    else if ((state.kind === "waiting" && !bidden) || state.kind === "exhausted") reconnect();
  };

  const reconnect = () => {
    if (state?.kind === "connecting") return;
    tried = 0;
    dial();
  };

  // ---- What comes

  const came = (data, greet) => {
    heartbeat?.heard();
    const incoming = data?.length > largest ? { kind: "malformed", data } : readFrame(wire, data);
    if (incoming.kind === "malformed") return otherwise(incoming);
    tried = 0;
    greet();
    const { frame } = incoming;
    const name = frame[wire.name];
    const payload = frame[wire.payload];
    if (notices.take(name, payload, incoming)) return;
    if (wire.names.has(name) && (payload !== undefined || wire.withoutPayload.has(name))) {
      const args = wire.withoutPayload.has(name) ? [frame] : [payload, frame];
      if (incoming.kind === "error") refused(frame, incoming, name, args);
      else {
        positions.came(frame.position);
        listeners.tell(name, args);
        requests.came(name, payload);
      }
    } else if (incoming.kind === "error") refused(frame, incoming);
    else otherwise(incoming);
  };

  const refused = (frame, incoming, name, args) => {
    const refusal = frame[wire.error];
    const isAbout = (event) => refusal === event || Object.values(refusal).includes(event);
    const waited = requests.refused(isAbout, refusal);
    if (name !== undefined && listeners.has(name)) listeners.tell(name, args);
    else if (!waited) otherwise(incoming);
  };

  const otherwise = (incoming) => {
    if (options.otherwise) call(options.otherwise, [incoming]);
    else console.warn(`${contract.name}: nobody takes this frame`, incoming);
  };

  const notices = noticesOf({ options, listeners, positions, requests, otherwise, renew: () => renew() });

  // ---- What goes

  const dropped = (event, args, reason) => {
    if (options.dropped) call(options.dropped, [{ event, args, reason }]);
  };

  const offer = (event, args, sent, failed = (reason) => dropped(event, args, reason), longest = lasting) => {
    const text = writeFrame(wire, event, args);
    const entry = { text, sent, dropped: failed, lasting: Math.min(longest, contract.ttl?.[event] ?? Infinity) };
    const refuse = (reason) => {
      failed(reason);
      return "refused";
    };
    const { frameBytes } = contract.limits ?? {};
    if (frameBytes !== undefined && new TextEncoder().encode(text).length > frameBytes) return refuse("too_big");
    if (state.kind === "closed") return refuse("closed");
    const fate = outbox.offer(entry);
    if (fate === "refused") return refuse("full");
    positions.sends(event, args[0]);
    return fate === "queued" ? entry : fate;
  };

  const emit = (event, ...args) => {
    names.sends(event);
    const fate = offer(event, args);
    return typeof fate === "string" ? fate : "queued";
  };

  const request = async (event, ...rest) => {
    const answer = contract.answers?.[event];
    if (answer === undefined) throw new TypeError(`\`${event}\` is answered by no event: send it with \`emit\``);
    const payload = wire.sentWithoutPayload.has(event) ? [] : [rest.shift()];
    const [{ meta, fits = agrees(payload[0]), timeout, signal } = {}] = rest;
    const args = meta === undefined ? payload : [...payload, meta];
    return requests.ask({ event, answer, fits }, { timeout, signal }, (request) => {
      const sent = () => { request.sent = true; };
      const entry = offer(event, args, sent, (reason) => request.failed(new NotSentError(event, reason)), Infinity);
      return () => typeof entry === "object" && outbox.take(entry);
    });
  };

  const renew = async (token) => {
    const given = token ?? (typeof options.token === "function" ? await options.token() : options.token);
    if (!link?.isOpen()) throw new NotSentError("hub:renew", "closed");
    const asked = { event: "hub:renew", answer: "hub:renewed", fits: () => true };
    return requests.ask(asked, {}, (request) => {
      outbox.write(JSON.stringify({ [wire.name]: asked.event, [wire.payload]: { token: given } }));
      request.sent = true;
    });
  };

  const client = {
    get state() {
      return state;
    },
    get connected() {
      return state.kind === "open";
    },
    get queued() {
      return outbox.size();
    },
    onState: (listener) => {
      stateListeners.add(listener);
      return () => void stateListeners.delete(listener);
    },
    on: (event, listener) => {
      names.hears(event);
      listeners.on(event, listener);
      return client;
    },
    once: (event, listener) => {
      names.hears(event);
      listeners.once(event, listener);
      return client;
    },
    off: (event, listener) => {
      listeners.off(event, listener);
      return client;
    },
    onAny: (listener) => {
      listeners.any.add(listener);
      return client;
    },
    offAny: (listener) => {
      if (listener === undefined) listeners.any.clear();
      else listeners.any.delete(listener);
      return client;
    },
    emit,
    request,
    renew,
    reconnect,
    close: () => {
      link?.close();
      link = undefined;
      finish({ code: 1000, reason: "closed by the client" });
    },
    positions: positions.all,
    forget: positions.leave,
  };

  if (options.autoConnect === false) set({ kind: "closed", close: undefined });
  else dial();
  return client;
};
