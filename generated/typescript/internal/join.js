// Part of the package that `eventspec gen` writes: edits are overwritten.

import { DisconnectedError, RefusedError, TimeoutError } from "./errors.js";
import { recoveryOf } from "./recoveries.js";
import { argsOf } from "./wire.js";

/** Enters a channel by the contract's event for it. Gives the answer, where the contract has one. */
export const join = async (contract, socket, address, options) => {
  const { event, payload, answered } = find(contract, address, "join");
  const answer = answered
    ? await contract.ask(contract.wire, socket, event, payload, options)
    : await unlessRefused(contract, socket, event, payload, options);
  // In the contract's own words a no is an answer like any other.
  if (answer?.success === false) {
    const { error } = answer;
    throw new RefusedError(event, Object(error) === error ? error : { code: error }, answer);
  }
  return answer;
};

/** Leaves a channel by the contract's event for it. Gives the answer, where the contract has one. */
export const leave = async ({ wire, ask, ...contract }, socket, address, options) => {
  const { event, payload, answered } = find(contract, address, "leave");
  recoveryOf(socket)?.forget(address);
  if (answered) return ask(wire, socket, event, payload, options);
  socket.emit(event, ...argsOf(wire, event, payload));
};

/** What the contract says of entering or leaving the channel of this address. */
const find = ({ moves, parseChannel }, address, way) => {
  const found = parseChannel(address);
  const step = found && (moves[found.channel]?.[way] ?? moves["*"]?.[way]);
  if (step === undefined) throw new TypeError(`no event of the contract is there to ${way} \`${address}\``);
  return { event: step.event, payload: step.payload(found.params, address), answered: step.answered };
};

/** Asks for what the contract promises no answer to: a server may refuse it all the same. */
const unlessRefused = async ({ wire, ask }, socket, event, payload, options) => {
  // Over a plain WebSocket nothing comes back but a refusal, which says of no request which it means.
  if (typeof socket.timeout !== "function") return void socket.emit(event, ...argsOf(wire, event, payload));
  try {
    await ask(wire, socket, event, payload, options);
  } catch (error) {
    // From a server that gives no answer, silence is no refusal.
    if (!(error instanceof TimeoutError)) throw error;
    if (!socket.connected) throw new DisconnectedError(event);
  }
};
