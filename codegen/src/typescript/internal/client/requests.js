// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Events that wait for the event which answers them. The server handles what a client sends in its order, so the oldest that an
// answer fits is the one that it answers.

import { DisconnectedError, RefusedError } from "../errors.js";
import { pending } from "../pending.js";

/** The event that was to be answered was not sent, and will not be. */
export class NotSentError extends Error {
  constructor(event, reason) {
    super(`\`${event}\` was not sent: ${WORDS[reason]}`);
    this.name = "NotSentError";
    this.event = event;
    this.reason = reason;
  }
}

const WORDS = {
  stale: "it waited too long for a connection",
  full: "too much waits to be sent",
  too_big: "it is larger than the contract allows",
  closed: "the client is closed",
};

/** The events that wait for an answer. */
export const requestsOf = (world) => {
  const waiting = new Set();
  const first = (fits) => [...waiting].find((request) => request.sent && fits(request));

  return {
    /** Sends with `send`, which gives the function that takes it back, and waits. */
    ask: ({ event, answer, fits }, limits, send) =>
      pending(event, { ...limits, clock: world }, (done, failed) => {
        const request = { event, answer, fits, done, failed, sent: false };
        waiting.add(request);
        const takeBack = send(request);
        return () => {
          waiting.delete(request);
          takeBack?.();
        };
      }),
    /** An event came: it may be an answer. */
    came: (event, value) => first((request) => request.answer === event && request.fits(value))?.done(value),
    /** A refusal came. Says whether somebody waited for it. */
    refused: (isAbout, refusal) => {
      const request = first(({ event }) => isAbout(event));
      request?.failed(new RefusedError(request.event, isObject(refusal) ? refusal : { message: refusal }, refusal));
      return request !== undefined;
    },
    /** The connection is gone: nobody can say what became of what was sent. */
    lost: () => {
      for (const { sent, failed, event } of [...waiting]) if (sent) failed(new DisconnectedError(event));
    },
  };
};

/** Whether an answer is about the same as what was asked: the fields that both have agree. */
export const agrees = (asked) => (answer) =>
  !isObject(asked) || !isObject(answer) ||
  Object.keys(asked).every((key) => isObject(asked[key]) || !Object.hasOwn(answer, key) || asked[key] === answer[key]);

const isObject = (value) => typeof value === "object" && value !== null;
