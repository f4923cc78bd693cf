// Part of the package that `eventspec gen` writes: edits are overwritten.

import { TimeoutError } from "./errors.js";

/** What nobody chose a time for is waited for so long, in milliseconds. */
export const PATIENCE = 10_000;

/** Timers know no longer time. Whoever waits longer waits for ever. */
export const LONGEST = 2 ** 31 - 1;

/**
 * A promise that comes to an end: as `start` says, at the time-out, or when the signal is given. `start` gets the functions that
 * settle it, and gives the one that takes back what it did.
 */
export const pending = (event, { timeout = PATIENCE, signal, clock = globalThis }, start) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    let undo;
    let settled = false;
    const settle = (end) => (value) => {
      if (settled) return;
      settled = true;
      clock.clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      undo?.();
      end(value);
    };
    const [done, failed] = [settle(resolve), settle(reject)];
    const abort = () => failed(signal.reason);
    const timer = timeout <= LONGEST ? clock.setTimeout(() => failed(new TimeoutError(event, timeout)), timeout) : undefined;
    signal?.addEventListener("abort", abort);
    try {
      undo = start(done, failed);
    } catch (error) {
      failed(error);
    }
    if (settled) undo?.();
  });
