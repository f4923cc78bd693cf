// Part of the package that `eventspec gen` writes: edits are overwritten.

import { DisconnectedError, RefusedError, TimeoutError } from "./errors.js";
import { recoveryOf } from "./recoveries.js";
import { argsOf } from "./wire.js";

/** Enters a channel by the contract's event for it. Gives the answer, where the contract has one. */
export const join = async (contract, socket, address, options) => {
  const step = find(contract, address, "join");
  const answer = await take(contract, socket, step, options);
  // In the contract's own words a no is an answer like any other.
  if (answer?.success === false) {
    const { error } = answer;
    throw new RefusedError(step.event, Object(error) === error ? error : { code: error }, answer);
  }
  return answer;
};

/** Leaves a channel by the contract's event for it. */
export const leave = (contract, socket, address, options) => {
  recoveryOf(socket)?.forget(address);
  return take(contract, socket, find(contract, address, "leave"), options);
};

/** What the contract says of entering or leaving the channel of this address. */
const find = ({ moves, parseChannel }, address, way) => {
  const found = parseChannel(address);
  const step = found && (moves[found.channel]?.[way] ?? moves["*"]?.[way]);
  if (step === undefined) throw new TypeError(`no event of the contract is there to ${way} \`${address}\``);
  return { event: step.event, payload: step.payload(found.params, address), answered: step.answered };
};

const take = async ({ wire, ask }, socket, { event, payload, answered }, options) => {
  if (answered) return ask(wire, socket, event, payload, options);
  // Over a plain WebSocket nothing comes back but a refusal, which says of no request which it means.
  if (typeof socket.timeout !== "function") return void socket.emit(event, ...argsOf(wire, event, payload));
  try {
    await ask(wire, socket, event, payload, options);
  } catch (error) {
    // The contract promises no answer: from a server that gives none, silence is no refusal.
    if (!(error instanceof TimeoutError)) throw error;
    if (!socket.connected) throw new DisconnectedError(event);
  }
};
