// Part of the package that `eventspec gen` writes: edits are overwritten.

import { argsOf } from "./wire.js";

/** Sends an event over a plain WebSocket, and waits for the event that answers it. The client knows which of them does. */
export const ask = (wire, client, event, payload, options) => client.request(event, ...argsOf(wire, event, payload), options);
