// Part of the package that `eventspec gen` writes: edits are overwritten.

import { DisconnectedError, RefusedError, TimeoutError } from "./errors.js";
import { PATIENCE } from "./pending.js";
import { argsOf } from "./wire.js";

/** Sends an event over a plain WebSocket, and waits for the event that answers it. The client knows which of them does. */
export const ask = async (wire, client, event, payload, { timeout = PATIENCE, ...options } = {}) => {
  try {
    return await client.request(event, ...argsOf(wire, event, payload), { timeout, ...options });
  } catch (error) {
    throw told(error, timeout);
  }
};

/** The failure as it is told of every kind of socket. */
const told = (error, timeout) => {
  switch (error.code) {
    case "timed_out":
      return new TimeoutError(error.event, timeout);
    case "refused":
      return new RefusedError(error.event, error.refusal, error.refusal);
    case "lost":
      return new DisconnectedError(error.event);
    default:
      return error;
  }
};
