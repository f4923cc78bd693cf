// Part of the package that `eventspec gen` writes: edits are overwritten.

import { on } from "./on.js";
import { pending } from "./pending.js";
import { payloadOf } from "./wire.js";

/** The payload of the next event that fits. */
export const waitFor = (wire, socket, event, { where, ...limits } = {}) =>
  pending(event, limits, (done, failed) =>
    on(wire, socket, event, (...args) => {
      try {
        if (where === undefined || where(...args)) done(payloadOf(wire, event, args));
      } catch (error) {
        failed(error);
      }
    }),
  );
