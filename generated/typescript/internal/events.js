// Part of the package that `eventspec gen` writes: edits are overwritten.

import { OverflowError } from "./errors.js";
import { on } from "./on.js";
import { payloadOf } from "./wire.js";

/** So many events may wait for their reader, unless somebody chose another number. */
const LIMIT = 1_000;

/**
 * The payloads of an event, one after the other, from the call on: what comes while nobody reads waits. More than `limit` of
 * them end it: whoever reads gets those that wait, and then the error. The signal ends it at once, and so does leaving the loop.
 */
export const events = (wire, socket, event, { signal, limit = LIMIT } = {}) => {
  const waiting = [];
  const readers = [];
  let ended = false;
  let failure;

  const end = () => {
    if (ended) return;
    ended = true;
    stop();
    signal?.removeEventListener("abort", close);
    for (const resolve of readers.splice(0)) resolve({ done: true, value: undefined });
  };
  const close = () => {
    waiting.length = 0;
    failure = undefined;
    end();
  };
  const stop = on(wire, socket, event, (...args) => {
    const value = payloadOf(wire, event, args);
    if (readers.length > 0) {
      readers.shift()({ done: false, value });
    } else if (waiting.length < limit) {
      waiting.push(value);
    } else {
      failure = new OverflowError(event, limit);
      end();
    }
  });
  if (signal?.aborted) close();
  else signal?.addEventListener("abort", close);

  const next = () => {
    if (waiting.length > 0) return Promise.resolve({ done: false, value: waiting.shift() });
    if (failure !== undefined) {
      const error = failure;
      failure = undefined;
      return Promise.reject(error);
    }
    if (ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => readers.push(resolve));
  };
  const iterator = {
    next,
    return: async (value) => {
      close();
      return { done: true, value: await value };
    },
    throw: async (error) => {
      close();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  // Where the language has no `await using` yet, there is nothing to add.
  if (Symbol.asyncDispose) iterator[Symbol.asyncDispose] = async () => close();
  return iterator;
};
