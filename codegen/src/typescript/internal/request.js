// Part of the package that `eventspec gen` writes: edits are overwritten.

import { DisconnectedError, RefusedError } from "./errors.js";
import { LONGEST, PATIENCE, pending } from "./pending.js";
import { argsOf } from "./wire.js";

/** Emits an event on a socket of Socket.IO, and waits for its acknowledgement. */
export const request = (wire, socket, event, payload, { timeout = PATIENCE, signal } = {}) =>
  pending(event, { timeout, signal }, (done, failed) => {
    const answered = (lost, ...answer) => {
      if (lost) failed(new DisconnectedError(event));
      else if (isRefusal(answer[0])) failed(new RefusedError(event, answer[0].error, answer[0]));
      else done(answer.length > 1 ? answer : answer[0]);
    };
    // Told of a time-out, the library forgets at its end what it has not sent yet, and says when the connection is lost before.
    socket.timeout(Math.min(timeout, LONGEST)).emit(event, ...argsOf(wire, event, payload), answered);
  });

/** Whether this is not the contract's answer and that of the server in its stead: `{ error: { code, message } }`. */
const isRefusal = (answer) => typeof answer?.error?.code === "string" && typeof answer.error.message === "string";
